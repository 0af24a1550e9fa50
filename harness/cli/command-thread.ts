/** The thread of a command; see supervise.ts. It writes to the streams of the process itself. */
import { parentPort, workerData } from "node:worker_threads";
import { run } from "./run.ts";
import type { ThreadData } from "./supervise.ts";
import { threadTerminal } from "./terminal.ts";

const { argv } = workerData as ThreadData;
process.exitCode = await run(argv, threadTerminal());
// The port would keep the thread alive.
parentPort?.close();
