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
import { GrowingArray } from "../../src/check/growing-array.ts";
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

/** Positions with what is owed there, and the steps between them as parallel lists. */
interface Product {
  readonly stateOf: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** What is true of the step: a number of `#truths`. */
  readonly truthOf: Int32Array;
  /** How the step pays: a number of `payments`. */
  readonly paymentOf: Int32Array;
  readonly payments: readonly Payment[];
  readonly eventualities: number;
}

/** What a step leaves to be owed, and which <>F it puts off, by the number of the eventuality. */
interface Payment {
  readonly owed: readonly Formula[];
  readonly putOff: ReadonlySet<number>;
}

/** Which leaves are true of a step. Many steps share one. */
interface Truth {
  readonly state: readonly boolean[];
  readonly actions: readonly boolean[];
}

/** Product steps before a case is given up: 20 bytes each. */
const PRODUCT_STEPS_MAX = 50_000_000;

class TooMuch extends Error {}

export class FixpointReference {
  readonly #graph: ReferenceGraph;
  /** Steps of the graph, each state's stuttering step after its others; the first step of each state. */
  readonly #to: Int32Array;
  readonly #truthOf: Int32Array;
  readonly #first: Int32Array;
  readonly #truths: Truth[] = [];
  #product: { readonly key: string; readonly product: Product } | undefined;

  constructor(graph: ReferenceGraph) {
    this.#graph = graph;
    const steps = graph.steps.reduce((sum, some) => sum + some.length + 1, 0);
    this.#to = new Int32Array(steps);
    this.#truthOf = new Int32Array(steps);
    this.#first = new Int32Array(graph.steps.length + 1);
    const numbers = new Map<string, number>();
    let step = 0;
    const add = (from: number, to: number, actions: readonly boolean[]): void => {
      const state = graph.states[from]!;
      const truth = numberOf(numbers, `${state.map(Number).join("")} ${actions.map(Number).join("")}`);
      this.#truths[truth] ??= { state, actions };
      this.#to[step] = to;
      this.#truthOf[step++] = truth;
    };
    graph.steps.forEach((some, from) => {
      for (const { to, actions } of some) add(from, to, actions);
      add(from, from, []);
      this.#first[from + 1] = step;
    });
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
      const holds = this.#truths.map((truth) => holdsIn(local, truth));
      return (edge) => holds[product.truthOf[edge]!]!;
    };
    const allowed = persistent.map(onSteps);
    const paid = Array.from({ length: product.eventualities }, (_, number) => {
      const pays = product.payments.map(({ putOff }) => !putOff.has(number));
      return (edge: number) => pays[product.paymentOf[edge]!]!;
    });
    const refuted = pairs.map(
      ({ never }) =>
        (position: number) =>
          !holdsIn(never, { state: this.#graph.states[product.stateOf[position]!]!, actions: [] }),
    );
    return hasFairPositions(product, {
      isAllowed: (edge) => allowed.every((test) => test(edge)),
      often: [...recurrent.map(onSteps), ...paid],
      oftenIf: pairs.map(({ often }, i) => ({ isNeeded: refuted[i]!, often: onSteps(often) })),
    });
  }

  #productOf(owed: readonly Formula[]): Product {
    const key = keyOf(and(...owed));
    if (this.#product?.key !== key) {
      this.#product = undefined;
      this.#product = { key, product: this.#explore(owed) };
    }
    return this.#product.product;
  }

  #explore(first: readonly Formula[]): Product {
    const payer = new Payer(this.#truths);
    const positions = new Map<number, number>();
    const [stateOf, owedAt] = [new GrowingArray(), new GrowingArray()];
    const [from, to, truthOf, paymentOf] = Array.from({ length: 4 }, () => new GrowingArray()) as Four<GrowingArray>;
    const positionOf = (state: number, owed: number): number => {
      const key = owed * this.#graph.steps.length + state;
      const known = positions.get(key);
      if (known !== undefined) return known;
      const position = stateOf.length;
      stateOf.push(state);
      owedAt.push(owed);
      positions.set(key, position);
      return position;
    };
    for (const state of this.#graph.initial) positionOf(state, payer.owedNumber(first));
    for (let position = 0; position < stateOf.length; position++) {
      const state = stateOf.get(position);
      if (from.length > PRODUCT_STEPS_MAX) throw new TooMuch();
      for (let step = this.#first[state]!; step < this.#first[state + 1]!; step++)
        for (const { payment, owed } of payer.waysToPay(owedAt.get(position), this.#truthOf[step]!)) {
          from.push(position);
          to.push(positionOf(this.#to[step]!, owed));
          truthOf.push(this.#truthOf[step]!);
          paymentOf.push(payment);
        }
    }
    return {
      stateOf: stateOf.view(),
      from: from.view(),
      to: to.view(),
      truthOf: truthOf.view(),
      paymentOf: paymentOf.view(),
      payments: payer.payments,
      eventualities: payer.eventualities,
    };
  }
}

type Four<T> = [T, T, T, T];

/** A payment, and what it leaves to be owed, by their numbers. */
interface NumberedPayment {
  readonly payment: number;
  readonly owed: number;
}

/** How what is owed can be paid depends on nothing but which leaves are true, so it is found out once for each case. */
class Payer {
  readonly payments: Payment[] = [];
  readonly #truths: readonly Truth[];
  readonly #owed: (readonly Formula[])[] = [];
  readonly #owedNumbers = new Map<string, number>();
  readonly #eventualities = new Map<string, number>();
  /** By what is owed, and then by what is true. */
  readonly #ways: (readonly NumberedPayment[])[][] = [];

  constructor(truths: readonly Truth[]) {
    this.#truths = truths;
  }

  get eventualities(): number {
    return this.#eventualities.size;
  }

  owedNumber(owed: readonly Formula[]): number {
    const number = numberOf(this.#owedNumbers, owed.map(keyOf).join());
    this.#owed[number] ??= owed;
    return number;
  }

  waysToPay(owed: number, truth: number): readonly NumberedPayment[] {
    const ways = (this.#ways[owed] ??= []);
    return (ways[truth] ??= this.#payments(this.#owed[owed]!, this.#truths[truth]!).map((one) => ({
      payment: this.payments.push(one) - 1,
      owed: this.owedNumber(one.owed),
    })));
  }

  /** Every way in which a step can pay what is owed. What holds already is paid: to owe less is never worse. */
  #payments(owed: readonly Formula[], truth: Truth): readonly Payment[] {
    const holds = (formula: Formula): boolean => isLocal(formula) && holdsIn(formula, truth);
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
        const number = numberOf(this.#eventualities, keyOf(formula));
        if (!holds(formula.body)) pay(others, [...later, formula], [...late, number]);
      }
    };
    pay(owed, [], []);
    return [...found.values()];
  }
}

function holdsIn(formula: Formula, truth: Truth): boolean {
  switch (formula.kind) {
    case "true":
      return true;
    case "false":
      return false;
    case "state":
      return truth.state[formula.leaf]! !== formula.isNegated;
    case "action":
      return (truth.actions[formula.leaf] ?? false) !== formula.isNegated;
    case "and":
      return formula.parts.every((part) => holdsIn(part, truth));
    case "or":
      return formula.parts.some((part) => holdsIn(part, truth));
    default:
      throw new Error("not a local formula");
  }
}

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
  const { from, to } = product;
  const positions = product.stateOf.length;
  const isLeft = new Uint8Array(positions).fill(1);
  let edges = from.map((_, edge) => edge).filter(isAllowed);
  let into = byTarget(edges, to, positions);

  /** Positions from which steps between those that are left lead to one that the test holds of. */
  const reaching = (test: (edge: number) => boolean): Uint8Array => {
    const { sorted, ends } = into;
    const found = new Uint8Array(positions);
    const pending = new Int32Array(positions);
    let length = 0;
    const add = (position: number): void => {
      if (found[position] === 1 || isLeft[position] === 0) return;
      found[position] = 1;
      pending[length++] = position;
    };
    for (const edge of edges) if (isLeft[to[edge]!] === 1 && test(edge)) add(from[edge]!);
    for (let head = 0; head < length; head++) {
      const position = pending[head]!;
      for (let i = ends[position]!; i < ends[position + 1]!; i++) add(from[sorted[i]!]!);
    }
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
    // Steps of removed positions are nobody's any more.
    edges = edges.filter((edge) => isLeft[from[edge]!] === 1 && isLeft[to[edge]!] === 1);
    into = byTarget(edges, to, positions);
  }
  return isLeft.includes(1);
}

/** The edges sorted by the position that they lead to; those to p begin at `ends[p]`. */
function byTarget(edges: Int32Array, to: Int32Array, positions: number) {
  const ends = new Int32Array(positions + 1);
  for (const edge of edges) ends[to[edge]! + 1]!++;
  for (let position = 0; position < positions; position++) ends[position + 1]! += ends[position]!;
  const next = ends.slice();
  const sorted = new Int32Array(edges.length);
  for (const edge of edges) sorted[next[to[edge]!]!++] = edge;
  return { sorted, ends };
}
