/**
 * Ctrl-C: the first asks the command to stop and say what it knows, the second ends the process at once.
 */
import { parentPort, type MessagePort } from "node:worker_threads";
import { ExitCode } from "./exit-codes.ts";
import { heardMessage, interruptMessage, timeUpMessage, type WorkingTime } from "./thread-messages.ts";

export interface Interrupt {
  /** True after the first Ctrl-C. */
  readonly isRequested: boolean;
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back to Node. */
  release(): void;
}

/** Listens for SIGINT and SIGTERM until released. */
export function listenForInterrupt(): Interrupt {
  return parentPort === null ? listenForSignals() : listenForMessages(parentPort);
}

/** In a thread signals are heard by the main one, which passes them on and wants to know that it was heard. */
function listenForMessages(port: MessagePort): Interrupt {
  const controller = new AbortController();
  const onMessage = (message: unknown): void => {
    if (message !== interruptMessage && message !== timeUpMessage) return;
    port.postMessage(heardMessage);
    if (message === interruptMessage) controller.abort();
  };
  port.on("message", onMessage);
  return {
    get isRequested() {
      return controller.signal.aborted;
    },
    signal: controller.signal,
    release: () => void port.off("message", onMessage),
  };
}

/**
 * Has the main thread watch that this one ends or says something when so many seconds have passed: an evaluation that
 * takes for ever does not look at the clock. Gives a function that ends the watch.
 */
export function watchWorkingTime(seconds: number | undefined): () => void {
  if (seconds === undefined || parentPort === null) return () => undefined;
  const port = parentPort;
  const say = (time: WorkingTime): void => port.postMessage(time);
  say({ kind: "working time", millis: seconds * 1000 });
  return () => say({ kind: "working time" });
}

function listenForSignals(): Interrupt {
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
