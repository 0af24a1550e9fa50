/** One told specification, checked as a user would, and held against the reference checkers and the lasso evaluator. */
import { checked } from "./check.ts";
import { FixpointReference } from "./fixpoint-reference.ts";
import { holdsOnLasso } from "./lasso-evaluator.ts";
import { hasBehaviour } from "./reference-checker.ts";
import {
  configOf,
  graphOf,
  LeafTable,
  moduleOf,
  referenceGraph,
  wanted,
  type ToldGraph,
  type ToldSpec,
} from "./told.ts";
import type { Formula } from "../../src/compile/temporal/formula.ts";
import type { Violation } from "../../src/check/types.ts";

/** Positions with guesses that the reference which guesses looks at: more are rarely needed, and cost seconds. */
const POSITIONS_MAX = 1_500;

export interface ToldCase {
  /** Is there a counterexample? Undefined when the reference gave up. */
  readonly expected: boolean | undefined;
  /** Did the other reference decide, too? */
  readonly isDecidedTwice: boolean;
  /** What is wrong with the checker's answer. */
  readonly problem: string | undefined;
}

export function toldCase(spec: ToldSpec): ToldCase {
  const leaves = new LeafTable();
  const formula = wanted(spec, leaves);
  const graph = graphOf(spec);
  const reference = referenceGraph(graph, leaves);
  const expected = new FixpointReference(reference).hasBehaviour(formula);
  const guessed = hasBehaviour(reference, formula, POSITIONS_MAX);
  const isDecidedTwice = expected !== undefined && guessed !== undefined;
  const problem =
    isDecidedTwice && guessed !== expected
      ? "the references disagree"
      : expected === undefined
        ? undefined
        : problemOf(spec, { expected, graph, leaves, formula });
  return { expected, isDecidedTwice, problem };
}

interface Decided {
  readonly expected: boolean;
  readonly graph: ToldGraph;
  readonly leaves: LeafTable;
  readonly formula: Formula;
}

/** What is wrong with the checker's answer. */
function problemOf(spec: ToldSpec, { expected, graph, leaves, formula }: Decided): string | undefined {
  const result = checked(moduleOf(spec), configOf(spec));
  const violation = result.violations[0];
  if (result.verdict === "ok") return expected ? "a counterexample exists" : undefined;
  if (violation === undefined || violation.error !== undefined) return result.verdict;
  if (violation.cycle !== undefined) return faultOf(violation, graph, leaves, formula);
  // Safety is checked in all states that are found, as TLC does: neither fairness nor the constraint counts.
  const { constraint: _, ...whole } = { ...spec, fairness: [] };
  const unfair = new LeafTable();
  const violating = wanted(whole, unfair);
  const isViolated = new FixpointReference(referenceGraph(graphOf(whole), unfair)).hasBehaviour(violating);
  return isViolated === false ? "no behaviour violates the property" : undefined;
}

/** What is wrong with a counterexample. */
function faultOf(
  { trace, cycle }: Violation,
  graph: ToldGraph,
  leaves: LeafTable,
  formula: Formula,
): string | undefined {
  const positions = trace.map(({ values }) => {
    const [x, y] = values.map(({ value }) => Number(value));
    return graph.states.findIndex((state) => state.x === x && state.y === y);
  });
  const loop = cycle!.isStuttering ? positions.length - 1 : cycle!.to - 1;
  if (!graph.initial.includes(positions[0]!)) return "the lasso does not begin in an initial state";
  const isStep = (from: number, to: number): boolean => from === to || graph.next[from]!.includes(to);
  const nexts = positions.map((_, i) => positions[i + 1] ?? positions[loop]!);
  if (!positions.every((state, i) => isStep(state, nexts[i]!))) return "the lasso takes a step that is none";
  const truth = {
    state: (leaf: number, state: number) => leaves.states[leaf]!(graph.states[state]!),
    action: (leaf: number, from: number, to: number) => leaves.actions[leaf]!(graph.states[from]!, graph.states[to]!),
  };
  return holdsOnLasso(formula, positions, loop, truth) ? undefined : "the lasso is fair to the property";
}

/** States on a shortest way to a state without successors; undefined when none is reached. */
export function shortestDeadlock({ initial, next }: ToldGraph): number | undefined {
  const depth = new Map(initial.map((state) => [state, 1]));
  for (const [state, level] of depth) {
    if (next[state]!.length === 0) return level;
    for (const target of next[state]!) if (!depth.has(target)) depth.set(target, level + 1);
  }
  return undefined;
}
