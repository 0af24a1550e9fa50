import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnsupportedFormula } from "../../src/check/liveness/problem.ts";
import { Solver } from "../../src/check/liveness/solve.ts";
import type { Formula } from "../../src/compile/temporal/formula.ts";
import { and, not } from "../../src/compile/temporal/formula.ts";
import { holdsOnLasso } from "../support/lasso-evaluator.ts";
import { fairness, properties, smallGraphs, stateGraphOf, truthOf, type SmallGraph } from "../support/small-graphs.ts";

/** Every lasso of at most so many positions, with stuttering. */
function* lassos(graph: SmallGraph, positionsMax: number): Generator<{ positions: number[]; loop: number }> {
  const nexts = (state: number) => [...new Set([state, ...graph.successors[state]!])];
  function* extend(positions: number[]): Generator<{ positions: number[]; loop: number }> {
    for (const target of nexts(positions.at(-1)!)) {
      for (const [loop, state] of positions.entries()) if (state === target) yield { positions, loop };
      if (positions.length < positionsMax) yield* extend([...positions, target]);
    }
  }
  yield* extend([0]);
}

describe("the liveness search", () => {
  it("finds a behaviour exactly when there is one, and what it finds is one", () => {
    let found = 0;
    let none = 0;
    fc.assert(
      fc.property(smallGraphs, fairness, properties, (graph, fair, property) => {
        const formula = and(fair, not(property));
        const truth = truthOf(graph);
        let lasso;
        try {
          lasso = new Solver(stateGraphOf(graph), fair).find(formula);
        } catch (error) {
          if (error instanceof UnsupportedFormula) return;
          throw error;
        }
        if (lasso === undefined) {
          none++;
          for (const { positions, loop } of lassos(graph, 4))
            expect(holdsOnLasso(formula, positions, loop, truth)).toBe(false);
        } else {
          found++;
          expect(holdsOnLasso(formula, [...lasso.prefix, ...lasso.cycle], lasso.prefix.length, truth)).toBe(true);
          expectSteps(graph, [...lasso.prefix, ...lasso.cycle], lasso.prefix.length);
        }
      }),
      { seed: 7, numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(500);
    expect(none).toBeGreaterThan(500);
  });

  it("does not distinguish a property from its double negation", () => {
    fc.assert(
      fc.property(smallGraphs, fairness, properties, (graph, fair, property) => {
        const answer = (formula: Formula) => {
          try {
            return new Solver(stateGraphOf(graph), fair).find(and(fair, formula)) !== undefined;
          } catch (error) {
            if (error instanceof UnsupportedFormula) return "unsupported";
            throw error;
          }
        };
        expect(answer(not(not(property)))).toBe(answer(property));
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

/** Each pair of consecutive states is a step of the graph or a stutter. */
function expectSteps(graph: SmallGraph, positions: readonly number[], loop: number): void {
  expect(positions[0]).toBe(0);
  positions.forEach((state, i) => {
    const next = i + 1 < positions.length ? positions[i + 1]! : positions[loop]!;
    expect(next === state || graph.successors[state]!.includes(next)).toBe(true);
  });
}
