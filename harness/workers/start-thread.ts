/** Starts a thread of the command line; what it can run is in thread-bodies.ts. */
import { Worker, type ResourceLimits } from "node:worker_threads";
import { compiledFile } from "./compiled-file.ts";

/** The kinds of thread: `command` for a command, `expander` for states of its exploration. */
export type BodyName = "command" | "expander";

/** What a thread finds as its `workerData`. */
export interface ThreadStart {
  readonly body: BodyName;
  readonly data: unknown;
}

/** A thread whose exceptions arrive as its `error` event, also those of promises. */
export function startThread(body: BodyName, data: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const start: ThreadStart = { body, data };
  return new Worker(compiledFile("harness/workers/thread.cjs"), { workerData: start, resourceLimits });
}
