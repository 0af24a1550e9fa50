/**
 * The set of states seen, as 64-bit fingerprints, each with the state's number.
 *
 * The fingerprints must be well mixed: their low bits choose the slot. Open addressing with linear probing over
 * interleaved int32 words (low, high, number + 1); doubles at 60 % load. Two different states with one fingerprint would
 * be taken for one: with n states the chance is about n^2 / 2^65, for a hundred million states 3 in 10,000. The number
 * of a lost state is never reused.
 */
export class FingerprintTable {
  size = 0;
  /** True when the last `add` met a new fingerprint. */
  wasNew = false;
  #words: Int32Array = new Int32Array(3 << 12);
  #mask = (1 << 12) - 1;
  #limit = Math.floor((1 << 12) * 0.6);
  /** Told where the table is, when other threads read it. */
  #onMoved: ((memory: SharedArrayBuffer) => void) | undefined;

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

  /**
   * From now on the table is in shared memory, which other threads read (`SharedFingerprints`) while this one writes:
   * `onMoved` is told which, now and whenever the table has grown. What was shared before stays as it was.
   */
  share(onMoved: (memory: SharedArrayBuffer) => void): SharedArrayBuffer {
    this.#onMoved = onMoved;
    const old = this.#words;
    const memory = new SharedArrayBuffer(old.byteLength);
    this.#words = new Int32Array(memory);
    this.#words.set(old);
    onMoved(memory);
    return memory;
  }

  #grow(): void {
    const old = this.#words;
    const slots = (this.#mask + 1) * 2;
    const bytes = slots * 3 * Int32Array.BYTES_PER_ELEMENT;
    const memory = this.#onMoved === undefined ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
    this.#words = new Int32Array(memory);
    this.#mask = slots - 1;
    this.#limit = Math.floor(slots * 0.6);
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === 0) continue;
      let slot = (old[at]! ^ (old[at + 1]! >>> 13)) & this.#mask;
      while (this.#words[slot * 3 + 2] !== 0) slot = (slot + 1) & this.#mask;
      this.#words[slot * 3] = old[at]!;
      this.#words[slot * 3 + 1] = old[at + 1]!;
      this.#words[slot * 3 + 2] = old[at + 2]!;
    }
    if (memory instanceof SharedArrayBuffer) this.#onMoved?.(memory);
  }
}
