/**
 * Which elements of a set a remembered formula may be true of: asked by loops over the set in one state variable that do
 * nothing with the other elements ("is there a vote", "all acknowledgements"). Sets of messages are run through many times
 * in each state, by formulas that are false of most elements. Here all of the formulas are answered by one pass over the
 * set when one of them is first asked, as bits by position.
 *
 * The answer leaves out the elements of which the formula is known to be false, no more: of the others the loop asks the
 * formula itself. So formulas are evaluated where and when they would be without this, and fail there.
 */
import type { Store, Value } from "../../values/types.ts";

/** Formulas of one filter: bits of a word that is never negative. */
export const FILTER_FORMULAS_MAX = 31;

/** Positions that one word of the answer is about. */
export const FILTER_POSITIONS = 32;

/** Words for each 32 positions: one for each formula, and a power of two. */
const ROW_WORDS = 32;

export class ElementFilters {
  readonly #store: Store;
  /** A bit for each formula. */
  readonly #all: number;
  /** The formulas that are known to be false of an interned value, by the index of its handle. */
  #excluded = new Int32Array(1024);
  #set: Value = 0;
  #words = new Int32Array(ROW_WORDS);

  constructor(store: Store, formulas: number) {
    this.#store = store;
    this.#all = 2 ** formulas - 1;
  }

  /** The positions from `from` (a multiple of 32) on whose elements the formula may be true of, the first as lowest bit. */
  bits(set: Value, formula: number, from: number): number {
    if (set !== this.#set) this.#read(set);
    return this.#words[from + formula]!;
  }

  /** The formula was found to be false of this value. */
  exclude(value: Value, formula: number): false {
    if ((value & 1) !== 0 || value < 0) return false;
    const index = value >> 1;
    if (index >= this.#excluded.length) this.#grow(index);
    this.#excluded[index]! |= 1 << formula;
    return false;
  }

  /** Values were given back, and their handles may be others'. */
  forget(): void {
    this.#set = 0;
    this.#excluded.fill(0);
  }

  #grow(index: number): void {
    const larger = new Int32Array(2 ** (32 - Math.clz32(index)));
    larger.set(this.#excluded);
    this.#excluded = larger;
  }

  #read(set: Value): void {
    const store = this.#store;
    const size = store.size(set);
    this.#set = 0;
    if (size > this.#words.length) this.#words = new Int32Array(2 ** (32 - Math.clz32(size)));
    const words = this.#words;
    const excluded = this.#excluded;
    words.fill(0, 0, size + ROW_WORDS);
    for (let i = 0; i < size; i++) {
      const element = store.at(set, i);
      const isKept = (element & 1) === 0 && element > 0 && element >> 1 < excluded.length;
      const row = i & ~(FILTER_POSITIONS - 1);
      let formulas = isKept ? this.#all & ~excluded[element >> 1]! : this.#all;
      for (; formulas !== 0; formulas &= formulas - 1) {
        words[row + 31 - Math.clz32(formulas & -formulas)]! |= 1 << (i & 31);
      }
    }
    this.#set = set;
  }
}
