/**
 * What the store says when an evaluation cannot go on: one function per kind of mistake, so that a code always means
 * the same thing. Every code has an entry in docs/errors.md, section "Evaluating". Values are shown cut at a sane length.
 */
import type { Heap } from "./heap.ts";
import { kindOf } from "./lazy.ts";
import { showShort } from "./show.ts";
import { EvaluationError, Kind, type Site, type Value } from "./types.ts";

/** What a value of a kind is called. */
export const KIND_TEXT: Readonly<Record<Kind, string>> = {
  [Kind.Boolean]: "a boolean",
  [Kind.Integer]: "an integer",
  [Kind.String]: "a string",
  [Kind.ModelValue]: "a model value",
  [Kind.Set]: "a set",
  [Kind.Tuple]: "a sequence",
  [Kind.Record]: "a record",
  [Kind.Function]: "a function",
  [Kind.Interval]: "a set",
  [Kind.PowerSet]: "a set",
  [Kind.FunctionSet]: "a set",
  [Kind.RecordSet]: "a set",
  [Kind.Product]: "a set",
  [Kind.SequenceSet]: "a set",
  [Kind.InfiniteSet]: "a set",
  [Kind.PredicateSet]: "a set",
  [Kind.LazyFunction]: "a function",
};

/** "the integer 3", "the set {1, 2}": for the middle of a sentence. */
export function describe(heap: Heap, v: Value): string {
  return `${KIND_TEXT[kindOf(heap, v)].replace(/^an? /, "the ")} ${showShort(heap, v)}`;
}

export function fail(code: string, message: string, site: Site): never {
  throw new EvaluationError(code, message, site);
}

/** LS4001 */
export function failIncomparable(heap: Heap, a: Value, b: Value, site: Site): never {
  fail("LS4001", `Cannot compare ${describe(heap, a)} with ${describe(heap, b)}.`, site);
}

/** LS4002 */
export function failNotBoolean(heap: Heap, v: Value, what: string, site: Site): never {
  fail("LS4002", `Expected TRUE or FALSE as ${what}, found ${describe(heap, v)}.`, site);
}

/** LS4003 */
export function failNotInteger(heap: Heap, v: Value, what: string, site: Site): never {
  fail("LS4003", `Expected an integer as ${what}, found ${describe(heap, v)}.`, site);
}

/** LS4004 */
export function failNotSet(heap: Heap, v: Value, what: string, site: Site): never {
  fail("LS4004", `Expected a set as ${what}, found ${describe(heap, v)}.`, site);
}

/** LS4005 */
export function failNotFunction(heap: Heap, v: Value, what: string, site: Site): never {
  fail("LS4005", `Expected a function as ${what}, found ${describe(heap, v)}.`, site);
}

/** LS4006 */
export function failOutsideDomain(heap: Heap, f: Value, x: Value, site: Site): never {
  fail("LS4006", `${showShort(heap, x)} is not in the domain of ${describe(heap, f)}.`, site);
}

/** LS4007 */
export function failNoField(heap: Heap, r: Value, name: string, site: Site): never {
  fail("LS4007", `There is no field "${name}" in ${describe(heap, r)}.`, site);
}

/** LS4008 */
export function failNotSequence(heap: Heap, v: Value, what: string, site: Site): never {
  fail("LS4008", `Expected a sequence as ${what}, found ${describe(heap, v)}.`, site);
}

/** LS4012 */
export function failInfinite(heap: Heap, v: Value, site: Site): never {
  const what = kindOf(heap, v) === Kind.LazyFunction ? "values of the function" : "elements of the set";
  fail("LS4012", `Cannot list the ${what} ${showShort(heap, v)}: there are infinitely many.`, site);
}

/** LS4013 */
export function failTooLarge(
  heap: Heap,
  v: Value,
  count: number | bigint,
  name: string,
  bound: number,
  site: Site,
): never {
  const size = count === Number.POSITIVE_INFINITY ? "too many" : String(count);
  fail(
    "LS4013",
    `Listing the elements of ${showShort(heap, v)} would make ${size} values; the bound ${name} is ${bound}.`,
    site,
  );
}

/** LS4014 */
export function failMembership(heap: Heap, e: Value, s: Value, site: Site): never {
  fail("LS4014", `Cannot tell whether ${describe(heap, e)} is an element of ${showShort(heap, s)}.`, site);
}
