/**
 * The fingerprints that an expander sent last: a filter in front of the exploration's table, which learns of them later.
 *
 * One place for each fingerprint, and the newest one has it: what was forgotten is sent once more, and found to be known.
 */

/** So many places that they stay in a processor's cache. */
const PLACES = 1 << 15;

export class RecentFingerprints {
  readonly #words = new Int32Array(PLACES * 2);

  has(low: number, high: number): boolean {
    const at = placeOf(low, high);
    return this.#words[at] === low && this.#words[at + 1] === high;
  }

  add(low: number, high: number): void {
    const at = placeOf(low, high);
    this.#words[at] = low;
    this.#words[at + 1] = high;
  }
}

/** Every place is empty at first, which looks like the fingerprint 0, 0: no state has its number before it is sent. */
function placeOf(low: number, high: number): number {
  return ((low ^ (high >>> 13)) & (PLACES - 1)) * 2;
}
