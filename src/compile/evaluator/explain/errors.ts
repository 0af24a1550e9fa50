/**
 * `explainError`: where an evaluation failed and through which definitions. An error of emitted code has no chain: what
 * failed is evaluated again here, and the chain of the same failure is told.
 */
import { EvaluationError, OUT_OF_MEMORY } from "../../../values/types.ts";
import type { ErrorReport, State } from "../../types.ts";
import { chainOf, type ChainLink } from "../failures.ts";
import type { EvaluatorMachine } from "../machine.ts";

export function explainError(machine: EvaluatorMachine, error: unknown, state?: State, action?: number): ErrorReport {
  if (!(error instanceof EvaluationError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: "LS4299", message, chain: [] };
  }
  const known = chainOf(error);
  const again = known.length > 0 ? undefined : failAgain(machine, error, state, action);
  const chain: readonly ChainLink[] = again === undefined ? known : chainOf(again);
  // What fails for want of room may fail anywhere: the innermost definition is the place then.
  const at =
    machine.evaluator.sites.locationOf((again ?? error).site) ??
    machine.evaluator.sites.locationOf(error.site) ??
    chain.find(({ at: { file } }) => !file.path.startsWith("<library>/"))?.at;
  return { code: error.code, message: error.message, ...(at === undefined ? {} : { at }), chain };
}

/** Evaluates what may have failed until the same code comes up. */
function failAgain(
  machine: EvaluatorMachine,
  error: EvaluationError,
  state: State | undefined,
  action: number | undefined,
): EvaluationError | undefined {
  for (const attempt of attempts(machine, state, action)) {
    try {
      attempt();
    } catch (found) {
      if (!(found instanceof EvaluationError)) throw found;
      if (isSameFailure(found, error)) return found;
    }
  }
  return undefined;
}

/** The compiled machine and the evaluator run out of stack, of depth or of room at different places. */
const sameFailures: readonly (readonly string[])[] = [
  ["LS4250", "LS4251"],
  ["LS4013", "LS4018", OUT_OF_MEMORY],
];

function isSameFailure(a: EvaluationError, b: EvaluationError): boolean {
  return a.code === b.code || sameFailures.some((codes) => codes.includes(a.code) && codes.includes(b.code));
}

function* attempts(
  machine: EvaluatorMachine,
  state: State | undefined,
  action: number | undefined,
): Generator<() => void> {
  if (state === undefined) {
    for (const assumption of machine.assumptions) yield () => void assumption.test();
    yield () => machine.initialStates(() => undefined);
    return;
  }
  if (action !== undefined) {
    const plan = machine.plans[action];
    const unknown = new Int32Array(machine.variables.length);
    const request = { action, state, arguments: new Int32Array(plan?.parameters.length ?? 0), next: unknown };
    yield () => machine.step(request, () => true);
    return;
  }
  for (const predicate of [...machine.invariants, ...machine.stateProperties, ...machine.constraints])
    yield () => void predicate.test(state);
  yield () => machine.successors(state, () => undefined);
  yield () =>
    machine.successors(state, (next) => {
      for (const predicate of [...machine.actionConstraints, ...machine.actionProperties]) predicate.test(state, next);
    });
}
