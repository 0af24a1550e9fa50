/**
 * The level of an expression where it stands: parameters count with what was passed for them. (`levelOf` takes them for
 * constants, which is right for the text of a definition but not for one call of it.)
 */
import type { Argument, Definition, Expr, Level, ParameterDeclaration } from "../../tla/modules/core.ts";
import { levelOf } from "../../tla/modules/levels.ts";
import { childrenOf } from "../../tla/modules/walk.ts";
import type { Bindable, Binding, Environment } from "./environment.ts";

export function levelIn(expression: Expr, environment: Environment): Level {
  const level = levelOf(expression);
  return level === 3 ? 3 : most(level, levelOfNames(expression, environment));
}

/** The highest level of a local name that occurs; ENABLED hides what is below it. */
function levelOfNames(argument: Argument, environment: Environment): Level {
  switch (argument.kind) {
    case "builtinRef":
      return 0;
    case "operatorRef":
      return levelOfName(argument.target, environment);
    case "builtin":
      if (argument.operator === "enabled") return 1;
      break;
    default:
  }
  const children = argument.kind === "lambda" ? [argument.body] : childrenOf(argument);
  let level: Level = argument.kind === "ref" ? levelOfName(argument.target, environment) : 0;
  for (const child of children) level = most(level, levelOfNames(child, environment));
  return level;
}

function levelOfName(target: Bindable, environment: Environment): Level {
  if (target.kind !== "parameter" && target.kind !== "boundVariable" && !isLetDefinition(target)) return 0;
  const binding = environment.lookup(target);
  return binding === undefined ? 0 : levelOfBinding(binding, target);
}

function isLetDefinition(target: Bindable): target is Definition {
  return target.kind === "definition" && target.isLet;
}

function levelOfBinding(binding: Binding, target: Bindable): Level {
  switch (binding.kind) {
    case "operand":
      return binding.operand.constant === undefined ? 1 : 0;
    case "slot":
    case "forced":
    case "barrier":
      return 1;
    case "thunk":
      return levelIn(binding.expression, binding.environment);
    case "closure": {
      // The closure's own environment holds the definition: a recursive one would be looked at for ever.
      const definition = target as Definition;
      return definition.isRecursive ? definition.level : levelIn(definition.body, binding.environment);
    }
    case "operator":
      return levelOfOperator(binding.operator, binding.environment);
  }
}

function levelOfOperator(operator: Exclude<Argument, Expr>, environment: Environment): Level {
  switch (operator.kind) {
    case "lambda":
      return levelIn(operator.body, environment);
    case "operatorRef":
      return operator.target.kind === "definition"
        ? operator.target.level
        : levelOfName(operator.target as ParameterDeclaration, environment);
    case "builtinRef":
      return operator.operator === "prime" || operator.operator === "unchanged" ? 2 : 0;
  }
}

function most(a: Level, b: Level): Level {
  return a > b ? a : b;
}
