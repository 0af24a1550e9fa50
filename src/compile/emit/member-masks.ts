/**
 * Which of some constants are elements of a set: asked many times about the set in one state variable ("has everybody
 * voted", message by message), answered by one pass over the set when it is first asked, as a mask of bits.
 *
 * Failures are the store's: TLC refuses to compare an element with constants of another kind. It compares with the first
 * element, so a constant is asked of the store once for each first element that the set has; model values, where the
 * last element counts as well, are asked of the store every time.
 */
import { Kind } from "../../values/types.ts";
import type { Site, Store, Value } from "../../values/types.ts";

/** Constants of one mask: bits of a small integer that is never negative. */
export const MASK_CONSTANTS_MAX = 30;

/** In place of the first element: the store must be asked. */
const UNKNOWN_FIRST = -1;

export class MemberMasks {
  readonly #store: Store;
  readonly #constants: readonly Value[];
  /** Bit of a constant, by the index of its handle. */
  readonly #bits: Int32Array;
  #set: Value = 0;
  #mask = 0;
  /** First element of the set; 0 when it is empty. */
  #first: Value = 0;
  /** Bits of the constants that may be compared with the elements of a set with this first element. */
  #compared = 0;

  /** Constants are interned values. */
  constructor(store: Store, constants: readonly Value[]) {
    this.#store = store;
    this.#constants = constants;
    this.#bits = new Int32Array(Math.max(...constants.map((constant) => constant >> 1)) + 1);
    constants.forEach((constant, index) => (this.#bits[constant >> 1] = 1 << index));
  }

  /** Is the constant of this index an element of the set? */
  has(set: Value, index: number, site: Site): boolean {
    if (set !== this.#set) this.#read(set);
    const bit = 1 << index;
    return (this.#compared & bit) === 0 ? this.#ask(set, index, site) : (this.#mask & bit) !== 0;
  }

  /** Forgets the set that was read last: values were given back, and its handle may be another set's. */
  forget(): void {
    this.#set = 0;
    this.#first = 0;
    this.#compared = 0;
  }

  #read(set: Value): void {
    const store = this.#store;
    const isListed = set > 0 && store.kind(set) === Kind.Set;
    const size = isListed ? store.size(set) : 0;
    const bits = this.#bits;
    let mask = 0;
    for (let i = 0; i < size; i++) {
      const element = store.at(set, i);
      if ((element & 1) === 0 && element >> 1 < bits.length) mask |= bits[element >> 1]!;
    }
    const first = size > 0 ? store.at(set, 0) : 0;
    const isKnown = isListed && (first === 0 || store.kind(first) !== Kind.ModelValue);
    if (!isKnown || first !== this.#first) this.#compared = 0;
    this.#set = set;
    this.#mask = mask;
    this.#first = isKnown ? first : UNKNOWN_FIRST;
  }

  #ask(set: Value, index: number, site: Site): boolean {
    const answer = this.#store.in(this.#constants[index]!, set, site);
    if (this.#first !== UNKNOWN_FIRST) this.#compared |= 1 << index;
    return answer;
  }
}
