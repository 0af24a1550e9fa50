/**
 * What an action's effects look like: `x' = [x EXCEPT ![p] = e]`, `x' = x \cup {e}`, `x' = Append(x, e)`, `x' = e`,
 * UNCHANGED. Read off the text once for each action, so that conformance can find the action's parameters from what
 * changed instead of trying all of them.
 *
 * Only conjuncts that every step of the action satisfies are taken: what stands below a disjunction, an IF or a quantifier
 * says nothing here. A part that is not of a known shape is `opaque`, which matches everything; so whatever is inferred
 * from effects is necessary, never a guess.
 */
import type { Declaration, Definition, Expr, ResolvedSpec } from "../tla/modules/core.ts";
import { isExpression } from "../tla/modules/walk.ts";
import { actionPlans } from "./actions.ts";
import type { ActionPlan } from "./actions.ts";
import { isOverridable } from "./overrides.ts";

/** A value that an effect mentions, as far as its text tells. */
export type Term =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "literal"; readonly value: string | bigint | boolean }
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly term: Term }[] }
  | { readonly kind: "tuple"; readonly terms: readonly Term[] }
  | { readonly kind: "opaque" };

/** How a variable, or a part of it, changes. */
export type Change =
  | { readonly kind: "same" }
  /** Only the value at this key changes. */
  | { readonly kind: "at"; readonly key: Term; readonly change: Change }
  | { readonly kind: "add"; readonly element: Term }
  | { readonly kind: "remove"; readonly element: Term }
  | { readonly kind: "append"; readonly element: Term }
  | { readonly kind: "becomes"; readonly value: Term };

export interface Effect {
  readonly variable: number;
  readonly change: Change;
}

const OPAQUE: Term = { kind: "opaque" };
/** Definitions that are looked into below one another. */
const UNFOLDINGS_MAX = 40;

/** The effects of every action, in the order of `StateMachine.actions`. */
export function effectsOf(spec: ResolvedSpec): readonly (readonly Effect[])[] {
  return actionPlans(spec).map((plan) => new Reader(spec, plan).effects());
}

/** What names mean at a place in the text: an expression of another place, or one of the action's parameters. */
type Scope = ReadonlyMap<Declaration, Closed>;
type Closed = Term | { readonly kind: "closed"; readonly expression: Expr; readonly scope: Scope };

/** An expression with its scope, unfolded down to something that is no definition. */
interface Unfolded {
  readonly expression: Expr;
  readonly scope: Scope;
}

class Reader {
  private readonly spec: ResolvedSpec;
  private readonly plan: ActionPlan;
  private readonly found: Effect[] = [];
  private readonly throughInstance: boolean;

  constructor(spec: ResolvedSpec, plan: ActionPlan) {
    this.spec = spec;
    this.plan = plan;
    // In an instanced module variables are substituted: its text does not say what becomes of ours.
    this.throughInstance = plan.path.some((step) => step.kind === "call" && step.instance !== undefined);
  }

  effects(): readonly Effect[] {
    if (this.throughInstance) return [];
    const scope = new Map<Declaration, Closed>();
    this.plan.parameters.forEach((parameter, index) => {
      scope.set(parameter.declaration, { kind: "parameter", index });
      if (parameter.source !== undefined) scope.set(parameter.source, { kind: "parameter", index });
    });
    this.conjuncts(this.plan.body, scope, 0);
    return this.found;
  }

  private conjuncts(formula: Expr, scope: Scope, depth: number): void {
    const { expression, scope: inside } = this.unfold(formula, scope, depth);
    if (expression.kind !== "builtin") return;
    const [left, right] = expression.arguments;
    if (expression.operator === "and") {
      for (const conjunct of expression.arguments) this.conjuncts(conjunct, inside, depth + 1);
    } else if (expression.operator === "unchanged") this.unchanged(left!, inside, depth + 1);
    else if (expression.operator === "equals") {
      const variable = this.primedVariable(left!, inside, depth);
      if (variable !== undefined) this.found.push({ variable, change: this.change(right!, inside, variable, depth) });
    }
  }

  private unchanged(subject: Expr, scope: Scope, depth: number): void {
    const { expression, scope: inside } = this.unfold(subject, scope, depth);
    if (expression.kind === "tuple") {
      for (const element of expression.elements) this.unchanged(element, inside, depth + 1);
      return;
    }
    const variable = this.variable(expression);
    if (variable !== undefined) this.found.push({ variable, change: { kind: "same" } });
  }

  private primedVariable(expression: Expr, scope: Scope, depth: number): number | undefined {
    if (expression.kind !== "builtin" || expression.operator !== "prime") return undefined;
    return this.variable(this.unfold(expression.arguments[0]!, scope, depth).expression);
  }

  private variable(expression: Expr): number | undefined {
    if (expression.kind !== "ref" || expression.target.kind !== "variable") return undefined;
    const slot = this.spec.variables.indexOf(expression.target);
    return slot < 0 ? undefined : slot;
  }

  /** The new value of a variable; `base` tells whether an expression is the old one of the part in question. */
  private change(expression: Expr, scope: Scope, variable: number, depth: number): Change {
    return this.changeOf(expression, scope, (e) => this.variable(e) === variable, depth);
  }

  private changeOf(given: Expr, scope: Scope, isBase: (e: Expr, scope: Scope) => boolean, depth: number): Change {
    const { expression, scope: inside } = this.unfold(given, scope, depth);
    if (isBase(expression, inside)) return { kind: "same" };
    if (expression.kind === "except" && expression.updates.length === 1) {
      if (isBase(this.unfold(expression.function, inside, depth).expression, inside)) {
        return this.exceptChange(expression.updates[0]!, inside, depth);
      }
    }
    if (expression.kind === "builtin" && ["union", "minus"].includes(expression.operator)) {
      const sides = expression.arguments.map((side) => this.unfold(side, inside, depth));
      const old = sides.findIndex((side) => isBase(side.expression, side.scope));
      const other = sides[1 - old];
      if (other?.expression.kind === "setEnumeration" && other.expression.elements.length === 1) {
        const element = this.term(other.expression.elements[0]!, other.scope, depth);
        if (expression.operator === "union") return { kind: "add", element };
        if (old === 0) return { kind: "remove", element };
      }
    }
    if (isCallOf(expression, "Sequences", "Append")) {
      const [sequence, element] = expression.arguments;
      if (sequence !== undefined && element !== undefined && isExpression(sequence) && isExpression(element)) {
        const old = this.unfold(sequence, inside, depth);
        if (isBase(old.expression, old.scope)) return { kind: "append", element: this.term(element, inside, depth) };
      }
    }
    return { kind: "becomes", value: this.term(expression, inside, depth) };
  }

  private exceptChange(
    update: Extract<Expr, { kind: "except" }>["updates"][number],
    scope: Scope,
    depth: number,
  ): Change {
    const keys = update.path.map((step): Term =>
      step.kind === "field" ? { kind: "literal", value: step.name } : this.term(step.argument, scope, depth),
    );
    const inner = this.changeOf(update.value, scope, (e) => e.kind === "exceptAt", depth + 1);
    return keys.reduceRight<Change>((change, key) => ({ kind: "at", key, change }), inner);
  }

  private term(given: Expr, scope: Scope, depth: number): Term {
    if (depth > UNFOLDINGS_MAX) return OPAQUE;
    if (given.kind === "ref") {
      const meaning = scope.get(given.target);
      if (meaning !== undefined && meaning.kind !== "closed") return meaning;
    }
    const { expression, scope: inside } = this.unfold(given, scope, depth);
    switch (expression.kind) {
      case "string":
      case "number":
      case "boolean":
        return { kind: "literal", value: expression.value };
      case "ref": {
        const meaning = inside.get(expression.target);
        return meaning !== undefined && meaning.kind !== "closed" ? meaning : OPAQUE;
      }
      case "tuple":
        return { kind: "tuple", terms: expression.elements.map((element) => this.term(element, inside, depth + 1)) };
      case "record":
        return {
          kind: "record",
          fields: expression.fields.map(({ name, value }) => ({ name, term: this.term(value, inside, depth + 1) })),
        };
      default:
        return OPAQUE;
    }
  }

  /** Replaces names by what they stand for, as long as that is an expression of this specification. */
  private unfold(given: Expr, scope: Scope, depth: number): Unfolded {
    let [expression, inside] = [given, scope];
    for (let i = depth; i < UNFOLDINGS_MAX; i++) {
      if (expression.kind === "label") expression = expression.body;
      else if (expression.kind === "let") expression = expression.body;
      else if (expression.kind === "ref") {
        const meaning = inside.get(expression.target);
        if (meaning !== undefined) {
          if (meaning.kind !== "closed" || expression.arguments.length > 0) break;
          [expression, inside] = [meaning.expression, meaning.scope];
          continue;
        }
        const { target } = expression;
        if (!this.isOpen(expression) || target.kind !== "definition") break;
        inside = enter(target, expression.arguments.filter(isExpression), inside);
        expression = target.body;
      } else break;
    }
    return { expression, scope: inside };
  }

  /** A definition whose body may be put in its place: not replaced, not recursive, not native, of this module's variables. */
  private isOpen(expression: Extract<Expr, { kind: "ref" }>): boolean {
    const { target } = expression;
    return (
      target.kind === "definition" &&
      !target.isRecursive &&
      target.native === undefined &&
      target.body.kind !== "native" &&
      expression.instance === undefined &&
      isOverridable(expression.instance) &&
      !this.spec.overrides.has(target) &&
      expression.arguments.every(isExpression)
    );
  }
}

/** The scope of a definition's body: its parameters closed over the arguments. */
function enter(definition: Definition, given: readonly Expr[], scope: Scope): Scope {
  if (definition.parameters.length === 0) return scope;
  const inside = new Map(scope);
  definition.parameters.forEach((parameter, i) => {
    const argument = given[i]!;
    const known = argument.kind === "ref" && argument.arguments.length === 0 ? scope.get(argument.target) : undefined;
    inside.set(parameter, known ?? { kind: "closed", expression: argument, scope });
  });
  return inside;
}

function isCallOf(expression: Expr, module: string, name: string): expression is Extract<Expr, { kind: "ref" }> {
  return (
    expression.kind === "ref" &&
    expression.target.kind === "definition" &&
    expression.target.module === module &&
    expression.target.name === name
  );
}
