/**
 * `explainFalse`: a false formula broken down to what makes it false: the conjunct, the element for which a `\A` fails,
 * the side of an implication, through definitions; of a false `[A]_v` the conjuncts that keep A from being the step.
 */
import { EvaluationError, type Value } from "../../../values/types.ts";
import type { FormulaReport } from "../../types.ts";
import type { Expr } from "../../../tla/modules/core.ts";
import { forEachBinding } from "../binders.ts";
import { isFollowed } from "../enumerate.ts";
import { letScope, type Environment } from "../environment.ts";
import type { Evaluator } from "../evaluator.ts";
import { argumentsOf, enter, meaningOf } from "../references.ts";
import type { World } from "../world.ts";
import { explainConjuncts, witnessesOf, type Progress } from "./conjuncts.ts";
import { evaluateLeaf } from "./leaf.ts";
import { foldedText } from "./text.ts";

type Witnesses = readonly { readonly name: string; readonly value: Value }[];

/** Reports for one formula: a disjunction gives one for each disjunct. */
export const FORMULA_REPORTS_MAX = 16;

/** Definitions entered on the way down. */
const DEPTH_MAX = 200;

export function explainFormula(
  evaluator: Evaluator,
  formula: Expr,
  environment: Environment,
  world: World,
  witnesses: Witnesses = [],
): FormulaReport[] {
  return new FormulaWalk(evaluator, world).walk(formula, environment, witnesses, 0).slice(0, FORMULA_REPORTS_MAX);
}

class FormulaWalk {
  readonly #evaluator: Evaluator;
  readonly #world: World;

  constructor(evaluator: Evaluator, world: World) {
    this.#evaluator = evaluator;
    this.#world = world;
  }

  walk(formula: Expr, environment: Environment, witnesses: Witnesses, depth: number): FormulaReport[] {
    try {
      const parts = depth > DEPTH_MAX ? undefined : this.#parts(formula, environment, witnesses, depth + 1);
      if (parts !== undefined && parts.length > 0) return parts;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
    return [this.#leaf(formula, environment, witnesses)];
  }

  /** The reports for what stands inside; undefined when the formula itself is what is false. */
  #parts(formula: Expr, environment: Environment, witnesses: Witnesses, depth: number): FormulaReport[] | undefined {
    const inner = (part: Expr, where: Environment = environment, more: Witnesses = witnesses): FormulaReport[] =>
      this.walk(part, where, more, depth);
    const test = (part: Expr, where: Environment = environment): boolean =>
      this.#evaluator.test(part, where, this.#world);
    switch (formula.kind) {
      case "let":
        return inner(formula.body, letScope(environment, formula.definitions));
      case "label":
        return inner(formula.body);
      case "if":
        return inner(test(formula.condition) ? formula.then : formula.else);
      case "case":
        return inner(this.#evaluator.caseArm(formula, environment, this.#world));
      case "builtin":
        if (formula.operator === "and") {
          const first = formula.arguments.find((conjunct) => !test(conjunct));
          return first === undefined ? undefined : inner(first);
        }
        if (formula.operator === "or") return formula.arguments.flatMap((disjunct) => inner(disjunct));
        if (formula.operator === "implies") return inner(formula.arguments[1]!);
        return undefined;
      case "quantifier":
        return formula.quantifier === "forall" ? this.#forAll(formula, environment, witnesses, depth) : undefined;
      case "boxAction":
        return this.#boxAction(formula, environment, witnesses);
      case "ref":
        return this.#reference(formula, environment, witnesses, depth);
      default:
        return undefined;
    }
  }

  #forAll(
    formula: Expr & { readonly kind: "quantifier" },
    environment: Environment,
    witnesses: Witnesses,
    depth: number,
  ): FormulaReport[] | undefined {
    let failing: Environment | undefined;
    forEachBinding(this.#evaluator, formula.bounds, environment, this.#world, (bound) => {
      if (!this.#evaluator.test(formula.body, bound, this.#world)) failing = bound;
      return failing === undefined;
    });
    if (failing === undefined) return undefined;
    const names = formula.bounds.flatMap((bound) => bound.names);
    return this.walk(formula.body, failing, [...witnesses, ...witnessesOf(names, failing)], depth);
  }

  #boxAction(
    formula: Expr & { readonly kind: "boxAction" },
    environment: Environment,
    witnesses: Witnesses,
  ): FormulaReport[] | undefined {
    const next = this.#world.next;
    if (next === undefined) return undefined;
    const variables = next.subarray(0, this.#evaluator.slots.size);
    const start: Progress = {
      conjuncts: [],
      world: this.#world,
      expected: new Int32Array(variables.length),
      witnesses,
    };
    const explained = explainConjuncts(this.#evaluator, variables, formula.action, environment, start);
    return explained.conjuncts
      .filter((conjunct) => conjunct.outcome === "false" || conjunct.outcome === "error")
      .map((conjunct) => ({
        at: conjunct.at,
        text: conjunct.text,
        witnesses: explained.witnesses,
        reads: conjunct.reads,
        ...(conjunct.operator === undefined ? {} : { operator: conjunct.operator }),
        ...(conjunct.left === undefined ? {} : { left: conjunct.left }),
        ...(conjunct.right === undefined ? {} : { right: conjunct.right }),
      }));
  }

  #reference(
    formula: Expr & { readonly kind: "ref" },
    environment: Environment,
    witnesses: Witnesses,
    depth: number,
  ): FormulaReport[] | undefined {
    if (formula.target.kind === "variable") return undefined;
    const meaning = meaningOf(this.#evaluator, formula, environment);
    if (meaning.kind === "thunk") return this.walk(meaning.expression, meaning.environment, witnesses, depth);
    if (meaning.kind !== "operator" || !isFollowed(this.#evaluator, meaning.operator)) return undefined;
    const args = argumentsOf(this.#evaluator, formula, environment);
    const entered = enter(this.#evaluator, meaning.operator, args, formula.at);
    return this.walk(entered.body, entered.environment, witnesses, depth);
  }

  #leaf(formula: Expr, environment: Environment, witnesses: Witnesses): FormulaReport {
    const { operator, left, right, reads } = evaluateLeaf(this.#evaluator, formula, environment, this.#world);
    return {
      at: formula.at,
      text: foldedText(formula.at),
      witnesses,
      reads,
      ...(operator === undefined ? {} : { operator }),
      ...(left === undefined ? {} : { left }),
      ...(right === undefined ? {} : { right }),
    };
  }
}
