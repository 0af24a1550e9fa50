/**
 * TLC's equality: handles decide; when they differ, the answer is FALSE or a refusal to compare.
 *
 * The left value decides which refusal, except that a model value on either side decides first. An untyped model
 * value differs from everything else; a typed one (`A_x`) may only be compared with model values of its type or without
 * one. Compounds differ at their first difference, and only that difference is looked at: `<<1, "a">> = <<2, 3>>` is
 * FALSE, `<<1, "a">> = <<1, 3>>` is refused. Sets of different sizes differ before their elements are looked at.
 */
import { modelValueType } from "./atoms.ts";
import { cardinalityIfKnown } from "./cardinality.ts";
import { failIncomparable } from "./errors.ts";
import { auxOf, elementAt, type Heap, isLazy, lengthOf, RECORD_HEAD } from "./heap.ts";
import { isFunctionKind, isSetKind, kindOf } from "./lazy.ts";
import { lazyTableOf } from "./lazy-parts.ts";
import { normalize } from "./normal-form.ts";
import { domainOfTable } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

const STRING: number = Kind.String;
const TUPLE: number = Kind.Tuple;

export function equals(heap: Heap, a: Value, b: Value, site: Site): boolean {
  if (a === b) return true;
  if ((a & b & 1) === 1) return false;
  if (((a | b) & 0x80000001) === 0) return equalsInterned(heap, a, b, site);
  return equalsByKind(heap, a, b, site);
}

/** Two different interned values: the usual cases, atoms of one kind and functions on one domain, are settled here. */
function equalsInterned(heap: Heap, a: Value, b: Value, site: Site): boolean {
  const { arena, meta } = heap;
  const p = meta[a << 1];
  const q = meta[b << 1];
  const header = arena[p];
  const kind = header & 31;
  // Tuples of different lengths differ, whatever is in them.
  if (header !== arena[q]) return !(kind === TUPLE && (arena[q] & 31) === TUPLE) && equalsByKind(heap, a, b, site);
  if (kind <= STRING) return false;
  if (kind < TUPLE || arena[p + 1] !== arena[q + 1]) return equalsByKind(heap, a, b, site);
  // Same length, same domain, not the same value: there is a first difference.
  const shift = q - p;
  let i = p + RECORD_HEAD;
  while (arena[i] === arena[i + shift]) i++;
  return equals(heap, arena[i], arena[i + shift], site);
}

function equalsByKind(heap: Heap, a: Value, b: Value, site: Site): boolean {
  const kindA = kindOf(heap, a);
  const kindB = kindOf(heap, b);
  if (kindA === Kind.ModelValue || kindB === Kind.ModelValue) return equalsModelValue(heap, a, b, kindA, kindB, site);
  if (kindA <= Kind.String) {
    if (kindA !== kindB) failIncomparable(heap, a, b, site);
    return false;
  }
  if (isSetKind(kindA)) {
    if (!isSetKind(kindB)) failIncomparable(heap, a, b, site);
    return equalsSets(heap, a, b, site);
  }
  if (!isFunctionKind(kindB)) failIncomparable(heap, a, b, site);
  return equalsFunctions(heap, a, b, site);
}

function equalsModelValue(heap: Heap, a: Value, b: Value, kindA: Kind, kindB: Kind, site: Site): boolean {
  const typeA = kindA === Kind.ModelValue ? modelValueType(heap, a) : -1;
  const typeB = kindB === Kind.ModelValue ? modelValueType(heap, b) : -1;
  // 0 = untyped, -1 = not a model value.
  if (typeA === 0 || typeB === 0 || typeA === typeB) return false;
  return failIncomparable(heap, a, b, site);
}

function equalsSets(heap: Heap, a: Value, b: Value, site: Site): boolean {
  if (isLazy(a) || isLazy(b)) {
    if (kindOf(heap, a) === Kind.InfiniteSet && kindOf(heap, b) === Kind.InfiniteSet) return false;
    const sizeA = cardinalityIfKnown(heap, a);
    const sizeB = cardinalityIfKnown(heap, b);
    if (sizeA !== undefined && sizeB !== undefined && sizeA !== sizeB) return false;
    return equals(heap, normalize(heap, a, site), normalize(heap, b, site), site);
  }
  requireUniform(heap, a, site);
  requireUniform(heap, b, site);
  const length = lengthOf(heap, a);
  return length === lengthOf(heap, b) && equalsAtFirstDifference(heap, a, b, length, site);
}

function equalsFunctions(heap: Heap, a: Value, b: Value, site: Site): boolean {
  if (isLazy(a) || isLazy(b)) return equalsLazyFunctions(heap, a, b, site);
  const length = lengthOf(heap, a);
  const lengthB = lengthOf(heap, b);
  // A record on the left wants a record; the empty function passes for one.
  if (kindOf(heap, a) === Kind.Record && kindOf(heap, b) !== Kind.Record && lengthB > 0)
    failIncomparable(heap, a, b, site);
  if (length !== lengthB) return false;
  if (auxOf(heap, a) !== auxOf(heap, b)) {
    return equalsAtFirstDifference(heap, domainOfTable(heap, a), domainOfTable(heap, b), length, site);
  }
  return equalsAtFirstDifference(heap, a, b, length, site);
}

/** Part by part where a part cannot be listed; else by the normal forms. */
function equalsLazyFunctions(heap: Heap, a: Value, b: Value, site: Site): boolean {
  const tableA = lazyTableOf(heap, a);
  const tableB = lazyTableOf(heap, b);
  const domainA = tableA?.domain ?? (isLazy(a) ? undefined : domainOfTable(heap, a));
  const domainB = tableB?.domain ?? (isLazy(b) ? undefined : domainOfTable(heap, b));
  if (domainA === undefined || domainB === undefined)
    return equals(heap, normalize(heap, a, site), normalize(heap, b, site), site);
  if (domainA !== domainB) return equals(heap, domainA, domainB, site);
  for (let i = 0, length = lengthOf(heap, domainA); i < length; i++) {
    const [x, y] = [tableA?.parts[i] ?? elementAt(heap, a, i), tableB?.parts[i] ?? elementAt(heap, b, i)];
    if (!equals(heap, x, y, site)) return false;
  }
  return true;
}

/** For two compounds of the same length which are not equal: compares the first elements that differ. */
function equalsAtFirstDifference(heap: Heap, a: Value, b: Value, length: number, site: Site): boolean {
  for (let i = 0; i < length; i++) {
    const x = elementAt(heap, a, i);
    const y = elementAt(heap, b, i);
    if (x !== y) return equals(heap, x, y, site);
  }
  return true;
}

/**
 * Refuses a set that TLC could not sort, such as `{1, "a"}`. Neighbours in canonical order are what any sort must
 * compare. A set that has passed keeps a 1 in its auxiliary word.
 */
export function requireUniform(heap: Heap, s: Value, site: Site): void {
  if (auxOf(heap, s) === 1) return;
  const length = lengthOf(heap, s);
  for (let i = 1; i < length; i++) equals(heap, elementAt(heap, s, i - 1), elementAt(heap, s, i), site);
  heap.arena[heap.meta[s << 1] + 1] = 1;
}
