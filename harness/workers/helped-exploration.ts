/**
 * An exploration that is helped by threads as soon as it has shown that it is not a small one, and they are ready. A
 * thread that dies of its memory ends it, with verdict unknown: states that it had are lost.
 */
import type { Exploration } from "../../src/check/exploration.ts";
import type { Bound, Checker, CheckResult, Progress } from "../../src/check/types.ts";
import type { Store } from "../../src/values/types.ts";
import type { ExpanderThreads } from "./expander-threads.ts";

/**
 * States that must wait before threads are started: with few, they wait for each other more than they work. (Started
 * at 200, MCVoting of the public models, 6,752 states, took 1.6 s for 1.0; on a busy machine ten times as long.)
 */
const WAITING_STATES = 5_000;

export class HelpedExploration implements Checker {
  readonly #exploration: Exploration;
  readonly #store: Store;
  readonly #start: () => ExpanderThreads;
  #threads: ExpanderThreads | undefined;
  /** Unknown until the threads are ready. */
  #isHelped: boolean | undefined;

  /** `store` is the exploration's. */
  constructor(exploration: Exploration, store: Store, start: () => ExpanderThreads) {
    this.#exploration = exploration;
    this.#store = store;
    this.#start = start;
  }

  get progress(): Progress {
    return this.#exploration.progress;
  }

  /** Threads that expanded states, this one included. */
  get threads(): number {
    return this.#isHelped === true ? this.#threads!.count + 1 : 1;
  }

  /** True when a thread ran out of memory. */
  get hasLostThread(): boolean {
    return this.#threads?.failure !== undefined;
  }

  step(states: number): boolean {
    if (this.#threads === undefined && this.progress.queue >= WAITING_STATES) this.#threads = this.#start();
    const failure = this.#threads?.failure;
    if (failure !== undefined) {
      if (!isOutOfMemory(failure)) throw failure;
      this.interrupt("memory");
    } else if (this.#isHelped === undefined && this.#threads?.areReady === true) {
      this.#isHelped = this.#threads.help(this.#exploration, this.#store);
    }
    return this.#exploration.step(states);
  }

  interrupt(bound: Bound): void {
    this.#exploration.interrupt(bound);
  }

  result(): CheckResult {
    return this.#exploration.result();
  }

  async end(): Promise<void> {
    await this.#threads?.end();
  }
}

function isOutOfMemory(error: Error): boolean {
  if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") return true;
  return error instanceof RangeError && error.message.includes("allocation failed");
}
