/**
 * Does an expression, where it stands, speak of states (level 1), steps (2) or behaviours (3)? Parameters and names of a LET
 * count with what they stand for; `levelOf` takes parameters for constants.
 */
import type { Expr, Level } from "../../tla/modules/core.ts";
import { levelOf } from "../../tla/modules/levels.ts";
import { childrenOf, isExpression } from "../../tla/modules/walk.ts";
import { lookUp, lookUpLet, type Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";

export function reachesLevel(level: Level, evaluator: Evaluator, expression: Expr, environment: Environment): boolean {
  if (levelOf(expression) >= level) return true;
  // ENABLED makes a state predicate of an action.
  if (expression.kind === "builtin" && expression.operator === "enabled" && level > 1) return false;
  if (expression.kind === "ref" && nameReaches(level, evaluator, expression, environment)) return true;
  return childrenOf(expression).some(
    (child) => isExpression(child) && reachesLevel(level, evaluator, child, environment),
  );
}

function nameReaches(
  level: Level,
  evaluator: Evaluator,
  { target }: Expr & { readonly kind: "ref" },
  environment: Environment,
): boolean {
  if (target.kind === "definition" && target.isLet && !target.isRecursive) {
    const scope = lookUpLet(environment, target);
    return scope !== undefined && reachesLevel(level, evaluator, target.body, scope);
  }
  if (target.kind !== "parameter" && target.kind !== "boundVariable") return false;
  const meaning = lookUp(environment, target);
  if (meaning?.kind === "thunk") return reachesLevel(level, evaluator, meaning.expression, meaning.environment);
  if (meaning?.kind !== "operator") return false;
  const { operator } = meaning;
  if (operator.kind === "definition") return operator.definition.level >= level;
  return operator.kind === "lambda" && reachesLevel(level, evaluator, operator.body, operator.environment);
}
