/**
 * Large sets that are run through without being listed: `\A f \in [S -> T] : P(f)`, `x \in 0..1000000`. The element at
 * an index is computed from the description of the set, in the canonical order in which a listing would have it.
 *
 * (TLC, too, bounds the sets that it builds and not those that it runs through.)
 */
import { bigintValue, integerFromBigint } from "./atoms.ts";
import { LISTED_INTERVAL_ELEMENTS_MAX, LOOP_ELEMENTS_MAX } from "./bounds.ts";
import { cardinalityIfKnown, isFiniteSet } from "./cardinality.ts";
import { failTooLarge } from "./errors.ts";
import { elementAt, type Heap, isLazy, lengthOf, NO_SITE, pushRaw } from "./heap.ts";
import { internSet, internTuple } from "./intern.ts";
import { type Lazy, type LazyPowerSet, lazyOf } from "./lazy.ts";
import { normalize } from "./normal-form.ts";
import { functionFromStack, recordFromStack } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

/** True when the set is better run through by index than listed. Its parts are listed here, which may fail. */
export function isIndexed(heap: Heap, s: Value, site: Site): boolean {
  if (!isLazy(s)) return false;
  const lazy = lazyOf(heap, s);
  if (lazy.normal !== 0 || !isFiniteSet(heap, s)) return false;
  const parts = partsOf(lazy);
  const most = BigInt(lazy.kind === Kind.Interval ? LISTED_INTERVAL_ELEMENTS_MAX : heap.setElementsMax);
  const isLarge = (): boolean => {
    const size = cardinalityIfKnown(heap, s);
    return size === undefined || size > most;
  };
  if (parts === undefined || !isLarge()) return false;
  for (const part of parts) normalize(heap, part, site);
  return isLarge();
}

/** The sets that a lazy set is made of; undefined for the kinds that have no index. */
function partsOf(lazy: Lazy): readonly Value[] | undefined {
  switch (lazy.kind) {
    case Kind.Interval:
      return [];
    case Kind.PowerSet:
      return [lazy.base];
    case Kind.FunctionSet:
      return [lazy.domain, lazy.range];
    case Kind.RecordSet:
    case Kind.Product:
      return lazy.sets;
    default:
      return undefined;
  }
}

/** Number of elements; for sets that nobody runs through to their end, the largest index that a loop can count to. */
export function sizeOfIndexed(heap: Heap, s: Value): number {
  const size = cardinalityIfKnown(heap, s);
  return size === undefined || size > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(size);
}

/** The element at an index of an indexed set. */
export function elementOfIndexed(heap: Heap, s: Value, index: number): Value {
  const lazy = lazyOf(heap, s);
  if (lazy.kind === Kind.Interval) return integerFromBigint(heap, bigintValue(heap, lazy.low) + BigInt(index));
  if (index >= LOOP_ELEMENTS_MAX) failLoopTooLong(heap, s, NO_SITE);
  switch (lazy.kind) {
    case Kind.PowerSet:
      return subsetAt(heap, lazy, index);
    case Kind.FunctionSet: {
      const domain = normalize(heap, lazy.domain, NO_SITE);
      const range = normalize(heap, lazy.range, NO_SITE);
      const base = pushChoice(heap, new Array<Value>(lengthOf(heap, domain)).fill(range), index);
      return functionFromStack(heap, domain, base);
    }
    case Kind.RecordSet:
      return recordFromStack(heap, lazy.shape, pushChoice(heap, listed(heap, lazy.sets), index));
    case Kind.Product:
      return internTuple(heap, pushChoice(heap, listed(heap, lazy.sets), index));
    default:
      throw new Error("this kind of set has no index");
  }
}

/** For a loop that must come to the end of the set: fails at once when it would take too many elements. */
export function requireLoop(heap: Heap, s: Value, site: Site): void {
  if (lazyOf(heap, s).kind !== Kind.Interval && sizeOfIndexed(heap, s) > LOOP_ELEMENTS_MAX)
    failLoopTooLong(heap, s, site);
}

function failLoopTooLong(heap: Heap, s: Value, site: Site): never {
  const size = cardinalityIfKnown(heap, s) ?? Number.POSITIVE_INFINITY;
  failTooLarge(heap, s, size, "LOOP_ELEMENTS_MAX", LOOP_ELEMENTS_MAX, site);
}

function listed(heap: Heap, sets: readonly Value[]): Value[] {
  return sets.map((set) => normalize(heap, set, NO_SITE));
}

/** Pushes one element of each set, the last set varying fastest; gives the place on the stack of the first. */
function pushChoice(heap: Heap, sets: readonly Value[], index: number): number {
  const digits = new Array<number>(sets.length);
  let rest = index;
  for (let i = sets.length - 1; i >= 0; i--) {
    const length = lengthOf(heap, sets[i]!);
    digits[i] = rest % length;
    rest = Math.floor(rest / length);
  }
  const base = heap.stackTop;
  sets.forEach((set, i) => pushRaw(heap, elementAt(heap, set, digits[i]!)));
  return base;
}

/** Subsets by size, those of one size in lexicographic order: the combinatorial number system. */
function subsetAt(heap: Heap, lazy: LazyPowerSet, index: number): Value {
  const s = normalize(heap, lazy.base, NO_SITE);
  const n = lengthOf(heap, s);
  let size = 0;
  let rest = index;
  for (let count = 1; rest >= count; count = binomial(n, size)) {
    rest -= count;
    size++;
  }
  if (size === 0) return heap.EMPTY_SET;
  const base = heap.stackTop;
  for (let i = 0, missing = size; missing > 0; i++) {
    // Subsets that have element i come before those that do not.
    const having = binomial(n - i - 1, missing - 1);
    if (rest < having) {
      pushRaw(heap, elementAt(heap, s, i));
      missing--;
    } else rest -= having;
  }
  return internSet(heap, base);
}

/** Exact as long as it stays below 2^53, which every index does; beyond, only larger than any index. */
function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) {
    result = (result * (n - k + i)) / i;
    if (result > Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  }
  return result;
}
