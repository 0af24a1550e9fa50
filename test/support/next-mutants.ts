/**
 * Variants of a specification whose next-state relation allows less: one disjunct dropped, or one action with a further
 * conjunct. So none has more states than the specification, and many a one deadlocks.
 */
import type { Definition, Expr, ResolvedSpec } from "../../src/tla/modules/core.ts";
import { positionAt, textOf } from "../../src/tla/syntax/source.ts";

export interface NextMutant {
  readonly title: string;
  readonly spec: ResolvedSpec;
}

/** An expression in the place of another, and what was done. */
interface Variant {
  readonly title: string;
  readonly expression: Expr;
}

/** Definitions of Next inside one another that are entered. */
const DEPTH_MAX = 12;

export function nextMutants(spec: ResolvedSpec): readonly NextMutant[] {
  if (spec.next === undefined) return [];
  return new Variants(spec)
    .of(spec.next, DEPTH_MAX)
    .map(({ title, expression }) => ({ title, spec: { ...spec, next: expression } }));
}

class Variants {
  readonly #spec: ResolvedSpec;
  /** Actions met so far: the next one is restricted by the next variable. */
  #actions = 0;

  constructor(spec: ResolvedSpec) {
    this.#spec = spec;
  }

  of(expression: Expr, depth: number): Variant[] {
    switch (expression.kind) {
      case "builtin":
        return expression.operator === "or"
          ? this.#ofDisjunction(expression, expression.arguments, depth)
          : this.#ofAction(expression);
      case "quantifier":
        return expression.quantifier === "exists" ? this.#inside(expression, depth) : this.#ofAction(expression);
      case "let":
      case "label":
        return this.#inside(expression, depth);
      case "ref":
        return this.#ofReference(expression, depth);
      default:
        return this.#ofAction(expression);
    }
  }

  #inside(expression: Expr & { readonly body: Expr }, depth: number): Variant[] {
    return this.of(expression.body, depth).map(({ title, expression: body }) => ({
      title,
      expression: { ...expression, body },
    }));
  }

  #ofDisjunction(expression: Expr, disjuncts: readonly Expr[], depth: number): Variant[] {
    const withDisjuncts = (parts: readonly Expr[]): Expr => {
      const [only, ...others] = parts;
      return others.length === 0 ? only! : ({ ...expression, arguments: parts } as Expr);
    };
    return disjuncts.flatMap((disjunct, i) => [
      {
        title: `without ${placeOf(disjunct)}`,
        expression: withDisjuncts(disjuncts.filter((_, other) => other !== i)),
      },
      ...this.of(disjunct, depth).map((variant) => ({
        title: variant.title,
        expression: withDisjuncts(disjuncts.map((other, at) => (at === i ? variant.expression : other))),
      })),
    ]);
  }

  #ofReference(expression: Expr & { readonly kind: "ref" }, depth: number): Variant[] {
    const target = this.#meaningOf(expression);
    if (target === undefined || depth === 0) return this.#ofAction(expression);
    return this.of(target.body, depth - 1).map((variant) => ({
      title: variant.title,
      expression: { ...expression, target: { ...target, body: variant.expression } },
    }));
  }

  /** The definition whose body the reference stands for, where that is plain. */
  #meaningOf({ target, instance }: Expr & { readonly kind: "ref" }): Definition | undefined {
    if (target.kind !== "definition" || instance !== undefined) return undefined;
    const overrides = this.#spec.overrides.get(target);
    const meaning = overrides?.[0]?.meaning;
    const definition = overrides === undefined ? target : meaning?.kind === "definition" ? meaning.target : undefined;
    return definition?.isRecursive === true || definition?.native !== undefined ? undefined : definition;
  }

  #ofAction(action: Expr): Variant[] {
    const { variables } = this.#spec;
    const variable = variables[this.#actions++ % variables.length]!;
    const { at } = action;
    const value: Expr = { kind: "ref", target: variable, arguments: [], at };
    const next: Expr = { kind: "builtin", operator: "prime", arguments: [value], at };
    return (["equals", "notEquals"] as const).map((operator) => ({
      title: `${placeOf(action)} with ${variable.name}' ${operator === "equals" ? "=" : "#"} ${variable.name}`,
      expression: {
        kind: "builtin",
        operator: "and",
        arguments: [action, { kind: "builtin", operator, arguments: [next, value], at }],
        at,
      },
    }));
  }
}

function placeOf({ at }: Expr): string {
  const [firstLine] = textOf(at).split("\n");
  return `${firstLine!} of line ${positionAt(at.file, at.start).line}`;
}
