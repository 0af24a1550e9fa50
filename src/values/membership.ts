/**
 * `e \in S` and `S \subseteq T`: without listing what need not be listed, and with TLC's refusals.
 *
 * In an enumerated set TLC compares the element with those of the set, so a value of another kind is refused rather
 * than absent. It scans, or searches if the set happens to be sorted; which elements it meets depends on how the set
 * was made. Here: an element that is found is found (but for a first element of another kind, which a scan would have
 * met); one that is not found is compared with the first element, and with the last when the first is a model value.
 */
import { integerValue, modelValueType } from "./atoms.ts";
import { firstMissing, positionIn } from "./elements.ts";
import { equals } from "./equality.ts";
import { failInfinite, failMembership, failNotSet } from "./errors.ts";
import {
  elementAt,
  type Heap,
  isInterned,
  isLazy,
  kindOfInterned,
  lengthOf,
  pairRow,
  pushRaw,
  tripleRow,
} from "./heap.ts";
import { internTuple } from "./intern.ts";
import {
  isSetKind,
  kindOf,
  type Lazy,
  type LazyFunctionSet,
  lazyOf,
  type LazyPredicateSet,
  type LazyProduct,
  type LazyRecordSet,
} from "./lazy.ts";
import { enumerate, normalize } from "./normal-form.ts";
import { isFiniteSet } from "./cardinality.ts";
import { domainOfTable } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

/** Sets up to this size are searched faster than the answer is looked up. */
const UNCACHED_SIZE_MAX = 3;

export function contains(heap: Heap, e: Value, s: Value, site: Site): boolean {
  if (!isInterned(s)) return containsLazy(heap, e, s, site);
  const header = heap.arena[heap.meta[s << 1]];
  if ((header & 31) !== Kind.Set) failNotSet(heap, s, "the right side of \\in", site);
  if (header >> 5 <= UNCACHED_SIZE_MAX || isLazy(e)) return containsListed(heap, e, s, site);
  const known = recall(heap, e, s);
  return known === UNKNOWN ? remember(heap, e, s, containsListed(heap, e, s, site)) : known === 1;
}

/** What `recall` gives for what was not asked lately. */
const UNKNOWN = -1;

/** 1 or 0 if it was asked lately whether `e` is in `s`. */
function recall(heap: Heap, e: Value, s: Value): number {
  const { memberships } = heap;
  const row = pairRow(s, e);
  return memberships[row] === s && memberships[row + 1] === e ? memberships[row + 2] : UNKNOWN;
}

function remember(heap: Heap, e: Value, s: Value, answer: boolean): boolean {
  const { memberships } = heap;
  const row = pairRow(s, e);
  memberships[row] = s;
  memberships[row + 1] = e;
  memberships[row + 2] = answer ? 1 : 0;
  return answer;
}

/** `<<a, b>> \in s`; the pair is made only when that was not asked lately. */
export function containsPair(heap: Heap, a: Value, b: Value, s: Value, site: Site): boolean {
  const first = isLazy(a) ? normalize(heap, a, site) : a;
  const second = isLazy(b) ? normalize(heap, b, site) : b;
  if (isLazy(s)) {
    const lazy = lazyOf(heap, s);
    if (lazy.kind === Kind.Product && lazy.sets.length === 2)
      return contains(heap, first, lazy.sets[0] ?? 0, site) && contains(heap, second, lazy.sets[1] ?? 0, site);
    return contains(heap, pair(heap, first, second), s, site);
  }
  const { pairMemberships } = heap;
  const row = tripleRow(first, second, s);
  if (pairMemberships[row] === first && pairMemberships[row + 1] === second && pairMemberships[row + 2] === s)
    return pairMemberships[row + 3] === 1;
  const answer = contains(heap, pair(heap, first, second), s, site);
  pairMemberships[row] = first;
  pairMemberships[row + 1] = second;
  pairMemberships[row + 2] = s;
  pairMemberships[row + 3] = answer ? 1 : 0;
  return answer;
}

function pair(heap: Heap, a: Value, b: Value): Value {
  const base = heap.stackTop;
  pushRaw(heap, a);
  pushRaw(heap, b);
  return internTuple(heap, base);
}

function containsListed(heap: Heap, e: Value, s: Value, site: Site): boolean {
  const element = isLazy(e) ? normalize(heap, e, site) : e;
  const i = positionIn(heap, s, element);
  if (i === 0) return true;
  if (i < 0) return refuseOrFalse(heap, element, s, site);
  const first = elementAt(heap, s, 0);
  if ((first & element & 1) === 0 && kindOf(heap, first) !== kindOf(heap, element)) equals(heap, first, element, site);
  return true;
}

/** For an element that is not in the enumerated set `s`: FALSE if TLC could find that out. */
function refuseOrFalse(heap: Heap, e: Value, s: Value, site: Site): boolean {
  const length = lengthOf(heap, s);
  if (length === 0) return false;
  const first = elementAt(heap, s, 0);
  equals(heap, first, e, site);
  if (length > 1 && isInterned(first) && kindOfInterned(heap, first) === Kind.ModelValue) {
    equals(heap, elementAt(heap, s, length - 1), e, site);
  }
  return false;
}

function containsLazy(heap: Heap, e: Value, s: Value, site: Site): boolean {
  if (!isLazy(s)) failNotSet(heap, s, "the right side of \\in", site);
  const lazy = lazyOf(heap, s);
  if (lazy.kind === Kind.LazyFunction) failNotSet(heap, s, "the right side of \\in", site);
  if (lazy.kind === Kind.PredicateSet) return containsSelected(heap, e, lazy, site);
  if (lazy.kind === Kind.PowerSet) {
    if (!isSetKind(kindOf(heap, e))) failMembership(heap, e, s, site);
    return isSubset(heap, e, lazy.base, site);
  }
  if (lazy.kind === Kind.InfiniteSet && lazy.which === "Any") return true;
  if (isUntypedModelValue(heap, e)) return false;
  const element = isLazy(e) ? normalize(heap, e, site) : e;
  if (!isInterned(element) || kindOfInterned(heap, element) < Kind.Tuple)
    return containsByKind(heap, element, s, lazy, site);
  // Functions of functions: most of their values were asked for with another one.
  const known = recall(heap, element, s);
  return known === UNKNOWN ? remember(heap, element, s, containsByKind(heap, element, s, lazy, site)) : known === 1;
}

function isUntypedModelValue(heap: Heap, e: Value): boolean {
  return isInterned(e) && kindOfInterned(heap, e) === Kind.ModelValue && modelValueType(heap, e) === 0;
}

function containsByKind(heap: Heap, e: Value, s: Value, lazy: Lazy, site: Site): boolean {
  const kind = kindOf(heap, e);
  switch (lazy.kind) {
    case Kind.Interval: {
      if (kind !== Kind.Integer) failMembership(heap, e, s, site);
      const n = integerValue(heap, e);
      return n >= integerValue(heap, lazy.low) && n <= integerValue(heap, lazy.high);
    }
    case Kind.InfiniteSet:
      if (kind !== (lazy.which === "STRING" ? Kind.String : Kind.Integer)) failMembership(heap, e, s, site);
      return lazy.which !== "Nat" || integerValue(heap, e) >= 0;
    case Kind.SequenceSet:
      if (kind !== Kind.Tuple) failMembership(heap, e, s, site);
      return everyValueIn(heap, e, lazy.base, site);
    case Kind.FunctionSet:
      if (kind < Kind.Tuple || kind > Kind.Function) failMembership(heap, e, s, site);
      return isInFunctionSet(heap, e, lazy, site);
    case Kind.RecordSet:
      // The empty tuple is the record without fields, too.
      if (kind !== Kind.Record && e !== heap.EMPTY_TUPLE) failMembership(heap, e, s, site);
      return isInRecordSet(heap, e, lazy, site);
    case Kind.Product:
      if (kind !== Kind.Tuple) failMembership(heap, e, s, site);
      return lengthOf(heap, e) === lazy.sets.length && eachValueIn(heap, e, lazy, site);
    default:
      throw new Error("Membership in power sets and predicate sets is decided before.");
  }
}

function everyValueIn(heap: Heap, f: Value, s: Value, site: Site): boolean {
  const length = lengthOf(heap, f);
  for (let i = 0; i < length; i++) {
    if (!contains(heap, elementAt(heap, f, i), s, site)) return false;
  }
  return true;
}

function isInFunctionSet(heap: Heap, f: Value, lazy: LazyFunctionSet, site: Site): boolean {
  if (isLazy(lazy.domain) && !isFiniteSet(heap, lazy.domain)) failInfinite(heap, lazy.domain, site);
  const domain = normalize(heap, lazy.domain, site);
  return equals(heap, domainOfTable(heap, f), domain, site) && everyValueIn(heap, f, lazy.range, site);
}

function isInRecordSet(heap: Heap, r: Value, lazy: LazyRecordSet, site: Site): boolean {
  return domainOfTable(heap, r) === lazy.shape && eachValueIn(heap, r, lazy, site);
}

function eachValueIn(heap: Heap, f: Value, lazy: LazyRecordSet | LazyProduct, site: Site): boolean {
  const sets = lazy.sets;
  for (let i = 0; i < sets.length; i++) {
    if (!contains(heap, elementAt(heap, f, i), sets[i] ?? 0, site)) return false;
  }
  return true;
}

function containsSelected(heap: Heap, e: Value, lazy: LazyPredicateSet, site: Site): boolean {
  const origin = lazy.origin;
  switch (origin.operation) {
    case "filter":
      return contains(heap, e, origin.base, site) && origin.test(e);
    case "union": {
      // The enumerated side is asked first.
      const [first, second] = isInterned(origin.left) ? [origin.left, origin.right] : [origin.right, origin.left];
      if (isInterned(first)) return contains(heap, e, first, site) || contains(heap, e, second, site);
      return contains(heap, e, origin.left, site) || contains(heap, e, origin.right, site);
    }
    case "intersection":
      return contains(heap, e, origin.left, site) && contains(heap, e, origin.right, site);
    case "difference":
      return contains(heap, e, origin.left, site) && !contains(heap, e, origin.right, site);
    case "unionOf":
      return origin.parts.some((part) => contains(heap, e, part, site));
  }
}

/** `a \subseteq b`: lists `a`, asks `b`. */
export function isSubset(heap: Heap, a: Value, b: Value, site: Site): boolean {
  if (a === b && isSetKind(kindOf(heap, a))) return true;
  const list = enumerate(heap, a, "the left side of \\subseteq", site);
  if (isInterned(b) && kindOfInterned(heap, b) === Kind.Set) {
    const missing = firstMissing(heap, list, b);
    return missing === 0 || contains(heap, missing, b, site);
  }
  const length = lengthOf(heap, list);
  // As in TLC, of which the empty set on the left asks nothing.
  if (length > 0 && !isSetKind(kindOf(heap, b))) failNotSet(heap, b, "the right side of \\subseteq", site);
  for (let i = 0; i < length; i++) {
    if (!contains(heap, elementAt(heap, list, i), b, site)) return false;
  }
  return true;
}
