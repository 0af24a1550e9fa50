import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Formula } from "../../src/compile/temporal/formula.ts";
import {
  actionLeaf,
  always,
  and,
  eventually,
  leadsTo,
  not,
  or,
  stateLeaf,
  strongFairness,
  weakFairness,
} from "../../src/compile/temporal/formula.ts";
import type { StateGraph } from "../../src/check/liveness/graph.ts";
import { UnsupportedFormula } from "../../src/check/liveness/problem.ts";
import { Solver } from "../../src/check/liveness/solve.ts";
import { holdsOnLasso } from "../support/lasso-evaluator.ts";
import type { LeafTruth } from "../support/lasso-evaluator.ts";

/** A small graph: successors of each state, state leaves by bit mask, action leaves by the pairs they hold of. */
interface SmallGraph {
  readonly successors: readonly (readonly number[])[];
  readonly stateBits: readonly number[];
  readonly actionBits: readonly (readonly number[])[];
}

const STATES = 3;

const smallGraphs: fc.Arbitrary<SmallGraph> = fc.record({
  successors: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: STATES - 1 }), { maxLength: STATES }), {
    minLength: STATES,
    maxLength: STATES,
  }),
  stateBits: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: STATES, maxLength: STATES }),
  actionBits: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: STATES, maxLength: STATES }), {
    minLength: STATES,
    maxLength: STATES,
  }),
});

function truthOf(graph: SmallGraph): LeafTruth {
  return {
    state: (leaf, state) => (graph.stateBits[state]! & (1 << leaf)) !== 0,
    // <<A>>_vars is false of every stuttering step.
    action: (leaf, from, to) => from !== to && (graph.actionBits[from]![to]! & (1 << leaf)) !== 0,
  };
}

function stateGraphOf(graph: SmallGraph): StateGraph {
  const truth = truthOf(graph);
  const rows = graph.successors.map((row, state) => row.filter((target) => target !== state));
  const offsets = Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
  const targets = Int32Array.from(rows.flat());
  return {
    states: STATES,
    initial: [0],
    offsets,
    targets,
    hasLoops: false,
    state: (leaf, state) => truth.state(leaf, state),
    action: (leaf, step) =>
      truth.action(
        leaf,
        offsets.findLastIndex((offset) => offset <= step),
        targets[step]!,
      ),
  };
}

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

const local: fc.Arbitrary<Formula> = fc.oneof(
  fc.constantFrom(stateLeaf(0), stateLeaf(1), not(stateLeaf(0)), not(stateLeaf(1))),
  fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)).map(([a, b]) => or(stateLeaf(a), not(stateLeaf(b)))),
);

const { property: properties } = fc.letrec<{ property: Formula }>((tie) => ({
  property: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    local,
    tie("property").map(always),
    tie("property").map(eventually),
    tie("property").map(not),
    fc.tuple(tie("property"), tie("property")).map(([a, b]) => and(a, b)),
    fc.tuple(tie("property"), tie("property")).map(([a, b]) => or(a, b)),
    fc.tuple(tie("property"), tie("property")).map(([a, b]) => leadsTo(a, b)),
    fc.constantFrom(eventually(actionLeaf(0)), always(not(actionLeaf(1)))),
    fc.constantFrom(always(eventually(actionLeaf(0))), eventually(always(not(actionLeaf(1))))),
  ),
}));

const fairness: fc.Arbitrary<Formula> = fc
  .array(
    fc
      .tuple(fc.constantFrom(weakFairness, strongFairness), fc.constantFrom(0, 1))
      .map(([fair, leaf]) => fair(stateLeaf(leaf), actionLeaf(leaf))),
    { maxLength: 2 },
  )
  .map((all) => and(...all));

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
