/**
 * Mutations of a specification's temporal properties, each decided by the search on the graph that the compiled machine
 * recorded, and by the reference checkers on a graph whose leaves the evaluator judged. A counterexample is replayed: its
 * steps must be steps of that graph, and the formula must hold of it by definition.
 */
import { GraphRecorder } from "../../src/check/liveness/graph-recorder.ts";
import type { Lasso } from "../../src/check/liveness/lasso.ts";
import { Solver } from "../../src/check/liveness/solve.ts";
import { compileMachine } from "../../src/compile/compile.ts";
import { createEvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import { always, and, eventually, not, or, TRUE, type Formula } from "../../src/compile/temporal/formula.ts";
import type { StateMachine, TemporalChecks } from "../../src/compile/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { createStore } from "../../src/values/store.ts";
import { FixpointReference } from "./fixpoint-reference.ts";
import { holdsOnLasso } from "./lasso-evaluator.ts";
import { NumberedStates } from "./numbered-states.ts";
import { hasBehaviour, type ReferenceGraph } from "./reference-checker.ts";

export interface Mutant {
  readonly title: string;
  /** Is there a counterexample? */
  readonly found: boolean;
  /** The answer of the reference that removes positions; undefined when it gave up. */
  readonly expected: boolean | undefined;
  /** The answer of the reference that guesses; undefined when it gave up, or was not asked. */
  readonly guessed: boolean | undefined;
  /** What is wrong with the counterexample, if anything. */
  readonly replay: string | undefined;
}

export interface Campaign {
  readonly states: number;
  readonly mutants: readonly Mutant[];
  /** Mutants that were left out because time was up. */
  readonly left: number;
}

export interface CampaignOptions {
  /** Campaigns on larger graphs are given up. */
  readonly statesMax: number;
  /** Also the property again and again, and fairness of the other strength. */
  readonly isWide?: boolean;
  /** Graphs on which the reference that guesses is asked too. */
  readonly guessedStatesMax?: number;
  /** Asked now and then, and before each mutant: true ends the campaign. */
  readonly isLate?: () => boolean;
}

/** To ask for the time costs as much as to look at a state. */
const STATES_BETWEEN_LOOKS = 256;

/** Positions with guesses after which the reference that guesses gives up. */
const GUESSED_POSITIONS_MAX = 4_000;

/** One mutation: what takes the place of each fairness condition, and the formula that a counterexample satisfies. */
interface Mutation {
  readonly title: string;
  readonly change: (part: Formula, number: number) => Formula;
  readonly violation: (temporal: TemporalChecks) => Formula;
}

/** Undefined when the graph is too large, or time was up before it was made. */
export function campaign(spec: ResolvedSpec, options: CampaignOptions): Campaign | "no temporal property" | undefined {
  const { isWide = false, guessedStatesMax = 0, isLate = () => false } = options;
  const store = createStore({ stringOrder: spec.stringOrder });
  const machine = compileMachine(spec, { store });
  const evaluator = createEvaluatorMachine(spec, { store });
  if (machine.temporal === undefined || evaluator.temporal === undefined) return "no temporal property";
  const recorder = new GraphRecorder(machine.temporal);
  const recorded = recordBoth(machine, evaluator, recorder, options.statesMax, isLate);
  if (recorded === undefined) return undefined;
  const { reference, states } = recorded;
  const graph = recorder.graph(reference.initial.length);
  const compiledParts = partsOf(machine.temporal.fairness);
  const evaluatedParts = partsOf(evaluator.temporal.fairness);
  if (compiledParts.length !== evaluatedParts.length) throw new Error("fairness has different conjuncts");
  const byRemoving = new FixpointReference(reference);

  const decided = ({ title, change, violation }: Mutation): Mutant => {
    const fairness = and(...compiledParts.map(change));
    const lasso = new Solver(graph, fairness).find(and(fairness, violation(machine.temporal!)));
    const wanted = and(...evaluatedParts.map(change), violation(evaluator.temporal!));
    return {
      title,
      found: lasso !== undefined,
      expected: byRemoving.hasBehaviour(wanted),
      guessed: states.length <= guessedStatesMax ? hasBehaviour(reference, wanted, GUESSED_POSITIONS_MAX) : undefined,
      replay: lasso === undefined ? undefined : whatIsWrong(lasso, wanted, recorded, evaluator.temporal!),
    };
  };
  const mutations = machine.temporalProperties.flatMap(({ name }, p) =>
    mutationsOf(name, p, compiledParts.length, isWide),
  );
  const mutants: Mutant[] = [];
  for (const mutation of mutations) {
    if (isLate()) break;
    mutants.push(decided(mutation));
  }
  return { states: states.length, mutants, left: mutations.length - mutants.length };
}

function mutationsOf(name: string, p: number, fairnessParts: number, isWide: boolean): Mutation[] {
  const asIs = (part: Formula): Formula => part;
  const property = (temporal: TemporalChecks): Formula => temporal.properties[p]!;
  const negated = (temporal: TemporalChecks): Formula => not(property(temporal));
  const mutations: Mutation[] = [
    { title: name, change: asIs, violation: negated },
    { title: `~${name}`, change: asIs, violation: property },
  ];
  if (isWide)
    mutations.push(
      {
        title: `[]<>${name}`,
        change: asIs,
        violation: (temporal) => not(always(eventually(property(temporal)))),
      },
      {
        title: `<>[]~${name}`,
        change: asIs,
        violation: (temporal) => not(eventually(always(negated(temporal)))),
      },
    );
  for (let changed = 0; changed < fairnessParts; changed++) {
    const but =
      (other: (part: Formula) => Formula) =>
      (part: Formula, i: number): Formula =>
        i === changed ? other(part) : part;
    const without = `${name} without fairness ${changed + 1}`;
    mutations.push({ title: without, change: but(() => TRUE), violation: negated });
    const strength = `${name} with fairness ${changed + 1} of the other strength`;
    if (isWide) mutations.push({ title: strength, change: but(otherStrength), violation: negated });
  }
  return mutations;
}

/** Nothing, when the lasso is a behaviour of the graph and satisfies the formula. */
function whatIsWrong(
  { prefix, cycle }: Lasso,
  formula: Formula,
  { reference, states }: Recorded,
  { stateLeaves, actionLeaves }: TemporalChecks,
): string | undefined {
  const positions = [...prefix, ...cycle];
  if (!reference.initial.includes(positions[0]!)) return "it does not begin in an initial state";
  for (const [i, from] of positions.entries()) {
    const to = positions[i + 1] ?? positions[prefix.length]!;
    if (to !== from && !reference.steps[from]!.some((step) => step.to === to)) return `${from} -> ${to} is no step`;
  }
  const holds = holdsOnLasso(formula, positions, prefix.length, {
    state: (leaf, state) => stateLeaves[leaf]!.test(states[state]!),
    action: (leaf, from, to) => from !== to && actionLeaves[leaf]!.test(states[from]!, states[to]!),
  });
  return holds ? undefined : "it does not satisfy the formula";
}

/** WF for SF and SF for WF; anything else as it is. */
function otherStrength(fairness: Formula): Formula {
  if (fairness.kind === "always" && fairness.body.kind === "eventually" && fairness.body.body.kind === "or") {
    const [notEnabled, taken] = fairness.body.body.parts;
    return or(eventually(always(notEnabled!)), always(eventually(taken!)));
  }
  if (fairness.kind !== "or") return fairness;
  const [never, often] = fairness.parts;
  if (never?.kind !== "eventually" || never.body.kind !== "always") return fairness;
  if (often?.kind !== "always" || often.body.kind !== "eventually") return fairness;
  return { kind: "always", body: { kind: "eventually", body: or(never.body.body, often.body.body) } };
}

function partsOf(formula: Formula): readonly Formula[] {
  return formula.kind === "and" ? formula.parts : formula.kind === "true" ? [] : [formula];
}

interface Recorded {
  readonly reference: ReferenceGraph;
  readonly states: readonly Int32Array[];
}

/** Breadth first, with every leaf of every state and step evaluated. */
function recordBoth(
  machine: StateMachine,
  evaluator: StateMachine,
  recorder: GraphRecorder,
  statesMax: number,
  isLate: () => boolean,
): Recorded | undefined {
  const numbered = new NumberedStates(machine);
  const queue = numbered.states;
  const initial = [...queue.keys()];
  const { stateLeaves, actionLeaves } = evaluator.temporal!;
  const steps: { to: number; actions: boolean[] }[][] = [];
  const states: boolean[][] = [];
  for (let from = 0; from < queue.length; from++) {
    if (queue.length > statesMax || (from % STATES_BETWEEN_LOOKS === 0 && isLate())) return undefined;
    const state = queue[from]!;
    const found = new Map<number, boolean[]>();
    recorder.beginState(from, state);
    machine.successors(state, (next, action) => {
      const to = numbered.after(state, next);
      recorder.step(next, action, to);
      if (to >= 0 && to !== from && !found.has(to))
        found.set(
          to,
          actionLeaves.map((leaf) => leaf.test(state, next)),
        );
    });
    recorder.endState();
    steps.push([...found].map(([to, actions]) => ({ to, actions })));
    states.push(stateLeaves.map((leaf) => leaf.test(state)));
  }
  return { reference: { initial, steps, states }, states: queue };
}
