/**
 * Runs a command in a thread and stays awake beside it: the thread may be inside one evaluation for minutes, hearing
 * nothing. Ctrl-C is passed on, and so is the end of the time that the thread has said it has; a thread that does not hear
 * it is ended. The second Ctrl-C ends it in any case.
 */
import { writeSync } from "node:fs";
import { startThread } from "../workers/start-thread.ts";
import { ExitCode } from "./exit-codes.ts";
import { heardMessage, interruptMessage, isWorkingTime, timeUpMessage, type CommandLine } from "./thread-messages.ts";

/** How long a thread may take to hear that it is to stop. Slices of work take milliseconds, one evaluation any time. */
const hearingMillis = 1_000;

/** The same when nobody waits at the terminal: what was found so far is worth more than a few seconds. */
const patientMillis = 3_000;

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
    const ask = (message: string, millis: number, unheard: string, code: ExitCode): void => {
      thread.postMessage(message);
      clearTimeout(wait);
      wait = setTimeout(() => void sayUnheard(unheard).then(() => process.exit(code)), millis);
    };
    const onSignal = (): void => {
      if (isAsked) process.exit(ExitCode.interrupted);
      isAsked = true;
      ask(interruptMessage, hearingMillis, "interrupted", ExitCode.interrupted);
    };
    process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
    let deadline: NodeJS.Timeout | undefined;
    const timeIsUp = (): void => ask(timeUpMessage, patientMillis, "the time is up", ExitCode.unknown);
    thread.on("message", (message: unknown) => {
      if (message === heardMessage) clearTimeout(wait);
      if (!isWorkingTime(message)) return;
      clearTimeout(deadline);
      if (message.millis === undefined) clearTimeout(wait);
      else deadline = setTimeout(timeIsUp, message.millis);
    });
    let death: Promise<ExitCode> | undefined;
    thread.on("error", (error: NodeJS.ErrnoException) => {
      death = reportDeath(error);
    });
    thread.on("exit", (code) => {
      clearTimeout(wait);
      clearTimeout(deadline);
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      resolve(death ?? code);
    });
  });
}

/** The thread's status line may be there still. */
async function sayUnheard(what: string): Promise<void> {
  const [{ hostTerminal }, { emptyLine }] = await Promise.all([
    import("./terminal.ts"),
    import("../report/status-line.ts"),
  ]);
  const message = `${what} in the middle of one evaluation: what was found so far is not known\n`;
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
