/**
 * Which variables an action writes and reads, by its text: a walk through definitions, arguments and substitutions.
 *
 * Written are the variables that stand primed, but for UNCHANGED; read those that stand unprimed, but for UNCHANGED.
 * Both are upper bounds of what one step does.
 */
import type {
  Argument,
  ConstantDeclaration,
  Declaration,
  Definition,
  Expr,
  InstanceUse,
  ResolvedSpec,
  VariableDeclaration,
} from "../tla/modules/core.ts";
import type { PathStep } from "./actions.ts";
import { overriddenMeaning } from "./overrides.ts";
import { childrenOf, isExpression } from "../tla/modules/walk.ts";

export interface ActionVariables {
  readonly written: readonly number[];
  readonly read: readonly number[];
}

interface Walk {
  readonly spec: ResolvedSpec;
  readonly slots: ReadonlyMap<VariableDeclaration, number>;
  readonly written: Set<number>;
  readonly read: Set<number>;
  /** What has been walked already: a declaration under a chain of instances, primed or not. */
  readonly seen: Map<Declaration, { readonly use: Substitution | undefined; readonly isPrimed: boolean }[]>;
}

/** The instances that the text walked stands under. */
interface Substitution {
  readonly use: InstanceUse;
  readonly outer: Substitution | undefined;
}

export function variablesOf(spec: ResolvedSpec, path: readonly PathStep[], body: Expr): ActionVariables {
  const walk: Walk = {
    spec,
    slots: new Map(spec.variables.map((variable, slot) => [variable, slot])),
    written: new Set(),
    read: new Set(),
    seen: new Map(),
  };
  let under: Substitution | undefined;
  for (const step of path) {
    if (step.kind === "exists") for (const bound of step.bounds) visit(walk, bound.set, under, false);
    if (step.kind === "let") continue;
    if (step.kind === "call") {
      for (const argument of step.arguments) visitArgument(walk, argument, under, false);
      under = enter(step.isOverride ? undefined : under, step.instance);
    }
  }
  visit(walk, body, under, false);
  const sorted = (slots: Set<number>): number[] => [...slots].sort((a, b) => a - b);
  return { written: sorted(walk.written), read: sorted(walk.read) };
}

function enter(under: Substitution | undefined, use: InstanceUse | undefined): Substitution | undefined {
  return use === undefined ? under : { use, outer: enter(under, use.parent) };
}

function visitArgument(walk: Walk, argument: Argument, under: Substitution | undefined, isPrimed: boolean): void {
  if (isExpression(argument)) visit(walk, argument, under, isPrimed);
  else if (argument.kind === "lambda") visit(walk, argument.body, under, isPrimed);
  else if (argument.kind === "operatorRef") visitName(walk, argument.target, argument.instance, under, isPrimed);
}

function visit(walk: Walk, expression: Expr, under: Substitution | undefined, isPrimed: boolean): void {
  if (expression.kind === "builtin") {
    if (expression.operator === "unchanged") return;
    if (expression.operator === "prime") return visit(walk, expression.arguments[0]!, under, true);
  }
  if (expression.kind === "ref") {
    visitName(walk, expression.target, expression.instance, under, isPrimed);
    if (expression.target.kind === "definition") {
      const primed = primedParameters(expression.target);
      expression.arguments.forEach((argument, i) => {
        if (primed[i] === true) visitArgument(walk, argument, under, true);
      });
    }
  }
  for (const child of childrenOf(expression)) visitArgument(walk, child, under, isPrimed);
}

function visitName(
  walk: Walk,
  target: Declaration,
  use: InstanceUse | undefined,
  under: Substitution | undefined,
  isPrimed: boolean,
): void {
  if (target.kind === "boundVariable" || target.kind === "parameter") return;
  const inside = enter(under, use);
  if (target.kind === "variable" || target.kind === "constant") return visitDeclared(walk, target, inside, isPrimed);
  const seen = walk.seen.get(target) ?? [];
  if (seen.some((entry) => sameUses(entry.use, inside) && entry.isPrimed === isPrimed)) return;
  walk.seen.set(target, [...seen, { use: inside, isPrimed }]);
  const override = overriddenMeaning(walk.spec, target, undefined);
  if (override?.kind === "definition") visitName(walk, override.target, override.instance, undefined, isPrimed);
  else if (override === undefined) visit(walk, target.body, inside, isPrimed);
}

function visitDeclared(
  walk: Walk,
  target: VariableDeclaration | ConstantDeclaration,
  under: Substitution | undefined,
  isPrimed: boolean,
): void {
  for (let substitution = under; substitution !== undefined; substitution = substitution.outer) {
    const argument = substitution.use.instance.substitutions.get(target);
    if (argument !== undefined) return visitArgument(walk, argument, substitution.outer, isPrimed);
  }
  if (target.kind === "constant") return;
  const slot = walk.slots.get(target);
  if (slot !== undefined) (isPrimed ? walk.written : walk.read).add(slot);
}

function sameUses(a: Substitution | undefined, b: Substitution | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.use.instance === b.use.instance && sameUses(a.outer, b.outer);
}

const primedParametersOf = new WeakMap<Definition, readonly boolean[]>();

/** Which parameters of a definition its body primes, as `Set(v, e) == v' = e` primes the first. */
function primedParameters(definition: Definition): readonly boolean[] {
  const known = primedParametersOf.get(definition);
  if (known !== undefined) return known;
  primedParametersOf.set(definition, []);
  const primed = new Set<Declaration>();
  const look = (argument: Argument, isPrimed: boolean): void => {
    if (argument.kind === "lambda") return look(argument.body, isPrimed);
    if (!isExpression(argument)) return;
    if (argument.kind === "ref") {
      if (isPrimed && argument.target.kind === "parameter") primed.add(argument.target);
      const inner = argument.target.kind === "definition" ? primedParameters(argument.target) : [];
      argument.arguments.forEach((given, i) => {
        if (inner[i] === true) look(given, true);
      });
    }
    const isPrime = argument.kind === "builtin" && argument.operator === "prime";
    for (const child of childrenOf(argument)) look(child, isPrimed || isPrime);
  };
  look(definition.body, false);
  const result = definition.parameters.map((parameter) => primed.has(parameter));
  primedParametersOf.set(definition, result);
  return result;
}
