/**
 * Enumerated sets as sorted lists of handles: finding, building, adding and removing elements, merging. Nothing here
 * can fail on the kind of an element: sets of mixed kinds may exist, it is comparing them that TLC refuses.
 */
import { elementAt, type Heap, lengthOf, pushRaw, RECORD_HEAD } from "./heap.ts";
import { internSet, internUnion, internWith, internWithout } from "./intern.ts";
import { compare, insertionPoint, sortStack } from "./order.ts";
import type { Value } from "./types.ts";

/** Up to this many elements a scan over handles is faster than a binary search that compares. Measured. */
const LINEAR_SCAN_MAX = 32;

/** Index of `e` (in normal form) in the enumerated set `s`, or -1. */
export function positionIn(heap: Heap, s: Value, e: Value): number {
  const arena = heap.arena;
  const o = heap.meta[s << 1];
  const length = arena[o] >> 5;
  const first = o + RECORD_HEAD;
  if (length <= LINEAR_SCAN_MAX) {
    for (let i = 0; i < length; i++) {
      if (arena[first + i] === e) return i;
    }
    return -1;
  }
  const i = insertionPoint(heap, s, e, 0);
  return i < length && arena[first + i] === e ? i : -1;
}

/** The set of the values on the stack from `base` on, in any order and with duplicates. */
export function setFromStack(heap: Heap, base: number): Value {
  const length = heap.stackTop - base;
  if (length === 0) return heap.EMPTY_SET;
  if (length > 1) sortStack(heap, base);
  return internSet(heap, base);
}

export function withElement(heap: Heap, s: Value, e: Value): Value {
  return positionIn(heap, s, e) >= 0 ? s : internWith(heap, s, e);
}

export function withoutElement(heap: Heap, s: Value, e: Value): Value {
  const i = positionIn(heap, s, e);
  return i < 0 ? s : internWithout(heap, s, i);
}

export function unionOf(heap: Heap, a: Value, b: Value): Value {
  if (a === b) return a;
  const lengthA = lengthOf(heap, a);
  const lengthB = lengthOf(heap, b);
  if (lengthA < lengthB) return unionOf(heap, b, a);
  if (lengthA > LINEAR_SCAN_MAX && lengthB > LINEAR_SCAN_MAX) return mergeSets(heap, a, b);
  const base = heap.stackTop;
  const first = heap.meta[b << 1] + RECORD_HEAD;
  for (let i = 0; i < lengthB; i++) {
    const e = heap.arena[first + i];
    if (positionIn(heap, a, e) < 0) pushRaw(heap, e);
  }
  const fresh = heap.stackTop - base;
  if (fresh > 1) return internUnion(heap, a, base);
  heap.stackTop = base;
  return fresh === 0 ? a : internWith(heap, a, heap.stack[base]);
}

function mergeSets(heap: Heap, a: Value, b: Value): Value {
  const { arena, meta } = heap;
  const base = heap.stackTop;
  let i = meta[a << 1] + RECORD_HEAD;
  let j = meta[b << 1] + RECORD_HEAD;
  const endA = i + lengthOf(heap, a);
  const endB = j + lengthOf(heap, b);
  while (i < endA && j < endB) {
    const order = compare(heap, arena[i], arena[j]);
    if (order === 0) j++;
    pushRaw(heap, order <= 0 ? arena[i++] : arena[j++]);
  }
  while (i < endA) pushRaw(heap, arena[i++]);
  while (j < endB) pushRaw(heap, arena[j++]);
  return internSet(heap, base);
}

/** Elements of `a` that are (`keep`) or are not in `b`. */
export function selectByMembership(heap: Heap, a: Value, b: Value, keep: boolean): Value {
  const base = heap.stackTop;
  const length = lengthOf(heap, a);
  const first = heap.meta[a << 1] + RECORD_HEAD;
  for (let i = 0; i < length; i++) {
    const e = heap.arena[first + i];
    if (positionIn(heap, b, e) >= 0 === keep) pushRaw(heap, e);
  }
  if (heap.stackTop - base === length) {
    heap.stackTop = base;
    return a;
  }
  return internSet(heap, base);
}

/** First element of `a` that is not in `b`, or 0. Both are sorted, so one walk over handles suffices. */
export function firstMissing(heap: Heap, a: Value, b: Value): Value {
  const { arena, meta } = heap;
  let i = meta[a << 1] + RECORD_HEAD;
  let j = meta[b << 1] + RECORD_HEAD;
  const endA = i + lengthOf(heap, a);
  const endB = j + lengthOf(heap, b);
  for (; i < endA; i++, j++) {
    const e = arena[i];
    while (j < endB && arena[j] !== e) j++;
    if (j === endB) return e;
  }
  return 0;
}

/** The union of enumerated sets. */
export function unionOfListed(heap: Heap, sets: readonly Value[]): Value {
  const base = heap.stackTop;
  for (const set of sets) for (let i = 0; i < lengthOf(heap, set); i++) pushRaw(heap, elementAt(heap, set, i));
  return setFromStack(heap, base);
}
