/**
 * A CONSTRAINT or ACTION_CONSTRAINT that is the same in every state and FALSE leaves nothing to check, and whatever it
 * were checked with would be called right. TLC refuses it too. One that is TRUE is as good as none.
 */
import type { StateMachine } from "../compile/types.ts";
import { isVolatile } from "../compile/used-natives.ts";
import { DiagnosticError, type Diagnostic } from "../tla/diagnostics.ts";
import type { NamedExpr } from "../tla/modules/core.ts";
import { isConstant } from "../tla/modules/levels.ts";
import type { Location } from "../tla/syntax/source.ts";
import { EvaluationError } from "../values/types.ts";

/** Throws DiagnosticError for constraints that no state and no step can satisfy. */
export function refuseFalseConstraints(machine: StateMachine): void {
  const { spec, constraints, actionConstraints, variables } = machine;
  const anyState = new Int32Array(variables.length);
  const problems: Diagnostic[] = [];
  const look = (named: NamedExpr, at: Location, keyword: string, test: () => boolean): void => {
    if (!isConstant(named.expression, spec.overrides) || isVolatile(spec, named) || !isFalse(test)) return;
    problems.push(refusal(`the ${keyword} ${named.name} is FALSE whatever the state is`, at));
  };
  spec.constraints.forEach((named, i) => {
    const constraint = constraints[i]!;
    look(named, constraint.at, "CONSTRAINT", () => constraint.test(anyState));
  });
  spec.actionConstraints.forEach((named, i) => {
    const constraint = actionConstraints[i]!;
    look(named, constraint.at, "ACTION_CONSTRAINT", () => constraint.test(anyState, anyState));
  });
  if (problems.length > 0) throw new DiagnosticError(problems);
}

/** What cannot be evaluated is found out in a state, where it can be told. */
function isFalse(test: () => boolean): boolean {
  try {
    return !test();
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function refusal(message: string, at: Location): Diagnostic {
  return {
    code: "LS3045",
    severity: "error",
    message,
    at,
    hint: "nothing would be checked: remove it from the config",
  };
}
