/**
 * Mutations of a specification's temporal properties, each decided twice: by the search on the graph that the compiled
 * machine recorded, and by the reference checker on a graph whose leaves the evaluator judged.
 */
import { GraphRecorder } from "../../src/check/liveness/graph-recorder.ts";
import { Solver } from "../../src/check/liveness/solve.ts";
import { compileMachine } from "../../src/compile/compile.ts";
import { createEvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import { always, and, eventually, not, or, TRUE, type Formula } from "../../src/compile/temporal/formula.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { createStore } from "../../src/values/store.ts";
import { NumberedStates } from "./numbered-states.ts";
import { hasBehaviour, type ReferenceGraph } from "./reference-checker.ts";

export interface Mutant {
  readonly title: string;
  /** Is there a counterexample? */
  readonly found: boolean;
  /** The reference's answer; undefined when it gave up. */
  readonly expected: boolean | undefined;
}

export interface Campaign {
  readonly states: number;
  readonly mutants: readonly Mutant[];
}

/**
 * Undefined when there are no temporal properties, or more than so many states. `isWide`: also the mutations that cost the
 * reference most, the property again and again and fairness of the other strength.
 */
export function campaign(spec: ResolvedSpec, statesMax: number, isWide: boolean): Campaign | undefined {
  const store = createStore({ stringOrder: spec.stringOrder });
  const machine = compileMachine(spec, { store });
  const evaluator = createEvaluatorMachine(spec, { store });
  if (machine.temporal === undefined || evaluator.temporal === undefined) return undefined;
  const recorder = new GraphRecorder(machine.temporal);
  const reference = recordBoth(machine, evaluator, recorder, statesMax);
  if (reference === undefined) return undefined;
  const graph = recorder.graph(reference.initial.length);
  const [compiledParts, evaluatedParts] = [machine.temporal, evaluator.temporal].map(({ fairness }) =>
    partsOf(fairness),
  );
  if (compiledParts!.length !== evaluatedParts!.length) throw new Error("fairness has different conjuncts");
  const mutants: Mutant[] = [];
  /** `change` gives what takes the place of a fairness condition. */
  const add = (
    title: string,
    change: (part: Formula, number: number) => Formula,
    property: (temporal: StateMachine["temporal"]) => Formula,
  ): void => {
    const fairness = and(...compiledParts!.map(change));
    const found = new Solver(graph, fairness).find(and(fairness, property(machine.temporal))) !== undefined;
    const wanted = and(...evaluatedParts!.map(change), property(evaluator.temporal));
    mutants.push({ title, found, expected: hasBehaviour(reference, wanted) });
  };
  const asIs = (part: Formula): Formula => part;
  machine.temporalProperties.forEach(({ name }, p) => {
    const property = (temporal: StateMachine["temporal"]): Formula => temporal!.properties[p]!;
    const negated = (temporal: StateMachine["temporal"]): Formula => not(property(temporal));
    add(name, asIs, negated);
    add(`~${name}`, asIs, property);
    if (isWide) {
      add(`[]<>${name}`, asIs, (temporal) => not(always(eventually(property(temporal)))));
      add(`<>[]~${name}`, asIs, (temporal) => not(eventually(always(negated(temporal)))));
    }
    compiledParts!.forEach((part, changed) => {
      const but = (other: (part: Formula) => Formula) => (it: Formula, i: number) => (i === changed ? other(it) : it);
      add(
        `${name} without fairness ${changed + 1}`,
        but(() => TRUE),
        negated,
      );
      if (!isWide || otherStrength(part) === part) return;
      add(`${name} with fairness ${changed + 1} of the other strength`, but(otherStrength), negated);
    });
  });
  return { states: reference.states.length, mutants };
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

/** Breadth first, with every leaf of every state and step evaluated. */
function recordBoth(
  machine: StateMachine,
  evaluator: StateMachine,
  recorder: GraphRecorder,
  statesMax: number,
): ReferenceGraph | undefined {
  const numbered = new NumberedStates(machine);
  const queue = numbered.states;
  const initial = [...queue.keys()];
  const { stateLeaves, actionLeaves } = evaluator.temporal!;
  const steps: { to: number; actions: boolean[] }[][] = [];
  const states: boolean[][] = [];
  for (let from = 0; from < queue.length; from++) {
    if (queue.length > statesMax) return undefined;
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
  return { initial, steps, states };
}
