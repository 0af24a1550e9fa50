/**
 * Temporal formulas whose leaves are evaluated: for machines of the evaluator, and where a leaf cannot be emitted.
 */
import type { BoundGroup, Expr } from "../../tla/modules/core.ts";
import type { PathStep } from "../actions.ts";
import type { PropertyPiece } from "../properties.ts";
import { and } from "../temporal/formula.ts";
import { TemporalTranslator } from "../temporal/translator.ts";
import type { AngleAction, Leaves, Placed, Scopes } from "../temporal/translator.ts";
import type { State, StateLeaf, TemporalChecks } from "../types.ts";
import { bindElement, enumerated } from "./binders.ts";
import { letScope, type Environment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { reachesLevel } from "./level-in-scope.ts";
import { argumentsOf, enter, meaningOf } from "./references.ts";
import { enterPathCall } from "./run-action.ts";
import { NO_STATE, worldOf } from "./world.ts";

/** `placeOf` gives the environment in which the path of a piece begins; `guarded` is how a machine runs its evaluator. */
export function evaluatedTemporal(
  evaluator: Evaluator,
  pieces: readonly PropertyPiece[],
  placeOf: (piece: PropertyPiece) => Environment,
  guarded: (run: () => boolean) => boolean,
): TemporalChecks {
  const leaves = new EvaluatedLeaves(evaluator, guarded);
  const translator = new TemporalTranslator(new EvaluatedScopes(evaluator), leaves);
  const fairness = evaluator.spec.fairness.map((formula) => translator.formula(formula, evaluator.root));
  return {
    fairness: and(...fairness),
    properties: pieces.map((piece) => translator.throughPath(piece.path, piece.expression, placeOf(piece))),
    stateLeaves: leaves.stateLeaves,
    actionLeaves: leaves.actionLeaves,
  };
}

class EvaluatedScopes implements Scopes<Environment> {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  isStateFormula(expression: Expr, scope: Environment): boolean {
    return !reachesLevel(2, this.#evaluator, expression, scope);
  }

  insideLet(expression: Expr & { readonly kind: "let" }, scope: Environment): Environment {
    return letScope(scope, expression.definitions);
  }

  insideCall(step: PathStep & { readonly kind: "call" }, scope: Environment): Environment {
    return enterPathCall(this.#evaluator, step, scope).environment;
  }

  meaning(reference: Expr & { readonly kind: "ref" }, scope: Environment): Placed<Environment> | undefined {
    const meaning = meaningOf(this.#evaluator, reference, scope);
    if (meaning.kind === "thunk") return { expression: meaning.expression, scope: meaning.environment };
    if (meaning.kind !== "operator") return undefined;
    const { operator } = meaning;
    if (operator.kind !== "definition" && operator.kind !== "lambda") return undefined;
    const entered = enter(this.#evaluator, operator, argumentsOf(this.#evaluator, reference, scope), reference.at);
    return { expression: entered.body, scope: entered.environment };
  }

  elements(bound: BoundGroup, scope: Environment): readonly number[] | undefined {
    if (reachesLevel(1, this.#evaluator, bound.set, scope)) return undefined;
    const { store } = this.#evaluator;
    const set = enumerated(this.#evaluator, bound.set, scope, NO_STATE);
    return Array.from({ length: store.size(set) }, (_, i) => store.at(set, i));
  }

  withElement(bound: BoundGroup, element: number, scope: Environment): Environment {
    return bindElement(this.#evaluator, bound.names, bound.isTuple, element, scope, bound.set.at);
  }
}

class EvaluatedLeaves implements Leaves<Environment> {
  readonly stateLeaves: StateLeaf[] = [];
  readonly actionLeaves: { test(state: State, next: State): boolean }[] = [];
  readonly #evaluator: Evaluator;
  readonly #guarded: (run: () => boolean) => boolean;

  constructor(evaluator: Evaluator, guarded: (run: () => boolean) => boolean) {
    this.#evaluator = evaluator;
    this.#guarded = guarded;
  }

  state(expression: Expr, scope: Environment): number {
    return this.stateLeaves.push({ test: this.#stateTest(expression, scope) }) - 1;
  }

  action(expression: AngleAction, scope: Environment): number {
    const test = (state: State, next: State): boolean =>
      this.#guarded(() => this.#evaluator.test(expression, scope, worldOf(state, next)));
    return this.actionLeaves.push({ test }) - 1;
  }

  enabled(action: AngleAction, scope: Environment, leaf: number): number {
    const enabled: Expr = { kind: "builtin", operator: "enabled", arguments: [action], at: action.at };
    return this.stateLeaves.push({ test: this.#stateTest(enabled, scope), enabledAction: leaf }) - 1;
  }

  #stateTest(expression: Expr, scope: Environment): StateLeaf["test"] {
    return (state) => this.#guarded(() => this.#evaluator.test(expression, scope, worldOf(state)));
  }
}
