/**
 * Action leaves that are parts of Next: which of them a step satisfies is known from how it was derived.
 *
 * `<<A>>_v` of a fairness condition is mostly a disjunct of Next, or several, or an instance of one. Next runs through all
 * steps that A allows, so a step satisfies A exactly when A is among its derivations (Lamport's actions are predicates of
 * steps: the derivations of one step are put together). Then A is evaluated neither on steps nor for ENABLED, which does
 * not know constraints: derivations are seen before these cut anything off.
 *
 * A leaf is taken apart as Next is. Each part is compared with the bodies of Next's actions where they are emitted, in
 * their environments: the same text must mean the same. A part is *covered* when its body is run in every state; the
 * derivations decide a leaf when all its parts are covered, and otherwise only show that it holds.
 */
import type { BoundGroup, Expr } from "../../tla/modules/core.ts";
import type { Value } from "../../values/types.ts";
import type { AngleAction } from "../temporal/translator.ts";
import type { Compiler } from "./compiler.ts";
import { junction, test } from "./conditions.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { bindConstant } from "./loops.ts";
import { expand, letEnvironment, meaningOf } from "./names.ts";
import { local } from "./operand.ts";
import type { Condition, Operand } from "./operand.ts";
import { MeaningComparison } from "./same-meaning.ts";
import type { SetElement } from "./same-meaning.ts";
import { targetSlot } from "./structure.ts";
import { levelIn } from "./temporal-level.ts";

/** Parts that one leaf is taken apart into. */
const PARTS_MAX = 512;
/** Definitions entered one inside the other. */
const DEPTH_MAX = 200;

/** A state formula that must hold as well, and its environment. */
export interface Guard {
  readonly expression: Expr;
  readonly environment: Environment;
}

export function guardsTest(guards: readonly Guard[], cx: Context): Condition {
  return junction(
    true,
    guards.map(
      ({ expression, environment }) =>
        (inner: Context) =>
          test(expression, environment, inner),
    ),
    cx,
  );
}

interface Part {
  readonly leaf: number;
  readonly body: Expr;
  readonly environment: Environment;
  readonly elements: readonly SetElement[];
  readonly guards: readonly Guard[];
  isCovered: boolean;
}

/** A leaf that a derivation shows. */
export interface Derivation {
  /** Number of the leaf and its guard; see `shown`. */
  readonly number: number;
  /** Locals that must have these values. */
  readonly conditions: ReadonlyMap<Operand, Value>;
}

export class LeafDerivations {
  /** By the numbers that emitted code reports: the leaf that is shown, if its guards hold. */
  readonly shown: { readonly leaf: number; readonly guards: readonly Guard[] }[] = [];
  readonly #compiler: Compiler;
  /** For constants only. */
  readonly #constants: Context;
  /** Bodies of Next's actions. */
  readonly #bodies: ReadonlySet<Expr>;
  readonly #parts = new Map<Expr, Part[]>();
  readonly #numbers = new Map<Part, number>();
  readonly #partsOfLeaf = new Map<number, Part[]>();
  readonly #slots = new Map<number, readonly number[]>();

  /** `constants` is a context that nothing but constants is emitted in. */
  constructor(constants: Context, bodies: ReadonlySet<Expr>) {
    this.#compiler = constants.compiler;
    this.#constants = constants;
    this.#bodies = bodies;
  }

  get isEmpty(): boolean {
    return this.#partsOfLeaf.size === 0;
  }

  /** The slots of a leaf's subscript; undefined when the subscript is more than a tuple of variables. */
  slotsOf(leaf: number): readonly number[] | undefined {
    return this.#slots.get(leaf);
  }

  /** Whether derivations decide the leaf; to be asked when Next has been emitted. */
  isDecided(leaf: number): boolean {
    return this.#partsOfLeaf.get(leaf)?.every((part) => part.isCovered) ?? false;
  }

  add(leaf: number, { action, subscript }: AngleAction, environment: Environment): void {
    const slots = this.#subscriptSlots(subscript, environment);
    if (slots === undefined) return;
    const parts: Part[] = [];
    if (!this.#split(action, { environment, elements: [], guards: [], depth: 0 }, leaf, parts)) return;
    this.#slots.set(leaf, slots);
    this.#partsOfLeaf.set(leaf, parts);
    for (const part of parts) this.#parts.set(part.body, [...(this.#parts.get(part.body) ?? []), part]);
  }

  /** Leaves that a step shows which was derived by this body of an action of Next, within these loops. */
  at(body: Expr, environment: Environment, loops: readonly SetElement[]): Derivation[] {
    const found: Derivation[] = [];
    for (const part of this.#parts.get(body) ?? []) {
      const comparison = new MeaningComparison(this.#compiler, loops, part.elements);
      if (!comparison.sameNames(body, environment, part.environment)) continue;
      if (comparison.matched.size < part.elements.length) continue;
      if (this.#covers(comparison, loops)) part.isCovered = true;
      found.push({ number: this.#numberOf(part), conditions: comparison.conditions });
    }
    return found;
  }

  /** Every loop around the body comes to what the part asks for, in every state. */
  #covers({ conditions, matched }: MeaningComparison, loops: readonly SetElement[]): boolean {
    const free = new Set(matched.values());
    if (free.size < matched.size) return false;
    return loops.every((loop) => {
      const value = conditions.get(loop.operand);
      if (value === undefined) return free.has(loop);
      if (free.has(loop)) return false;
      const { store } = this.#compiler;
      const set = this.#compiler.fold(loop.set, loop.environment);
      if (set === undefined) return false;
      return this.#compiler.tryFold(() => store.boolean(store.in(value, set, -1))) === store.TRUE;
    });
  }

  #numberOf(part: Part): number {
    let number = this.#numbers.get(part);
    if (number !== undefined) return number;
    const { leaf, guards } = part;
    number = guards.length > 0 ? -1 : this.shown.findIndex((other) => other.leaf === leaf && other.guards.length === 0);
    if (number === -1) number = this.shown.push({ leaf, guards }) - 1;
    this.#numbers.set(part, number);
    return number;
  }

  /** False when there are too many parts. */
  #split(formula: Expr, place: Place, leaf: number, parts: Part[]): boolean {
    const { environment, depth } = place;
    const recur = (inner: Expr, changed: Partial<Place> = {}): boolean =>
      this.#split(inner, { ...place, ...changed, depth: depth + 1 }, leaf, parts);
    const end = (): boolean => {
      const { elements, guards } = place;
      return parts.push({ leaf, body: formula, environment, elements, guards, isCovered: false }) <= PARTS_MAX;
    };
    if (depth > DEPTH_MAX || this.#bodies.has(formula)) return end();
    switch (formula.kind) {
      case "builtin":
        if (formula.operator === "or") return formula.arguments.every((disjunct) => recur(disjunct));
        return formula.operator === "and" ? (this.#splitConjunction(formula.arguments, place, recur) ?? end()) : end();
      case "quantifier":
        if (formula.quantifier !== "exists") return end();
        return this.#throughExists(formula.bounds, place)?.every((inner) => recur(formula.body, inner)) ?? false;
      case "let":
        return recur(formula.body, { environment: letEnvironment(formula, environment, undefined) });
      case "label":
        return recur(formula.body);
      case "ref": {
        const meaning = meaningOf(this.#compiler, formula, environment);
        if (meaning.kind === "binding" && meaning.binding.kind === "thunk")
          return recur(meaning.binding.expression, { environment: meaning.binding.environment });
        if (meaning.kind !== "call" || meaning.definition.isRecursive) return end();
        const { definition, arguments: args, environment: own, callerEnvironment: caller } = meaning;
        return recur(definition.body, {
          environment: expand(definition.parameters, definition.body, args, own, caller, undefined),
        });
      }
      default:
        return end();
    }
  }

  /** State formulas and one action: the action's parts, guarded by the state formulas. */
  #splitConjunction(
    conjuncts: readonly Expr[],
    { environment, guards }: Place,
    recur: (inner: Expr, changed: Partial<Place>) => boolean,
  ): boolean | undefined {
    const actions = conjuncts.filter((conjunct) => levelIn(conjunct, environment) > 1);
    if (actions.length !== 1) return undefined;
    const more = conjuncts.filter((conjunct) => conjunct !== actions[0]);
    return recur(actions[0]!, { guards: [...guards, ...more.map((expression) => ({ expression, environment }))] });
  }

  /** Elements of constant sets one by one, of other sets by a name that stands for any; undefined: not to be done. */
  #throughExists(bounds: readonly BoundGroup[], place: Place): Pick<Place, "environment" | "elements">[] | undefined {
    const outside = place.environment;
    let places: Pick<Place, "environment" | "elements">[] = [{ environment: outside, elements: place.elements }];
    for (const bound of bounds) {
      const values = this.#valuesOf(bound, outside);
      if (values === undefined && bound.isTuple) return undefined;
      places = places.flatMap(({ environment, elements }) => {
        if (values !== undefined) {
          const instances = values.map((value) => bindConstant(bound, value, environment, this.#constants));
          return instances.flatMap((instance) => (instance === undefined ? [] : [{ environment: instance, elements }]));
        }
        const element: SetElement = { operand: local("any"), set: bound.set, environment: outside };
        const inner = environment.with(bound.names[0]!, { kind: "operand", operand: element.operand });
        return [{ environment: inner, elements: [...elements, element] }];
      });
      if (places.length > PARTS_MAX) return undefined;
    }
    return places;
  }

  #valuesOf(bound: BoundGroup, environment: Environment): Value[] | undefined {
    const { store } = this.#compiler;
    const set = this.#compiler.fold(bound.set, environment);
    const elements = set === undefined ? undefined : this.#compiler.tryFold(() => store.enumerate(set, -1));
    if (elements === undefined || store.size(elements) > PARTS_MAX) return undefined;
    return Array.from({ length: store.size(elements) }, (_, i) => store.at(elements, i));
  }

  #subscriptSlots(subscript: Expr, environment: Environment): readonly number[] | undefined {
    const slot = targetSlot(this.#compiler, subscript, environment, "next", true);
    if (slot !== undefined) return [slot];
    if (subscript.kind === "tuple") {
      const slots = subscript.elements.map((element) => this.#subscriptSlots(element, environment));
      return slots.every((some) => some !== undefined) ? slots.flat() : undefined;
    }
    if (subscript.kind !== "ref") return undefined;
    const meaning = meaningOf(this.#compiler, subscript, environment);
    if (meaning.kind === "call" && meaning.definition.parameters.length === 0 && !meaning.definition.isRecursive)
      return this.#subscriptSlots(meaning.definition.body, meaning.environment);
    if (meaning.kind === "binding" && meaning.binding.kind === "thunk")
      return this.#subscriptSlots(meaning.binding.expression, meaning.binding.environment);
    return undefined;
  }
}

/** Where a part stands in its leaf. */
interface Place {
  readonly environment: Environment;
  readonly elements: readonly SetElement[];
  readonly guards: readonly Guard[];
  readonly depth: number;
}
