/**
 * What must hold of a state for an action to be possible from it, as far as the action begins with state formulas: the
 * guards that stand before the first primed variable. They are evaluated in the order in which the action would be, so
 * nothing is evaluated that the action itself would not evaluate.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { expandCall } from "./calls.ts";
import { junction, test } from "./conditions.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { unroll } from "./loops.ts";
import { letEnvironment, meaningOf } from "./names.ts";
import { TRUE_CONDITION } from "./operand.ts";
import type { Condition } from "./operand.ts";
import { levelIn } from "./temporal-level.ts";

/** TRUE where nothing can be told. */
export function possibleTest(action: Expr, environment: Environment, cx: Context): Condition {
  if (levelIn(action, environment) <= 1) return test(action, environment, cx);
  const all = (isAnd: boolean, parts: readonly Expr[]): Condition =>
    junction(
      isAnd,
      parts.map((part) => (inner: Context) => possibleTest(part, environment, inner)),
      cx,
    );
  switch (action.kind) {
    case "builtin":
      if (action.operator === "or") return all(false, action.arguments);
      return action.operator === "and" ? all(true, guardsOf(action.arguments, environment)) : TRUE_CONDITION;
    case "quantifier": {
      if (action.quantifier !== "exists") return TRUE_CONDITION;
      const instances = unroll(action.bounds, action.body, environment, cx);
      if (instances === undefined) return TRUE_CONDITION;
      return junction(
        false,
        instances.map((instance) => (inner: Context) => possibleTest(action.body, instance, inner)),
        cx,
      );
    }
    case "let":
      return possibleTest(action.body, letEnvironment(action, environment, cx.block), cx);
    case "label":
      return possibleTest(action.body, environment, cx);
    case "ref": {
      const meaning = meaningOf(cx.compiler, action, environment);
      if (meaning.kind === "binding" && meaning.binding.kind === "thunk")
        return possibleTest(meaning.binding.expression, meaning.binding.environment, cx);
      if (meaning.kind !== "call" || meaning.definition.isRecursive) return TRUE_CONDITION;
      return possibleTest(meaning.definition.body, expandCall(meaning, cx), cx);
    }
    default:
      return TRUE_CONDITION;
  }
}

/** The conjuncts up to the first that is no state formula: what comes behind that is not reached where it is false. */
function guardsOf(conjuncts: readonly Expr[], environment: Environment): readonly Expr[] {
  const first = conjuncts.findIndex((conjunct) => levelIn(conjunct, environment) > 1);
  return first === -1 ? conjuncts : conjuncts.slice(0, first + 1);
}
