/**
 * Threads that help an exploration: each has a copy of the specification, compiles it for itself, and expands states
 * (src/check/parallel/follower.ts) once the exploration leads.
 */
import type { Worker } from "node:worker_threads";
import type { Exploration } from "../../src/check/exploration.ts";
import type { ExpanderOptions } from "../../src/check/parallel/expander.ts";
import { createRoundMemory, type FoundMemory, type RoundMemory } from "../../src/check/parallel/round-memory.ts";
import { beginsWith, type CommonValues } from "../../src/check/parallel/common-values.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import type { Store } from "../../src/values/types.ts";
import { startThread } from "./start-thread.ts";

/** What a thread gets. */
export interface ExpanderThreadData {
  readonly spec: ResolvedSpec;
  readonly options: ExpanderOptions;
  /** The bound on the memory of the process, if it is not the usual one. */
  readonly megabytesMax?: number;
  readonly memory: RoundMemory;
  /** From 1 on: 0 is the one that leads. */
  readonly thread: number;
}

/**
 * What a thread says once it has compiled the specification: the values with which its store begins. It is answered
 * with where the memory is that grows.
 */
export type ReadyMessage = CommonValues;

/** The answer; it comes again whenever that has moved. */
export interface StartMessage {
  readonly found: FoundMemory;
}

/** Room for what is found in one round: so much that it stays in the caches of a processor. */
const sizes = { roundStates: 1 << 14, claimSlots: 1 << 18, statesTaken: 16 };

/** Stack of a thread: as much as the exploring one has (cli/supervise.ts). */
const stackMegabytes = 64;

export interface ExpanderThreadsOptions extends Pick<ExpanderThreadData, "spec" | "options" | "megabytesMax"> {
  readonly count: number;
  /** How many actions the machine has. */
  readonly actions: number;
}

export class ExpanderThreads {
  /** Why a thread is no more, when one is. */
  failure: Error | undefined;
  readonly #workers: readonly Worker[];
  readonly #memory: RoundMemory;
  readonly #ready: ReadyMessage[] = [];

  constructor({ count, actions, ...same }: ExpanderThreadsOptions) {
    const memory = createRoundMemory(count + 1, actions, sizes);
    this.#memory = memory;
    this.#workers = Array.from({ length: count }, (_, i) => {
      const data: ExpanderThreadData = { ...same, memory, thread: i + 1 };
      const worker = startThread("expander", data, { stackSizeMb: stackMegabytes });
      worker.on("message", (message: ReadyMessage) => void this.#ready.push(message));
      worker.on("error", (error) => void (this.failure ??= error));
      return worker;
    });
  }

  get count(): number {
    return this.#workers.length;
  }

  get areReady(): boolean {
    return this.#ready.length === this.#workers.length;
  }

  /** From now on they work: they must be ready. False when they cannot, since their stores began in another way. */
  help(exploration: Exploration, store: Store): boolean {
    if (!this.#ready.every((common) => beginsWith(store, common))) return false;
    const onMoved = (found: FoundMemory): void => {
      const message: StartMessage = { found };
      for (const worker of this.#workers) worker.postMessage(message);
    };
    exploration.divide({ memory: this.#memory, onMoved });
    return true;
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
