/** An evaluation that failed while a run was held against the specification, told in the user's terms. Plain data. */
import type { ErrorReport, Explainer, StateMachine } from "../compile/types.ts";
import { byNumber, Words } from "./repair/words.ts";
import type { FailedStep } from "./outcome.ts";

export interface FailedEvaluation {
  /** The event that was held against the specification. */
  readonly event: number;
  readonly report: ErrorReport;
  /** The action that was tried, with the arguments that were given: `Write("a", 3)`. Absent for invariants and properties. */
  readonly tried?: string;
  /** The state in which it was evaluated: TLA+ text by variable. */
  readonly state: Readonly<Record<string, string>>;
}

export function failedEvaluation(machine: StateMachine, explainer: Explainer, failed: FailedStep): FailedEvaluation {
  const { error, state, tried, event } = failed;
  return {
    event,
    report: explainer.explainError(error, state, tried?.action),
    ...(tried === undefined ? {} : { tried: new Words(machine, byNumber).action(tried.action, tried.arguments) }),
    state: Object.fromEntries(machine.variables.map((name, v) => [name, machine.store.print(state[v]!)])),
  };
}
