/**
 * Takes Next apart into actions.
 *
 * Next is followed through disjunctions, existential quantifiers, LET, labels and definition calls down to the last
 * call whose body is not itself such a choice. What was passed on the way is the action's path: whoever runs the action
 * walks it again, binding names, and then runs the body. (Rejected: copying the bodies with their parameters replaced,
 * which loses places and laziness.)
 *
 * A definition that is only a call of another takes the other's name; a conjunction ends the search, so that
 * `\E x \in S : P(x) /\ A(x)` is one action with the name of the definition that it stands in.
 */
import type { Location } from "../tla/syntax/source.ts";
import type {
  Argument,
  BoundDeclaration,
  BoundGroup,
  Definition,
  Expr,
  InstanceUse,
  ParameterDeclaration,
  ResolvedSpec,
} from "../tla/modules/core.ts";
import { variablesOf } from "./action-variables.ts";
import { isOverridable, overriddenMeaning } from "./overrides.ts";
import type { Action } from "./types.ts";
import { isExpression } from "../tla/modules/walk.ts";

/** One thing passed between Next and an action, outermost first. */
export type PathStep =
  | { readonly kind: "exists"; readonly bounds: readonly BoundGroup[]; readonly at: Location }
  | { readonly kind: "let"; readonly definitions: readonly Definition[]; readonly at: Location }
  | {
      readonly kind: "call";
      /** The definition entered: the one named, or what the config puts in its place. */
      readonly definition: Definition;
      readonly arguments: readonly Argument[];
      /** Where the definition is; absent for one of the module that the call stands in. */
      readonly instance?: InstanceUse;
      /** The config replaced the definition: its environment (and `instance`) is the root module's. */
      readonly isOverride: boolean;
      readonly at: Location;
    };

/** A parameter of an action: a formal parameter of its definition, or a name quantified below it. */
export interface ActionParameter {
  readonly name: string;
  readonly declaration: ParameterDeclaration | BoundDeclaration;
  /** The quantified name on the path that is passed as this argument, if the argument is just a name. */
  readonly source?: BoundDeclaration;
}

export interface ActionPlan {
  readonly action: Action;
  readonly path: readonly PathStep[];
  readonly parameters: readonly ActionParameter[];
  /** What is run when the path has been walked. */
  readonly body: Expr;
}

/** Definitions on one path; more means that a recursive operator defines Next, which ends the search. */
const PATH_STEPS_MAX = 200;

interface Place {
  readonly path: readonly PathStep[];
  readonly name: string;
  readonly at: Location;
  readonly parameters: readonly ActionParameter[];
  readonly entered: readonly Definition[];
  /** Module whose text this is, for overrides that hold in one module only. */
  readonly module: string;
  /** For each parameter that was passed just a quantified name: that name. */
  readonly sources: ReadonlyMap<ParameterDeclaration | BoundDeclaration, BoundDeclaration>;
}

export function actionPlans(spec: ResolvedSpec): readonly ActionPlan[] {
  const plans: ActionPlan[] = [];
  if (spec.next === undefined) return plans;
  const end = (body: Expr, place: Place): void => {
    const { written, read } = variablesOf(spec, place.path, body);
    plans.push({
      path: place.path,
      parameters: place.parameters,
      body,
      action: {
        index: plans.length,
        name: place.name,
        parameters: place.parameters.map((parameter) => parameter.name),
        at: place.at,
        variablesWritten: written,
        variablesRead: read,
      },
    });
  };
  const start: Place = {
    path: [],
    name: "Next",
    at: spec.next.at,
    parameters: [],
    entered: [],
    module: spec.root.name,
    sources: new Map(),
  };
  split(spec, spec.next, start, end);
  return plans;
}

type End = (body: Expr, place: Place) => void;

function split(spec: ResolvedSpec, formula: Expr, place: Place, end: End): void {
  if (place.path.length > PATH_STEPS_MAX) return end(formula, place);
  switch (formula.kind) {
    case "builtin":
      // A single bullet is no conjunction: `/\\ \\E p \\in Proc : A(p) \\/ B(p)` is a choice.
      if (formula.operator === "and" && formula.arguments.length === 1)
        return split(spec, formula.arguments[0]!, place, end);
      if (formula.operator !== "or") return end(formula, place);
      for (const disjunct of formula.arguments) split(spec, disjunct, { ...place, at: disjunct.at }, end);
      return;
    case "quantifier":
      if (formula.quantifier !== "exists") return end(formula, place);
      return split(spec, formula.body, throughExists(place, formula), end);
    case "let": {
      const step: PathStep = { kind: "let", definitions: formula.definitions, at: formula.at };
      return split(spec, formula.body, { ...place, path: [...place.path, step], at: formula.body.at }, end);
    }
    case "label":
      return split(spec, formula.body, place, end);
    case "boxAction": {
      split(spec, formula.action, { ...place, at: formula.action.at }, end);
      const { subscript } = formula;
      const stutter: Expr = { kind: "builtin", operator: "unchanged", arguments: [subscript], at: subscript.at };
      return end(stutter, { ...place, at: subscript.at });
    }
    case "ref":
      return splitCall(spec, formula, place, end);
    default:
      return end(formula, place);
  }
}

function throughExists(place: Place, formula: Expr & { readonly kind: "quantifier" }): Place {
  const names = formula.bounds.flatMap((bound) => bound.names);
  const sources = new Map(place.sources);
  for (const name of names) sources.set(name, name);
  return {
    ...place,
    path: [...place.path, { kind: "exists", bounds: formula.bounds, at: formula.at }],
    at: formula.body.at,
    parameters: [...place.parameters, ...names.map((name) => ({ name: name.name, declaration: name, source: name }))],
    sources,
  };
}

function splitCall(spec: ResolvedSpec, formula: Expr & { readonly kind: "ref" }, place: Place, end: End): void {
  const { target } = formula;
  if (target.kind !== "definition" && target.kind !== "constant") return end(formula, place);
  const override = isOverridable(formula.instance) ? overriddenMeaning(spec, target, place.module) : undefined;
  if (override !== undefined && override.kind !== "definition") return end(formula, place);
  const constant = override === undefined && target.kind === "constant" ? undefined : target;
  const definition = override?.target ?? (constant?.kind === "definition" ? constant : undefined);
  const instance = override === undefined ? formula.instance : override.instance;
  if (definition === undefined || definition.body.kind === "native" || definition.native !== undefined)
    return end(formula, place);
  if (place.entered.includes(definition)) return end(formula, place);
  const call: PathStep = {
    kind: "call",
    definition,
    arguments: formula.arguments,
    ...(instance === undefined ? {} : { instance }),
    isOverride: override !== undefined,
    at: formula.at,
  };
  const inside = throughCall(place, call, formula);
  if (definition.isRecursive) return end(definition.body, inside);
  split(spec, definition.body, inside, end);
}

function throughCall(place: Place, call: PathStep & { kind: "call" }, formula: Expr & { readonly kind: "ref" }): Place {
  const { definition } = call;
  const sources = new Map(place.sources);
  const parameters = definition.parameters.map((declaration, i): ActionParameter => {
    const source = sourceOf(formula.arguments[i]!, place);
    if (source === undefined) return { name: declaration.name, declaration };
    sources.set(declaration, source);
    return { name: declaration.name, declaration, source };
  });
  return {
    path: [...place.path, call],
    name: nameThrough(call.instance, definition.name),
    at: definition.body.at,
    parameters,
    entered: [...place.entered, definition],
    module: definition.module,
    sources,
  };
}

function sourceOf(argument: Argument, place: Place): BoundDeclaration | undefined {
  if (!isExpression(argument) || argument.kind !== "ref" || argument.arguments.length > 0) return undefined;
  const { target } = argument;
  return target.kind === "boundVariable" || target.kind === "parameter" ? place.sources.get(target) : undefined;
}

/** `I!Name`; instances without a name are not seen. */
function nameThrough(instance: InstanceUse | undefined, name: string): string {
  const names: string[] = [];
  for (let use = instance; use !== undefined; use = use.parent)
    if (use.instance.name !== "") names.unshift(use.instance.name);
  return [...names, name].join("!");
}
