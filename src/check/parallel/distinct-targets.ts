/**
 * Counts the distinct states that one state leads to, itself not among them, by their fingerprints. Begun anew for each
 * state: slots carry the number of the state for which they were filled, so that nothing need be cleared.
 */
export class DistinctTargets {
  count = 0;
  /** Three words a slot: low, high, round. */
  #words = new Int32Array(3 << 6);
  #mask = (1 << 6) - 1;
  #round = 0;
  /** Slots filled in this round. */
  #filled = 0;

  /** Forgets everything; the fingerprint is the state's own. */
  begin(low: number, high: number): void {
    this.#round = (this.#round + 1) | 0;
    this.#filled = 0;
    this.add(low, high);
    this.count = 0;
  }

  add(low: number, high: number): void {
    const words = this.#words;
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 3;
      if (words[at + 2] !== this.#round) {
        this.count++;
        words[at] = low;
        words[at + 1] = high;
        words[at + 2] = this.#round;
        if (++this.#filled * 2 > this.#mask) this.#grow();
        return;
      }
      if (words[at] === low && words[at + 1] === high) return;
    }
  }

  #grow(): void {
    const old = this.#words;
    const { count } = this;
    this.#words = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    this.#filled = 0;
    for (let at = 0; at < old.length; at += 3) if (old[at + 2] === this.#round) this.add(old[at]!, old[at + 1]!);
    this.count = count;
  }
}
