/**
 * The explored state graph as the liveness search sees it: states by number, steps in compressed rows, and which leaves
 * hold in each state and on each step. Every state also has a stuttering step to itself, which stands last in its row;
 * a step of Next from a state to itself is the same step and is not kept.
 */
export interface LeafValues {
  /** Does a state leaf hold in a state? */
  state(leaf: number, state: number): boolean;
  /** Does an action leaf hold on a step? `step` is the step's number, or -1 for stuttering in `state`. */
  action(leaf: number, state: number, step: number): boolean;
}

export interface StateGraph extends LeafValues {
  readonly states: number;
  readonly initial: readonly number[];
  /** Steps of state s are numbered `offsets[s] .. offsets[s + 1] - 1`. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}

/** A truth table kept as one bit for each of many numbered things. */
export class BitRows {
  #words: Int32Array[] = [];
  readonly #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  set(row: number, thing: number): void {
    const words = this.#rowWords(row, thing >> 5);
    words[thing >> 5] = words[thing >> 5]! | (1 << (thing & 31));
  }

  get(row: number, thing: number): boolean {
    const words = this.#words[row];
    return words !== undefined && thing >> 5 < words.length && (words[thing >> 5]! & (1 << (thing & 31))) !== 0;
  }

  #rowWords(row: number, word: number): Int32Array {
    if (row >= this.#rows) throw new Error(`row ${row} of ${this.#rows}`);
    let words = this.#words[row] ?? new Int32Array(64);
    if (word >= words.length) {
      const larger = new Int32Array(Math.max(word + 1, words.length * 2));
      larger.set(words);
      words = larger;
    }
    this.#words[row] = words;
    return words;
  }
}
