/**
 * The states that wait to be expanded: first in, first out, with consecutive numbers, over int32 words. The state with
 * number n stands at place n modulo the capacity, so that space which was read is used again, and other threads find it
 * (parallel/shared-queue.ts).
 */
import type { Value } from "../values/types.ts";

const CAPACITY = 1 << 10;

export class StateQueue {
  readonly #width: number;
  #words: Int32Array;
  #mask = CAPACITY - 1;
  /** Number of the oldest state. */
  #first = 0;
  #size = 0;
  readonly #buffer: Int32Array;

  constructor(width: number) {
    this.#width = width;
    this.#words = new Int32Array(CAPACITY * width);
    this.#buffer = new Int32Array(width);
  }

  get size(): number {
    return this.#size;
  }

  push(state: Int32Array): void {
    if (this.#size > this.#mask) this.reserve(1);
    const at = this.#placeOf(this.#first + this.#size);
    for (let i = 0; i < this.#width; i++) this.#words[at + i] = state[i]!;
    this.#size++;
  }

  /** The oldest state, in a buffer that the next call uses again. */
  shift(): Int32Array {
    const at = this.#placeOf(this.#first);
    for (let i = 0; i < this.#width; i++) this.#buffer[i] = this.#words[at + i]!;
    this.drop(1);
    return this.#buffer;
  }

  /** The oldest states are no longer needed. */
  drop(states: number): void {
    this.#first += states;
    this.#size -= states;
  }

  /** Calls `visit` with the values of the states that wait. */
  visitValues(visit: (v: Value) => void): void {
    for (let number = this.#first; number < this.#first + this.#size; number++) {
      const at = this.#placeOf(number);
      for (let i = 0; i < this.#width; i++) visit(this.#words[at + i]!);
    }
  }

  // ---------------------------------------------------------------------------------------- several threads

  /** The memory that holds the states, for other threads: another one when it has grown. */
  share(): SharedArrayBuffer {
    if (!(this.#words.buffer instanceof SharedArrayBuffer)) this.#resize(this.#mask + 1, true);
    return this.#words.buffer as SharedArrayBuffer;
  }

  /** Makes room for so many states more. */
  reserve(states: number): void {
    let capacity = this.#mask + 1;
    while (capacity < this.#size + states) capacity *= 2;
    if (capacity > this.#mask + 1) this.#resize(capacity, this.#words.buffer instanceof SharedArrayBuffer);
  }

  /** Other threads have put so many states behind the last one, where room was reserved. */
  append(states: number): void {
    this.#size += states;
  }

  #resize(capacity: number, isShared: boolean): void {
    const length = capacity * this.#width;
    const words = isShared
      ? new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))
      : new Int32Array(length);
    for (let number = this.#first; number < this.#first + this.#size; number++) {
      const from = this.#placeOf(number);
      const to = (number & (capacity - 1)) * this.#width;
      for (let i = 0; i < this.#width; i++) words[to + i] = this.#words[from + i]!;
    }
    this.#words = words;
    this.#mask = capacity - 1;
  }

  #placeOf(number: number): number {
    return (number & this.#mask) * this.#width;
  }
}
