/**
 * What became of each state of a round, in shared memory: whether it was expanded, and how many new states are its own.
 * From the latter the numbers of the new states follow, which are those that one thread would have given.
 */

const WORDS = 2;
const FOUND = 1;

export const Outcome = {
  Waiting: 0,
  Expanded: 1,
  /** Something is wrong with the state or its successors: the exploration has to look at it itself. */
  Suspicious: 2,
} as const;

/** Memory for so many states. */
export function parentsBytes(states: number): number {
  return states * WORDS * Int32Array.BYTES_PER_ELEMENT;
}

export class RoundParents {
  readonly #words: Int32Array;
  #first = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
  }

  get capacity(): number {
    return this.#words.length / WORDS;
  }

  begin(first: number): void {
    this.#first = first;
  }

  /** For as many states: while no thread expands. */
  clear(states: number): void {
    this.#words.fill(0, 0, states * WORDS);
  }

  outcome(number: number): number {
    return this.#words[(number - this.#first) * WORDS]!;
  }

  setOutcome(number: number, outcome: number): void {
    this.#words[(number - this.#first) * WORDS] = outcome;
  }

  /** The state has one new state more. */
  find(number: number): void {
    Atomics.add(this.#words, (number - this.#first) * WORDS + FOUND, 1);
  }

  /** A new state turned out to be another one's. */
  lose(number: number): void {
    Atomics.sub(this.#words, (number - this.#first) * WORDS + FOUND, 1);
  }

  found(number: number): number {
    return this.#words[(number - this.#first) * WORDS + FOUND]!;
  }

  /** From now on, in the place of how many they are: the number of its first new state. */
  setFirstNew(number: number, firstNew: number): void {
    this.#words[(number - this.#first) * WORDS + FOUND] = firstNew;
  }

  firstNew(number: number): number {
    return this.found(number);
  }
}
