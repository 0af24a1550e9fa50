/**
 * Temporal properties of a run that has come to rest: its last state lasts for ever, so the behaviour that ends in stuttering
 * is judged by definition.
 *
 * Where several behaviours explain what was observed, a property is decided only if it is the same of all of them; and they
 * must all be known, from their initial state on.
 */
import type { Explainer, StateMachine } from "../compile/types.ts";
import { EvaluationError } from "../values/types.ts";
import type { Validator } from "./validator.ts";

export interface AtRest {
  readonly property: string;
  readonly verdict: "holds" | "false" | "unknown";
}

/** Behaviours that are judged one by one. */
export const BEHAVIOURS_MAX = 16;

/** In the order of `machine.temporalProperties`. Needs a validator with `keepsWitness`. */
export function judgeAtRest(machine: StateMachine, explainer: Explainer, validator: Validator): AtRest[] {
  if (machine.temporalProperties.length === 0) return [];
  const judged = (validator.behaviours(BEHAVIOURS_MAX) ?? []).map((states) => propertiesOf(explainer, states));
  return machine.temporalProperties.map(({ name }, i) => {
    const [first, ...others] = judged.map((properties) => properties?.[i]);
    const isDecided = first !== undefined && others.every((other) => other === first);
    return { property: name, verdict: !isDecided ? "unknown" : first ? "holds" : "false" };
  });
}

/** Undefined where they cannot be evaluated, or not twice alike. */
function propertiesOf(explainer: Explainer, states: readonly Int32Array[]): readonly boolean[] | undefined {
  try {
    const { properties, isRepeatable } = explainer.judgeLasso(states, states.length - 1, states.at(-1)!);
    return isRepeatable ? properties : undefined;
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
