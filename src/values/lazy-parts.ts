/**
 * Tuples, records and functions with parts that cannot be listed: `[type |-> Nat, size |-> 1]`, `<<Nat, Int>>`. They are
 * lazy functions that know their parts. A part is applied, selected and compared as it is; whoever needs the normal form of
 * the whole (a state, a set, a fingerprint) is refused as for the part alone.
 *
 * The parts of what is being built stand on the stack. `lazyTop` says how far down one of them may be lazy, so that building
 * anything else costs one comparison more.
 */
import { positionIn, setFromStack } from "./elements.ts";
import { type Heap, isLazy, NO_SITE, pushRaw } from "./heap.ts";
import { internSet, internTuple } from "./intern.ts";
import { addLazy, type LazyFunction, lazyOf } from "./lazy.ts";
import { normalize } from "./normal-form.ts";
import { compare } from "./order.ts";
import { functionFromStack, recordFromStack, sequenceDomain } from "./tables.ts";
import { EvaluationError, Kind, type Site, type Value } from "./types.ts";

/** The refusals to list a value: there is no end of its elements, or there are too many. */
const UNLISTABLE: ReadonlySet<string> = new Set(["LS4012", "LS4013"]);

/** A lazy function that is a table of its parts, in the order of its domain. */
export type LazyTable = LazyFunction & { readonly parts: readonly Value[] };

/** Pushes the normal form of a part; the part itself, when it cannot be listed. */
export function pushPart(heap: Heap, v: Value): void {
  if (!isLazy(v)) return pushRaw(heap, v);
  const part = partOf(heap, v, NO_SITE);
  pushRaw(heap, part);
  if (isLazy(part)) heap.lazyTop = heap.stackTop;
}

/** The normal form of a value; the value itself, when it cannot be listed. */
export function partOf(heap: Heap, v: Value, site: Site): Value {
  try {
    return normalize(heap, v, site);
  } catch (error) {
    if (error instanceof EvaluationError && UNLISTABLE.has(error.code)) return v;
    throw error;
  }
}

export function tupleOfParts(heap: Heap, base: number): Value {
  if (heap.lazyTop <= base || !hasLazyParts(heap, base)) return internTuple(heap, base);
  return lazyTable(heap, sequenceDomain(heap, heap.stackTop - base), base);
}

export function recordOfParts(heap: Heap, shape: Value, base: number): Value {
  if (heap.lazyTop <= base || !hasLazyParts(heap, base)) return recordFromStack(heap, shape, base);
  return lazyTable(heap, shape, base);
}

export function functionOfParts(heap: Heap, domain: Value, base: number): Value {
  if (heap.lazyTop <= base || !hasLazyParts(heap, base)) return functionFromStack(heap, domain, base);
  return lazyTable(heap, domain, base);
}

/**
 * The function given by its pairs, with arguments in normal form. Of two pairs with the same argument the first counts.
 */
export function functionFromPairs(heap: Heap, pairs: readonly (readonly [Value, Value])[]): Value {
  const sorted = [...pairs].sort((p, q) => compare(heap, p[0], q[0]));
  const distinct = sorted.filter((pair, i) => i === 0 || pair[0] !== sorted[i - 1]?.[0]);
  const base = heap.stackTop;
  for (const [argument] of distinct) pushRaw(heap, argument);
  const domain = distinct.length === 0 ? heap.EMPTY_SET : internSet(heap, base);
  for (const [, result] of distinct) pushPart(heap, result);
  return functionOfParts(heap, domain, base);
}

/** The set of what stands on the stack from `base` on: elements must be listed. */
export function setOfParts(heap: Heap, base: number): Value {
  if (heap.lazyTop > base && hasLazyParts(heap, base))
    for (let i = base; i < heap.stackTop; i++) normalize(heap, heap.stack[i], NO_SITE);
  return setFromStack(heap, base);
}

/** Where a failed evaluation has left the stack, other values may stand by now: so it is looked. */
function hasLazyParts(heap: Heap, base: number): boolean {
  let top = heap.stackTop;
  while (top > base && !isLazy(heap.stack[top - 1])) top--;
  if (top > base) return true;
  heap.lazyTop = base;
  return false;
}

/** Takes the parts from the stack. What is being built around this may have lazy parts further down. */
function lazyTable(heap: Heap, domain: Value, base: number): Value {
  const parts = [...heap.stack.subarray(base, heap.stackTop)];
  heap.stackTop = base;
  heap.lazyTop = base;
  return tableOf(heap, domain, parts);
}

function tableOf(heap: Heap, domain: Value, parts: readonly Value[]): Value {
  const apply = (x: Value): Value => parts[positionIn(heap, domain, x)];
  return addLazy(heap, { kind: Kind.LazyFunction, domain, apply, parts, normal: 0 });
}

/** The lazy function as a table; undefined for one that is computed, and for every other value. */
export function lazyTableOf(heap: Heap, f: Value): LazyTable | undefined {
  if (!isLazy(f)) return undefined;
  const lazy = lazyOf(heap, f);
  return lazy.kind === Kind.LazyFunction && lazy.parts !== undefined ? (lazy as LazyTable) : undefined;
}
