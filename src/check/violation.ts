/** From a finding and the states that lead to it to what is reported: trace, false part of the formula, error. */
import type { Explainer, StateMachine } from "../compile/types.ts";
import type { Finding } from "./finding.ts";
import { buildTrace } from "./trace.ts";
import type { Violation } from "./types.ts";

/** `states` lead from an initial state to the finding's state; `beyond` is added here. */
export function violationOf(
  machine: StateMachine,
  explainer: Explainer,
  finding: Finding,
  states: readonly Int32Array[],
): Violation {
  const all = finding.beyond === undefined ? states : [...states, finding.beyond];
  return {
    verdict: finding.verdict,
    property: finding.property,
    trace: buildTrace(machine, explainer, all),
    states: all,
    formula: machine.status.along(all, () => formulaOf(machine, explainer, finding, all)),
    error: finding.error === undefined ? undefined : explainer.explainError(finding.error, all.at(-1)),
  };
}

function formulaOf(
  machine: StateMachine,
  explainer: Explainer,
  finding: Finding,
  states: readonly Int32Array[],
): Violation["formula"] {
  if (finding.predicate === undefined) return [];
  const { name, at } = finding.predicate;
  const last = states.at(-1);
  if (last === undefined) return explainer.explainFalse(name, at, new Int32Array(machine.variables.length));
  const before = states.at(-2);
  const isStep = finding.verdict === "action-property" && finding.beyond !== undefined && before !== undefined;
  machine.status.begin(isStep ? states.length - 1 : states.length, isStep ? before : last);
  return isStep ? explainer.explainFalse(name, at, before, last) : explainer.explainFalse(name, at, last);
}
