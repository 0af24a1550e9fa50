/**
 * Signs of life of a worker, in memory that both sides share: the worker writes, the main thread looks. An endless loop
 * in a program cannot be interrupted from inside, but its heart stops here and the main thread ends the worker.
 *
 * The first two slots are written by the simulator (`WorldOptions.progress`), the others by the worker.
 */
const slot = {
  /** Grows with each event of any run. */
  events: 0,
  /** Index of the process whose event runs; -1 between events. */
  process: 1,
  /** Index in the task's seeds of the one that runs. */
  seed: 2,
  /** What `events` was when that seed's run began. */
  start: 3,
} as const;

/** A worker that shows no event for this long is stuck in one. */
export const STALL_MILLIS = 5_000;

export type Heartbeat = Int32Array<SharedArrayBuffer>;

/** Shared slots for one task. */
export function createHeartbeat(): Heartbeat {
  const heartbeat = new Int32Array(new SharedArrayBuffer(4 * 4));
  heartbeat[slot.process] = -1;
  heartbeat[slot.seed] = -1;
  return heartbeat;
}

/** The worker begins the run of a seed. */
export function beginSeed(heartbeat: Heartbeat, index: number): void {
  Atomics.store(heartbeat, slot.start, heartbeat[slot.events]!);
  Atomics.store(heartbeat, slot.seed, index);
}

/** Index in the task's seeds of the one that runs; -1 before the first. */
export function currentSeed(heartbeat: Heartbeat): number {
  return Atomics.load(heartbeat, slot.seed);
}

/** Where a stuck worker is. */
export interface Stall {
  /** Index in the task's seeds. */
  readonly seed: number;
  /** Index of the process, -1 when it is not the program that is slow. */
  readonly process: number;
  /** Number of the event in its run, as far as the run was the first of its seed. */
  readonly event: number;
}

/** Watches one task from the main thread: call `look` now and then; it answers once the heart has stopped. */
export class Watch {
  readonly #heartbeat: Heartbeat;
  readonly #stallMillis: number;
  #beats = "";
  #sinceMillis: number;

  constructor(heartbeat: Heartbeat, stallMillis: number, nowMillis: number) {
    this.#heartbeat = heartbeat;
    this.#stallMillis = stallMillis;
    this.#sinceMillis = nowMillis;
  }

  look(nowMillis: number): Stall | undefined {
    const [events, process, seed, start] = [slot.events, slot.process, slot.seed, slot.start].map((i) =>
      Atomics.load(this.#heartbeat, i),
    );
    const beats = `${events} ${process} ${seed}`;
    if (beats !== this.#beats) {
      this.#beats = beats;
      this.#sinceMillis = nowMillis;
      return undefined;
    }
    // Loading the system and explaining a failure have no heartbeat of their own: only an event can be stuck.
    if (process === -1 || seed === -1 || nowMillis - this.#sinceMillis < this.#stallMillis) return undefined;
    return { seed: seed!, process: process!, event: (events! - start! - 1) | 0 };
  }
}
