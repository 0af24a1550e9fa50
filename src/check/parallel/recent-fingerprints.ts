/**
 * Fingerprints that were sent and wait for their verdict, in little memory: those that have a verdict are forgotten in
 * the end, since the exploration's table has them.
 *
 * Two generations: when the newer one is full and all of the older one are decided, it takes the older one's place.
 */
import { FingerprintTable } from "../fingerprint-table.ts";

/** Both generations together stay in a processor's cache. */
const GENERATION_SIZE = 1 << 14;

export class RecentFingerprints {
  #older = new FingerprintTable();
  #newer = new FingerprintTable();
  #added = 0;
  #decided = 0;
  /** Fingerprints added before the newer generation began. */
  #olderEnd = 0;

  has(low: number, high: number): boolean {
    return this.#newer.find(low, high) >= 0 || this.#older.find(low, high) >= 0;
  }

  /** A fingerprint that is not there. */
  add(low: number, high: number): void {
    if (this.#newer.size >= GENERATION_SIZE && this.#decided >= this.#olderEnd) {
      this.#older = this.#newer;
      this.#newer = new FingerprintTable();
      this.#olderEnd = this.#added;
    }
    this.#newer.add(low, high);
    this.#added++;
  }

  /** The next so many, in the order in which they were added, have their verdict. */
  decide(count: number): void {
    this.#decided += count;
  }
}
