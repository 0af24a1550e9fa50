/**
 * Makes a failing run small: fewest draws that are not calm, then smallest values, as long as the same thing goes wrong.
 *
 * A run is its labelled draws; every draw left out is 0, the calm value. So removing a draw removes a fault, a delay, a
 * reordering or a client's operation, without shifting any other. The removal is delta debugging (Zeller, Hildebrandt:
 * "Simplifying and Isolating Failure-Inducing Input", 2002) over the list of draws, coarse groups first; the second
 * phase lowers values by bisection (as in Hypothesis, MacIver and Donaldson, "Test-Case Reduction via Test-Case
 * Generation", 2020). What it does not promise: the smallest run of all, only one that no single removal makes smaller.
 */
import type { LabelledDraw } from "../simulate/choices.ts";

export interface ShrinkOptions {
  /** Runs that may be spent. */
  readonly runsMax: number;
  /** Something else that may be spent is. */
  readonly isSpent?: () => boolean;
}

/**
 * Does a list of draws still fail in the same way, in a run that costs no more than this? Returns the cost of the run (its
 * events), or undefined.
 */
export type Oracle = (draws: readonly LabelledDraw[], costMax: number) => number | undefined;

export interface Shrunk {
  readonly draws: readonly LabelledDraw[];
  /** What the oracle said of these draws. */
  readonly cost: number;
  readonly runs: number;
  /** There was more to try when all that may be spent was. */
  readonly isExhausted: boolean;
}

/** Shrinks `draws`, which must fail. Deterministic. */
export function shrink(draws: readonly LabelledDraw[], oracle: Oracle, options: ShrinkOptions): Shrunk {
  const search = new Search(
    oracle,
    options,
    draws.filter((draw) => draw.value !== 0),
  );
  for (let round = 0; round < 4 && !search.isExhausted; round++) {
    const before = search.weight();
    search.removeGroups((draw) => draw.stream);
    search.removeGroups((draw) => `${draw.stream}\n${draw.kind}`);
    search.removeChunks();
    search.lowerValues();
    if (search.weight() === before) break;
  }
  return { draws: search.best, cost: search.cost, runs: search.runs, isExhausted: search.isExhausted };
}

class Search {
  best: readonly LabelledDraw[];
  cost = Number.POSITIVE_INFINITY;
  runs = 0;
  readonly #oracle: Oracle;
  readonly #options: ShrinkOptions;

  constructor(oracle: Oracle, options: ShrinkOptions, draws: readonly LabelledDraw[]) {
    this.#oracle = oracle;
    this.#options = options;
    this.best = draws;
    this.#try(draws);
  }

  get isExhausted(): boolean {
    return this.runs >= this.#options.runsMax || this.#options.isSpent?.() === true;
  }

  /** What must go down: events first, then draws, then values. */
  weight(): string {
    return `${this.cost}/${this.best.length}/${this.best.reduce((sum, draw) => sum + draw.value, 0)}`;
  }

  #try(candidate: readonly LabelledDraw[]): boolean {
    if (this.isExhausted) return false;
    this.runs++;
    const cost = this.#oracle(candidate, this.cost);
    if (cost === undefined || cost > this.cost) return false;
    this.cost = cost;
    this.best = candidate;
    return true;
  }

  removeGroups(keyOf: (draw: LabelledDraw) => string): void {
    const keys = [...new Set(this.best.map(keyOf))];
    for (const key of keys) {
      const without = this.best.filter((draw) => keyOf(draw) !== key);
      if (without.length < this.best.length) this.#try(without);
    }
  }

  /** Chunks of halving size, from the end (what happened late is least likely to be needed by the rest). */
  removeChunks(): void {
    for (let size = Math.ceil(this.best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let end = this.best.length; end > 0 && !this.isExhausted; end -= size) {
        const start = Math.max(0, end - size);
        this.#try([...this.best.slice(0, start), ...this.best.slice(end)]);
      }
    }
  }

  lowerValues(): void {
    for (let i = 0; i < this.best.length && !this.isExhausted; i++) this.#lower(i);
  }

  /** The smallest value at position i that still fails, found by bisection as if failing were monotonic. */
  #lower(i: number): void {
    const draw = this.best[i]!;
    if (draw.value <= 1) return;
    if (this.#try(this.#with(i, 1))) return;
    let low = 1;
    let high = draw.value;
    while (low + 1 < high && !this.isExhausted) {
      const middle = low + ((high - low) >> 1);
      if (this.#try(this.#with(i, middle))) high = middle;
      else low = middle;
    }
  }

  #with(i: number, value: number): readonly LabelledDraw[] {
    return this.best.map((draw, j) => (j === i ? { ...draw, value } : draw));
  }
}
