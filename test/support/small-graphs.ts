/** Small graphs, fairness and temporal formulas at random, for tests of the liveness search. */
import fc from "fast-check";
import type { StateGraph } from "../../src/check/liveness/graph.ts";
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
import type { LeafTruth } from "./lasso-evaluator.ts";

/** A small graph: successors of each state, state leaves by bit mask, action leaves by the pairs they hold of. */
export interface SmallGraph {
  readonly successors: readonly (readonly number[])[];
  readonly stateBits: readonly number[];
  readonly actionBits: readonly (readonly number[])[];
}

const STATES = 3;

export const smallGraphs: fc.Arbitrary<SmallGraph> = fc.record({
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

export function truthOf(graph: SmallGraph): LeafTruth {
  return {
    state: (leaf, state) => (graph.stateBits[state]! & (1 << leaf)) !== 0,
    // <<A>>_vars is false of every stuttering step.
    action: (leaf, from, to) => from !== to && (graph.actionBits[from]![to]! & (1 << leaf)) !== 0,
  };
}

export function stateGraphOf(graph: SmallGraph): StateGraph {
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

const local: fc.Arbitrary<Formula> = fc.oneof(
  fc.constantFrom(stateLeaf(0), stateLeaf(1), not(stateLeaf(0)), not(stateLeaf(1))),
  fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)).map(([a, b]) => or(stateLeaf(a), not(stateLeaf(b)))),
);

export const { property: properties } = fc.letrec<{ property: Formula }>((tie) => ({
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

export const fairness: fc.Arbitrary<Formula> = fc
  .array(
    fc
      .tuple(fc.constantFrom(weakFairness, strongFairness), fc.constantFrom(0, 1))
      .map(([fair, leaf]) => fair(stateLeaf(leaf), actionLeaf(leaf))),
    { maxLength: 2 },
  )
  .map((all) => and(...all));
