/**
 * The small random generator of the hot paths: sfc32 by Chris Doty-Humphrey (PractRand 0.94, `sfc32`), 128 bits of state,
 * period at least 2^32 and 2^127 on average. Integer arithmetic only, so it gives the same numbers on every host.
 *
 * Every draw takes exactly one output, whatever its bound: the k-th draw of a stream is the k-th output, and a replay that
 * overrules one draw leaves the following ones alone.
 */

const TWO_TO_32 = 0x1_0000_0000;

/** Products of a 32-bit word and a bound up to this are exact in a double. */
const EXACT_PRODUCT_BOUND = 0x20_0000;

/** sfc32 wants its counter and state mixed before use; PractRand runs 12 to 15 rounds, depending on the kind of seed. */
const WARM_UP_ROUNDS = 15;

export type GeneratorState = readonly [number, number, number, number];

/** 64 bits of the text of a label. */
export interface LabelHash {
  readonly low: number;
  readonly high: number;
}

export function hashLabel(label: string): LabelHash {
  return { low: hashText(0x9e3779b9, label), high: hashText(0x85ebca6b, label) };
}

export class SmallGenerator {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(state: GeneratorState) {
    this.a = state[0] | 0;
    this.b = state[1] | 0;
    this.c = state[2] | 0;
    this.counter = state[3] | 0;
  }

  /** The generator of a label below a root: different labels give unrelated streams, the same label the same one. */
  static fork(root: GeneratorState, stream: LabelHash, kind: LabelHash): SmallGenerator {
    const low = stream.low ^ Math.imul(kind.high, 0x9e3779b1);
    const high = stream.high ^ Math.imul(kind.low, 0x85ebca77);
    const fork = new SmallGenerator([
      root[0] ^ low,
      root[1] ^ high,
      root[2] + Math.imul(low, 0xc2b2ae35),
      root[3] ^ ~high,
    ]);
    for (let round = 0; round < WARM_UP_ROUNDS; round++) fork.next();
    return fork;
  }

  /** 32 random bits, as an integer from 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /**
   * An integer from 0 to `bound - 1`, each equally likely: Lemire, "Fast random integer generation in an interval" (2019).
   * A rejected word is scrambled instead of drawn anew, to keep one output per draw.
   */
  below(bound: number): number {
    let word = this.next();
    if (bound > EXACT_PRODUCT_BOUND) return this.belowByRemainder(word, bound);
    let low = Math.imul(word, bound) >>> 0;
    if (low < bound) {
      const threshold = TWO_TO_32 % bound;
      for (let attempt = 1; low < threshold; attempt++) {
        word = scramble(word, attempt);
        low = Math.imul(word, bound) >>> 0;
      }
    }
    return (word * bound - low) / TWO_TO_32;
  }

  state(): GeneratorState {
    return [this.a, this.b, this.c, this.counter];
  }

  private belowByRemainder(first: number, bound: number): number {
    const limit = TWO_TO_32 - (TWO_TO_32 % bound);
    let word = first;
    for (let attempt = 1; word >= limit; attempt++) word = scramble(word, attempt);
    return word % bound;
  }
}

/** A 32-bit mix (the finalizer of MurmurHash3, Austin Appleby) that differs from attempt to attempt, so it cannot cycle. */
function scramble(word: number, attempt: number): number {
  let mixed = (word + Math.imul(attempt, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** MurmurHash3-like over UTF-16 code units, ended by the length so that neighbours do not run into each other. */
function hashText(start: number, text: string): number {
  let hash = start | 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0xcc9e2d51);
    hash = (hash << 13) | (hash >>> 19);
  }
  return scramble(hash ^ text.length, 1) | 0;
}
