/**
 * Ctrl-C: the first asks the command to stop and say what it knows, the second ends the process at once.
 */
import { ExitCode } from "./exit-codes.ts";

export interface Interrupt {
  /** True after the first Ctrl-C. */
  readonly isRequested: boolean;
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back to Node. */
  release(): void;
}

/** Listens for SIGINT and SIGTERM until released. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    get isRequested() {
      return controller.signal.aborted;
    },
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}

/** Lets signals, timers and workers have their turn. */
export function yieldToHost(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
