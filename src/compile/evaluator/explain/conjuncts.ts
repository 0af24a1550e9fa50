/**
 * An action taken apart at one step: every conjunct with its outcome, in source order.
 *
 * The walk goes on behind a false conjunct. Conjunctions are flattened through calls, LET and instances. A disjunction
 * or `\E` that assigns is entered along its best branch: the one with the fewest false conjuncts; others are kept whole.
 * What the action says of a next value is compared with what was observed; where nothing was observed, the action's
 * value is taken for what follows.
 */
import { EvaluationError, type Value } from "../../../values/types.ts";
import { UNKNOWN, type ConjunctReport } from "../../types.ts";
import type { BoundDeclaration, Expr } from "../../../tla/modules/core.ts";
import { levelOf } from "../../../tla/modules/levels.ts";
import { forEachBinding } from "../binders.ts";
import { assignedSlot, isFollowed, substitution, unfold } from "../enumerate.ts";
import { letScope, lookUp, type Environment } from "../environment.ts";
import type { Evaluator } from "../evaluator.ts";
import { argumentsOf, enter, meaningOf } from "../references.ts";
import { recording } from "../reads.ts";
import { withAssigned, type World } from "../world.ts";
import { comparisonOf, evaluateLeaf, type Leaf } from "./leaf.ts";
import { foldedText } from "./text.ts";

/** Branches of one disjunction or `\E` that are tried. */
export const EXPLAINED_BRANCHES_MAX = 64;

/** What has been found out so far. */
export interface Progress {
  readonly conjuncts: readonly ConjunctReport[];
  /** Next values: observed ones, else what the action gives. */
  readonly world: World;
  /** What the action alone gives; UNKNOWN where nothing yet. */
  readonly expected: Int32Array;
  /** Elements chosen on the way for `\E`. */
  readonly witnesses: readonly { readonly name: string; readonly value: Value }[];
}

export function failures(progress: Progress): number {
  return progress.conjuncts.filter((conjunct) => conjunct.outcome === "false" || conjunct.outcome === "error").length;
}

/** Evaluates the conjuncts of an action. `observed` holds the next values that are known, UNKNOWN elsewhere. */
export function explainConjuncts(
  evaluator: Evaluator,
  observed: Int32Array,
  formula: Expr,
  environment: Environment,
  progress: Progress,
): Progress {
  return new ConjunctWalk(evaluator, observed).walk(formula, environment, progress);
}

class ConjunctWalk {
  readonly #evaluator: Evaluator;
  readonly #observed: Int32Array;

  constructor(evaluator: Evaluator, observed: Int32Array) {
    this.#evaluator = evaluator;
    this.#observed = observed;
  }

  walk(formula: Expr, environment: Environment, progress: Progress): Progress {
    switch (formula.kind) {
      case "let":
        return this.walk(formula.body, letScope(environment, formula.definitions), progress);
      case "label":
        return this.walk(formula.body, environment, progress);
      case "if":
        return this.#guarded(formula, progress, () => {
          const holds = this.#evaluator.test(formula.condition, environment, progress.world);
          return this.walk(holds ? formula.then : formula.else, environment, progress);
        });
      case "case":
        return this.#guarded(formula, progress, () =>
          this.walk(this.#evaluator.caseArm(formula, environment, progress.world), environment, progress),
        );
      case "builtin":
        return this.#builtin(formula, environment, progress);
      case "quantifier":
        return this.#quantifier(formula, environment, progress);
      case "ref":
        return this.#reference(formula, environment, progress);
      case "boxAction":
        return this.#best(formula, progress, [
          () => this.walk(formula.action, environment, progress),
          () => this.#unchanged(formula.subscript, environment, progress),
        ]);
      case "angleAction": {
        const { subscript, at } = formula;
        const inner: Expr = { kind: "builtin", operator: "unchanged", arguments: [subscript], at };
        const changed: Expr = { kind: "builtin", operator: "not", arguments: [inner], at };
        return this.#leaf(changed, environment, this.walk(formula.action, environment, progress));
      }
      default:
        return this.#leaf(formula, environment, progress);
    }
  }

  #builtin(formula: Expr & { readonly kind: "builtin" }, environment: Environment, progress: Progress): Progress {
    switch (formula.operator) {
      case "and":
        return formula.arguments.reduce((before, conjunct) => this.walk(conjunct, environment, before), progress);
      case "or":
        if (levelOf(formula) < 2) break;
        return this.#best(
          formula,
          progress,
          formula.arguments.map((disjunct) => () => this.walk(disjunct, environment, progress)),
        );
      case "implies":
        if (levelOf(formula.arguments[1]!) < 2) break;
        return this.#guarded(formula, progress, () =>
          this.#evaluator.test(formula.arguments[0]!, environment, progress.world)
            ? this.walk(formula.arguments[1]!, environment, progress)
            : progress,
        );
      case "unchanged":
        return this.#unchanged(formula.arguments[0]!, environment, progress);
      case "equals":
      case "in": {
        const slot = assignedSlot(this.#evaluator, formula.arguments[0]!, environment, progress.world);
        if (slot !== undefined && slot < this.#observed.length)
          return this.#effect(formula, slot, environment, progress);
        break;
      }
      default:
    }
    return this.#leaf(formula, environment, progress);
  }

  #quantifier(formula: Expr & { readonly kind: "quantifier" }, environment: Environment, progress: Progress): Progress {
    if (levelOf(formula.body) < 2) return this.#leaf(formula, environment, progress);
    const names = formula.bounds.flatMap((bound) => bound.names);
    return this.#guarded(formula, progress, () => {
      const places: Environment[] = [];
      forEachBinding(this.#evaluator, formula.bounds, environment, progress.world, (bound) => {
        places.push(bound);
        return places.length < EXPLAINED_BRANCHES_MAX;
      });
      if (formula.quantifier === "forall")
        return places.reduce((before, bound) => this.walk(formula.body, bound, before), progress);
      const branches = places.map((bound) => () => {
        const witnesses = [...progress.witnesses, ...witnessesOf(names, bound)];
        return this.walk(formula.body, bound, { ...progress, witnesses });
      });
      return this.#best(formula, progress, branches);
    });
  }

  #reference(formula: Expr & { readonly kind: "ref" }, environment: Environment, progress: Progress): Progress {
    if (formula.target.kind === "variable") return this.#leaf(formula, environment, progress);
    return this.#guarded(formula, progress, () => {
      const meaning = meaningOf(this.#evaluator, formula, environment);
      if (meaning.kind === "thunk") return this.walk(meaning.expression, meaning.environment, progress);
      if (meaning.kind !== "operator" || !isFollowed(this.#evaluator, meaning.operator))
        return this.#leaf(formula, environment, progress);
      const args = argumentsOf(this.#evaluator, formula, environment);
      const entered = enter(this.#evaluator, meaning.operator, args, formula.at);
      const isRecursive = meaning.operator.kind === "definition" && meaning.operator.definition.isRecursive;
      if (isRecursive && levelOf(formula) < 2) return this.#leaf(formula, environment, progress);
      return this.walk(entered.body, entered.environment, progress);
    });
  }

  /** The branch with the fewest failures; of equals the first. Without branches the formula itself is false. */
  #best(formula: Expr, progress: Progress, branches: readonly (() => Progress)[]): Progress {
    let best: Progress | undefined;
    for (const branch of branches.slice(0, EXPLAINED_BRANCHES_MAX)) {
      const tried = branch();
      if (best === undefined || failures(tried) < failures(best)) best = tried;
    }
    if (best !== undefined) return best;
    return this.#add(progress, formula, { outcome: "false", reads: [] }, "guard");
  }

  #unchanged(operand: Expr, environment: Environment, progress: Progress): Progress {
    const unfolded = unfold(this.#evaluator, operand, environment);
    const { expression } = unfolded;
    if (expression.kind === "tuple")
      return expression.elements.reduce(
        (before, element) => this.#unchanged(element, unfolded.environment, before),
        progress,
      );
    const primed: Expr = { kind: "builtin", operator: "prime", arguments: [expression], at: expression.at };
    const slot = assignedSlot(this.#evaluator, primed, unfolded.environment, progress.world);
    const formula: Expr = { kind: "builtin", operator: "equals", arguments: [primed, expression], at: operand.at };
    if (slot !== undefined && slot < this.#observed.length)
      return this.#effect(formula, slot, unfolded.environment, progress, `UNCHANGED ${foldedText(expression.at)}`);
    const substituted = substitution(this.#evaluator, expression, unfolded.environment, progress.world);
    if (substituted !== undefined) return this.#unchanged(substituted.expression, substituted.environment, progress);
    return this.#leaf(formula, unfolded.environment, progress, "frame", `UNCHANGED ${foldedText(operand.at)}`);
  }

  /** `x' = e` or `x' \in S`: what the action gives against what was observed. */
  #effect(
    formula: Expr & { readonly kind: "builtin" },
    slot: number,
    environment: Environment,
    progress: Progress,
    text?: string,
  ): Progress {
    const right = formula.arguments[1]!;
    const isFrame = text !== undefined || this.#isSameVariable(right, slot, environment, progress.world);
    const kind = isFrame ? "frame" : "effect";
    return this.#guarded(
      formula,
      progress,
      () => {
        const { result: given, reads } = recording(this.#evaluator, progress.world, () =>
          this.#evaluator.evaluate(right, environment, progress.world),
        );
        const { store } = this.#evaluator;
        const site = this.#evaluator.site(right.at);
        const observed = this.#observed[slot]!;
        const already = progress.world.next![slot]!;
        const isMembership = formula.operator === "in";
        const value = isMembership ? onlyElement(this.#evaluator, given, site) : store.normalize(given, site);
        const actual = already === UNKNOWN ? value : already;
        const holds =
          actual === undefined || (isMembership ? store.in(actual, given, site) : store.equals(value!, actual, site));
        const leaf: Leaf = {
          outcome: holds ? "true" : "false",
          operator: isMembership ? "\\in" : "=",
          ...(isMembership
            ? { ...(actual === undefined ? {} : { left: actual }), right: given }
            : { left: value!, ...(observed === UNKNOWN ? {} : { right: observed }) }),
          reads,
        };
        const added = this.#add(progress, formula, leaf, kind, slot, text);
        const expected = Int32Array.from(progress.expected);
        if (expected[slot] === UNKNOWN && value !== undefined) expected[slot] = value;
        const assumed = already === UNKNOWN ? (value ?? firstElement(this.#evaluator, given, site)) : undefined;
        const world = assumed === undefined ? progress.world : withAssigned(progress.world, "next", slot, assumed);
        return { ...added, world, expected };
      },
      { kind, slot, ...(text === undefined ? {} : { text }) },
    );
  }

  #isSameVariable(right: Expr, slot: number, environment: Environment, world: World): boolean {
    const unfolded = unfold(this.#evaluator, right, environment);
    if (unfolded.expression.kind !== "ref" || unfolded.expression.target.kind !== "variable") return false;
    const primed: Expr = { kind: "builtin", operator: "prime", arguments: [unfolded.expression], at: right.at };
    return assignedSlot(this.#evaluator, primed, unfolded.environment, world) === slot;
  }

  #leaf(
    formula: Expr,
    environment: Environment,
    progress: Progress,
    kind?: ConjunctReport["kind"],
    text?: string,
  ): Progress {
    const leaf = evaluateLeaf(this.#evaluator, formula, environment, progress.world);
    const isEffect = leaf.reads.some((read) => read.primed) || (leaf.outcome === "error" && levelOf(formula) >= 2);
    return this.#add(progress, formula, leaf, kind ?? (isEffect ? "effect" : "guard"), undefined, text);
  }

  /** Runs a part of the walk; an evaluation error in it becomes a conjunct. */
  #guarded(
    formula: Expr,
    progress: Progress,
    run: () => Progress,
    what: { readonly kind?: ConjunctReport["kind"]; readonly slot?: number; readonly text?: string } = {},
  ): Progress {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      const comparison = comparisonOf(formula);
      const leaf: Leaf = {
        outcome: "error",
        error: error.message,
        reads: [],
        ...(comparison === undefined ? {} : { operator: comparison.operator }),
      };
      return this.#add(progress, formula, leaf, what.kind ?? "guard", what.slot, what.text);
    }
  }

  #add(
    progress: Progress,
    formula: Expr,
    leaf: Leaf,
    kind: ConjunctReport["kind"],
    variable?: number,
    text = foldedText(formula.at),
  ): Progress {
    // An error behind a false conjunct would never have been met: the action was not enabled any more.
    const isSkipped = leaf.outcome === "error" && failures(progress) > 0;
    const conjunct: ConjunctReport = {
      ...leaf,
      at: formula.at,
      text,
      kind,
      outcome: isSkipped ? "skipped" : leaf.outcome,
      ...(variable === undefined ? {} : { variable }),
    };
    return { ...progress, conjuncts: [...progress.conjuncts, conjunct] };
  }
}

export function witnessesOf(
  names: readonly BoundDeclaration[],
  environment: Environment,
): { name: string; value: Value }[] {
  return names.flatMap((name) => {
    const meaning = lookUp(environment, name);
    return meaning?.kind === "value" ? [{ name: name.name, value: meaning.value }] : [];
  });
}

function onlyElement(evaluator: Evaluator, set: Value, site: number): Value | undefined {
  const { store } = evaluator;
  if (!store.isListable(set, site)) return undefined;
  const elements = store.enumerate(set, site);
  return store.size(elements) === 1 ? store.at(elements, 0) : undefined;
}

function firstElement(evaluator: Evaluator, set: Value, site: number): Value | undefined {
  const { store } = evaluator;
  if (!store.isListable(set, site)) return undefined;
  const elements = store.enumerate(set, site);
  return store.size(elements) === 0 ? undefined : store.at(elements, 0);
}
