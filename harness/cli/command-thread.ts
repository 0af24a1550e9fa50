/** The thread of a command; see supervise.ts. It writes to the streams of the process itself. */
import { parentPort } from "node:worker_threads";
import { ExitCode } from "./exit-codes.ts";
import { run } from "./run.ts";
import { threadTerminal } from "./terminal.ts";
import type { CommandLine } from "./thread-messages.ts";

/** A run this short, in seconds, has its functions still in memory; of a longer one V8 has forgotten the first. */
const shortRunSeconds = 5;

export async function runCommand(data: unknown, keepCode: () => void): Promise<void> {
  const { argv } = data as CommandLine;
  const code = await run(argv, threadTerminal());
  process.exitCode = code;
  const hasRun = code === ExitCode.conforms || code === ExitCode.violation;
  if (hasRun && process.uptime() < shortRunSeconds) keepCode();
  // The port would keep the thread alive.
  parentPort?.close();
}
