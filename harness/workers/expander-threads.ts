/**
 * Threads that help an exploration: each has a copy of the specification, compiles it for itself, and expands states
 * (src/check/parallel/expander.ts) once the exploration hands some over.
 */
import type { Worker } from "node:worker_threads";
import type { Exploration } from "../../src/check/exploration.ts";
import type { ExpanderOptions } from "../../src/check/parallel/expander.ts";
import { createLink, type Link } from "../../src/check/parallel/link.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { startThread } from "./start-thread.ts";

/** What a thread gets. */
export interface ExpanderThreadData {
  readonly spec: ResolvedSpec;
  readonly options: ExpanderOptions;
  readonly link: Link;
}

/** What a thread says once it has compiled the specification. Afterwards it is told where the fingerprints are. */
export const readyMessage = "ready";

/** Stack of a thread: as much as the exploring one has (cli/supervise.ts). */
const stackMegabytes = 64;

export class ExpanderThreads {
  /** Why a thread is no more, when one is. */
  failure: Error | undefined;
  readonly #threads: readonly { readonly worker: Worker; readonly link: Link }[];
  #ready = 0;

  constructor(count: number, spec: ResolvedSpec, options: ExpanderOptions) {
    this.#threads = Array.from({ length: count }, () => {
      const link = createLink();
      const data: ExpanderThreadData = { spec, options, link };
      const worker = startThread("expander", data, { stackSizeMb: stackMegabytes });
      worker.on("message", () => void this.#ready++);
      worker.on("error", (error) => void (this.failure ??= error));
      return { worker, link };
    });
  }

  get areReady(): boolean {
    return this.#ready === this.#threads.length;
  }

  /** From now on they work: they must be ready. */
  help(exploration: Exploration): void {
    const links = this.#threads.map(({ link }) => link);
    exploration.divide(links, (memory) => {
      for (const { worker } of this.#threads) worker.postMessage(memory);
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}
