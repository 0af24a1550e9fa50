/**
 * The set of states seen, as 64-bit fingerprints, each with the state's number.
 *
 * The fingerprints must be well mixed: their low bits choose the slot. Open addressing with linear probing over
 * interleaved int32 words (low, high, number + 1); doubles at 60 % load. Two different states with one fingerprint would
 * be taken for one: with n states the chance is about n^2 / 2^65, for a hundred million states 3 in 10,000. The number
 * of a lost state is never reused.
 */
import { resizedShared } from "./growing-array.ts";

/** Words of a slot, and which of them is the number + 1; 0 there: the slot is empty. */
export const SLOT_WORDS = 3;
export const NUMBER = 2;

/** Where to look for a fingerprint first, in a table of `mask + 1` slots; then slot by slot. */
export function firstSlot(low: number, high: number, mask: number): number {
  return (low ^ (high >>> 13)) & mask;
}

export class FingerprintTable {
  size = 0;
  /** True when the last `add` met a new fingerprint. */
  wasNew = false;
  #words: Int32Array = new Int32Array(SLOT_WORDS << 12);
  #mask = (1 << 12) - 1;
  #limit = limitOf(1 << 12);

  /** The number of the fingerprint: a new one gets the next number. */
  add(low: number, high: number): number {
    const words = this.#words;
    let slot = firstSlot(low, high, this.#mask);
    for (;;) {
      const at = slot * SLOT_WORDS;
      const entry = words[at + NUMBER]!;
      if (entry === 0) break;
      if (words[at] === low && words[at + 1] === high) {
        this.wasNew = false;
        return entry - 1;
      }
      slot = (slot + 1) & this.#mask;
    }
    const at = slot * SLOT_WORDS;
    words[at] = low;
    words[at + 1] = high;
    words[at + NUMBER] = ++this.size;
    this.wasNew = true;
    if (this.size > this.#limit) this.#grow();
    return this.size - 1;
  }

  /** The number of a fingerprint, or -1. */
  find(low: number, high: number): number {
    for (let slot = firstSlot(low, high, this.#mask); ; slot = (slot + 1) & this.#mask) {
      const at = slot * SLOT_WORDS;
      const entry = this.#words[at + NUMBER]!;
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
    this.#begin(new Int32Array(new SharedArrayBuffer(slots * SLOT_WORDS * Int32Array.BYTES_PER_ELEMENT)));
    return before;
  }

  #grow(): void {
    const old = this.#words;
    const isShared = old.buffer instanceof SharedArrayBuffer;
    this.#begin(isShared ? new Int32Array(new SharedArrayBuffer(old.byteLength * 2)) : new Int32Array(old.length * 2));
    for (let from = 0; from < old.length; from += SLOT_WORDS) {
      if (old[from + NUMBER] === 0) continue;
      let slot = firstSlot(old[from]!, old[from + 1]!, this.#mask);
      while (this.#words[slot * SLOT_WORDS + NUMBER] !== 0) slot = (slot + 1) & this.#mask;
      const at = slot * SLOT_WORDS;
      this.#words[at] = old[from]!;
      this.#words[at + 1] = old[from + 1]!;
      this.#words[at + NUMBER] = old[from + NUMBER]!;
    }
  }

  #begin(words: Int32Array): void {
    this.#words = words;
    this.#mask = words.length / SLOT_WORDS - 1;
    this.#limit = limitOf(this.#mask + 1);
  }
}

/** Fingerprints that a table of so many slots holds. */
function limitOf(slots: number): number {
  return Math.floor(slots * 0.6);
}
