/**
 * Runs an action plan: walks its path, binding quantified names, definitions and parameters, then enumerates its body.
 *
 * With known arguments a quantified name that is passed just so is not enumerated but bound, once it is known to be in
 * its set; other known arguments are compared.
 */
import type { Value } from "../../values/types.ts";
import { UNKNOWN } from "../types.ts";
import type { BoundDeclaration, BoundGroup } from "../../tla/modules/core.ts";
import type { ActionPlan, PathStep } from "../actions.ts";
import { bindElement } from "./binders.ts";
import { enumerate, type Purpose } from "./enumerate.ts";
import { letScope, lookUp, type Environment, type Meaning } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { addLink } from "./failures.ts";
import { instanceEnvironment } from "./instances.ts";
import { closeOver, enter, linkOf, meaningValue } from "./references.ts";
import type { World } from "./world.ts";

/** The end of a path: where the body is to be run. Returns false to stop. */
export type PathEnd = (environment: Environment) => boolean;

/** Values of quantified names that are known beforehand. */
export type KnownNames = ReadonlyMap<BoundDeclaration, Value>;

export const NOTHING_KNOWN: KnownNames = new Map();

/** Enumerates the worlds that the action leads to; `visit` returns false to stop. */
export function runAction(
  evaluator: Evaluator,
  plan: ActionPlan,
  known: KnownNames,
  purpose: Purpose,
  world: World,
  visit: (reached: World, environment: Environment) => boolean,
): boolean {
  return walkPath(evaluator, plan.path, known, world, (environment) =>
    enumerate(evaluator, purpose, plan.body, environment, world, (reached) => visit(reached, environment)),
  );
}

export function walkPath(
  evaluator: Evaluator,
  path: readonly PathStep[],
  known: KnownNames,
  world: World,
  end: PathEnd,
  start: Environment = evaluator.root,
): boolean {
  const walk = (index: number, environment: Environment): boolean => {
    const step = path[index];
    if (step === undefined) return end(environment);
    switch (step.kind) {
      case "exists":
        return bindNames(evaluator, step.bounds, known, environment, world, (bound) => walk(index + 1, bound));
      case "let":
        return walk(index + 1, letScope(environment, step.definitions));
      case "call":
        return walkCall(evaluator, step, environment, (inside) => walk(index + 1, inside));
    }
  };
  return walk(0, start);
}

function walkCall(
  evaluator: Evaluator,
  step: PathStep & { readonly kind: "call" },
  environment: Environment,
  inside: PathEnd,
): boolean {
  const entered = enterPathCall(evaluator, step, environment);
  try {
    return inside(entered.environment);
  } catch (error) {
    addLink(error, () => linkOf(evaluator, step.definition, entered.arguments));
    throw error;
  }
}

/** The environment inside a definition on the path. */
export function enterPathCall(
  evaluator: Evaluator,
  step: PathStep & { readonly kind: "call" },
  environment: Environment,
): { readonly environment: Environment; readonly arguments: readonly Meaning[] } {
  const place = step.isOverride ? evaluator.root : environment;
  const home = step.instance === undefined ? place.module : instanceEnvironment(evaluator, step.instance, place);
  const args = step.arguments.map((argument) => closeOver(evaluator, argument, environment));
  const letHome = step.definition.isLet ? environment : home;
  const operator = { kind: "definition" as const, definition: step.definition, environment: letHome };
  return { environment: enter(evaluator, operator, args, step.at).environment, arguments: args };
}

/** As `forEachBinding`, but names that are known take their value, if it is in their set. */
function bindNames(
  evaluator: Evaluator,
  bounds: readonly BoundGroup[],
  known: KnownNames,
  environment: Environment,
  world: World,
  visit: PathEnd,
): boolean {
  const { store } = evaluator;
  const sets = bounds.map((bound) => evaluator.evaluate(bound.set, environment, world));
  const isGiven = bounds.every(({ names, isTuple }) => !isTuple && known.has(names[0]!));
  const loop = (index: number, bound: Environment): boolean => {
    if (index < 0) {
      if (!isGiven) evaluator.context.tally.bindings++;
      return visit(bound);
    }
    const { names, isTuple, set } = bounds[index]!;
    const site = evaluator.site(set.at);
    const next = (element: Value): boolean =>
      loop(index - 1, bindElement(evaluator, names, isTuple, element, bound, set.at));
    const given = isTuple ? undefined : known.get(names[0]!);
    if (given !== undefined) return store.in(given, sets[index]!, site) ? next(given) : true;
    const elements = store.enumerate(sets[index]!, site);
    for (let i = 0; i < store.size(elements); i++) {
      const element = store.at(elements, i);
      if (isTuple && !agrees(evaluator, names, known, element, site)) continue;
      if (!next(element)) return false;
    }
    return true;
  };
  return loop(bounds.length - 1, environment);
}

function agrees(
  evaluator: Evaluator,
  names: readonly BoundDeclaration[],
  known: KnownNames,
  element: Value,
  site: number,
): boolean {
  return names.every((name, i) => {
    const value = known.get(name);
    return value === undefined || evaluator.store.apply(element, evaluator.store.integer(i + 1), site) === value;
  });
}

/** Which quantified names the known arguments of an action determine. */
export function knownNames(plan: ActionPlan, args: Int32Array): KnownNames {
  const known = new Map<BoundDeclaration, Value>();
  plan.parameters.forEach((parameter, i) => {
    const value = args[i] ?? UNKNOWN;
    if (value !== UNKNOWN && parameter.source !== undefined) known.set(parameter.source, value);
  });
  return known;
}

/** The values of an action's parameters; UNKNOWN for operators. */
export function bindingOf(evaluator: Evaluator, plan: ActionPlan, environment: Environment, world: World): Int32Array {
  const binding = new Int32Array(plan.parameters.length);
  plan.parameters.forEach((parameter, i) => {
    const meaning = lookUp(environment, parameter.declaration);
    if (meaning === undefined || meaning.kind === "operator") return;
    binding[i] = meaningValue(evaluator, meaning, world, plan.action.at);
  });
  return binding;
}

/** True when the arguments that were given and are not plain quantified names come out as given. */
export function argumentsAgree(binding: Int32Array, args: Int32Array): boolean {
  return binding.every((value, i) => {
    const given = args[i] ?? UNKNOWN;
    return given === UNKNOWN || value === UNKNOWN || given === value;
  });
}
