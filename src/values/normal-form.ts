/**
 * From lazy to listed: the normal form of a lazy value, computed once per handle and bounded by `setElementsMax`.
 *
 * Subsets, functions, records and tuples are produced in canonical order, so the results need no sorting. (This file,
 * `membership.ts` and `equality.ts` need each other: to list an intersection one asks for membership, to ask for
 * membership in [S -> T] one compares domains, to compare lazy sets one lists them.)
 */
import { bigintValue, integerFromBigint } from "./atoms.ts";
import { cardinalityIfKnown, isFiniteSet } from "./cardinality.ts";
import { selectByMembership, unionOf, unionOfListed } from "./elements.ts";
import { failInfinite, failNotSet, failTooLarge } from "./errors.ts";
import { elementAt, type Heap, isInterned, isLazy, kindOfInterned, lengthOf, pushRaw } from "./heap.ts";
import { elementOfIndexed, isIndexed, requireLoop, sizeOfIndexed } from "./indexed-sets.ts";
import { internSet, internTuple } from "./intern.ts";
import {
  isSetKind,
  kindOf,
  type Lazy,
  type LazyFunction,
  type LazyFunctionSet,
  type LazyInterval,
  lazyOf,
  type LazyPowerSet,
  type LazyPredicateSet,
} from "./lazy.ts";
import { contains } from "./membership.ts";
import { functionFromStack, recordFromStack } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

/** The normal form of any value: equal values have the same handle. */
export function normalize(heap: Heap, v: Value, site: Site): Value {
  if (!isLazy(v)) return v;
  const lazy = lazyOf(heap, v);
  if (lazy.normal === 0) lazy.normal = computeSafely(heap, v, lazy, site);
  return lazy.normal;
}

/** The normal form of a set, to loop over. */
export function enumerate(heap: Heap, s: Value, what: string, site: Site): Value {
  if (isInterned(s) && kindOfInterned(heap, s) === Kind.Set) return s;
  if (!isSetKind(kindOf(heap, s))) failNotSet(heap, s, what, site);
  return normalize(heap, s, site);
}

/** Pushes the normal form of `v`. */
export function pushNormal(heap: Heap, v: Value, site: Site): void {
  pushRaw(heap, isLazy(v) ? normalize(heap, v, site) : v);
}

/** Leaves the stack as it was when the computation fails, so that a caught failure does no harm. */
function computeSafely(heap: Heap, v: Value, lazy: Lazy, site: Site): Value {
  const base = heap.stackTop;
  try {
    return compute(heap, v, lazy, site);
  } finally {
    heap.stackTop = base;
  }
}

function compute(heap: Heap, v: Value, lazy: Lazy, site: Site): Value {
  if (lazy.kind === Kind.LazyFunction) return tabulate(heap, v, lazy, site);
  if (!isFiniteSet(heap, v)) failInfinite(heap, v, site);
  requireWithinBound(heap, v, site);
  switch (lazy.kind) {
    case Kind.Interval:
      return listInterval(heap, lazy);
    case Kind.PowerSet:
      return listSubsets(heap, lazy, site);
    case Kind.FunctionSet:
      return listFunctions(heap, lazy, site);
    case Kind.RecordSet:
      return listChoices(heap, lazy.sets, site, (base) => recordFromStack(heap, lazy.shape, base));
    case Kind.Product:
      return listChoices(heap, lazy.sets, site, (base) => internTuple(heap, base));
    case Kind.SequenceSet:
      // Finite only over the empty set.
      pushRaw(heap, heap.EMPTY_TUPLE);
      return internSet(heap, heap.stackTop - 1);
    case Kind.PredicateSet:
      return listSelected(heap, lazy, site);
    case Kind.InfiniteSet:
      return failInfinite(heap, v, site);
  }
}

function requireWithinBound(heap: Heap, v: Value, site: Site): void {
  const size = cardinalityIfKnown(heap, v);
  if (size !== undefined && size > BigInt(heap.setElementsMax)) {
    failTooLarge(
      heap,
      v,
      size.toString().length > 30 ? Number.POSITIVE_INFINITY : size,
      "setElementsMax",
      heap.setElementsMax,
      site,
    );
  }
  // Finite but uncounted: either a predicate selects the elements, or there are more than an integer may say.
  const kind = kindOf(heap, v);
  if (size === undefined && (kind === Kind.PowerSet || kind === Kind.FunctionSet)) {
    requirePartsCounted(heap, v, site);
  }
}

/** A power set or function set over uncounted parts: list the parts, then count again. */
function requirePartsCounted(heap: Heap, v: Value, site: Site): void {
  const lazy = lazyOf(heap, v);
  if (lazy.kind === Kind.PowerSet) normalize(heap, lazy.base, site);
  if (lazy.kind === Kind.FunctionSet) {
    normalize(heap, lazy.domain, site);
    normalize(heap, lazy.range, site);
  }
  const size = cardinalityIfKnown(heap, v);
  if (size === undefined || size > BigInt(heap.setElementsMax)) {
    failTooLarge(heap, v, size ?? Number.POSITIVE_INFINITY, "setElementsMax", heap.setElementsMax, site);
  }
}

function listInterval(heap: Heap, { low, high }: LazyInterval): Value {
  const base = heap.stackTop;
  if ((low & high & 1) === 1) {
    for (let n = low >> 1; n <= high >> 1; n++) pushRaw(heap, (n << 1) | 1);
  } else {
    const last = bigintValue(heap, high);
    for (let n = bigintValue(heap, low); n <= last; n++) pushRaw(heap, integerFromBigint(heap, n));
  }
  return heap.stackTop === base ? heap.EMPTY_SET : internSet(heap, base);
}

// ------------------------------------------------------------------------------------------------ subsets

/** All subsets by size, those of one size in lexicographic order: the canonical order of sets. */
function listSubsets(heap: Heap, lazy: LazyPowerSet, site: Site): Value {
  const base = heap.stackTop;
  const s = normalize(heap, lazy.base, site);
  const n = lengthOf(heap, s);
  for (let size = 0; size <= n; size++) pushSubsetsOfSize(heap, s, n, size);
  return internSet(heap, base);
}

function pushSubsetsOfSize(heap: Heap, s: Value, n: number, size: number): void {
  const chosen = Array.from({ length: size }, (_, i) => i);
  for (;;) {
    const mark = heap.stackTop;
    for (const i of chosen) pushRaw(heap, elementAt(heap, s, i));
    pushRaw(heap, size === 0 ? heap.EMPTY_SET : internSet(heap, mark));
    let last = size - 1;
    while (last >= 0 && chosen[last] === n - size + last) last--;
    if (last < 0) return;
    chosen[last] = (chosen[last] ?? 0) + 1;
    for (let i = last + 1; i < size; i++) chosen[i] = (chosen[i - 1] ?? 0) + 1;
  }
}

// ------------------------------------------------------------------------------------------------ one of each

function listFunctions(heap: Heap, lazy: LazyFunctionSet, site: Site): Value {
  const domain = normalize(heap, lazy.domain, site);
  const length = lengthOf(heap, domain);
  // With an empty domain the range, which may be infinite, is not asked for.
  const ranges = length === 0 ? [] : new Array<Value>(length).fill(normalize(heap, lazy.range, site));
  return listChoices(heap, ranges, site, (base) => functionFromStack(heap, domain, base));
}

/** The set of what `finish` makes of every choice of one element from each set, the last set varying fastest. */
function listChoices(heap: Heap, sets: readonly Value[], site: Site, finish: (base: number) => Value): Value {
  if (sets.some((set) => cardinalityIfKnown(heap, set) === 0n)) return heap.EMPTY_SET;
  const lists = sets.map((set) => normalize(heap, set, site));
  let count = 1;
  for (const list of lists) count *= lengthOf(heap, list);
  const base = heap.stackTop;
  if (count === 0) return heap.EMPTY_SET;
  const chosen = lists.map(() => 0);
  for (let made = 0; made < count; made++) {
    const mark = heap.stackTop;
    lists.forEach((list, i) => pushRaw(heap, elementAt(heap, list, chosen[i] ?? 0)));
    pushRaw(heap, finish(mark));
    for (let i = lists.length - 1; i >= 0; i--) {
      const next = (chosen[i] ?? 0) + 1;
      chosen[i] = next === lengthOf(heap, lists[i] ?? 0) ? 0 : next;
      if (chosen[i] !== 0) break;
    }
  }
  return internSet(heap, base);
}

// ------------------------------------------------------------------------------------------------ selections

function listSelected(heap: Heap, lazy: LazyPredicateSet, site: Site): Value {
  const origin = lazy.origin;
  switch (origin.operation) {
    case "filter":
      return select(heap, origin.base, site, origin.test);
    case "union":
      return unionOf(heap, normalize(heap, origin.left, site), normalize(heap, origin.right, site));
    case "intersection": {
      const leftFirst = isFiniteSet(heap, origin.left);
      const [listed, asked] = leftFirst ? [origin.left, origin.right] : [origin.right, origin.left];
      if (isInterned(asked)) return selectByMembership(heap, normalize(heap, listed, site), asked, true);
      return select(heap, listed, site, (e) => contains(heap, e, asked, site));
    }
    case "difference":
      return select(heap, origin.left, site, (e) => !contains(heap, e, origin.right, site));
    case "unionOf":
      return unionOfListed(
        heap,
        origin.parts.map((part) => normalize(heap, part, site)),
      );
  }
}

function select(heap: Heap, s: Value, site: Site, test: (e: Value) => boolean): Value {
  const base = heap.stackTop;
  if (isIndexed(heap, s, site)) {
    requireLoop(heap, s, site);
    for (let i = 0, size = sizeOfIndexed(heap, s); i < size; i++) {
      const e = elementOfIndexed(heap, s, i);
      if (test(e)) pushRaw(heap, e);
      const kept = heap.stackTop - base;
      if (kept > heap.setElementsMax) failTooLarge(heap, s, kept, "setElementsMax", heap.setElementsMax, site);
    }
  } else {
    const list = normalize(heap, s, site);
    for (let i = 0; i < lengthOf(heap, list); i++) {
      const e = elementAt(heap, list, i);
      if (test(e)) pushRaw(heap, e);
    }
  }
  return heap.stackTop === base ? heap.EMPTY_SET : internSet(heap, base);
}

function tabulate(heap: Heap, v: Value, lazy: LazyFunction, site: Site): Value {
  if (!isFiniteSet(heap, lazy.domain)) failInfinite(heap, v, site);
  const domain = normalize(heap, lazy.domain, site);
  const base = heap.stackTop;
  for (let i = 0; i < lengthOf(heap, domain); i++) pushNormal(heap, lazy.apply(elementAt(heap, domain, i)), site);
  return functionFromStack(heap, domain, base);
}
