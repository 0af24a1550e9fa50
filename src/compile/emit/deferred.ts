/**
 * Which functions may be needed in part only. `[x \in S |-> e]` that is the value of a definition, a LET or an argument, or
 * that is applied where it stands, is evaluated by TLC value by value: an `e` that fails matters only where it is asked
 * for. Anywhere else (in a tuple, in what a variable becomes) all of the function is needed, and so is every value.
 */
import type { Expr } from "../../tla/modules/core.ts";

const deferred = new WeakSet<Expr>();

/** Notes that a function which this expression comes down to may be needed in part only. */
export function markDeferred(expression: Expr): void {
  switch (expression.kind) {
    case "function":
      deferred.add(expression);
      return;
    case "let":
    case "label":
      markDeferred(expression.body);
      return;
    case "if":
      markDeferred(expression.then);
      markDeferred(expression.else);
      return;
    case "case":
      for (const arm of expression.arms) markDeferred(arm.value);
      if (expression.other !== undefined) markDeferred(expression.other);
      return;
    default:
      return;
  }
}

/** True for a function that was marked and whose values, or whose domain, may fail. */
export function isDeferred(expression: Extract<Expr, { kind: "function" }>): boolean {
  return deferred.has(expression) && !(isPlain(expression.body) && expression.bounds.every(({ set }) => isPlain(set)));
}

/** True when evaluating it cannot fail, whatever its names mean. */
function isPlain(expression: Expr): boolean {
  switch (expression.kind) {
    case "number":
    case "string":
    case "boolean":
    case "builtinSet":
      return true;
    case "ref":
      return expression.target.kind === "boundVariable";
    case "tuple":
    case "setEnumeration":
      return expression.elements.every(isPlain);
    case "record":
      return expression.fields.every((field) => isPlain(field.value));
    default:
      return false;
  }
}
