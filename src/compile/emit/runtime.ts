/**
 * What emitted code calls besides the store: the fast paths that V8 inlines, and the slow paths that are not worth
 * repeating in emitted text. One per machine, because it closes over the store.
 */
import { CALL_DEPTH_MAX } from "../evaluator/bounds.ts";
import { Kind, EvaluationError } from "../../values/types.ts";
import type { Site, Store, Value } from "../../values/types.ts";
import { NumberList } from "../number-list.ts";
import type { StepTally } from "../natives/native.ts";
import type { SuccessorSink } from "../types.ts";
import { createBuilders } from "./builders.ts";
import { MemberMasks } from "./member-masks.ts";

/** Where a boolean was expected: emitted code refers to these by index. */
export const EXPECTED_BOOLEAN = [
  "a formula",
  "the condition of an IF",
  "the guard of a CASE arm",
  "a formula in a conjunction",
  "a formula in a disjunction",
  "an operand of =>",
  "an operand of <=>",
  "the operand of ~",
  "the body of a quantifier",
  "the predicate of a set filter",
  "the predicate of a CHOOSE",
  "the next-state relation",
] as const;

export const Expected = {
  formula: 0,
  ifCondition: 1,
  caseGuard: 2,
  conjunct: 3,
  disjunct: 4,
  implication: 5,
  equivalence: 6,
  negation: 7,
  quantifier: 8,
  filter: 9,
  choose: 10,
  action: 11,
} as const;

export type Runtime = ReturnType<typeof createRuntime>;

/** A value computed when first asked for: an operator argument that the operator may not need. */
export class Lazy {
  private value: Value = 0;
  private readonly compute: () => Value;

  constructor(compute: () => Value) {
    this.compute = compute;
  }

  force(): Value {
    if (this.value === 0) this.value = this.compute();
    return this.value;
  }
}

interface Attempt {
  readonly stack: number;
  readonly depth: number;
}

/** Runs an action by evaluation: for those that cannot be emitted. `known` as in `StepRequest.arguments`. */
export type EvaluatedAction = (
  action: number,
  state: readonly Value[],
  known: readonly Value[],
  sink: SuccessorSink,
) => void;

export function createRuntime(
  store: Store,
  variables: readonly string[],
  actions: readonly string[],
  evaluated: EvaluatedAction,
  tally: StepTally,
) {
  const { TRUE, FALSE } = store;
  const recursion = { depth: 0 };
  const composition = { states: 0 };
  /** What the derivation of the successor that is delivered shows, by the numbers of `LeafDerivations.shown`. */
  const shown = new NumberList();

  /** Counts states between two composed actions. */
  function between(states: number): void {
    composition.states += states;
  }

  /** Calls of emitted code nest only through RECURSIVE operators; each checks in and out. */
  function enter(site: Site): void {
    if (recursion.depth >= CALL_DEPTH_MAX) {
      throw new EvaluationError(
        "LS4250",
        `Evaluation is nested deeper than CALL_DEPTH_MAX (${String(CALL_DEPTH_MAX)}) definitions.`,
        site,
      );
    }
    recursion.depth++;
  }

  function leave(): void {
    recursion.depth--;
  }

  /** Where evaluation stands, to go on from when what is tried next fails: see `recover`. */
  function tryMark(): Attempt {
    return { stack: store.mark(), depth: recursion.depth };
  }

  /** Undoes what a failed attempt left half made. Anything but a failed evaluation is raised again. */
  function recover(error: unknown, { stack, depth }: Attempt): void {
    if (!(error instanceof EvaluationError)) throw error;
    store.release(stack);
    recursion.depth = depth;
  }

  function truth(v: Value, expected: number, site: Site): boolean {
    return v === TRUE || (v !== FALSE && store.truth(v, EXPECTED_BOOLEAN[expected]!, site));
  }

  function same(a: Value, b: Value, site: Site): boolean {
    return a === b || store.equals(a, b, site);
  }

  function normal(v: Value, site: Site): Value {
    return v > 0 || (v & 1) !== 0 ? v : store.normalize(v, site);
  }

  // Small integers are `n << 1 | 1`: sums and comparisons work on the handles as they are.
  function add(a: Value, b: Value, site: Site): Value {
    const sum = a + b - 1;
    return (a & b & 1) !== 0 && (sum | 0) === sum ? sum : store.add(a, b, site);
  }

  function subtract(a: Value, b: Value, site: Site): Value {
    const difference = a - b + 1;
    return (a & b & 1) !== 0 && (difference | 0) === difference ? difference : store.subtract(a, b, site);
  }

  function less(a: Value, b: Value, site: Site): boolean {
    return (a & b & 1) !== 0 ? a < b : store.less(a, b, site);
  }

  function lessOrEqual(a: Value, b: Value, site: Site): boolean {
    return (a & b & 1) !== 0 ? a <= b : store.lessOrEqual(a, b, site);
  }

  /** The components of a tuple binder `<<a, b>> \in S`. */
  function untuple(v: Value, length: number, site: Site): Value {
    if (store.kind(v) !== Kind.Tuple || store.size(v) !== length) {
      throw new EvaluationError(
        "LS4210",
        `${store.show(v)} does not have the shape of a tuple of ${String(length)} names.`,
        site,
      );
    }
    return v;
  }

  /** A function whose results are computed when asked for, once each: recursive functions, functions on Nat. */
  function lazyFunction(domain: Value, site: Site, apply: (x: Value, self: Value) => Value): Value {
    const results = new Map<Value, Value>();
    let collections = store.collections();
    const self: Value = store.lazyFunction(domain, (x) => {
      if (collections !== store.collections()) {
        results.clear();
        collections = store.collections();
      }
      const key = normal(x, site);
      let result = results.get(key);
      if (result === undefined || store.isForgotten(result)) {
        enter(site);
        result = apply(key, self);
        leave();
        results.set(key, result);
      }
      return result;
    });
    return self;
  }

  /** A bound of an interval that is run through without being built. */
  function smallInteger(v: Value, site: Site): Value {
    if ((v & 1) !== 0) return v;
    const n = store.integerOf(v, site);
    throw new EvaluationError("LS4018", `An interval with the bound ${String(n)} is too large to run through.`, site);
  }

  function noArm(site: Site): never {
    throw new EvaluationError("LS4202", "No guard of this CASE is true, and it has no OTHER.", site);
  }

  function noWitness(site: Site): never {
    throw new EvaluationError("LS4203", "No element of the set satisfies the condition of this CHOOSE.", site);
  }

  function unassigned(slot: number, isPrimed: boolean, site: Site): never {
    const name = `${variables[slot]!}${isPrimed ? "'" : ""}`;
    throw new EvaluationError("LS4201", `The value of ${name} is used before it is determined.`, site);
  }

  /** An action (-1: Init) that leaves variables undetermined. */
  function incomplete(action: number, missing: readonly number[], site: Site): never {
    const names = missing.map((slot) => variables[slot]!);
    const who = action < 0 ? "The initial predicate" : `The action ${actions[action]!}`;
    const which = names.length === 1 ? `the variable ${names[0]!}` : `the variables ${names.join(", ")}`;
    const becomes = names.length === 1 ? "becomes" : "become";
    throw new EvaluationError(action < 0 ? "LS4207" : "LS4206", `${who} does not say what ${which} ${becomes}.`, site);
  }

  /** Records a result for an interned value, in a larger copy of the table if need be. */
  function remember<T extends Uint8Array | Int32Array>(table: T, value: Value, result: number): T {
    const index = value >> 1;
    let target = table;
    if (index >= table.length) {
      let length = table.length * 2;
      while (length <= index) length *= 2;
      target = (table instanceof Uint8Array ? new Uint8Array(length) : new Int32Array(length)) as T;
      target.set(table);
    }
    target[index] = result;
    return target;
  }

  function memberMasks(constants: readonly Value[]): MemberMasks {
    return new MemberMasks(store, constants);
  }

  function lazy(compute: () => Value): Lazy {
    return new Lazy(compute);
  }

  function fail(code: string, message: string, site: Site): never {
    throw new EvaluationError(code, message, site);
  }

  return {
    recursion,
    tally,
    composition,
    shown,
    between,
    evaluated,
    enter,
    leave,
    tryMark,
    recover,
    truth,
    same,
    normal,
    add,
    subtract,
    less,
    lessOrEqual,
    untuple,
    smallInteger,
    lazyFunction,
    noArm,
    noWitness,
    unassigned,
    incomplete,
    remember,
    memberMasks,
    lazy,
    fail,
    ...createBuilders(store),
  };
}
