/**
 * Bound variables: quantifiers, CHOOSE, set filters and set maps. Sets are enumerated in canonical order; of several
 * bounds the first varies fastest, as in TLC.
 */
import { STACK_VALUES_MAX } from "../../values/bounds.ts";
import { EvaluationError, type Value } from "../../values/types.ts";
import type { BoundDeclaration, BoundGroup, Expr } from "../../tla/modules/core.ts";
import { noteDeferred } from "./deferred.ts";
import { bindValue, type Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import type { World } from "./world.ts";
import type { Location } from "../../tla/syntax/source.ts";

/** Binds the names of one bound to an element of its set. */
export function bindElement(
  evaluator: Evaluator,
  names: readonly BoundDeclaration[],
  isTuple: boolean,
  element: Value,
  environment: Environment,
  at: Location,
): Environment {
  if (!isTuple) return bindValue(environment, names[0]!, element);
  const { store } = evaluator;
  const site = evaluator.site(at);
  const length = store.length(element, site);
  if (length !== store.integer(names.length)) {
    const shown = `<<${names.map((name) => name.name).join(", ")}>>`;
    evaluator.fail("LS4210", `${store.show(element)} does not have the shape of ${shown}.`, at);
  }
  let bound = environment;
  names.forEach((name, i) => {
    bound = bindValue(bound, name, store.apply(element, store.integer(i + 1), site));
  });
  return bound;
}

/**
 * Calls `visit` for each combination of elements, until it returns false. The sets are evaluated before any name is
 * bound. Returns false when it was stopped.
 */
export function forEachBinding(
  evaluator: Evaluator,
  bounds: readonly BoundGroup[],
  environment: Environment,
  world: World,
  visit: (bound: Environment) => boolean,
): boolean {
  const sets = bounds.map((bound) => enumerated(evaluator, bound.set, environment, world));
  const loop = (index: number, bound: Environment): boolean => {
    if (index < 0) return visit(bound);
    const { names, isTuple, set } = bounds[index]!;
    const elements = sets[index]!;
    const size = evaluator.store.size(elements);
    for (let i = 0; i < size; i++) {
      const element = evaluator.store.at(elements, i);
      if (!loop(index - 1, bindElement(evaluator, names, isTuple, element, bound, set.at))) return false;
    }
    return true;
  };
  return loop(bounds.length - 1, environment);
}

export function enumerated(evaluator: Evaluator, set: Expr, environment: Environment, world: World): Value {
  return evaluator.store.enumerate(evaluator.evaluate(set, environment, world), evaluator.site(set.at));
}

export function choose(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "choose" },
  environment: Environment,
  world: World,
): Value {
  const { store } = evaluator;
  if (expression.set === undefined)
    return evaluator.fail(
      "LS4204",
      "A CHOOSE without a set cannot be evaluated: write CHOOSE x \\in S : P(x).",
      expression.at,
    );
  const elements = enumerated(evaluator, expression.set, environment, world);
  const size = store.size(elements);
  for (let i = 0; i < size; i++) {
    const element = store.at(elements, i);
    const bound = bindElement(evaluator, expression.names, expression.isTuple, element, environment, expression.set.at);
    if (evaluator.test(expression.body, bound, world, "the body of a CHOOSE")) return element;
  }
  return evaluator.fail("LS4203", "No element of the set satisfies the condition of this CHOOSE.", expression.at);
}

/**
 * `{x \in S : P}`. Over a set that is not enumerated yet the filter stays a test, so that membership does not
 * enumerate; so it does when P fails for an element, which then only matters if the elements are asked for.
 */
export function setFilter(
  evaluator: Evaluator,
  expression: Expr & { readonly kind: "setFilter" },
  environment: Environment,
  world: World,
): Value {
  const { store } = evaluator;
  const { names, isTuple, set } = expression.bound;
  const base = evaluator.evaluate(set, environment, world);
  const holds = (element: Value): boolean =>
    evaluator.test(
      expression.predicate,
      bindElement(evaluator, names, isTuple, element, environment, set.at),
      world,
      "the condition of a set filter",
    );
  const deferred = (): Value => {
    noteDeferred(evaluator, expression.predicate, names, environment, world);
    return store.predicateSet(base, holds);
  };
  if (store.isLazy(base)) return deferred();
  const kept: Value[] = [];
  const size = store.size(store.enumerate(base, evaluator.site(set.at)));
  try {
    for (let i = 0; i < size; i++) {
      const element = store.at(base, i);
      if (holds(element)) kept.push(element);
    }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return deferred();
  }
  return store.set(kept);
}

export function setMap(evaluator: Evaluator, expression: SetMap, environment: Environment, world: World): Value {
  const made = mapped(evaluator, expression, environment, world, (bound) =>
    evaluator.element(expression.element, bound, world),
  );
  return evaluator.store.set(made);
}

type SetMap = Expr & { readonly kind: "setMap" };

/** What `give` makes of each binding of a set map; bounded, since sets that are run through may have any size. */
function mapped(
  evaluator: Evaluator,
  expression: SetMap,
  environment: Environment,
  world: World,
  give: (bound: Environment) => Value,
): Value[] {
  const made: Value[] = [];
  forEachBinding(evaluator, expression.bounds, environment, world, (bound) => {
    if (made.length >= STACK_VALUES_MAX) {
      const message = `This set gets more than ${String(STACK_VALUES_MAX)} elements (STACK_VALUES_MAX).`;
      evaluator.fail("LS4018", message, expression.at);
    }
    made.push(give(bound));
    return true;
  });
  return made;
}

/**
 * The elements that `{a, b}` or `{e : x \in S}` writes out, not brought into normal form: `UNION {[D -> Nat] : ...}` has
 * parts that could be no elements. Undefined for a set that is written in another way.
 */
export function writtenOutElements(
  evaluator: Evaluator,
  set: Expr,
  environment: Environment,
  world: World,
): Value[] | undefined {
  if (set.kind === "setEnumeration")
    return set.elements.map((element) => evaluator.evaluate(element, environment, world));
  if (set.kind !== "setMap") return undefined;
  return mapped(evaluator, set, environment, world, (bound) => evaluator.evaluate(set.element, bound, world));
}
