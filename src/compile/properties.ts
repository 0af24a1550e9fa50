/**
 * Takes the properties of a configuration apart, as TLC does: through definitions, instances, LET, conjunctions and
 * `\A` over constant sets, down to what is checked in initial states, in every state, at every step, or by liveness
 * checking.
 */
import type { Location } from "../tla/syntax/source.ts";
import type { Argument, Definition, Expr, InstanceUse, Level, NamedExpr, ResolvedSpec } from "../tla/modules/core.ts";
import { levelOf } from "../tla/modules/levels.ts";
import type { PathStep } from "./actions.ts";
import { isOverridable, overriddenMeaning } from "./overrides.ts";

export interface PropertyPiece {
  /** As the config has it. */
  readonly name: string;
  readonly at: Location;
  readonly kind:
    | "initial" /** no temporal operator: holds in initial states */
    | "state" /** the P of `[]P` */
    | "action" /** the `[A]_v` of `[][A]_v` */
    | "temporal";
  readonly expression: Expr;
  /** What stands around the expression. A step `exists` is a `\A` here: the piece holds for every binding. */
  readonly path: readonly PathStep[];
  /** The instance in which the path begins. */
  readonly instance?: InstanceUse;
}

interface Place {
  readonly named: NamedExpr;
  readonly path: readonly PathStep[];
  readonly module: string;
  readonly isUnderBox: boolean;
}

export function propertyPieces(spec: ResolvedSpec): readonly PropertyPiece[] {
  const pieces: PropertyPiece[] = [];
  for (const named of spec.properties) {
    const start: Place = { named, path: [], module: spec.root.name, isUnderBox: false };
    split(spec, named.expression, start, pieces);
  }
  return pieces;
}

function split(spec: ResolvedSpec, formula: Expr, place: Place, pieces: PropertyPiece[]): void {
  const level = levelOf(formula);
  if (level <= 1) return end(place.isUnderBox ? "state" : "initial", formula, place, pieces);
  if (formula.kind === "boxAction" && place.isUnderBox) return end("action", formula, place, pieces);
  const next = (inner: Expr, step?: PathStep): void =>
    split(spec, inner, step === undefined ? place : { ...place, path: [...place.path, step] }, pieces);
  switch (formula.kind) {
    case "builtin":
      if (formula.operator === "and") return formula.arguments.forEach((conjunct) => next(conjunct));
      if (formula.operator === "always" && isSafety(spec, formula.arguments[0]!, place.module))
        return split(spec, formula.arguments[0]!, { ...place, isUnderBox: true }, pieces);
      break;
    case "let":
      return next(formula.body, { kind: "let", definitions: formula.definitions, at: formula.at });
    case "label":
      return next(formula.body);
    case "quantifier":
      if (formula.quantifier === "forall" && formula.bounds.every((bound) => levelOf(bound.set) === 0))
        return next(formula.body, { kind: "exists", bounds: formula.bounds, at: formula.at });
      break;
    case "ref": {
      const call = callStep(spec, formula, place.module);
      if (call === undefined) break;
      const inside = { ...place, path: [...place.path, call], module: call.definition.module };
      return split(spec, call.definition.body, inside, pieces);
    }
    default:
  }
  end("temporal", formula, place, pieces);
}

/** Whether what stands under a `[]` can be told in single states and steps. */
function isSafety(spec: ResolvedSpec, formula: Expr, module: string): boolean {
  if (levelOf(formula) <= 1 || formula.kind === "boxAction") return true;
  switch (formula.kind) {
    case "builtin":
      if (formula.operator === "and") return formula.arguments.every((conjunct) => isSafety(spec, conjunct, module));
      return formula.operator === "always" && isSafety(spec, formula.arguments[0]!, module);
    case "let":
    case "label":
      return isSafety(spec, formula.body, module);
    case "quantifier":
      return (
        formula.quantifier === "forall" &&
        formula.bounds.every((bound) => levelOf(bound.set) === 0) &&
        isSafety(spec, formula.body, module)
      );
    case "ref": {
      const call = callStep(spec, formula, module);
      return call !== undefined && isSafety(spec, call.definition.body, call.definition.module);
    }
    default:
      return false;
  }
}

function callStep(
  spec: ResolvedSpec,
  formula: Expr & { readonly kind: "ref" },
  module: string,
): (PathStep & { readonly kind: "call" }) | undefined {
  const { target } = formula;
  if (target.kind !== "definition") return undefined;
  // In the text of the definition its parameters count as constants: what is passed decides the level.
  if (formula.arguments.some((argument) => argumentLevel(argument) >= 2)) return undefined;
  const override = isOverridable(formula.instance) ? overriddenMeaning(spec, target, module) : undefined;
  if (override !== undefined && override.kind !== "definition") return undefined;
  const definition: Definition = override?.target ?? target;
  if (definition.native !== undefined || definition.body.kind === "native" || definition.isRecursive) return undefined;
  const instance = override === undefined ? formula.instance : override.instance;
  const args: readonly Argument[] = formula.arguments;
  return {
    kind: "call",
    definition,
    arguments: args,
    ...(instance === undefined ? {} : { instance }),
    isOverride: override !== undefined,
    at: formula.at,
  };
}

function argumentLevel(argument: Argument): Level {
  switch (argument.kind) {
    case "builtinRef":
      return argument.operator === "prime" || argument.operator === "unchanged" ? 2 : 0;
    case "operatorRef":
      return argument.target.kind === "definition" ? argument.target.level : 0;
    case "lambda":
      return levelOf(argument.body);
    default:
      return levelOf(argument);
  }
}

function end(kind: PropertyPiece["kind"], expression: Expr, place: Place, pieces: PropertyPiece[]): void {
  const { named, path } = place;
  const instance = named.instance === undefined ? {} : { instance: named.instance };
  pieces.push({ name: named.name, at: expression.at, kind, expression, path, ...instance });
}
