/**
 * A temporal formula of the specification becomes a `Formula` over numbered leaves: definitions, instances, LET and
 * parameters are entered, quantifiers over constant sets are multiplied out, WF and SF are written as what they stand
 * for. What names mean, and what a leaf is made of, is the business of who evaluates it: emitted code or the evaluator.
 */
import type { BoundGroup, Expr } from "../../tla/modules/core.ts";
import { EvaluationError } from "../../values/types.ts";
import type { PathStep } from "../actions.ts";
import {
  actionLeaf,
  always,
  and,
  equivalent,
  eventually,
  FALSE,
  implies,
  leadsTo,
  not,
  or,
  stateLeaf,
  strongFairness,
  TRUE,
  weakFairness,
} from "./formula.ts";
import type { Formula } from "./formula.ts";
import { unsupported } from "./unsupported.ts";

export type AngleAction = Expr & { readonly kind: "angleAction" };

/** An expression, and what its names mean. */
export interface Placed<Scope> {
  readonly expression: Expr;
  readonly scope: Scope;
}

/** What names mean. */
export interface Scopes<Scope> {
  /** No action or temporal operator occurs, also not in what was passed for a parameter. */
  isStateFormula(expression: Expr, scope: Scope): boolean;
  insideLet(expression: Expr & { readonly kind: "let" }, scope: Scope): Scope;
  insideCall(step: PathStep & { readonly kind: "call" }, scope: Scope): Scope;
  /** What a name with its arguments stands for; undefined when that is no expression. */
  meaning(reference: Expr & { readonly kind: "ref" }, scope: Scope): Placed<Scope> | undefined;
  /** The elements of a quantifier's set; undefined when it is not constant. Throws EvaluationError when not finite. */
  elements(bound: BoundGroup, scope: Scope): readonly number[] | undefined;
  withElement(bound: BoundGroup, element: number, scope: Scope): Scope;
}

/** Makes leaves: gives the number of the predicate, or its value when it is constant. */
export interface Leaves<Scope> {
  state(expression: Expr, scope: Scope): number | boolean;
  /** No `<<A>>_v` is constantly true: it is false of stuttering steps. */
  action(expression: AngleAction, scope: Scope): number | false;
  /** ENABLED of an action that is a leaf already. */
  enabled(action: AngleAction, scope: Scope, leaf: number): number | boolean;
}

/** Instances of the body that one quantifier of a temporal formula may be multiplied out to. */
export const TEMPORAL_INSTANCES_MAX = 10_000;
/** Formulas and definitions entered one inside the other. */
export const TEMPORAL_DEPTH_MAX = 500;

export class TemporalTranslator<Scope> {
  readonly #scopes: Scopes<Scope>;
  readonly #leaves: Leaves<Scope>;
  #depth = 0;

  constructor(scopes: Scopes<Scope>, leaves: Leaves<Scope>) {
    this.#scopes = scopes;
    this.#leaves = leaves;
  }

  /** The formula behind a path of definitions, LETs and `\A`s. */
  throughPath(path: readonly PathStep[], expression: Expr, scope: Scope): Formula {
    const [step, ...rest] = path;
    if (step === undefined) return this.formula(expression, scope);
    switch (step.kind) {
      case "exists":
        return and(...this.#instances(step.bounds, scope).map((inner) => this.throughPath(rest, expression, inner)));
      case "let": {
        const { definitions, at } = step;
        const body: Expr = { kind: "boolean", value: true, at };
        return this.throughPath(
          rest,
          expression,
          this.#scopes.insideLet({ kind: "let", definitions, body, at }, scope),
        );
      }
      case "call":
        return this.throughPath(rest, expression, this.#scopes.insideCall(step, scope));
    }
  }

  formula(expression: Expr, scope: Scope): Formula {
    if (++this.#depth > TEMPORAL_DEPTH_MAX)
      unsupported(`a temporal formula nested deeper than TEMPORAL_DEPTH_MAX = ${TEMPORAL_DEPTH_MAX}`, expression.at);
    try {
      if (this.#scopes.isStateFormula(expression, scope)) return stateFormula(this.#leaves.state(expression, scope));
      return this.#composed(expression, scope);
    } finally {
      this.#depth--;
    }
  }

  #composed(expression: Expr, scope: Scope): Formula {
    const recur = (inner: Expr): Formula => this.formula(inner, scope);
    switch (expression.kind) {
      case "builtin":
        return this.#operator(expression, scope);
      case "boxAction":
      case "angleAction":
        return refuseAction(expression);
      case "fairness":
        return this.#fairness(expression, scope);
      case "if":
        return choice(recur(expression.condition), recur(expression.then), () => recur(expression.else));
      case "case":
        return this.#cases(expression, scope);
      case "let":
        return this.formula(expression.body, this.#scopes.insideLet(expression, scope));
      case "label":
        return recur(expression.body);
      case "quantifier": {
        const parts = this.#instances(expression.bounds, scope).map((inner) => this.formula(expression.body, inner));
        return expression.quantifier === "forall" ? and(...parts) : or(...parts);
      }
      case "unboundedQuantifier":
        return refuseQuantifier(expression);
      case "ref": {
        const meaning = this.#scopes.meaning(expression, scope);
        if (meaning !== undefined) return this.formula(meaning.expression, meaning.scope);
        return unsupported(`a temporal formula as an argument of ${expression.target.name}`, expression.at);
      }
      default:
        return unsupported("a temporal formula inside an expression that is not a formula", expression.at);
    }
  }

  #operator(expression: Expr & { readonly kind: "builtin" }, scope: Scope): Formula {
    const { operator, arguments: args } = expression;
    const part = (index: number): Formula => this.formula(args[index]!, scope);
    switch (operator) {
      case "and":
        return and(...args.map((_, index) => part(index)));
      case "or":
        return or(...args.map((_, index) => part(index)));
      case "not":
        return not(part(0));
      case "implies":
        return implies(part(0), part(1));
      case "equivalent":
        return equivalent(part(0), part(1));
      case "always":
        return always(args[0]!.kind === "boxAction" ? this.#boxAction(args[0], scope) : part(0));
      case "eventually":
        return eventually(args[0]!.kind === "angleAction" ? this.#angleAction(args[0], scope) : part(0));
      case "leadsTo":
        return leadsTo(part(0), part(1));
      case "guarantees":
        return unsupported("the operator -+->", expression.at, "write the assumption and the guarantee with =>");
      default:
        return refuseAction(expression);
    }
  }

  #angleAction(expression: AngleAction, scope: Scope): Formula {
    const leaf = this.#leaves.action(expression, scope);
    return leaf === false ? FALSE : actionLeaf(leaf);
  }

  /** `[A]_v` is `~<<~A>>_v`. */
  #boxAction(expression: Expr & { readonly kind: "boxAction" }, scope: Scope): Formula {
    const { subscript, at } = expression;
    const action: Expr = { kind: "builtin", operator: "not", arguments: [expression.action], at };
    return not(this.#angleAction({ kind: "angleAction", action, subscript, at }, scope));
  }

  #fairness(expression: Expr & { readonly kind: "fairness" }, scope: Scope): Formula {
    const { action, subscript, at } = expression;
    const step: AngleAction = { kind: "angleAction", action, subscript, at };
    const leaf = this.#leaves.action(step, scope);
    // What can never be taken is never enabled.
    if (leaf === false) return TRUE;
    const enabled = stateFormula(this.#leaves.enabled(step, scope, leaf));
    return expression.strength === "weak"
      ? weakFairness(enabled, actionLeaf(leaf))
      : strongFairness(enabled, actionLeaf(leaf));
  }

  #cases(expression: Expr & { readonly kind: "case" }, scope: Scope): Formula {
    const from = (index: number): Formula => {
      const arm = expression.arms[index];
      if (arm !== undefined)
        return choice(this.formula(arm.guard, scope), this.formula(arm.value, scope), () => from(index + 1));
      if (expression.other !== undefined) return this.formula(expression.other, scope);
      return unsupported("a CASE of temporal formulas without OTHER", expression.at, "add an arm OTHER");
    };
    return from(0);
  }

  /** The scopes of a quantifier's instances; its sets must be constant and finite. */
  #instances(bounds: readonly BoundGroup[], scope: Scope): Scope[] {
    let scopes: Scope[] = [scope];
    for (const bound of bounds) {
      const elements = this.#elements(bound, scope);
      if (scopes.length * elements.length > TEMPORAL_INSTANCES_MAX) {
        unsupported(
          `a quantifier around temporal operators with more than TEMPORAL_INSTANCES_MAX = ${TEMPORAL_INSTANCES_MAX} instances`,
          bound.set.at,
        );
      }
      scopes = scopes.flatMap((outer) => elements.map((element) => this.#scopes.withElement(bound, element, outer)));
    }
    return scopes;
  }

  #elements(bound: BoundGroup, scope: Scope): readonly number[] {
    try {
      const elements = this.#scopes.elements(bound, scope);
      if (elements !== undefined) return elements;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return unsupported(`a quantifier around temporal operators over such a set: ${error.message}`, bound.set.at);
    }
    return unsupported(
      "a quantifier around temporal operators whose set is not constant",
      bound.set.at,
      "quantify over a constant set that holds all the elements, and say inside when one counts",
    );
  }
}

/** An action says something of one step, which stuttering may always come before. */
function refuseAction(expression: Expr): never {
  return unsupported(
    "an action as a temporal formula of its own",
    expression.at,
    "actions stand in a temporal formula as [][A]_v, <><<A>>_v, WF_v(A) or SF_v(A)",
  );
}

function refuseQuantifier(expression: Expr & { readonly kind: "unboundedQuantifier" }): never {
  switch (expression.quantifier) {
    case "temporalForall":
    case "temporalExists": {
      const symbol = expression.quantifier === "temporalForall" ? "\\AA" : "\\EE";
      return unsupported(
        `the temporal quantifier ${symbol}`,
        expression.at,
        "hide variables with a refinement mapping: INSTANCE ... WITH hidden <- expression",
      );
    }
    case "forall":
    case "exists":
      return unsupported(
        "a quantifier without a set around temporal operators",
        expression.at,
        "give it a constant set",
      );
  }
}

/** `IF condition THEN then ELSE otherwise` */
function choice(condition: Formula, then: Formula, otherwise: () => Formula): Formula {
  if (condition.kind === "true") return then;
  if (condition.kind === "false") return otherwise();
  return or(and(condition, then), and(not(condition), otherwise()));
}

function stateFormula(leaf: number | boolean): Formula {
  if (typeof leaf === "number") return stateLeaf(leaf);
  return leaf ? TRUE : FALSE;
}
