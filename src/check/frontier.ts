/** States that wait to be expanded, in the order of the search: each comes back once, with its number and level. */
import type { Value } from "../values/types.ts";
import { resized } from "./growing-array.ts";
import { Levels } from "./levels.ts";
import { StateQueue } from "./state-queue.ts";

export interface Frontier {
  /** States that wait. */
  readonly size: number;
  /** What `advance` took out; the buffer of the state is used again. */
  readonly state: Int32Array;
  readonly number: number;
  readonly level: number;
  push(state: Int32Array, number: number, level: number): void;
  /** Takes the next state out. */
  advance(): void;
  /** All successors of the state taken out have been pushed. */
  settle(): void;
  /** Calls `visit` with the values of all states that wait. */
  visitValues(visit: (v: Value) => void): void;
}

/** First in, first out. */
export class BreadthFirst implements Frontier {
  state: Int32Array = new Int32Array(0);
  readonly levels = new Levels();
  readonly queue: StateQueue;

  constructor(width: number) {
    this.queue = new StateQueue(width);
  }

  get size(): number {
    return this.levels.waiting;
  }

  get number(): number {
    return this.levels.number;
  }

  get level(): number {
    return this.levels.level;
  }

  push(state: Int32Array): void {
    this.queue.push(state);
    this.levels.find();
  }

  advance(): void {
    this.levels.advance();
    this.state = this.queue.shift();
  }

  /** Several threads have expanded the next states, all of one level, and put so many new ones into the queue. */
  advanceBy(expanded: number, found: number): void {
    this.levels.advanceBy(expanded);
    this.levels.find(found);
    this.queue.append(found);
    this.queue.drop(expanded);
  }

  settle(): void {
    // The queue keeps the order of pushing.
  }

  visitValues(visit: (v: Value) => void): void {
    this.queue.visitValues(visit);
  }
}

/** Last in, first out, but successors of one state in their own order: the first successor is expanded next. */
export class DepthFirst implements Frontier {
  state: Int32Array;
  number = -1;
  level = 0;
  readonly #width: number;
  /** Each entry: number, level, state. */
  #words = new Int32Array(1 << 12);
  #size = 0;
  /** Entries below this were there when the last state was taken out. */
  #settled = 0;

  constructor(width: number) {
    this.#width = width + 2;
    this.state = new Int32Array(width);
  }

  get size(): number {
    return this.#size;
  }

  push(state: Int32Array, number: number, level: number): void {
    const at = this.#size * this.#width;
    if (at + this.#width > this.#words.length) this.#words = resized(this.#words, this.#words.length * 2 + this.#width);
    this.#words[at] = number;
    this.#words[at + 1] = level;
    this.#words.set(state, at + 2);
    this.#size++;
  }

  advance(): void {
    this.settle();
    const at = --this.#size * this.#width;
    this.number = this.#words[at]!;
    this.level = this.#words[at + 1]!;
    this.state.set(this.#words.subarray(at + 2, at + this.#width));
    this.#settled = this.#size;
  }

  /** Turns what was pushed since the last `advance` around, so that what was pushed first is on top. */
  settle(): void {
    const width = this.#width;
    for (let low = this.#settled, high = this.#size - 1; low < high; low++, high--) {
      const entry = this.#words.slice(low * width, (low + 1) * width);
      this.#words.copyWithin(low * width, high * width, (high + 1) * width);
      this.#words.set(entry, high * width);
    }
    this.#settled = this.#size;
  }

  visitValues(visit: (v: Value) => void): void {
    for (let entry = 0; entry < this.#size; entry++) {
      const at = entry * this.#width;
      for (let i = at + 2; i < at + this.#width; i++) visit(this.#words[i]!);
    }
  }
}
