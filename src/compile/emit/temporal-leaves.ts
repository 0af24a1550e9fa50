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
import { emitIf } from "./action-emission.ts";
import { test } from "./conditions.ts";
import { ALL_SLOTS, Context, NO_SLOTS } from "./context.ts";
import { hasSubstitutedVariables } from "./enabled.ts";
import type { Environment } from "./environment.ts";
import { LeafDerivations } from "./leaf-derivations.ts";
import { possibleTest } from "./possible-actions.ts";
import { TemporalTranslator } from "../temporal/translator.ts";
import type { AngleAction, Leaves } from "../temporal/translator.ts";
import { EmittedScopes } from "./temporal-scopes.ts";
import type { Unit } from "./unit.ts";

/** Temporal formulas whose leaves are names of entries of the unit. */
export interface TemporalEmission {
  readonly fairness: Formula;
  /** One for each piece. */
  readonly properties: readonly Formula[];
  readonly stateLeaves: readonly EmittedStateLeaf[];
  readonly actionLeaves: readonly string[];
  readonly derivations: LeafDerivations;
  /**
   * Once Next has been emitted: an entry that is given a state and a list, and puts into the list the action leaves that
   * derivations do not decide and some step from the state may satisfy.
   */
  readonly emitPossible: () => string;
}

interface EmittedStateLeaf {
  readonly entry: string;
  /** The leaf is ENABLED of this action leaf. */
  readonly action?: number;
  /** Primed variables mean under this ENABLED what they mean in steps: no instance puts something in their place. */
  readonly isOfSteps?: boolean;
}

/** `placeOf` gives the environment in which the path of a piece begins; `bodies` are those of Next's actions. */
export function emitTemporal(
  compiler: Compiler,
  unit: Unit,
  pieces: readonly PropertyPiece[],
  bodies: ReadonlySet<Expr>,
  placeOf: (piece: PropertyPiece) => Environment,
): TemporalEmission {
  const leaves = new EmittedLeaves(compiler, unit, bodies);
  const translator = new TemporalTranslator(new EmittedScopes(leaves.constants), leaves);
  const fairness = and(...compiler.spec.fairness.map((formula) => translator.formula(formula, compiler.root)));
  const properties = pieces.map((piece) => translator.throughPath(piece.path, piece.expression, placeOf(piece)));
  const { stateLeaves, actionLeaves, derivations } = leaves;
  return { fairness, properties, stateLeaves, actionLeaves, derivations, emitPossible: () => leaves.emitPossible() };
}

class EmittedLeaves implements Leaves<Environment> {
  readonly stateLeaves: EmittedStateLeaf[] = [];
  readonly actionLeaves: string[] = [];
  readonly derivations: LeafDerivations;
  /** A context that nothing but constants is emitted in. */
  readonly constants: Context;
  readonly #compiler: Compiler;
  readonly #unit: Unit;
  /** Of each action leaf, where it was met first. */
  readonly #actions: { readonly action: AngleAction; readonly environment: Environment }[] = [];
  readonly #numbers = new Map<string, number>();
  /** What is known of ENABLED of action leaves of the root module. */
  readonly #enabled = new Map<number, number | boolean>();

  constructor(compiler: Compiler, unit: Unit, bodies: ReadonlySet<Expr>) {
    this.#compiler = compiler;
    this.#unit = unit;
    const emitted = unit.declare([], "constants");
    this.constants = compiler.stateContext(unit, unit.begin(emitted));
    unit.drop(emitted);
    this.derivations = new LeafDerivations(this.constants, bodies);
  }

  state(expression: Expr, environment: Environment): number | boolean {
    return this.#state(expression, environment);
  }

  action(expression: AngleAction, environment: Environment): number | false {
    const entry = this.#entry(expression, environment, ALL_SLOTS, "an action of a temporal formula");
    if (entry === true) throw new Error("an action that is true of stuttering steps");
    if (entry === false) return false;
    const leaf = this.#numbered(entry, this.actionLeaves, entry);
    if (leaf === this.#actions.length) {
      this.#actions.push({ action: expression, environment });
      this.derivations.add(leaf, expression, environment);
    }
    return leaf;
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
    const isOfSteps = !hasSubstitutedVariables(environment, this.constants);
    return this.#state(enabled, environment, { action: leaf, isOfSteps });
  }

  #state(expression: Expr, environment: Environment, enabled?: Omit<EmittedStateLeaf, "entry">): number | boolean {
    const entry = this.#entry(expression, environment, NO_SLOTS, "a state predicate of a temporal formula");
    return typeof entry === "boolean" ? entry : this.#numbered(entry, this.stateLeaves, { entry, ...enabled });
  }

  emitPossible(): string {
    const emitted = this.#unit.declare(["state", "leaves"], "action leaves that may hold of steps from a state", true);
    const block = this.#unit.begin(emitted);
    const context = new Context(this.#compiler, this.#unit, block, false, ALL_SLOTS, NO_SLOTS).remembering(2);
    this.#actions.forEach(({ action, environment }, leaf) => {
      if (this.derivations.isDecided(leaf)) return;
      const inner = context.child();
      const add = `leaves.add(${String(leaf)});`;
      emitIf(possibleTest(action.action, environment, inner), inner, (then) => then.add(add));
      context.block.nest("{", inner.block);
    });
    this.#unit.finish(emitted, block);
    return emitted.name;
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
