/**
 * What temporal formulas say of one behaviour, by definition: a second opinion on counterexamples, which knows nothing of
 * how they were found. The behaviour is a lasso: states, and the position that the last one goes back to.
 *
 * A formula has a value at each position. `[]F` holds where F holds from there on, `<>F` where it holds at some position
 * from there on; after the last position come those of the loop, again and again. WF and SF are written out.
 */
import type { BoundGroup, Expr } from "../../tla/modules/core.ts";
import type { LassoJudgement, State } from "../types.ts";
import { UNKNOWN } from "../types.ts";
import { forEachBinding } from "./binders.ts";
import { letScope, type Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { placeOf, type EvaluatorMachine } from "./machine.ts";
import { reachesLevel } from "./level-in-scope.ts";
import { argumentsOf, enter, meaningOf } from "./references.ts";
import { NOTHING_KNOWN, walkPath } from "./run-action.ts";
import { NO_STATE, worldOf, type World } from "./world.ts";

/** `last` is the state that the last one leads to; it stands for `states[loop]`, and differs from it only under a VIEW. */
export function judgeLasso(
  machine: EvaluatorMachine,
  states: readonly State[],
  loop: number,
  last: State,
): LassoJudgement {
  const { evaluator, spec, pieces } = machine;
  const followers = states.map((_, i) => states[i + 1] ?? last);
  const lasso = new LassoEvaluator(evaluator, states, followers, loop);
  return {
    isBehaviour: isBehaviour(machine, states, followers),
    isFair: spec.fairness.every((formula) => lasso.holds(formula, evaluator.root)),
    properties: pieces
      .filter((piece) => piece.kind === "temporal")
      .map((piece) => {
        const end = (environment: Environment): boolean => lasso.holds(piece.expression, environment);
        return walkPath(evaluator, piece.path, NOTHING_KNOWN, NO_STATE, end, placeOf(evaluator, piece));
      }),
    isRepeatable: !evaluator.hasVolatile,
  };
}

/** The first state is initial, and each step is one of Next or changes nothing. */
function isBehaviour(machine: EvaluatorMachine, states: readonly State[], followers: readonly State[]): boolean {
  const { evaluator, spec } = machine;
  if (spec.init !== undefined && !evaluator.test(spec.init, evaluator.root, worldOf(states[0]!))) return false;
  return states.every((state, i) => {
    const next = followers[i]!;
    return state.every((value, slot) => value === next[slot]) || isStep(machine, state, next);
  });
}

function isStep(machine: EvaluatorMachine, state: State, next: State): boolean {
  return machine.actions.some((action) => {
    const known = { action: action.index, state, arguments: action.parameters.map(() => UNKNOWN), next };
    let found = false;
    machine.step({ ...known, arguments: Int32Array.from(known.arguments) }, () => !(found = true));
    return found;
  });
}

class LassoEvaluator {
  readonly #evaluator: Evaluator;
  readonly #worlds: readonly World[];
  readonly #loop: number;

  constructor(evaluator: Evaluator, states: readonly State[], followers: readonly State[], loop: number) {
    this.#evaluator = evaluator;
    this.#worlds = states.map((state, i) => worldOf(state, followers[i]!));
    this.#loop = loop;
  }

  /** Does the formula hold of the whole behaviour? */
  holds(formula: Expr, environment: Environment): boolean {
    return this.#values(formula, environment)[0]!;
  }

  #values(formula: Expr, environment: Environment): boolean[] {
    if (!reachesLevel(3, this.#evaluator, formula, environment)) return this.#pointwise(formula, environment);
    const recur = (inner: Expr): boolean[] => this.#values(inner, environment);
    switch (formula.kind) {
      case "builtin":
        return this.#operator(formula, formula.arguments.map(recur));
      case "fairness":
        return this.#fairness(formula, environment);
      case "if":
        return choice(recur(formula.condition), recur(formula.then), recur(formula.else));
      case "case": {
        const others = formula.other === undefined ? this.#constant(false) : recur(formula.other);
        return formula.arms.reduceRight((rest, arm) => choice(recur(arm.guard), recur(arm.value), rest), others);
      }
      case "let":
        return this.#values(formula.body, letScope(environment, formula.definitions));
      case "label":
        return recur(formula.body);
      case "quantifier": {
        const isForall = formula.quantifier === "forall";
        return this.#instances(formula.bounds, environment)
          .map((bound) => this.#values(formula.body, bound))
          .reduce(
            (a, b) => a.map((value, i) => (isForall ? value && b[i]! : value || b[i]!)),
            this.#constant(isForall),
          );
      }
      case "ref":
        return this.#reference(formula, environment);
      default:
        return this.#pointwise(formula, environment);
    }
  }

  #operator(formula: Expr & { readonly kind: "builtin" }, parts: readonly boolean[][]): boolean[] {
    const [a, b] = parts;
    switch (formula.operator) {
      case "and":
        return a!.map((_, i) => parts.every((part) => part[i]));
      case "or":
        return a!.map((_, i) => parts.some((part) => part[i]));
      case "not":
        return negation(a!);
      case "implies":
        return a!.map((value, i) => !value || b![i]!);
      case "equivalent":
        return a!.map((value, i) => value === b![i]!);
      case "always":
        return this.#always(a!);
      case "eventually":
        return this.#eventually(a!);
      case "leadsTo": {
        const later = this.#eventually(b!);
        return this.#always(a!.map((value, i) => !value || later[i]!));
      }
      default:
        throw new Error(`the operator ${formula.operator} was taken for a temporal one`);
    }
  }

  #fairness(formula: Expr & { readonly kind: "fairness" }, environment: Environment): boolean[] {
    const { action, subscript, at } = formula;
    const step: Expr = { kind: "angleAction", action, subscript, at };
    const taken = this.#pointwise(step, environment);
    const disabled = negation(
      this.#pointwise({ kind: "builtin", operator: "enabled", arguments: [step], at }, environment),
    );
    if (formula.strength === "weak")
      return this.#always(this.#eventually(taken.map((value, i) => value || disabled[i]!)));
    const eventuallyDisabled = this.#eventually(this.#always(disabled));
    const againAndAgain = this.#always(this.#eventually(taken));
    return againAndAgain.map((value, i) => value || eventuallyDisabled[i]!);
  }

  #reference(formula: Expr & { readonly kind: "ref" }, environment: Environment): boolean[] {
    const evaluator = this.#evaluator;
    const meaning = meaningOf(evaluator, formula, environment);
    if (meaning.kind === "thunk") return this.#values(meaning.expression, meaning.environment);
    if (meaning.kind === "operator" && (meaning.operator.kind === "definition" || meaning.operator.kind === "lambda")) {
      const entered = enter(evaluator, meaning.operator, argumentsOf(evaluator, formula, environment), formula.at);
      return this.#values(entered.body, entered.environment);
    }
    return this.#pointwise(formula, environment);
  }

  #instances(bounds: readonly BoundGroup[], environment: Environment): Environment[] {
    const all: Environment[] = [];
    forEachBinding(this.#evaluator, bounds, environment, NO_STATE, (bound) => all.push(bound) > 0);
    return all;
  }

  /** The value of a formula about states or steps. */
  #pointwise(formula: Expr, environment: Environment): boolean[] {
    return this.#worlds.map((world) => this.#evaluator.test(formula, environment, world));
  }

  #constant(value: boolean): boolean[] {
    return this.#worlds.map(() => value);
  }

  #always(values: readonly boolean[]): boolean[] {
    return values.map((_, i) => values.slice(Math.min(i, this.#loop)).every(Boolean));
  }

  #eventually(values: readonly boolean[]): boolean[] {
    return values.map((_, i) => values.slice(Math.min(i, this.#loop)).some(Boolean));
  }
}

function negation(values: readonly boolean[]): boolean[] {
  return values.map((value) => !value);
}

function choice(condition: readonly boolean[], then: readonly boolean[], otherwise: readonly boolean[]): boolean[] {
  return condition.map((value, i) => (value ? then[i]! : otherwise[i]!));
}
