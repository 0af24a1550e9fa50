/**
 * Questions about formulas in action position: does following the structure reach an assignment, can a guard have more
 * than one witness, which variable does a left side denote. They look through names exactly as emission does.
 */
import type { BoundGroup, Definition, Expr } from "../../tla/modules/core.ts";
import type { Compiler } from "./compiler.ts";
import type { Environment } from "./environment.ts";
import { expand, letEnvironment, meaningOf } from "./names.ts";
import type { Meaning } from "./names.ts";
import { local } from "./operand.ts";

/** Whose values an action determines: those of the initial state, or those of the next. */
export type Side = "current" | "next";

/** The body that a name leads to, with its environment, when it is to be followed. */
export function bodyOf(meaning: Meaning): { readonly body: Expr; readonly environment: Environment } | undefined {
  switch (meaning.kind) {
    case "binding": {
      const { binding } = meaning;
      return binding.kind === "thunk" ? { body: binding.expression, environment: binding.environment } : undefined;
    }
    case "call": {
      const { definition, environment, callerEnvironment } = meaning;
      if (definition.isRecursive || definition.body.kind === "native") return undefined;
      return {
        body: definition.body,
        environment: expand(
          definition.parameters,
          definition.body,
          meaning.arguments,
          environment,
          callerEnvironment,
          undefined,
        ),
      };
    }
    case "lambda":
      return {
        body: meaning.body,
        environment: expand(
          meaning.parameters,
          meaning.body,
          meaning.arguments,
          meaning.environment,
          meaning.callerEnvironment,
          undefined,
        ),
      };
    case "builtin":
      return { body: meaning.expression, environment: meaning.environment };
    case "constant":
    case "native":
      return undefined;
  }
}

/** Names whose values play no part in the question that is asked. */
export function withOpaque(bounds: readonly BoundGroup[], environment: Environment): Environment {
  const inner = environment.extend();
  for (const bound of bounds) {
    for (const name of bound.names) inner.bind(name, { kind: "operand", operand: local("0") });
  }
  return inner;
}

/** The slot of the variable that `expression` denotes on this side, as `x'` does, or a definition of it. */
export function targetSlot(
  compiler: Compiler,
  expression: Expr,
  environment: Environment,
  side: Side,
  primed = false,
): number | undefined {
  switch (expression.kind) {
    case "builtin":
      if (expression.operator !== "prime" || primed || side === "current") return undefined;
      return targetSlot(compiler, expression.arguments[0]!, environment, side, true);
    case "label":
      return targetSlot(compiler, expression.body, environment, side, primed);
    case "ref": {
      const meaning = meaningOf(compiler, expression, environment);
      if (meaning.kind === "binding") {
        const { binding } = meaning;
        if (binding.kind === "slot") return primed === (side === "next") ? binding.index : undefined;
        if (binding.kind === "barrier") return primed ? binding.nextSlot : undefined;
      }
      const inner = bodyOf(meaning);
      return inner === undefined ? undefined : targetSlot(compiler, inner.body, inner.environment, side, primed);
    }
    default:
      return undefined;
  }
}

/** True when following the structure of the formula can determine a variable. */
export function assigns(compiler: Compiler, expression: Expr, environment: Environment, side: Side): boolean {
  const recur = (e: Expr, inner = environment): boolean => assigns(compiler, e, inner, side);
  switch (expression.kind) {
    case "builtin":
      switch (expression.operator) {
        case "and":
        case "or":
          return expression.arguments.some((a) => recur(a));
        case "implies":
          return recur(expression.arguments[1]!);
        case "equals":
        case "in":
        case "subsetEq":
          return targetSlot(compiler, expression.arguments[0]!, environment, side) !== undefined;
        case "unchanged":
        case "compose":
          return side === "next";
        default:
          return false;
      }
    case "quantifier":
      return recur(expression.body, withOpaque(expression.bounds, environment));
    case "if":
      return recur(expression.then) || recur(expression.else);
    case "case":
      return (
        expression.arms.some((arm) => recur(arm.value)) || (expression.other !== undefined && recur(expression.other))
      );
    case "let":
      return recur(expression.body, letEnvironment(expression, environment, undefined));
    case "label":
      return recur(expression.body);
    case "boxAction":
    case "angleAction":
      return side === "next";
    case "ref": {
      const inner = bodyOf(meaningOf(compiler, expression, environment));
      return inner !== undefined && assigns(compiler, inner.body, inner.environment, side);
    }
    default:
      return false;
  }
}

/** True when a formula without assignments can have a number of witnesses other than 0 and 1. */
export function branches(compiler: Compiler, expression: Expr, environment: Environment): boolean {
  const recur = (e: Expr, inner = environment): boolean => branches(compiler, e, inner);
  switch (expression.kind) {
    case "builtin":
      switch (expression.operator) {
        case "or":
          return true;
        case "and":
          return expression.arguments.some((a) => recur(a));
        case "implies":
          return recur(expression.arguments[1]!);
        default:
          return false;
      }
    case "quantifier":
      return expression.quantifier === "exists" || recur(expression.body, withOpaque(expression.bounds, environment));
    case "if":
      return recur(expression.then) || recur(expression.else);
    case "case":
      return (
        expression.arms.some((arm) => recur(arm.value)) || (expression.other !== undefined && recur(expression.other))
      );
    case "let":
      return recur(expression.body, letEnvironment(expression, environment, undefined));
    case "label":
      return recur(expression.body);
    case "boxAction":
      return true;
    case "ref": {
      const meaning = meaningOf(compiler, expression, environment);
      if (meaning.kind === "call" && meaning.definition.isRecursive) return recursiveBranches(compiler, meaning);
      const inner = bodyOf(meaning);
      return inner !== undefined && branches(compiler, inner.body, inner.environment);
    }
    default:
      return false;
  }
}

const recursive = new WeakMap<Definition, boolean>();

/** A recursive operator branches when its body does, seen with the recursive calls left out. */
function recursiveBranches(compiler: Compiler, meaning: Extract<Meaning, { kind: "call" }>): boolean {
  const { definition, environment, callerEnvironment } = meaning;
  const known = recursive.get(definition);
  if (known !== undefined) return known;
  recursive.set(definition, false);
  const { parameters, body } = definition;
  const inner = expand(parameters, body, meaning.arguments, environment, callerEnvironment, undefined);
  const result = branches(compiler, body, inner);
  recursive.set(definition, result);
  return result;
}
