/**
 * Runs a command in a thread and stays awake beside it: the thread may be inside one evaluation for minutes, hearing
 * nothing. Ctrl-C is passed on; a thread that does not hear it is ended, and the second Ctrl-C ends it in any case.
 */
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { ExitCode } from "./exit-codes.ts";

/** How long a thread may take to hear that it is to stop. Slices of work take milliseconds, one evaluation any time. */
const hearingMillis = 1_000;

/** Stack of the thread: operators that call themselves for each element of a sequence need more than Node's default. */
const stackMegabytes = 64;

/** A code of its own: what dies with the memory can print no diagnostic. */
const memoryUsedUp = "LS7020";

/** What the thread gets, and what it says. */
export interface ThreadData {
  readonly argv: readonly string[];
}
export const interruptMessage = "interrupt";
export const heardMessage = "heard";

/** Runs the script in a thread; gives the exit code of the process. */
export function superviseThread(script: URL, argv: readonly string[]): Promise<number> {
  const data: ThreadData = { argv };
  const thread = new Worker(script, { workerData: data, resourceLimits: { stackSizeMb: stackMegabytes } });
  return new Promise((resolve) => {
    let isAsked = false;
    let wait: NodeJS.Timeout | undefined;
    const stop = (): void => process.exit(ExitCode.interrupted);
    const onSignal = (): void => {
      if (isAsked) stop();
      isAsked = true;
      thread.postMessage(interruptMessage);
      wait = setTimeout(() => {
        writeSync(2, "interrupted in the middle of one evaluation: what was found so far is not known\n");
        stop();
      }, hearingMillis);
    };
    process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
    thread.on("message", (message) => {
      if (message === heardMessage) clearTimeout(wait);
    });
    thread.on("error", (error: NodeJS.ErrnoException) => {
      writeSync(2, deathText(error));
      process.exitCode = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? ExitCode.unknown : ExitCode.internal;
    });
    thread.on("exit", (code) => {
      clearTimeout(wait);
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      resolve(process.exitCode === undefined ? code : Number(process.exitCode));
    });
  });
}

function deathText(error: NodeJS.ErrnoException): string {
  if (error.code !== "ERR_WORKER_OUT_OF_MEMORY")
    return `Lockstep itself failed; this is our mistake.\n${error.stack ?? ""}\n`;
  return (
    `error ${memoryUsedUp}: the memory of the process is used up; nothing is violated so far\n` +
    "  hint: choose smaller constants, bound the search with --depth or --max-states, or give Node more with\n" +
    "        NODE_OPTIONS=--max-old-space-size=8000\n"
  );
}
