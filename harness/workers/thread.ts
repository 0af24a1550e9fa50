/** Where a thread of start-thread.ts begins: loads the bodies with the code that is kept of them, and runs its own. */
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { loadScript } from "./code-cache.ts";
import { compiledFile } from "./compiled-file.ts";
import type { ThreadStart } from "./start-thread.ts";
import type { bodies as Bodies } from "./thread-bodies.ts";

const { body, data } = workerData as ThreadStart;
const { exports, keepCode } = loadScript(fileURLToPath(compiledFile("harness/workers/thread-bodies.cjs")));
const { bodies } = exports as { readonly bodies: typeof Bodies };
void bodies[body]().then((run) => run(data, keepCode));
