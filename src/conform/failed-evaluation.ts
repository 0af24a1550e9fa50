/** An evaluation that failed while a run was held against the specification, told in the user's terms. Plain data. */
import type { ErrorReport, Explainer, StateMachine } from "../compile/types.ts";
import type { FailedStep } from "./validator.ts";

export interface FailedEvaluation {
  /** The event that was held against the specification. */
  readonly event: number;
  readonly report: ErrorReport;
  /** The state in which it was evaluated: TLA+ text by variable. */
  readonly state: Readonly<Record<string, string>>;
}

export function failedEvaluation(machine: StateMachine, explainer: Explainer, failed: FailedStep): FailedEvaluation {
  const { error, state, action, event } = failed;
  return {
    event,
    report: explainer.explainError(error, state, action),
    state: Object.fromEntries(machine.variables.map((name, v) => [name, machine.store.print(state[v]!)])),
  };
}
