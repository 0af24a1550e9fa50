/**
 * Runs a command in a thread and stays awake beside it: the thread may be inside one evaluation for minutes, hearing
 * nothing. Ctrl-C is passed on; a thread that does not hear it is ended, and the second Ctrl-C ends it in any case.
 */
import { writeSync } from "node:fs";
import { startThread } from "../workers/start-thread.ts";
import { ExitCode } from "./exit-codes.ts";
import { heardMessage, interruptMessage, type CommandLine } from "./thread-messages.ts";

/** How long a thread may take to hear that it is to stop. Slices of work take milliseconds, one evaluation any time. */
const hearingMillis = 1_000;

/** Stack of the thread: operators that call themselves for each element of a sequence need more than Node's default. */
const stackMegabytes = 64;

/** A code of its own: what dies with the memory can print no diagnostic. */
const memoryUsedUp = "LS7020";

/** Runs a command in a thread; gives the exit code of the process. */
export function superviseCommand(argv: readonly string[]): Promise<number> {
  const commandLine: CommandLine = { argv };
  const thread = startThread("command", commandLine, { stackSizeMb: stackMegabytes });
  return new Promise((resolve) => {
    let isAsked = false;
    let wait: NodeJS.Timeout | undefined;
    const stop = (): void => process.exit(ExitCode.interrupted);
    const onSignal = (): void => {
      if (isAsked) stop();
      isAsked = true;
      thread.postMessage(interruptMessage);
      wait = setTimeout(() => void sayUnheard().then(stop), hearingMillis);
    };
    process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
    thread.on("message", (message) => {
      if (message === heardMessage) clearTimeout(wait);
    });
    let death: Promise<ExitCode> | undefined;
    thread.on("error", (error: NodeJS.ErrnoException) => {
      death = reportDeath(error);
    });
    thread.on("exit", (code) => {
      clearTimeout(wait);
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      resolve(death ?? code);
    });
  });
}

/** The thread's status line may be there still. */
async function sayUnheard(): Promise<void> {
  const [{ hostTerminal }, { emptyLine }] = await Promise.all([
    import("./terminal.ts"),
    import("../report/status-line.ts"),
  ]);
  const message = "interrupted in the middle of one evaluation: what was found so far is not known\n";
  writeSync(2, `${hostTerminal().err.isInteractive ? emptyLine : ""}${message}`);
}

/** Says what the thread died of; gives the exit code for it. */
async function reportDeath(error: NodeJS.ErrnoException): Promise<ExitCode> {
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY") {
    writeSync(
      2,
      `error ${memoryUsedUp}: the memory of the process is used up; nothing is violated so far\n` +
        "  hint: choose smaller constants, bound the search with --depth or --max-states, or give Node more with\n" +
        "        NODE_OPTIONS=--max-old-space-size=8000\n",
    );
    return ExitCode.unknown;
  }
  const { sourceStack } = await import("../workers/source-places.ts");
  writeSync(2, `Lockstep itself failed; this is our mistake.\n${sourceStack(error.stack ?? "")}\n`);
  return ExitCode.internal;
}
