/**
 * The exploring thread's table of fingerprints, as other threads see it: they read while it writes.
 *
 * A fingerprint that is found was there. One that is not found may have been added meanwhile, or stand in a larger
 * table that has not arrived here yet: whoever asks must be right in both cases.
 */
export class SharedFingerprints {
  #words: Int32Array;
  #mask: number;

  /** The memory of `FingerprintTable.share`. */
  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    this.#mask = this.#words.length / 3 - 1;
  }

  /** The table has grown, and is somewhere else now. */
  move(memory: SharedArrayBuffer): void {
    this.#words = new Int32Array(memory);
    this.#mask = this.#words.length / 3 - 1;
  }

  has(low: number, high: number): boolean {
    // The words of an entry may become visible one by one. Each is zero before: a half of zero proves nothing.
    if (low === 0 || high === 0) return false;
    const words = this.#words;
    for (let slot = (low ^ (high >>> 13)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 3;
      if (words[at + 2] === 0) return false;
      if (words[at] === low && words[at + 1] === high) return true;
    }
  }
}
