/** Functions and records: construction, application, EXCEPT. */
import { EvaluationError, type Value } from "../../values/types.ts";
import type { BoundGroup, ExceptUpdate, Expr } from "../../tla/modules/core.ts";
import { bindElement } from "./binders.ts";
import { TABULATED_FUNCTION_ELEMENTS_MAX } from "./bounds.ts";
import { bind, updateScope, type Environment } from "./environment.ts";
import { noteDeferred } from "./deferred.ts";
import type { Evaluator } from "./evaluator.ts";
import type { World } from "./world.ts";

export type FunctionExpr = Expr & { readonly kind: "function" };

/**
 * `[x \in S |-> e]`. A function is applied, not tabulated, when it is recursive, its domain is infinite or large, or
 * an element's value fails: that failure only matters if the element is asked for.
 */
export function evaluateFunction(
  evaluator: Evaluator,
  expression: FunctionExpr,
  environment: Environment,
  world: World,
): Value {
  const { store } = evaluator;
  const site = evaluator.site(expression.at);
  const domain = domainOf(evaluator, expression, environment, world);
  if (expression.recursiveName !== undefined || !isSmall(evaluator, domain, expression))
    return lazyFunction(evaluator, expression, domain, environment, world);
  const elements = store.enumerate(domain, site);
  const size = store.size(elements);
  const values: Value[] = [];
  try {
    for (let i = 0; i < size; i++) {
      const bound = bindArgument(evaluator, expression.bounds, store.at(elements, i), environment);
      values.push(evaluator.part(expression.body, bound, world));
    }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return lazyFunction(evaluator, expression, domain, environment, world);
  }
  const mark = store.mark();
  for (const value of values) store.push(value);
  return store.finishFunction(elements, mark);
}

function domainOf(evaluator: Evaluator, expression: FunctionExpr, environment: Environment, world: World): Value {
  const sets = expression.bounds.map((bound) => evaluator.evaluate(bound.set, environment, world));
  return sets.length === 1 ? sets[0]! : evaluator.store.product(sets, evaluator.site(expression.at));
}

function isSmall(evaluator: Evaluator, domain: Value, expression: FunctionExpr): boolean {
  const { store } = evaluator;
  const site = evaluator.site(expression.at);
  if (!store.isLazy(domain)) return store.size(store.enumerate(domain, site)) <= TABULATED_FUNCTION_ELEMENTS_MAX;
  if (!store.isListable(domain, site)) return false;
  return store.integerOf(store.cardinality(domain, site), site) <= TABULATED_FUNCTION_ELEMENTS_MAX;
}

function lazyFunction(
  evaluator: Evaluator,
  expression: FunctionExpr,
  domain: Value,
  environment: Environment,
  world: World,
): Value {
  const recursive = expression.recursiveName === undefined ? [] : [expression.recursiveName];
  const names = expression.bounds.flatMap((bound) => bound.names);
  noteDeferred(evaluator, expression.body, [...names, ...recursive], environment, world);
  const { store } = evaluator;
  const known = new Map<Value, Value>();
  let collections = store.collections();
  const apply = (argument: Value): Value => {
    if (collections !== store.collections()) {
      known.clear();
      collections = store.collections();
    }
    let value = known.get(argument);
    if (value === undefined || store.isForgotten(value)) {
      value = evaluator.evaluate(expression.body, bindArgument(evaluator, expression.bounds, argument, scope), world);
      known.set(argument, value);
    }
    return value;
  };
  const made = store.lazyFunction(domain, apply);
  const scope: Environment =
    expression.recursiveName === undefined
      ? environment
      : bind(environment, expression.recursiveName, { kind: "value", value: made });
  return made;
}

/** Binds the names of a function's bounds to the argument that it is applied to. */
export function bindArgument(
  evaluator: Evaluator,
  bounds: readonly BoundGroup[],
  argument: Value,
  environment: Environment,
): Environment {
  const { store } = evaluator;
  if (bounds.length === 1) {
    const { names, isTuple, set } = bounds[0]!;
    return bindElement(evaluator, names, isTuple, argument, environment, set.at);
  }
  let bound = environment;
  bounds.forEach(({ names, isTuple, set }, i) => {
    const component = store.apply(argument, store.integer(i + 1), evaluator.site(set.at));
    bound = bindElement(evaluator, names, isTuple, component, bound, set.at);
  });
  return bound;
}

export function applyExpression(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "apply" },
  environment: Environment,
  world: World,
): Value {
  const applied = evaluator.evaluate(expression.function, environment, world);
  const argument = evaluator.element(expression.argument, environment, world);
  return evaluator.store.apply(applied, argument, evaluator.site(expression.at));
}

export function selectField(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "field" },
  environment: Environment,
  world: World,
): Value {
  const record = evaluator.evaluate(expression.record, environment, world);
  return evaluator.store.field(record, evaluator.store.string(expression.name), evaluator.site(expression.at));
}

export function evaluateRecord(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "record" | "recordSet" },
  environment: Environment,
  world: World,
): Value {
  const { store } = evaluator;
  const shape = store.shape(expression.fields.map((field) => field.name));
  const values = new Map<string, Value>();
  if (expression.kind === "record")
    for (const field of expression.fields) values.set(field.name, evaluator.part(field.value, environment, world));
  else for (const field of expression.fields) values.set(field.name, evaluator.evaluate(field.set, environment, world));
  const ordered = store.shapeFields(shape).map((name) => values.get(name)!);
  return expression.kind === "record"
    ? store.recordOf(shape, ordered)
    : store.recordSet(shape, ordered, evaluator.site(expression.at));
}

/** Updates run left to right, each on the result of the one before; `@` is the value at the path at that moment. */
export function evaluateExcept(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "except" },
  environment: Environment,
  world: World,
): Value {
  const start = evaluator.evaluate(expression.function, environment, world);
  return expression.updates.reduce((made, update) => {
    const path = update.path.map((step) =>
      step.kind === "field" ? evaluator.store.string(step.name) : evaluator.element(step.argument, environment, world),
    );
    return updateAt(evaluator, made, path, 0, update, environment, world);
  }, start);
}

function updateAt(
  evaluator: Evaluator,
  value: Value,
  path: readonly Value[],
  depth: number,
  update: ExceptUpdate,
  environment: Environment,
  world: World,
): Value {
  const { store } = evaluator;
  if (depth === path.length)
    return evaluator.part(update.value, updateScope(environment, { kind: "value", value }), world);
  const site = evaluator.site(update.at);
  const key = path[depth]!;
  // A key outside the domain leaves the function as it is, and the new value is not evaluated (TLC warns).
  if (store.isLazy(value) ? !store.inDomain(value, key, site) : store.positionOf(value, key, site) < 0) return value;
  const changed = updateAt(evaluator, store.apply(value, key, site), path, depth + 1, update, environment, world);
  return store.update(value, key, changed, site);
}
