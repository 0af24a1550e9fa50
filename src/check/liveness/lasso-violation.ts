/**
 * From a lasso found by number to the violation that is reported. Nothing is reported that a second opinion does not
 * confirm: the evaluator holds the behaviour against Init, Next, fairness and the property, by definition.
 */
import type { Explainer, StateMachine } from "../../compile/types.ts";
import { buildTrace, stepBetween } from "../trace.ts";
import type { Cycle, Violation } from "../types.ts";
import type { LassoBuilder } from "./concrete-lasso.ts";
import type { ConcreteLasso } from "./concrete-lasso.ts";
import type { Lasso } from "./lasso.ts";

/** Undefined when a VIEW hides so much that the lasso stands for no behaviour. Throws when that cannot be the reason. */
export function lassoViolation(
  machine: StateMachine,
  explainer: Explainer,
  builder: LassoBuilder,
  property: number,
  lasso: Lasso,
): Violation | undefined {
  const hasView = machine.view !== undefined;
  const concrete = builder.build(lasso);
  if (concrete === undefined && !hasView) throw new Error("a lasso does not follow the state graph");
  if (concrete === undefined) return undefined;
  const judgement = explainer.judgeLasso(concrete.states, concrete.loop, concrete.last);
  const isConfirmed = judgement.isBehaviour && judgement.isFair && !judgement.properties[property]!;
  if (!isConfirmed && judgement.isRepeatable) {
    if (hasView) return undefined;
    throw new Error(`a lasso is no counterexample of ${machine.temporalProperties[property]!.name}`);
  }
  return {
    verdict: "liveness",
    property: machine.temporalProperties[property]!.name,
    trace: buildTrace(machine, explainer, concrete.states),
    states: concrete.states,
    cycle: cycleOf(machine, concrete, lasso.isStuttering),
    formula: [],
    error: undefined,
  };
}

function cycleOf(machine: StateMachine, { states, loop, last }: ConcreteLasso, isStuttering: boolean): Cycle {
  const isClosed = last.every((value, slot) => value === states[loop]![slot]);
  const action = isStuttering ? undefined : stepBetween(machine, states.at(-1)!, last);
  return { to: loop + 1, isStuttering, isClosed, ...(action === undefined ? {} : { action }) };
}
