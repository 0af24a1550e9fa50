/**
 * Random integers for simulation: sfc32 (Doty-Humphrey, PractRand), seeded by a text and a number, so that each
 * behaviour has a sequence of its own and none depends on how many were made before it.
 */
export class RandomSource {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string, behaviour: number) {
    let h = 0x811c9dc5;
    for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 0x01000193);
    this.#a = h | 0;
    this.#b = behaviour | 0;
    this.#c = seed.length;
    for (let i = 0; i < 15; i++) this.#next();
  }

  /** Uniform over 0 .. n - 1; n below 2^32. */
  below(n: number): number {
    return Math.floor((this.#next() / 0x1_0000_0000) * n);
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }
}
