/**
 * The environment of an instanced module: its declared symbols stand for the substitutions, which are evaluated where
 * the instance stands. Nothing is copied; ENABLED tells by the environment which names are substituted.
 */
import type { Argument, Declaration, InstanceDeclaration, InstanceUse } from "../../tla/modules/core.ts";
import { childrenOf, declaredBy, isExpression } from "../../tla/modules/walk.ts";
import { bind, ModuleEnvironment, type Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { closeOver } from "./references.ts";

export function instanceEnvironment(
  evaluator: Evaluator,
  use: InstanceUse,
  environment: Environment,
): ModuleEnvironment {
  const place = use.parent === undefined ? environment : instanceEnvironment(evaluator, use.parent, environment);
  const declaration = use.instance;
  const outer = isClosed(declaration) ? place.module : place;
  if (use.arguments.length > 0) {
    let bound: Environment = outer;
    use.arguments.forEach((argument, i) => {
      bound = bind(bound, declaration.parameters[i]!, closeOver(evaluator, argument, environment));
    });
    return new ModuleEnvironment({ declaration, outer: bound });
  }
  if (outer.kind !== "module") return new ModuleEnvironment({ declaration, outer });
  let made = outer.instances.get(declaration);
  if (made === undefined) {
    made = new ModuleEnvironment({ declaration, outer });
    outer.instances.set(declaration, made);
  }
  return made;
}

const closed = new WeakMap<InstanceDeclaration, boolean>();

/** True when the substitutions use only names of the module that the instance stands in (and its own parameters). */
function isClosed(instance: InstanceDeclaration): boolean {
  let known = closed.get(instance);
  if (known === undefined) {
    const names = { declared: new Set<Declaration>(instance.parameters), used: new Set<Declaration>() };
    for (const argument of instance.substitutions.values()) collect(argument, names);
    known = [...names.used].every((name) => names.declared.has(name));
    closed.set(instance, known);
  }
  return known;
}

interface Names {
  readonly declared: Set<Declaration>;
  readonly used: Set<Declaration>;
}

function isLocalName(target: Declaration): boolean {
  return (
    target.kind === "parameter" || target.kind === "boundVariable" || (target.kind === "definition" && target.isLet)
  );
}

function collect(argument: Argument, names: Names): void {
  if (!isExpression(argument)) {
    if (argument.kind === "lambda") {
      for (const parameter of argument.parameters) names.declared.add(parameter);
      collect(argument.body, names);
    } else if (argument.kind === "operatorRef") {
      if (isLocalName(argument.target)) names.used.add(argument.target);
      collectUse(argument.instance, names);
    }
    return;
  }
  for (const declaration of declaredBy(argument)) names.declared.add(declaration);
  if (argument.kind === "ref") {
    if (isLocalName(argument.target)) names.used.add(argument.target);
    collectUse(argument.instance, names);
  }
  for (const child of childrenOf(argument)) collect(child, names);
}

/** An instance that stands in a LET is evaluated with the names of that LET. */
function collectUse(use: InstanceUse | undefined, names: Names): void {
  if (use === undefined) return;
  collectUse(use.parent, names);
  if (use.parent === undefined) {
    for (const parameter of use.instance.parameters) names.declared.add(parameter);
    for (const argument of use.instance.substitutions.values()) collect(argument, names);
  }
}
