/**
 * A second slow way to decide a temporal formula on an explicit graph, for graphs that are too large for the guesses of
 * `reference-checker.ts`: polynomial in fairness conditions, exponential only in what is neither []<> nor <>[]. It shares
 * nothing with the search or the other reference but the type of formulas: no components, no search for cycles.
 *
 * 1. The formula is taken apart at its top: alternatives, and of each the conditions that only what happens for ever
 *    decides: []<>F, <>[]F, and <>[]F \/ []<>G.
 * 2. What is left is owed: a position is a state with the formulas that must hold from there on. A step pays what it can,
 *    and hands the rest on; an <>F that is put off for ever is not paid (Gerth, Peled, Vardi and Wolper, "Simple on-the-fly
 *    automatic verification of linear temporal logic", 1995).
 * 3. Of the positions those are removed that have no step, that cannot reach a step with F for some []<>F, or that refute
 *    F and cannot reach a step with G for some <>[]F \/ []<>G, until none is (Kesten, Pnueli and Raviv, "Algorithmic
 *    verification of linear temporal logic specifications", 1998). If positions are left, the last component that one
 *    comes to has everything; and a set of positions that a behaviour visits again and again is never touched.
 */
import type { Formula } from "../../src/compile/temporal/formula.ts";
import { and, hasAction, isLocal, keyOf, or, TRUE } from "../../src/compile/temporal/formula.ts";
import type { ReferenceGraph } from "./reference-checker.ts";

/** One alternative of the formula. */
interface Case {
  /** Local formulas that hold of all steps from some time on. */
  readonly persistent: readonly Formula[];
  /** Local formulas that hold of infinitely many steps. */
  readonly recurrent: readonly Formula[];
  /** `never` holds of all states from some time on, or `often` of infinitely many steps. */
  readonly pairs: readonly { readonly never: Formula; readonly often: Formula }[];
  readonly owed: readonly Formula[];
}

/** Positions with what is owed there; steps as parallel lists. */
interface Product {
  readonly positions: number;
  readonly stateOf: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** The step of the graph. */
  readonly stepOf: readonly number[];
  /** Which <>F the step puts off, by the number of the eventuality. */
  readonly putOff: readonly ReadonlySet<number>[];
  readonly eventualities: number;
}

/** What a step leaves to be owed, and what it puts off. */
interface Payment {
  readonly owed: readonly Formula[];
  readonly putOff: ReadonlySet<number>;
}

/** Product steps before a case is given up. */
const PRODUCT_STEPS_MAX = 20_000_000;

class TooMuch extends Error {}

export class FixpointReference {
  readonly #graph: ReferenceGraph;
  /** Steps of the graph, each state's stuttering step after its others. */
  readonly #steps: { readonly from: number; readonly to: number; readonly actions: readonly boolean[] }[] = [];
  /** The first step of each state. */
  readonly #first: number[] = [];
  /** Truth of local formulas on steps, by the formula's text. */
  readonly #truths = new Map<string, Uint8Array>();
  #product: { readonly key: string; readonly product: Product } | undefined;

  constructor(graph: ReferenceGraph) {
    this.#graph = graph;
    graph.steps.forEach((steps, from) => {
      this.#first.push(this.#steps.length);
      for (const { to, actions } of steps) this.#steps.push({ from, to, actions });
      this.#steps.push({ from, to: from, actions: [] });
    });
    this.#first.push(this.#steps.length);
  }

  /** Is there a behaviour that satisfies the formula? Undefined when the product is too large. */
  hasBehaviour(formula: Formula): boolean | undefined {
    try {
      return casesOf(formula).some((one) => this.#decide(one));
    } catch (error) {
      if (error instanceof TooMuch) return undefined;
      throw error;
    }
  }

  #decide({ persistent, recurrent, pairs, owed }: Case): boolean {
    const product = this.#productOf(owed);
    const onSteps = (local: Formula): ((edge: number) => boolean) => {
      const truth = this.#truthOf(local);
      return (edge) => truth[product.stepOf[edge]!] === 1;
    };
    const allowed = persistent.map(onSteps);
    const paid = Array.from({ length: product.eventualities }, (_, number) => (edge: number) => {
      return !product.putOff[edge]!.has(number);
    });
    const refuted = pairs.map(
      ({ never }) =>
        (position: number) =>
          !this.#local(never, product.stateOf[position]!, []),
    );
    return hasFairPositions(product, {
      isAllowed: (edge) => allowed.every((test) => test(edge)),
      often: [...recurrent.map(onSteps), ...paid],
      oftenIf: pairs.map(({ often }, i) => ({ isNeeded: refuted[i]!, often: onSteps(often) })),
    });
  }

  #local(formula: Formula, state: number, actions: readonly boolean[]): boolean {
    switch (formula.kind) {
      case "true":
        return true;
      case "false":
        return false;
      case "state":
        return this.#graph.states[state]![formula.leaf]! !== formula.isNegated;
      case "action":
        return (actions[formula.leaf] ?? false) !== formula.isNegated;
      case "and":
        return formula.parts.every((part) => this.#local(part, state, actions));
      case "or":
        return formula.parts.some((part) => this.#local(part, state, actions));
      default:
        throw new Error("not a local formula");
    }
  }

  #truthOf(local: Formula): Uint8Array {
    const key = keyOf(local);
    let truth = this.#truths.get(key);
    if (truth === undefined) {
      truth = Uint8Array.from(this.#steps, ({ from, actions }) => (this.#local(local, from, actions) ? 1 : 0));
      this.#truths.set(key, truth);
    }
    return truth;
  }

  #productOf(owed: readonly Formula[]): Product {
    const key = keyOf(and(...owed));
    if (this.#product?.key !== key) this.#product = { key, product: this.#explore(owed) };
    return this.#product.product;
  }

  #explore(first: readonly Formula[]): Product {
    const numbers = new Map<string, number>();
    const stateOf: number[] = [];
    const owedAt: (readonly Formula[])[] = [];
    const eventualities = new Map<string, number>();
    const [from, to, stepOf]: [number[], number[], number[]] = [[], [], []];
    const putOff: ReadonlySet<number>[] = [];
    const positionOf = (state: number, owed: readonly Formula[]): number => {
      const key = `${state} ${owed.map(keyOf).join()}`;
      let number = numbers.get(key);
      if (number === undefined) {
        number = stateOf.push(state) - 1;
        owedAt.push(owed);
        numbers.set(key, number);
      }
      return number;
    };
    for (const state of this.#graph.initial) positionOf(state, first);
    for (let position = 0; position < stateOf.length; position++) {
      const state = stateOf[position]!;
      for (let step = this.#first[state]!; step < this.#first[state + 1]!; step++)
        for (const payment of this.#payments(owedAt[position]!, step, eventualities)) {
          if (from.length >= PRODUCT_STEPS_MAX) throw new TooMuch();
          from.push(position);
          to.push(positionOf(this.#steps[step]!.to, payment.owed));
          stepOf.push(step);
          putOff.push(payment.putOff);
        }
    }
    return { positions: stateOf.length, stateOf, from, to, stepOf, putOff, eventualities: eventualities.size };
  }

  /** Every way in which a step can pay what is owed. What holds already is paid: to owe less is never worse. */
  #payments(owed: readonly Formula[], step: number, eventualities: Map<string, number>): readonly Payment[] {
    if (owed.length === 0) return [PAID];
    const { from, actions } = this.#steps[step]!;
    const holds = (formula: Formula): boolean => isLocal(formula) && this.#local(formula, from, actions);
    const found = new Map<string, Payment>();
    const pay = (due: readonly Formula[], later: readonly Formula[], late: readonly number[]): void => {
      const [formula, ...others] = due;
      if (formula === undefined) {
        const sorted = [...new Map(later.map((one) => [keyOf(one), one]))].sort(([a], [b]) => (a < b ? -1 : 1));
        const payment = { owed: sorted.map(([, one]) => one), putOff: new Set(late) };
        found.set(`${sorted.map(([key]) => key).join()} ${[...payment.putOff].sort().join()}`, payment);
      } else if (isLocal(formula)) {
        if (holds(formula)) pay(others, later, late);
      } else if (formula.kind === "and") pay([...formula.parts, ...others], later, late);
      else if (formula.kind === "or") {
        const alternatives = formula.parts.some(holds) ? [TRUE] : formula.parts;
        for (const part of alternatives) pay([part, ...others], later, late);
      } else if (formula.kind === "always") pay([formula.body, ...others], [...later, formula], late);
      else if (formula.kind === "eventually") {
        pay([formula.body, ...others], later, late);
        if (!holds(formula.body)) pay(others, [...later, formula], [...late, numberOf(eventualities, keyOf(formula))]);
      }
    };
    pay(owed, [], []);
    return [...found.values()];
  }
}

const PAID: Payment = { owed: [], putOff: new Set() };

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key) ?? numbers.size;
  numbers.set(key, known);
  return known;
}

// ------------------------------------------------------------------------------------------------ taking apart

function casesOf(formula: Formula): Case[] {
  const recurrent = recurrenceOf(formula);
  if (recurrent !== undefined) return [{ ...NOTHING, recurrent: [recurrent] }];
  const persistent = persistenceOf(formula);
  if (persistent !== undefined) return [{ ...NOTHING, persistent: [persistent] }];
  if (formula.kind === "and") return formula.parts.map(casesOf).reduce(together, [NOTHING]);
  if (formula.kind !== "or") return [{ ...NOTHING, owed: [formula] }];
  const often = formula.parts.map(recurrenceOf).filter((part) => part !== undefined);
  const others = formula.parts.filter((part) => recurrenceOf(part) === undefined);
  const never = others.length === 1 ? persistenceOf(others[0]!) : undefined;
  if (never !== undefined && !hasAction(never)) return [{ ...NOTHING, pairs: [{ never, often: or(...often) }] }];
  return formula.parts.flatMap(casesOf);
}

const NOTHING: Case = { persistent: [], recurrent: [], pairs: [], owed: [] };

function together(some: readonly Case[], more: readonly Case[]): Case[] {
  return some.flatMap((a) =>
    more.map((b) => ({
      persistent: [...a.persistent, ...b.persistent],
      recurrent: [...a.recurrent, ...b.recurrent],
      pairs: [...a.pairs, ...b.pairs],
      owed: [...a.owed, ...b.owed],
    })),
  );
}

/** F, if the formula is []<>F for a local F. */
function recurrenceOf(formula: Formula): Formula | undefined {
  if (formula.kind === "always" && formula.body.kind === "eventually")
    return isLocal(formula.body.body) ? formula.body.body : undefined;
  if (formula.kind !== "or") return undefined;
  const parts = formula.parts.map(recurrenceOf);
  return parts.every((part) => part !== undefined) ? or(...parts) : undefined;
}

/** F, if the formula is <>[]F for a local F. */
function persistenceOf(formula: Formula): Formula | undefined {
  if (formula.kind === "eventually" && formula.body.kind === "always")
    return isLocal(formula.body.body) ? formula.body.body : undefined;
  if (formula.kind !== "and") return undefined;
  const parts = formula.parts.map(persistenceOf);
  return parts.every((part) => part !== undefined) ? and(...parts) : undefined;
}

// ------------------------------------------------------------------------------------------------ the fixpoint

interface Fairness {
  readonly isAllowed: (edge: number) => boolean;
  readonly often: readonly ((edge: number) => boolean)[];
  readonly oftenIf: readonly {
    readonly isNeeded: (position: number) => boolean;
    readonly often: (edge: number) => boolean;
  }[];
}

function hasFairPositions(product: Product, { isAllowed, often, oftenIf }: Fairness): boolean {
  const { positions, from, to } = product;
  const edges = [...from.keys()].filter(isAllowed);
  const into: number[][] = Array.from({ length: positions }, () => []);
  for (const edge of edges) into[to[edge]!]!.push(edge);
  const isLeft = new Uint8Array(positions).fill(1);
  const isInside = (edge: number): boolean => isLeft[from[edge]!] === 1 && isLeft[to[edge]!] === 1;

  /** Positions from which steps between those that are left lead to one that the test holds of. */
  const reaching = (test: (edge: number) => boolean): Uint8Array => {
    const found = new Uint8Array(positions);
    const pending: number[] = [];
    const add = (position: number): void => {
      if (found[position] === 1) return;
      found[position] = 1;
      pending.push(position);
    };
    for (const edge of edges) if (isInside(edge) && test(edge)) add(from[edge]!);
    for (let i = 0; i < pending.length; i++)
      for (const edge of into[pending[i]!]!) if (isInside(edge)) add(from[edge]!);
    return found;
  };
  let isStable = false;
  const keep = (test: (position: number) => boolean): void => {
    for (let position = 0; position < positions; position++)
      if (isLeft[position] === 1 && !test(position)) {
        isLeft[position] = 0;
        isStable = false;
      }
  };
  while (!isStable) {
    isStable = true;
    const moving = reaching(() => true);
    keep((position) => moving[position] === 1);
    for (const test of often) {
      const found = reaching(test);
      keep((position) => found[position] === 1);
    }
    for (const { isNeeded, often: test } of oftenIf) {
      const found = reaching(test);
      keep((position) => !isNeeded(position) || found[position] === 1);
    }
  }
  return isLeft.includes(1);
}
