/**
 * The leaves of temporal formulas as emitted predicates of a state or of a step. Leaves with the same code are one:
 * fairness of the same action in several properties is evaluated once.
 *
 * ENABLED binds the primed variables of the module it stands in (`enabled.ts`), so that fairness under an INSTANCE means
 * what it should and not what substitution into its text would give.
 */
import type { Expr } from "../../tla/modules/core.ts";
import type { PropertyPiece } from "../properties.ts";
import { and } from "../temporal/formula.ts";
import type { Formula } from "../temporal/formula.ts";
import type { Compiler } from "./compiler.ts";
import { test } from "./conditions.ts";
import { ALL_SLOTS, Context, NO_SLOTS } from "./context.ts";
import type { Environment } from "./environment.ts";
import { TemporalTranslator } from "../temporal/translator.ts";
import type { AngleAction, Leaves } from "../temporal/translator.ts";
import { EmittedScopes } from "./temporal-scopes.ts";
import type { Unit } from "./unit.ts";

/** Temporal formulas whose leaves are names of entries of the unit. */
export interface TemporalEmission {
  readonly fairness: Formula;
  /** One for each piece. */
  readonly properties: readonly Formula[];
  readonly stateLeaves: readonly { readonly entry: string; readonly action?: number }[];
  readonly actionLeaves: readonly string[];
}

/** `placeOf` gives the environment in which the path of a piece begins. */
export function emitTemporal(
  compiler: Compiler,
  unit: Unit,
  pieces: readonly PropertyPiece[],
  placeOf: (piece: PropertyPiece) => Environment,
): TemporalEmission {
  const leaves = new EmittedLeaves(compiler, unit);
  const translator = new TemporalTranslator(new EmittedScopes(leaves.constantContext()), leaves);
  const fairness = and(...compiler.spec.fairness.map((formula) => translator.formula(formula, compiler.root)));
  const properties = pieces.map((piece) => translator.throughPath(piece.path, piece.expression, placeOf(piece)));
  return { fairness, properties, stateLeaves: leaves.stateLeaves, actionLeaves: leaves.actionLeaves };
}

class EmittedLeaves implements Leaves<Environment> {
  readonly stateLeaves: { readonly entry: string; readonly action?: number }[] = [];
  readonly actionLeaves: string[] = [];
  readonly #compiler: Compiler;
  readonly #unit: Unit;
  readonly #numbers = new Map<string, number>();
  /** What is known of ENABLED of action leaves of the root module. */
  readonly #enabled = new Map<number, number | boolean>();

  constructor(compiler: Compiler, unit: Unit) {
    this.#compiler = compiler;
    this.#unit = unit;
  }

  /** A context that nothing but constants is emitted in. */
  constantContext(): Context {
    const emitted = this.#unit.declare([], "constants");
    const context = this.#compiler.stateContext(this.#unit, this.#unit.begin(emitted));
    this.#unit.drop(emitted);
    return context;
  }

  state(expression: Expr, environment: Environment): number | boolean {
    return this.#state(expression, environment);
  }

  action(expression: AngleAction, environment: Environment): number | false {
    const entry = this.#entry(expression, environment, ALL_SLOTS, "an action of a temporal formula");
    if (entry === true) throw new Error("an action that is true of stuttering steps");
    return entry === false ? false : this.#numbered(entry, this.actionLeaves, entry);
  }

  enabled(action: AngleAction, environment: Environment, leaf: number): number | boolean {
    // Under an instance, actions that test alike may be enabled differently: their primed variables are not replaced.
    if (environment.context !== this.#compiler.root) return this.#emitEnabled(action, environment, leaf);
    let known = this.#enabled.get(leaf);
    if (known === undefined) this.#enabled.set(leaf, (known = this.#emitEnabled(action, environment, leaf)));
    return known;
  }

  #emitEnabled(action: AngleAction, environment: Environment, leaf: number): number | boolean {
    const enabled: Expr = { kind: "builtin", operator: "enabled", arguments: [action], at: action.at };
    return this.#state(enabled, environment, leaf);
  }

  #state(expression: Expr, environment: Environment, action?: number): number | boolean {
    const entry = this.#entry(expression, environment, NO_SLOTS, "a state predicate of a temporal formula");
    if (typeof entry === "boolean") return entry;
    return this.#numbered(entry, this.stateLeaves, action === undefined ? { entry } : { entry, action });
  }

  #numbered<T>(entry: string, all: T[], leaf: T): number {
    let number = this.#numbers.get(entry);
    if (number === undefined) this.#numbers.set(entry, (number = all.push(leaf) - 1));
    return number;
  }

  /** The name of the entry that tests the expression, or its value when it is constant. */
  #entry(expression: Expr, environment: Environment, next: bigint, comment: string): string | boolean {
    const emitted = this.#unit.declare(["state", "next"], comment, true);
    const block = this.#unit.begin(emitted);
    const context = new Context(this.#compiler, this.#unit, block, false, ALL_SLOTS, next).remembering(2);
    const condition = test(expression, environment, context);
    if (condition.constant !== undefined) {
      this.#unit.drop(emitted);
      return condition.constant;
    }
    block.add(`return ${condition.text};`);
    this.#unit.finish(emitted, block);
    return this.#unit.shared(emitted);
  }
}
