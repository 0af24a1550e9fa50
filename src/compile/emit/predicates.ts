/** Invariants, constraints, pieces of properties, assumptions: entries that return a boolean. */
import type { PathStep } from "../actions.ts";
import { junction, negated, test } from "./conditions.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { emitLoops, unroll } from "./loops.ts";
import { enterStep } from "./next-emission.ts";
import type { Condition } from "./operand.ts";
import type { Expr } from "../../tla/modules/core.ts";

/** A formula behind a path, in which a quantified step means "for all". */
export function pathTest(
  path: readonly PathStep[],
  expression: Expr,
  environment: Environment,
  cx: Context,
): Condition {
  const [step, ...rest] = path;
  if (step === undefined) return test(expression, environment, cx);
  if (step.kind !== "exists") return pathTest(rest, expression, enterStep(step, environment, cx), cx);
  const instances = unroll(step.bounds, expression, environment, cx);
  if (instances !== undefined) {
    return junction(
      true,
      instances.map((scope) => (inner: Context) => pathTest(rest, expression, scope, inner)),
      cx,
    );
  }
  const result = cx.fresh("t");
  const label = cx.fresh("b");
  cx.add(`let ${result} = true;`);
  emitLoops(step.bounds, environment, cx, "firstFastest", label, (inner, scope) => {
    const fails = negated(pathTest(rest, expression, scope, inner));
    if (fails.constant !== false) inner.add(`if (${fails.text}) { ${result} = false; break ${label}; }`);
  });
  return { text: result, atom: true };
}
