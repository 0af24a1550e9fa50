/**
 * The meaning of temporal formulas on lassos, by definition: slow, short, and sharing nothing with the search but the
 * formula type. `positions` are states; after the last one comes `positions[loop]` again.
 */
import type { Formula } from "../../src/compile/temporal/formula.ts";

export interface LeafTruth {
  state(leaf: number, state: number): boolean;
  action(leaf: number, from: number, to: number): boolean;
}

/** Does the formula hold of the behaviour that the lasso stands for? */
export function holdsOnLasso(formula: Formula, positions: readonly number[], loop: number, truth: LeafTruth): boolean {
  return valuesOf(formula, positions, loop, truth)[0]!;
}

function valuesOf(formula: Formula, positions: readonly number[], loop: number, truth: LeafTruth): boolean[] {
  const next = (i: number) => (i + 1 < positions.length ? i + 1 : loop);
  const futureOf = (i: number) => [...positions.keys()].filter((j) => j >= Math.min(i, loop));
  switch (formula.kind) {
    case "true":
      return positions.map(() => true);
    case "false":
      return positions.map(() => false);
    case "state":
      return positions.map((state) => truth.state(formula.leaf, state) !== formula.isNegated);
    case "action":
      return positions.map((state, i) => truth.action(formula.leaf, state, positions[next(i)]!) !== formula.isNegated);
    case "and":
    case "or": {
      const parts = formula.parts.map((part) => valuesOf(part, positions, loop, truth));
      return positions.map((_, i) =>
        formula.kind === "and" ? parts.every((part) => part[i]) : parts.some((part) => part[i]),
      );
    }
    case "always": {
      const body = valuesOf(formula.body, positions, loop, truth);
      return positions.map((_, i) => futureOf(i).every((j) => body[j]));
    }
    case "eventually": {
      const body = valuesOf(formula.body, positions, loop, truth);
      return positions.map((_, i) => futureOf(i).some((j) => body[j]));
    }
  }
}
