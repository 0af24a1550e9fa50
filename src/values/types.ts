/**
 * The value store's face: what `compile/`, `check/` and `conform/` may use.
 *
 * A TLA+ value is an int32 handle into a hash-consed store: odd = small integer `n << 1 | 1` (31 bits), even and positive
 * = index << 1 of an interned value (indices are dense, from 1), even and negative = a lazy value; 0 is never a handle.
 * Two values of one store are equal exactly when their handles are, once both are in normal form (see `isLazy`). Handles mean nothing outside their store; hashes and the canonical order do: they depend on the
 * value only, so fingerprints agree across runs, processes and workers.
 *
 * Elements of sets, domains of functions and fields of records are stored in canonical order, so that enumeration,
 * CHOOSE and printing never depend on when a value was first met. (Rejected: sorting by handle, which is faster to
 * insert into but makes every order visible to the user an accident of discovery.)
 *
 * Operations that can fail take a `site`, an opaque number chosen by the caller that comes back in
 * `EvaluationError.site`; -1 when there is none.
 */

/** A handle. */
export type Value = number;

/** Opaque number naming the place in the specification that asked; see `compile/sites.ts`. */
export type Site = number;

export const Kind = {
  Boolean: 1,
  Integer: 2,
  String: 3,
  ModelValue: 4,
  /** Enumerated set, elements in canonical order, no duplicates. */
  Set: 5,
  /** Function with domain 1..n; the empty function is the empty tuple. */
  Tuple: 6,
  /** Function whose domain is a non-empty set of strings. */
  Record: 7,
  /** Any other function with an enumerated domain. */
  Function: 8,
  // From here on lazy: not in normal form, never stored in a state or as an element without being normalised first.
  Interval: 9,
  PowerSet: 10,
  FunctionSet: 11,
  RecordSet: 12,
  Product: 13,
  SequenceSet: 14,
  /** Nat, Int, Real, STRING */
  InfiniteSet: 15,
  /** {x \in S : P} over a set that cannot be enumerated, S \cup T and so on of such sets: tested by a closure. */
  PredicateSet: 16,
  /** [x \in S |-> e] over a set that cannot be enumerated, and recursive functions: applied by a closure. */
  LazyFunction: 17,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** A failure while evaluating: the specification's fault, with TLC's condition and our words. */
export class EvaluationError extends Error {
  readonly code: string;
  readonly site: Site;

  constructor(code: string, message: string, site: Site) {
    super(message);
    this.name = "EvaluationError";
    this.code = code;
    this.site = site;
  }
}

/** Code of an evaluation that needs more memory than there may be: nothing is wrong, and nothing is decided. */
export const OUT_OF_MEMORY = "LS4020";

export interface StoreOptions {
  /** Strings and model values in the order they sort; those not listed come after, by code units. */
  readonly stringOrder?: readonly string[];
  /** Bound on the elements that enumerating one lazy set may produce; default `SET_ELEMENTS_MAX` of bounds.ts. */
  readonly setElementsMax?: number;
  /**
   * Whether the process may take so many bytes more; asked before a large table grows. Without it memory has no bound but
   * the machine's.
   */
  readonly hasRoomFor?: (bytes: number) => boolean;
  /**
   * When `collectIfDue` gives values back; for tests that look for handles that are used too late: always, giving their
   * handles out again at once, or never again.
   */
  readonly collects?: "when due" | "always" | "always, never reusing handles";
}

/** The memory of a store that several threads use (shared-heap.ts): plain data, as threads can send it. */
export interface SharedValues {
  /** How often values were given back. */
  readonly collections: number;
  readonly counters: SharedArrayBuffer;
  readonly arena: SharedArrayBuffer;
  readonly meta: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  readonly permanent: SharedArrayBuffer;
  /** Indices that may be used again. */
  readonly returned: SharedArrayBuffer;
  readonly atoms: {
    readonly texts: readonly string[];
    readonly strings: ReadonlyMap<string, Value>;
    readonly modelValues: ReadonlyMap<string, Value>;
    readonly largeIntegers: readonly bigint[];
    readonly largeIntegerHandles: ReadonlyMap<bigint, Value>;
  };
}

/** Whoever has handles from one evaluation to the next, in a store that gives values back. */
export interface ValueHolder {
  /** Calls `visit` with each value that must stay, 0 and small integers if it likes; their parts stay with them. */
  visitValues?(visit: (v: Value) => void): void;
  /** Values were given back: what is remembered about handles that were not visited is about others from now on. */
  forgetValues?(): void;
}

/** Hashes of values under permutations of atoms; see `permuted-hash.ts`. The last result is in `low` and `high`. */
export interface PermutedHash {
  readonly low: number;
  readonly high: number;
  /** Computes the hash of the image of `v`, in normal form, under the permutation of this index. */
  of(v: Value, permutation: number): void;
  /** Forgets what is remembered about handles: they mean something else now. */
  forget(): void;
}

/** The value store. One per compiled specification (its string order is fixed at creation). */
export interface Store {
  readonly FALSE: Value;
  readonly TRUE: Value;
  readonly EMPTY_SET: Value;
  /** `<<>>`, which is also every function with an empty domain. */
  readonly EMPTY_TUPLE: Value;

  // ------------------------------------------------------------------------------------------ atoms
  integer(n: number | bigint): Value;
  string(text: string): Value;
  modelValue(name: string): Value;
  boolean(b: boolean): Value;
  kind(v: Value): Kind;
  isLazy(v: Value): boolean;
  /** Text of a string or model value. */
  text(v: Value): string;
  /** A small integer as number, a large one as bigint. Fails on anything else. */
  integerOf(v: Value, site: Site): number | bigint;
  /** JS boolean of a boolean value; anything else fails: `what` says where, as in "the condition of an IF". */
  truth(v: Value, what: string, site: Site): boolean;

  // ------------------------------------------------------------------------------------------ building
  /** A stack of handles for building compound values: mark, push..., finish. */
  mark(): number;
  push(v: Value): void;
  /** Sorts, removes duplicates; drops the stack to the mark. */
  finishSet(mark: number): Value;
  /** As `finishSet` for elements pushed in canonical order without duplicates, as a filter over a set gives them. */
  finishSubset(mark: number): Value;
  finishTuple(mark: number): Value;
  /** Values pushed in the canonical order of the (enumerated) domain. */
  finishFunction(domain: Value, mark: number): Value;
  /** After a caught error the stack may hold leftovers: drop to the mark. */
  release(mark: number): void;
  /**
   * Lazy values made while one state is examined need not outlive it, but their closures would. `lazyMark` says where
   * the list of lazy values ends, `forgetLazies` lets go of all that came after, but for those that existed when all was
   * kept. A forgotten handle fails; it never means another value until values are given back. Whoever remembers a value
   * that may be lazy asks `isForgotten` before using it again, as well as whether values were given back.
   */
  lazyMark(): number;
  isForgotten(v: Value): boolean;
  forgetLazies(mark: number): void;
  set(elements: readonly Value[]): Value;
  tuple(elements: readonly Value[]): Value;
  /** A shape is a set of field names; values are given in the order of `shapeFields`. */
  shape(names: readonly string[]): number;
  shapeFields(shape: number): readonly string[];
  recordOf(shape: number, values: readonly Value[]): Value;
  finishRecord(shape: number, mark: number): Value;
  /** `{<<argument, result>>, ...}` as a function, whatever its domain turns out to be. */
  functionOf(pairs: readonly (readonly [Value, Value])[]): Value;

  // ------------------------------------------------------------------------------------------ reading compounds
  /** Number of elements of a set from `enumerate`, a tuple, record, function. */
  size(v: Value): number;
  /** i-th element of a set, value of a tuple, record or function, in canonical order of the domain; 0-based. */
  at(v: Value, i: number): Value;
  /**
   * Set to loop over with `size` and `at`: `v` itself when enumerated, else its normal form; a large interval, power set,
   * function set, record set or product stays as it is, and `at` computes its elements. Fails for infinite sets.
   */
  enumerate(v: Value, site: Site): Value;
  /** Normal form: equal values have the same handle. Fails for what has no finite extension. */
  normalize(v: Value, site: Site): Value;
  /** What a tuple, record or function holds of `v`: the normal form, or `v` itself when it cannot be listed. */
  part(v: Value, site: Site): Value;

  // ------------------------------------------------------------------------------------------ logic and sets
  /** TLC's equality: the same answers and the same refusals to compare. */
  equals(a: Value, b: Value, site: Site): boolean;
  /** Canonical total order of normal forms, no failures; -1, 0, 1. */
  compare(a: Value, b: Value): number;
  in(e: Value, s: Value, site: Site): boolean;
  /** `<<a, b>> \in s`. */
  pairIn(a: Value, b: Value, s: Value, site: Site): boolean;
  subsetEq(a: Value, b: Value, site: Site): boolean;
  union(a: Value, b: Value, site: Site): Value;
  intersect(a: Value, b: Value, site: Site): Value;
  minus(a: Value, b: Value, site: Site): Value;
  setAdd(s: Value, e: Value, site: Site): Value;
  setRemove(s: Value, e: Value, site: Site): Value;
  bigUnion(s: Value, site: Site): Value;
  /** `UNION {S, T, ...}`; the parts may be infinite, or too large to be listed. */
  unionOf(parts: readonly Value[], site: Site): Value;
  powerSet(s: Value, site: Site): Value;
  interval(a: Value, b: Value, site: Site): Value;
  product(factors: readonly Value[], site: Site): Value;
  functionSet(domain: Value, range: Value, site: Site): Value;
  recordSet(shape: number, sets: readonly Value[], site: Site): Value;
  sequenceSet(s: Value, site: Site): Value;
  /** `Any` has every value as element. */
  infiniteSet(which: "Nat" | "Int" | "Real" | "STRING" | "Any"): Value;
  /** {x \in base : test(x)} for a base that cannot be enumerated. */
  predicateSet(base: Value, test: (e: Value) => boolean): Value;
  /** What IsFiniteSet says; fails where that cannot be told, as of `{x \in Nat : P(x)}`. */
  isFinite(s: Value, site: Site): boolean;
  /** Whether a set's elements can be listed; its size may forbid it all the same. */
  isListable(s: Value, site: Site): boolean;
  cardinality(s: Value, site: Site): Value;
  /** A random element, from a uniform integer below n; undefined for the empty set. Described sets are not listed. */
  draw(s: Value, random: (n: number) => number, site: Site): Value | undefined;

  // ------------------------------------------------------------------------------------------ functions
  apply(f: Value, x: Value, site: Site): Value;
  /** `r.f`; `name` is the handle of a string. */
  field(r: Value, name: Value, site: Site): Value;
  domain(f: Value, site: Site): Value;
  /** One step of EXCEPT: `f` with `x` mapped to `v`; unchanged when x is not in the domain (TLC warns). */
  update(f: Value, x: Value, v: Value, site: Site): Value;
  /** True when x is in the domain of f: lets EXCEPT skip the evaluation of `@`. */
  inDomain(f: Value, x: Value, site: Site): boolean;
  /**
   * For `f` in normal form: the index of x in its domain (as `at` counts), -1 when it is not in it. With `at` and
   * `replaceAt` an update by its old value looks x up once.
   */
  positionOf(f: Value, x: Value, site: Site): number;
  /** `f` with its value at this index replaced. */
  replaceAt(f: Value, position: number, v: Value, site: Site): Value;
  /**
   * Several values of one function replaced at once, without the functions in between: `unpack` puts the values of `f`,
   * which is in normal form, on the building stack and gives where they begin; `unpacked` and `amend` read and replace
   * the value at a place (where they begin, plus a position); `pack` gives the function with the domain of `f` that has
   * them, and drops the stack to where they begin.
   */
  unpack(f: Value, site: Site): number;
  unpacked(at: number): Value;
  amend(at: number, v: Value, site: Site): void;
  pack(f: Value, base: number): Value;
  lazyFunction(domain: Value, apply: (x: Value) => Value): Value;
  /** `x :> v`. */
  singletonFunction(x: Value, v: Value, site: Site): Value;
  /** `f @@ g`: where both have a value, that of f. */
  merge(f: Value, g: Value, site: Site): Value;
  append(s: Value, e: Value, site: Site): Value;
  concat(s: Value, t: Value, site: Site): Value;
  head(s: Value, site: Site): Value;
  tail(s: Value, site: Site): Value;
  subSequence(s: Value, m: Value, n: Value, site: Site): Value;
  length(s: Value, site: Site): Value;

  // ------------------------------------------------------------------------------------------ integers
  add(a: Value, b: Value, site: Site): Value;
  subtract(a: Value, b: Value, site: Site): Value;
  multiply(a: Value, b: Value, site: Site): Value;
  /** Floors, as \div does. */
  divide(a: Value, b: Value, site: Site): Value;
  modulo(a: Value, b: Value, site: Site): Value;
  power(a: Value, b: Value, site: Site): Value;
  negate(a: Value, site: Site): Value;
  less(a: Value, b: Value, site: Site): boolean;
  lessOrEqual(a: Value, b: Value, site: Site): boolean;

  // ------------------------------------------------------------------------------------------ hashes, text
  /** Two independent 32-bit halves of a structural hash; the same for equal values in every store. */
  hashLow(v: Value): number;
  hashHigh(v: Value): number;
  /** Hashes of the images of values under permutations of atoms, without making the images. */
  permutedHash(permutations: readonly ReadonlyMap<Value, Value>[]): PermutedHash;
  /** TLA+ text as TLC prints it; with `width`, broken over lines as TLC does. */
  print(v: Value, width?: number): string;
  /** Text for messages: lazy sets as they are written, the whole cut at a sane length. Never computes, never fails. */
  show(v: Value): string;
  /** Reads TLA+ value text (what `print` writes); an unquoted name is a model value. Throws EvaluationError with the offset in its message. */
  read(text: string): Value;

  // ------------------------------------------------------------------------------------------ giving back
  /**
   * Values that exist now, lazy ones included, are never given back. For whoever begins to explore, and for whoever has computed a constant
   * since. The rules are in `collection.ts`.
   */
  keepAll(): void;
  /** From now on the holder is asked when values are given back, until the function that this returns is called. */
  hold(holder: ValueHolder): () => void;
  /** Gives back what nobody holds, when enough was made since the last time. Only between evaluations. */
  collectIfDue(): void;
  /** Gives back what nobody holds. Only between evaluations. */
  collect(): void;
  /** How often values were given back: what is remembered by handle in between is good while this does not change. */
  collections(): number;

  // ------------------------------------------------------------------------------------------ several threads
  /**
   * From now on other threads may make values in this store too, until `endSharing`: in the memory that is given, which
   * is another object when anything has moved. What needs more room meanwhile, or makes a new atom, ends with an
   * EvaluationError of code `OUT_OF_MEMORY`, and has to be evaluated when sharing has ended.
   */
  beginSharing(): SharedValues;
  /** The other threads make no values now; or, when they cannot be told to, nothing that they make counts any more. */
  endSharing(areOthersAtRest: boolean): void;
  /** The store, which has values as the leader's began with, is the leader's from now on; and so when that has moved. */
  joinSharing(memory: SharedValues): void;
  /** While it is shared: there is little room left. */
  isFilling(): boolean;

  /** Number of interned values, arena words: for statistics and tests. */
  statistics(): { readonly values: number; readonly words: number };
}
