/** `\A` and `\E` over sets, as booleans: unrolled into a junction, or a loop that stops at the first witness. */
import type { Expr } from "../../tla/modules/core.ts";
import { junction, negated, test } from "./conditions.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { emitLoops, unroll } from "./loops.ts";
import type { Condition } from "./operand.ts";
import { Expected } from "./runtime.ts";

type Quantifier = Extract<Expr, { kind: "quantifier" }>;

export function quantifierTest(expression: Quantifier, environment: Environment, cx: Context): Condition {
  const isForall = expression.quantifier === "forall";
  const instances = unroll(expression.bounds, expression.body, environment, cx);
  if (instances !== undefined) {
    return junction(
      isForall,
      instances.map((instance) => (inner: Context) => test(expression.body, instance, inner, Expected.quantifier)),
      cx,
    );
  }
  const result = cx.fresh("t");
  const label = cx.fresh("b");
  cx.add(`let ${result} = ${String(isForall)};`);
  emitLoops(expression.bounds, environment, cx, "firstFastest", label, (inner, innerEnvironment) => {
    const holds = test(expression.body, innerEnvironment, inner, Expected.quantifier);
    const decides = isForall ? negated(holds) : holds;
    if (decides.constant === false) return;
    inner.add(`if (${decides.text}) { ${result} = ${String(!isForall)}; break ${label}; }`);
  });
  return { text: result, atom: true };
}
