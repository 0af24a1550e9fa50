/**
 * Remembers which instances were let go, in fixed memory: a Bloom filter. It may take a new instance for one that was
 * let go, which makes its verdict unknown; it never takes one that was let go for new.
 */
const BITS = 1 << 24;

export class EvictedInstances {
  readonly #bits = new Int32Array(BITS / 32);
  #count = 0;

  add(key: string): void {
    this.#count++;
    for (const bit of bitsOf(key)) this.#bits[bit >> 5] = this.#bits[bit >> 5]! | (1 << (bit & 31));
  }

  mayHave(key: string): boolean {
    return this.#count > 0 && bitsOf(key).every((bit) => (this.#bits[bit >> 5]! & (1 << (bit & 31))) !== 0);
  }
}

function bitsOf(key: string): number[] {
  let [a, b] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
  for (let i = 0; i < key.length; i++) {
    a = Math.imul(a ^ key.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ key.charCodeAt(i), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [0, 1, 2, 3].map((i) => ((a + Math.imul(i, b)) >>> 0) % BITS);
}
