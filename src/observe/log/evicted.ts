/**
 * Remembers which instances were let go, in little memory: Bloom filters of fixed size, one after another, each for as many
 * keys as it can tell apart nearly always. It may take a new instance for one that was let go, which makes its verdict
 * unknown; it never takes one that was let go for new.
 *
 * One filter for all would do so ever more often: with 16 million bits, once in some ten logs of 200,000 instances, and in
 * nearly every one of 500,000. With forty bits a key and twelve places, by calculation once in a thousand logs of a million.
 */
const BITS = 1 << 23;
const PLACES = 12;
/** Keys in one filter; a new instance is taken for one of them with a probability below 1e-8. */
const KEYS_MAX = BITS / 40;
/** Filters of a megabyte each; the last one takes what comes after. */
const FILTERS_MAX = 32;

export class EvictedInstances {
  readonly #filters: Int32Array[] = [];
  /** Keys in the last filter. */
  #count = 0;

  add(key: string): void {
    if (this.#filters.length === 0 || (this.#count >= KEYS_MAX && this.#filters.length < FILTERS_MAX)) {
      this.#filters.push(new Int32Array(BITS / 32));
      this.#count = 0;
    }
    this.#count++;
    const filter = this.#filters.at(-1)!;
    const [first, step] = hashes(key);
    for (let i = 0; i < PLACES; i++) {
      const bit = placeOf(first, step, i);
      filter[bit >> 5] = filter[bit >> 5]! | (1 << (bit & 31));
    }
  }

  mayHave(key: string): boolean {
    if (this.#filters.length === 0) return false;
    const [first, step] = hashes(key);
    return this.#filters.some((filter) => {
      for (let i = 0; i < PLACES; i++) {
        const bit = placeOf(first, step, i);
        if ((filter[bit >> 5]! & (1 << (bit & 31))) === 0) return false;
      }
      return true;
    });
  }
}

/** Two independent hashes of a key, from which all its places come. */
function hashes(key: string): readonly [number, number] {
  let [a, b] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
  for (let i = 0; i < key.length; i++) {
    a = Math.imul(a ^ key.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ key.charCodeAt(i), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [mixed(a), mixed(b)];
}

function placeOf(first: number, step: number, i: number): number {
  return mixed((first + Math.imul(i, step)) | 0) & (BITS - 1);
}

/** The last steps of MurmurHash3: every bit of the result depends on every bit of the word. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
