/**
 * Variants of a specification, each explored twice: as `lockstep check` does it, and breadth first by the evaluator. Both
 * must say whether there is a deadlock, and show one at the least depth.
 */
import { createEvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { createStore } from "../../src/values/store.ts";
import { checkedSpec } from "./check.ts";
import { nextMutants } from "./next-mutants.ts";
import { NumberedStates } from "./numbered-states.ts";

/** `no deadlock`, `deadlock in N states`, or what else came of it. */
type Outcome = string;

export interface DeadlockMutant {
  readonly title: string;
  readonly found: Outcome;
  readonly expected: Outcome;
}

export interface DeadlockCampaign {
  readonly mutants: readonly DeadlockMutant[];
  /** Mutants that were left out because time was up. */
  readonly left: number;
}

/** Undefined when the specification has too many states, or time was up before it was explored. */
export function deadlockCampaign(
  spec: ResolvedSpec,
  statesMax: number,
  isLate: () => boolean = () => false,
): DeadlockCampaign | undefined {
  const whole = onlyDeadlock(spec);
  const asIs = expectedOutcome({ ...whole, checkDeadlock: false }, statesMax, isLate);
  if (asIs === undefined) return undefined;
  const all = [{ title: "as it is", spec: whole }, ...nextMutants(whole)];
  const mutants: DeadlockMutant[] = [];
  for (const mutant of all) {
    const expected = isLate() ? undefined : expectedOutcome(mutant.spec, statesMax, isLate);
    if (expected === undefined) break;
    mutants.push({ title: mutant.title, found: foundOutcome(mutant.spec), expected });
  }
  return { mutants, left: all.length - mutants.length };
}

/** Nothing else that could end the exploration, and no view: what it hides is the user's risk. */
function onlyDeadlock(spec: ResolvedSpec): ResolvedSpec {
  const { view: _, ...rest } = spec;
  return {
    ...rest,
    fairness: [],
    invariants: [],
    properties: [],
    assumptions: [],
    postconditions: [],
    checkDeadlock: true,
  };
}

function foundOutcome(spec: ResolvedSpec): Outcome {
  const { verdict, violations } = checkedSpec(spec);
  if (verdict === "deadlock") return deadlockIn(violations[0]!.trace.length);
  return verdict === "ok" ? "no deadlock" : verdict;
}

/** Symmetry is the checker's own affair: the reference visits every state. */
function expectedOutcome(spec: ResolvedSpec, statesMax: number, isLate: () => boolean): Outcome | undefined {
  const { symmetry: _, ...plain } = spec;
  try {
    return breadthFirst(plain, statesMax, isLate);
  } catch {
    return "error";
  }
}

function breadthFirst(spec: ResolvedSpec, statesMax: number, isLate: () => boolean): Outcome | undefined {
  const machine = createEvaluatorMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }) });
  const numbered = new NumberedStates(machine);
  const { states } = numbered;
  const depths = states.map(() => 1);
  for (let from = 0; from < states.length; from++) {
    if (states.length > statesMax || isLate()) return undefined;
    let hasSuccessor = false;
    machine.successors(states[from]!, (next) => {
      hasSuccessor = true;
      const to = numbered.after(states[from]!, next);
      if (to === depths.length) depths.push(depths[from]! + 1);
    });
    if (!hasSuccessor && spec.checkDeadlock) return deadlockIn(depths[from]!);
  }
  return "no deadlock";
}

const deadlockIn = (states: number): Outcome => `deadlock in ${states} states`;
