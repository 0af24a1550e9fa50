/**
 * The set of states seen, as 64-bit fingerprints, each with the state's number.
 *
 * The fingerprints must be well mixed: their low bits choose the slot. Open addressing with linear probing over
 * interleaved int32 words (low, high, number + 1); doubles at 60 % load. Two different states with one fingerprint would
 * be taken for one: with n states the chance is about n^2 / 2^65, for a hundred million states 3 in 10,000. The number
 * of a lost state is never reused.
 */
import { resizedShared } from "./growing-array.ts";

export class FingerprintTable {
  size = 0;
  /** True when the last `add` met a new fingerprint. */
  wasNew = false;
  #words: Int32Array = new Int32Array(3 << 12);
  #mask = (1 << 12) - 1;
  #limit = limitOf(1 << 12);
  /** The number of the fingerprint: a new one gets the next number. */
  add(low: number, high: number): number {
    const words = this.#words;
    let slot = (low ^ (high >>> 13)) & this.#mask;
    for (;;) {
      const at = slot * 3;
      const entry = words[at + 2]!;
      if (entry === 0) break;
      if (words[at] === low && words[at + 1] === high) {
        this.wasNew = false;
        return entry - 1;
      }
      slot = (slot + 1) & this.#mask;
    }
    const at = slot * 3;
    words[at] = low;
    words[at + 1] = high;
    words[at + 2] = ++this.size;
    this.wasNew = true;
    if (this.size > this.#limit) this.#grow();
    return this.size - 1;
  }

  /** The number of a fingerprint, or -1. */
  find(low: number, high: number): number {
    for (let slot = (low ^ (high >>> 13)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 3;
      const entry = this.#words[at + 2]!;
      if (entry === 0) return -1;
      if (this.#words[at] === low && this.#words[at + 1] === high) return entry - 1;
    }
  }

  /** The memory that holds the table, for other threads (parallel/shared-fingerprints.ts): another one when it has grown. */
  share(): SharedArrayBuffer {
    if (this.#words.buffer instanceof SharedArrayBuffer) return this.#words.buffer;
    this.#words = resizedShared(this.#words, this.#words.length);
    return this.#words.buffer as SharedArrayBuffer;
  }

  /**
   * Other threads are going to place so many new fingerprints, with the numbers that come next. Where the table has to
   * grow for them they place all that was in it as well: what is given then is the memory of before.
   */
  reserve(count: number): SharedArrayBuffer | undefined {
    const before = this.share();
    this.size += count;
    if (this.size <= this.#limit) return undefined;
    let slots = this.#mask + 1;
    while (this.size > limitOf(slots)) slots *= 2;
    this.#begin(new Int32Array(new SharedArrayBuffer(slots * 3 * Int32Array.BYTES_PER_ELEMENT)));
    return before;
  }

  #grow(): void {
    const old = this.#words;
    const isShared = old.buffer instanceof SharedArrayBuffer;
    this.#begin(isShared ? new Int32Array(new SharedArrayBuffer(old.byteLength * 2)) : new Int32Array(old.length * 2));
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      let slot = (old[at]! ^ (old[at + 1]! >>> 13)) & this.#mask;
      while (this.#words[slot * 3 + 2] !== 0) slot = (slot + 1) & this.#mask;
      this.#words[slot * 3] = old[at]!;
      this.#words[slot * 3 + 1] = old[at + 1]!;
      this.#words[slot * 3 + 2] = old[at + 2]!;
    }
  }

  #begin(words: Int32Array): void {
    this.#words = words;
    this.#mask = words.length / 3 - 1;
    this.#limit = limitOf(this.#mask + 1);
  }
}

/** Fingerprints that a table of so many slots holds. */
function limitOf(slots: number): number {
  return Math.floor(slots * 0.6);
}
