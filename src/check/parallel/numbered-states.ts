/** States with their numbers, in the order in which they were pushed: the first of them may be dropped, and the last. */
import type { Value } from "../../values/types.ts";
import { resized } from "../growing-array.ts";

export class NumberedStates {
  /** Words of an entry: number, state. */
  readonly #width: number;
  #words = new Int32Array(1 << 10);
  #start = 0;
  #end = 0;

  constructor(width: number) {
    this.#width = width + 1;
  }

  get length(): number {
    return (this.#end - this.#start) / this.#width;
  }

  number(index: number): number {
    return this.#words[this.#start + index * this.#width]!;
  }

  push(number: number, state: Int32Array): void {
    if (this.#end + this.#width > this.#words.length) this.#makeRoom();
    this.#words[this.#end] = number;
    for (let i = 1; i < this.#width; i++) this.#words[this.#end + i] = state[i - 1]!;
    this.#end += this.#width;
  }

  setNumber(index: number, number: number): void {
    this.#words[this.#start + index * this.#width] = number;
  }

  read(index: number, state: Int32Array): void {
    const at = this.#start + index * this.#width + 1;
    for (let i = 0; i < this.#width - 1; i++) state[i] = this.#words[at + i]!;
  }

  dropFirst(count: number): void {
    this.#start += count * this.#width;
    if (this.#start === this.#end) this.#start = this.#end = 0;
  }

  truncate(length: number): void {
    this.#end = this.#start + length * this.#width;
  }

  /** Copies the states with numbers from `first` on to the end of the others, in the order of their numbers. */
  copyInOrder(first: number, to: NumberedStates): void {
    const { length } = this;
    const keys = new Float64Array(length);
    let count = 0;
    let isOrdered = true;
    for (let index = 0; index < length; index++) {
      const number = this.number(index);
      if (number < first) continue;
      keys[count] = number * length + index;
      isOrdered &&= count === 0 || keys[count]! > keys[count - 1]!;
      count++;
    }
    const sorted = keys.subarray(0, count);
    if (!isOrdered) sorted.sort();
    for (const key of sorted) to.#append(this.#words, this.#start + (key % length) * this.#width);
  }

  #append(words: Int32Array, at: number): void {
    if (this.#end + this.#width > this.#words.length) this.#makeRoom();
    for (let i = 0; i < this.#width; i++) this.#words[this.#end + i] = words[at + i]!;
    this.#end += this.#width;
  }

  visitValues(visit: (v: Value) => void): void {
    for (let at = this.#start; at < this.#end; at += this.#width)
      for (let i = 1; i < this.#width; i++) visit(this.#words[at + i]!);
  }

  /** Uses the room of what was dropped when that is half of it. */
  #makeRoom(): void {
    if (this.#start * 2 < this.#words.length) this.#words = resized(this.#words, this.#words.length * 2 + this.#width);
    else {
      this.#words.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
  }
}
