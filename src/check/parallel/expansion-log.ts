/**
 * What one thread counted in a round, state by state: at its end only the states before some number may count.
 *
 * Of each state: its number, derivations of its successors, distinct steps to other states, how many actions were taken,
 * and the index and derivations of each.
 */
import { GrowingArray } from "../growing-array.ts";

/** Derivations that a word can count: a state that has more is not logged. */
export const COUNT_MAX = 2 ** 31 - 1;

const HEAD = 4;

export function totalsBytes(actions: number): number {
  return (2 + 3 * actions) * Float64Array.BYTES_PER_ELEMENT;
}

/** Sums over states: written by the thread that counted, read by the leader. */
export class Totals {
  readonly #sums: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.#sums = new Float64Array(memory);
  }

  clear(): void {
    this.#sums.fill(0);
  }

  get generated(): number {
    return this.#sums[0]!;
  }

  get transitions(): number {
    return this.#sums[1]!;
  }

  addState(generated: number, transitions: number): void {
    this.#sums[0] = this.#sums[0]! + generated;
    this.#sums[1] = this.#sums[1]! + transitions;
  }

  /** The action was enabled in a state, and gave so many successors. */
  addAction(action: number, taken: number): void {
    const at = 2 + 3 * action;
    this.#sums[at] = this.#sums[at]! + 1;
    this.#sums[at + 1] = this.#sums[at + 1]! + taken;
  }

  /** The action led to a new state. */
  addFound(action: number): void {
    const at = 4 + 3 * action;
    this.#sums[at] = this.#sums[at]! + 1;
  }

  forEachAction(visit: (action: number, enabled: number, taken: number, found: number) => void): void {
    for (let at = 2, action = 0; at < this.#sums.length; at += 3, action++)
      visit(action, this.#sums[at]!, this.#sums[at + 1]!, this.#sums[at + 2]!);
  }
}

export class ExpansionLog {
  readonly #words = new GrowingArray();
  /** Of the state that is being expanded: derivations by each action, and the actions that have any. */
  readonly #taken: Float64Array;
  readonly #actions = new GrowingArray();

  constructor(actions: number) {
    this.#taken = new Float64Array(actions);
  }

  clear(): void {
    this.#words.length = 0;
  }

  beginState(): void {
    for (let i = 0; i < this.#actions.length; i++) this.#taken[this.#actions.get(i)] = 0;
    this.#actions.length = 0;
  }

  take(action: number, weight: number): void {
    if (this.#taken[action] === 0) this.#actions.push(action);
    this.#taken[action] = this.#taken[action]! + weight;
  }

  endState(number: number, generated: number, transitions: number): void {
    const words = this.#words;
    words.push(number);
    words.push(generated);
    words.push(transitions);
    words.push(this.#actions.length);
    for (let i = 0; i < this.#actions.length; i++) {
      const action = this.#actions.get(i);
      words.push(action);
      words.push(this.#taken[action]!);
    }
  }

  /** Adds up what was counted for states before number `end`. */
  addTo(totals: Totals, end: number): void {
    const words = this.#words;
    for (let at = 0; at < words.length;) {
      const actionsEnd = at + HEAD + 2 * words.get(at + 3);
      if (words.get(at) < end) {
        totals.addState(words.get(at + 1), words.get(at + 2));
        for (let i = at + HEAD; i < actionsEnd; i += 2) totals.addAction(words.get(i), words.get(i + 1));
      }
      at = actionsEnd;
    }
  }
}
