/**
 * Formulas and the built-in operators. Connectives stop as soon as the result is known, left to right; `=`, `\in` and
 * `<=>` evaluate both sides.
 */
import type { Value } from "../../values/types.ts";
import type { Expr } from "../../tla/modules/core.ts";
import { forEachBinding, writtenOutElements } from "./binders.ts";
import { isComposable, isEnabled } from "./enabled.ts";
import type { Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { primedWorld, type World } from "./world.ts";

type BuiltinExpr = Expr & { readonly kind: "builtin" };

/** The truth of a formula; `what` names its place for the message when it is not a boolean. */
export function test(
  evaluator: Evaluator,
  expression: Expr,
  environment: Environment,
  world: World,
  what = "a formula",
): boolean {
  switch (expression.kind) {
    case "boolean":
      return expression.value;
    case "quantifier":
      return testQuantifier(evaluator, expression, environment, world);
    case "boxAction":
      return (
        evaluator.test(expression.action, environment, world) ||
        isUnchanged(evaluator, expression.subscript, environment, world)
      );
    case "angleAction":
      return (
        evaluator.test(expression.action, environment, world) &&
        !isUnchanged(evaluator, expression.subscript, environment, world)
      );
    case "if":
      return evaluator.test(expression.condition, environment, world, "the condition of an IF")
        ? test(evaluator, expression.then, environment, world, what)
        : test(evaluator, expression.else, environment, world, what);
    case "case":
      return test(evaluator, evaluator.caseArm(expression, environment, world), environment, world, what);
    case "builtin": {
      const truth = testBuiltin(evaluator, expression, environment, world);
      if (truth !== undefined) return truth;
      break;
    }
    default:
  }
  const value = evaluator.evaluate(expression, environment, world);
  return evaluator.store.truth(value, what, evaluator.site(expression.at));
}

function testQuantifier(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "quantifier" },
  environment: Environment,
  world: World,
): boolean {
  const stopAt = expression.quantifier === "exists";
  let found = false;
  forEachBinding(evaluator, expression.bounds, environment, world, (bound) => {
    found = evaluator.test(expression.body, bound, world, "the body of a quantifier") === stopAt;
    return !found;
  });
  return found === stopAt;
}

/** The built-in operators that give a boolean; undefined for the others. */
function testBuiltin(
  evaluator: Evaluator,
  expression: BuiltinExpr,
  environment: Environment,
  world: World,
): boolean | undefined {
  const { store } = evaluator;
  const site = evaluator.site(expression.at);
  const args = expression.arguments;
  const value = (index: number): Value => evaluator.evaluate(args[index]!, environment, world);
  const truth = (index: number, what: string): boolean => evaluator.test(args[index]!, environment, world, what);
  switch (expression.operator) {
    case "and":
      return args.every((_, index) => truth(index, "a formula in a conjunction"));
    case "or":
      return args.some((_, index) => truth(index, "a formula in a disjunction"));
    case "not":
      return !truth(0, "the operand of ~");
    case "implies":
      return !truth(0, "the left side of =>") || truth(1, "the right side of =>");
    case "equivalent": {
      const left = truth(0, "the left side of <=>");
      return left === truth(1, "the right side of <=>");
    }
    case "equals": {
      const left = value(0);
      return store.equals(left, value(1), site);
    }
    case "notEquals": {
      const left = value(0);
      return !store.equals(left, value(1), site);
    }
    case "in": {
      const element = value(0);
      return store.in(element, value(1), site);
    }
    case "notIn": {
      const element = value(0);
      return !store.in(element, value(1), site);
    }
    case "subsetEq": {
      const left = value(0);
      return store.subsetEq(left, value(1), site);
    }
    case "unchanged":
      return isUnchanged(evaluator, args[0]!, environment, world);
    case "enabled":
      return isEnabled(evaluator, args[0]!, environment, world);
    case "compose":
      return isComposable(evaluator, expression, environment, world);
    case "always":
    case "eventually":
    case "leadsTo":
    case "guarantees":
      return evaluator.fail("LS4209", "A temporal formula has no value in a state or step.", expression.at);
    default:
      return undefined;
  }
}

export function evaluateBuiltin(
  evaluator: Evaluator,
  expression: BuiltinExpr,
  environment: Environment,
  world: World,
): Value {
  const { store } = evaluator;
  const truth = testBuiltin(evaluator, expression, environment, world);
  if (truth !== undefined) return store.boolean(truth);
  const site = evaluator.site(expression.at);
  const args = expression.arguments;
  if (expression.operator === "prime") return evaluatePrimed(evaluator, args[0]!, environment, world);
  if (expression.operator === "bigUnion") {
    const parts = writtenOutElements(evaluator, args[0]!, environment, world);
    if (parts !== undefined) return store.unionOf(parts, site);
  }
  const values = args.map((argument) => evaluator.evaluate(argument, environment, world));
  const [first, second] = values as [Value, Value];
  switch (expression.operator) {
    case "union":
      return store.union(first, second, site);
    case "intersect":
      return store.intersect(first, second, site);
    case "minus":
      return store.minus(first, second, site);
    case "powerset":
      return store.powerSet(first, site);
    case "bigUnion":
      return store.bigUnion(first, site);
    case "domain":
      return store.domain(first, site);
    case "product":
      return store.product(values, site);
    default:
      throw new Error(`evaluator: unexpected operator ${expression.operator}`);
  }
}

/** `e'`: what it reads as the current state is the next one's, and is counted so. */
export function evaluatePrimed(evaluator: Evaluator, expression: Expr, environment: Environment, world: World): Value {
  const before = evaluator.currentReads;
  const value = evaluator.evaluate(expression, environment, primedWorld(world));
  if (evaluator.currentReads !== before) {
    evaluator.currentReads = before;
    evaluator.nextReads++;
  }
  return value;
}

export function isUnchanged(evaluator: Evaluator, expression: Expr, environment: Environment, world: World): boolean {
  if (expression.kind === "tuple")
    return expression.elements.every((element) => isUnchanged(evaluator, element, environment, world));
  const next = evaluatePrimed(evaluator, expression, environment, world);
  const current = evaluator.evaluate(expression, environment, world);
  return evaluator.store.equals(next, current, evaluator.site(expression.at));
}
