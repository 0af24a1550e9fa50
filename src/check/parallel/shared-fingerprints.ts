/**
 * The table of fingerprints (fingerprint-table.ts) in shared memory, while several threads explore: within a round they
 * only read it, between rounds they only place fingerprints that are not in it.
 */
import { firstSlot, NUMBER, SLOT_WORDS } from "../fingerprint-table.ts";

export class SharedFingerprints {
  #words: Int32Array = new Int32Array(0);
  #mask = 0;

  /** The memory of a `FingerprintTable`. */
  constructor(memory: SharedArrayBuffer) {
    this.move(memory);
  }

  /** The table is somewhere else now. */
  move(memory: SharedArrayBuffer): void {
    this.#words = new Int32Array(memory);
    this.#mask = this.#words.length / SLOT_WORDS - 1;
  }

  /** While no thread places. */
  has(low: number, high: number): boolean {
    const words = this.#words;
    for (let slot = firstSlot(low, high, this.#mask); ; slot = (slot + 1) & this.#mask) {
      const at = slot * SLOT_WORDS;
      if (words[at + NUMBER] === 0) return false;
      if (words[at] === low && words[at + 1] === high) return true;
    }
  }

  /** No two threads place the same fingerprint, so slots that others fill need not be read. */
  place(low: number, high: number, number: number): void {
    const words = this.#words;
    let slot = firstSlot(low, high, this.#mask);
    for (;;) {
      const at = slot * SLOT_WORDS;
      if (words[at + NUMBER] === 0 && Atomics.compareExchange(words, at + NUMBER, 0, number + 1) === 0) {
        words[at] = low;
        words[at + 1] = high;
        return;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Places one of `shares` equal shares of what stood in a smaller table. */
  placeAgain(before: SharedArrayBuffer, share: number, shares: number): void {
    const old = new Int32Array(before);
    const slots = old.length / SLOT_WORDS;
    const end = Math.floor((slots * (share + 1)) / shares) * SLOT_WORDS;
    for (let at = Math.floor((slots * share) / shares) * SLOT_WORDS; at < end; at += SLOT_WORDS) {
      const number = old[at + NUMBER]!;
      if (number !== 0) this.place(old[at]!, old[at + 1]!, number - 1);
    }
  }
}
