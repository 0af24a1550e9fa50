/**
 * Threads that help an exploration: each has a copy of the specification, compiles it for itself, and expands states
 * (src/check/parallel/expander.ts) once the exploration hands some over.
 */
import type { Worker } from "node:worker_threads";
import type { Exploration } from "../../src/check/exploration.ts";
import type { ExpanderOptions } from "../../src/check/parallel/expander.ts";
import { createLink, type Link } from "../../src/check/parallel/link.ts";
import { commonValues, type CommonValues } from "../../src/check/parallel/state-words.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import type { Store } from "../../src/values/types.ts";
import { startThread } from "./start-thread.ts";

/** What a thread gets. */
export interface ExpanderThreadData {
  readonly spec: ResolvedSpec;
  readonly options: ExpanderOptions;
  readonly link: Link;
}

/**
 * What a thread says once it has compiled the specification: the values with which its store begins. It is answered
 * with where the fingerprints are.
 */
export type ReadyMessage = CommonValues;

/** The answer; it comes again whenever the table has moved. */
export interface StartMessage {
  readonly table: SharedArrayBuffer;
  /** Values with which all stores begin. */
  readonly common: number;
}

/** Stack of a thread: as much as the exploring one has (cli/supervise.ts). */
const stackMegabytes = 64;

export class ExpanderThreads {
  /** Why a thread is no more, when one is. */
  failure: Error | undefined;
  readonly #threads: readonly { readonly worker: Worker; readonly link: Link }[];
  readonly #ready: ReadyMessage[] = [];

  constructor(count: number, spec: ResolvedSpec, options: ExpanderOptions) {
    this.#threads = Array.from({ length: count }, () => {
      const link = createLink();
      const data: ExpanderThreadData = { spec, options, link };
      const worker = startThread("expander", data, { stackSizeMb: stackMegabytes });
      worker.on("message", (message: ReadyMessage) => void this.#ready.push(message));
      worker.on("error", (error) => void (this.failure ??= error));
      return { worker, link };
    });
  }

  get count(): number {
    return this.#threads.length;
  }

  get areReady(): boolean {
    return this.#ready.length === this.#threads.length;
  }

  /** From now on they work: they must be ready. */
  help(exploration: Exploration, store: Store): void {
    const links = this.#threads.map(({ link }) => link);
    const common = this.#commonWith(store);
    const onMoved = (table: SharedArrayBuffer): void => {
      const message: StartMessage = { table, common };
      for (const { worker } of this.#threads) worker.postMessage(message);
    };
    exploration.divide({ links, common, onMoved });
  }

  /** Stores that begin in different ways have nothing in common that could be relied on. */
  #commonWith(store: Store): number {
    const [{ count } = { count: 0 }] = this.#ready;
    const { digest } = commonValues(store, count);
    return this.#ready.every((each) => each.count === count && each.digest === digest) ? count : 0;
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }
}
