/**
 * The set operators of the language: enumerated operands are computed at once, small finite lazy ones are listed first,
 * the rest (infinite, or too many elements to list without need) stays lazy.
 */
import { bigintValue, integerFromBigint, isInteger } from "./atoms.ts";
import { EAGER_ELEMENTS_MAX, SMALL_INTERVAL_ELEMENTS_MAX } from "./bounds.ts";
import { cardinalityIfKnown, isFiniteSet } from "./cardinality.ts";
import { selectByMembership, setFromStack, unionOf, unionOfListed, withElement, withoutElement } from "./elements.ts";
import { equals, requireUniform } from "./equality.ts";
import { failInfinite, failNotInteger, failNotSet } from "./errors.ts";
import { elementAt, type Heap, isInterned, isLazy, kindOfInterned, lengthOf, pushRaw } from "./heap.ts";
import { internSet } from "./intern.ts";
import {
  addLazy,
  type InfiniteSetName,
  internLazy,
  isSetKind,
  kindOf,
  lazyOf,
  type LazyPredicateSet,
  type PredicateOrigin,
} from "./lazy.ts";
import { enumerate, normalize } from "./normal-form.ts";
import { sequenceDomain } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

const SET = Kind.Set;

function isListed(heap: Heap, s: Value): boolean {
  return isInterned(s) && kindOfInterned(heap, s) === SET;
}

/** The set itself when listed, its normal form when that is cheap, else the lazy set. Fails on what is no set. */
function listedIfCheap(heap: Heap, s: Value, what: string, site: Site): Value {
  if (isListed(heap, s)) return s;
  if (!isSetKind(kindOf(heap, s))) failNotSet(heap, s, what, site);
  const size = cardinalityIfKnown(heap, s);
  return size !== undefined && size <= BigInt(EAGER_ELEMENTS_MAX) ? normalize(heap, s, site) : s;
}

function lazyOperation(heap: Heap, origin: PredicateOrigin): Value {
  return addLazy(heap, { kind: Kind.PredicateSet, origin, normal: 0 });
}

export function union(heap: Heap, a: Value, b: Value, site: Site): Value {
  const left = listedIfCheap(heap, a, "the left side of \\cup", site);
  const right = listedIfCheap(heap, b, "the right side of \\cup", site);
  if (isListed(heap, left) && isListed(heap, right)) return unionOf(heap, left, right);
  return lazyOperation(heap, { operation: "union", left, right });
}

export function intersect(heap: Heap, a: Value, b: Value, site: Site): Value {
  const left = listedIfCheap(heap, a, "the left side of \\cap", site);
  const right = listedIfCheap(heap, b, "the right side of \\cap", site);
  if (isListed(heap, left) && isListed(heap, right)) {
    refuseMixing(heap, left, right, site);
    return selectByMembership(heap, left, right, true);
  }
  const lazy = lazyOperation(heap, { operation: "intersection", left, right });
  return isListed(heap, left) || isListed(heap, right) ? normalize(heap, lazy, site) : lazy;
}

export function minus(heap: Heap, a: Value, b: Value, site: Site): Value {
  const left = listedIfCheap(heap, a, "the left side of \\", site);
  const right = listedIfCheap(heap, b, "the right side of \\", site);
  if (isListed(heap, left) && isListed(heap, right)) {
    refuseMixing(heap, left, right, site);
    if (lengthOf(heap, right) === 1) return withoutElement(heap, left, elementAt(heap, right, 0));
    return selectByMembership(heap, left, right, false);
  }
  const lazy = lazyOperation(heap, { operation: "difference", left, right });
  return isListed(heap, left) ? normalize(heap, lazy, site) : lazy;
}

/** `\cap` and `\` ask for membership, which TLC refuses between values that cannot be compared. */
function refuseMixing(heap: Heap, a: Value, b: Value, site: Site): void {
  if (lengthOf(heap, a) === 0 || lengthOf(heap, b) === 0) return;
  refuseMixingWith(heap, a, elementAt(heap, b, 0), site);
}

function refuseMixingWith(heap: Heap, a: Value, other: Value, site: Site): void {
  const first = elementAt(heap, a, 0);
  if (first !== other && (first & other & 1) === 0) equals(heap, first, other, site);
}

export function setAdd(heap: Heap, s: Value, e: Value, site: Site): Value {
  const element = isLazy(e) ? normalize(heap, e, site) : e;
  if (isInterned(s) && kindOfInterned(heap, s) === SET) return withElement(heap, s, element);
  return union(heap, s, singleton(heap, element), site);
}

export function setRemove(heap: Heap, s: Value, e: Value, site: Site): Value {
  const element = isLazy(e) ? normalize(heap, e, site) : e;
  if (isInterned(s) && kindOfInterned(heap, s) === SET) {
    if (lengthOf(heap, s) > 0) refuseMixingWith(heap, s, element, site);
    return withoutElement(heap, s, element);
  }
  return minus(heap, s, singleton(heap, element), site);
}

function singleton(heap: Heap, e: Value): Value {
  pushRaw(heap, e);
  return internSet(heap, heap.stackTop - 1);
}

export function bigUnion(heap: Heap, s: Value, site: Site): Value {
  const list = enumerate(heap, s, "the operand of UNION", site);
  const length = lengthOf(heap, list);
  const base = heap.stackTop;
  for (let i = 0; i < length; i++) {
    const member = elementAt(heap, list, i);
    if (!isListed(heap, member)) {
      heap.stackTop = base;
      failNotSet(heap, member, "an element of the operand of UNION", site);
    }
    for (let j = 0; j < lengthOf(heap, member); j++) pushRaw(heap, elementAt(heap, member, j));
  }
  return setFromStack(heap, base);
}

/**
 * `UNION {S, T, ...}` of sets that need not be elements of anything, such as `[D -> Nat]`: small finite parts are listed,
 * otherwise the union is asked part by part.
 */
export function unionOfParts(heap: Heap, parts: readonly Value[], site: Site): Value {
  const sets = parts.map((part) => listedIfCheap(heap, part, "an element of the operand of UNION", site));
  if (sets.every((set) => isListed(heap, set))) return unionOfListed(heap, sets);
  return lazyOperation(heap, { operation: "unionOf", parts: sets });
}

// ------------------------------------------------------------------------------------------------ lazy sets

function requireSet(heap: Heap, s: Value, what: string, site: Site): void {
  if (!isListed(heap, s) && !isSetKind(kindOf(heap, s))) failNotSet(heap, s, what, site);
}

export function powerSet(heap: Heap, s: Value, site: Site): Value {
  requireSet(heap, s, "the operand of SUBSET", site);
  return internLazy(heap, [Kind.PowerSet, s], () => ({ kind: Kind.PowerSet, base: s, normal: 0 }));
}

export function interval(heap: Heap, a: Value, b: Value, site: Site): Value {
  if (!isInteger(heap, a)) failNotInteger(heap, a, "the left side of ..", site);
  if (!isInteger(heap, b)) failNotInteger(heap, b, "the right side of ..", site);
  if ((a & b & 1) === 1) {
    const low = a >> 1;
    const high = b >> 1;
    if (low > high) return heap.EMPTY_SET;
    if (high - low < SMALL_INTERVAL_ELEMENTS_MAX) return smallInterval(heap, low, high);
  } else if (bigintValue(heap, a) > bigintValue(heap, b)) {
    return heap.EMPTY_SET;
  }
  return internLazy(heap, [Kind.Interval, a, b], () => ({ kind: Kind.Interval, low: a, high: b, normal: 0 }));
}

function smallInterval(heap: Heap, low: number, high: number): Value {
  if (low === 1) return sequenceDomain(heap, high);
  const base = heap.stackTop;
  for (let n = low; n <= high; n++) pushRaw(heap, (n << 1) | 1);
  return internSet(heap, base);
}

export function product(heap: Heap, factors: readonly Value[], site: Site): Value {
  for (const factor of factors) requireSet(heap, factor, "a factor of \\X", site);
  const sets = [...factors];
  return internLazy(heap, [Kind.Product, ...sets], () => ({ kind: Kind.Product, sets, normal: 0 }));
}

export function functionSet(heap: Heap, domain: Value, range: Value, site: Site): Value {
  requireSet(heap, domain, "the domain in [S -> T]", site);
  requireSet(heap, range, "the range in [S -> T]", site);
  const parts = [Kind.FunctionSet, domain, range];
  return internLazy(heap, parts, () => ({ kind: Kind.FunctionSet, domain, range, normal: 0 }));
}

export function recordSet(heap: Heap, shape: Value, sets: readonly Value[], site: Site): Value {
  for (const set of sets) requireSet(heap, set, "the set of a field's values", site);
  const copy = [...sets];
  const parts = [Kind.RecordSet, shape, ...copy];
  return internLazy(heap, parts, () => ({ kind: Kind.RecordSet, shape, sets: copy, normal: 0 }));
}

export function sequenceSet(heap: Heap, s: Value, site: Site): Value {
  requireSet(heap, s, "the argument of Seq", site);
  return internLazy(heap, [Kind.SequenceSet, s], () => ({ kind: Kind.SequenceSet, base: s, normal: 0 }));
}

const INFINITE_SETS: readonly InfiniteSetName[] = ["Nat", "Int", "Real", "STRING", "Any"];

export function infiniteSet(heap: Heap, which: InfiniteSetName): Value {
  const parts = [Kind.InfiniteSet, INFINITE_SETS.indexOf(which)];
  return internLazy(heap, parts, () => ({ kind: Kind.InfiniteSet, which, normal: 0 }));
}

export function predicateSet(heap: Heap, base: Value, test: (e: Value) => boolean): Value {
  return addLazy(heap, {
    kind: Kind.PredicateSet,
    origin: { operation: "filter", base, test },
    normal: 0,
  });
}

// ------------------------------------------------------------------------------------------------ size

export function isFinite(heap: Heap, s: Value, site: Site): boolean {
  requireSet(heap, s, "the argument of IsFiniteSet", site);
  const isListed = isFiniteSet(heap, s);
  if (!isListed && isSelectedByPredicate(heap, s)) failInfinite(heap, s, site);
  return isListed;
}

/** A predicate on an infinite set may select finitely many. */
function isSelectedByPredicate(heap: Heap, s: Value): boolean {
  if (kindOf(heap, s) !== Kind.PredicateSet) return false;
  const { origin } = lazyOf(heap, s) as LazyPredicateSet;
  return origin.operation === "filter";
}

export function isListable(heap: Heap, s: Value, site: Site): boolean {
  requireSet(heap, s, "what is enumerated", site);
  return isFiniteSet(heap, s);
}

export function cardinality(heap: Heap, s: Value, site: Site): Value {
  if (isListed(heap, s)) {
    requireUniform(heap, s, site);
    return (lengthOf(heap, s) << 1) | 1;
  }
  requireSet(heap, s, "the argument of Cardinality", site);
  if (!isFiniteSet(heap, s)) failInfinite(heap, s, site);
  const known = cardinalityIfKnown(heap, s);
  if (known !== undefined) return integerFromBigint(heap, known);
  return cardinality(heap, normalize(heap, s, site), site);
}
