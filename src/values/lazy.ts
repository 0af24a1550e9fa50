/**
 * Lazy values: sets that are described instead of listed, and functions that are computed instead of tabulated.
 *
 * They live outside the arena, as objects with a negative even handle. Those made of values only are interned by kind
 * and parts, so that their normal form, once computed, is found again; those with a closure are new every time.
 * A lazy value is never an element of another value of the arena, and never part of a state. A tuple, record or function
 * with a part that cannot be listed is therefore lazy itself (`lazy-parts.ts`).
 */
import type { Heap } from "./heap.ts";
import { Kind, type Value } from "./types.ts";

interface Memo {
  /** Handle of the normal form; 0 until it has been computed. */
  normal: Value;
}

export interface LazyInterval extends Memo {
  readonly kind: typeof Kind.Interval;
  /** Handles of integers, small or large. */
  readonly low: Value;
  readonly high: Value;
}

export interface LazyPowerSet extends Memo {
  readonly kind: typeof Kind.PowerSet;
  readonly base: Value;
}

export interface LazyFunctionSet extends Memo {
  readonly kind: typeof Kind.FunctionSet;
  readonly domain: Value;
  readonly range: Value;
}

export interface LazyRecordSet extends Memo {
  readonly kind: typeof Kind.RecordSet;
  /** The set of field names. */
  readonly shape: Value;
  readonly sets: readonly Value[];
}

export interface LazyProduct extends Memo {
  readonly kind: typeof Kind.Product;
  readonly sets: readonly Value[];
}

export interface LazySequenceSet extends Memo {
  readonly kind: typeof Kind.SequenceSet;
  readonly base: Value;
}

export type InfiniteSetName = "Nat" | "Int" | "Real" | "STRING" | "Any";

export interface LazyInfiniteSet extends Memo {
  readonly kind: typeof Kind.InfiniteSet;
  readonly which: InfiniteSetName;
}

/** How a set that is tested by a predicate is made: it says what the elements can be found in, if anything. */
export type PredicateOrigin =
  | { readonly operation: "filter"; readonly base: Value; readonly test: (e: Value) => boolean }
  | { readonly operation: "union" | "intersection" | "difference"; readonly left: Value; readonly right: Value }
  | { readonly operation: "unionOf"; readonly parts: readonly Value[] };

export interface LazyPredicateSet extends Memo {
  readonly kind: typeof Kind.PredicateSet;
  readonly origin: PredicateOrigin;
}

export interface LazyFunction extends Memo {
  readonly kind: typeof Kind.LazyFunction;
  readonly domain: Value;
  readonly apply: (x: Value) => Value;
  /** The values in the order of the (listed) domain, when some of them cannot be listed: see `lazy-parts.ts`. */
  readonly parts?: readonly Value[];
}

export type Lazy =
  | LazyInterval
  | LazyPowerSet
  | LazyFunctionSet
  | LazyRecordSet
  | LazyProduct
  | LazySequenceSet
  | LazyInfiniteSet
  | LazyPredicateSet
  | LazyFunction;

export function lazyOf(heap: Heap, v: Value): Lazy {
  const lazy = heap.lazies[~(v >> 1)];
  if (lazy === undefined) throw new Error("A lazy value was used after it had been forgotten.");
  return lazy;
}

/** A handle for a lazy value which is always new. */
export function addLazy(heap: Heap, lazy: Lazy): Value {
  const index = heap.lazies.push(lazy) - 1;
  heap.lazyKeys.push(undefined);
  return ~index << 1;
}

/** A handle for a lazy value made of values only: the same kind and parts give the same handle. */
export function internLazy(heap: Heap, parts: readonly number[], make: () => Lazy): Value {
  const key = parts.join();
  const known = heap.lazyIndex.get(key);
  if (known !== undefined) return known;
  const v = addLazy(heap, make());
  heap.lazyIndex.set(key, v);
  heap.lazyKeys[~(v >> 1)] = key;
  return v;
}

/** True of a lazy value that was let go. Only for handles since which nothing was given back. */
export function isForgotten({ lazies }: Heap, v: Value): boolean {
  return v < 0 && (v & 1) === 0 && lazies[~(v >> 1)] === undefined;
}

/** Lets go of the lazy values made since there were `count`, but for permanent ones. */
export function forgetLazies(heap: Heap, count: number): void {
  const { lazies, lazyKeys, lazyIndex, lazyFloor } = heap;
  for (let i = Math.max(count, lazyFloor); i < lazies.length; i++) {
    const key = lazyKeys[i];
    if (key !== undefined) lazyIndex.delete(key);
    lazies[i] = undefined;
    lazyKeys[i] = undefined;
  }
}

/** Kind of any value. */
export function kindOf(heap: Heap, v: Value): Kind {
  if ((v & 1) === 1) return Kind.Integer;
  if (v < 0) return lazyOf(heap, v).kind;
  return (heap.arena[heap.meta[v << 1]] & 31) as Kind;
}

export function isSetKind(kind: Kind): boolean {
  return kind === Kind.Set || (kind >= Kind.Interval && kind <= Kind.PredicateSet);
}

export function isFunctionKind(kind: Kind): boolean {
  return (kind >= Kind.Tuple && kind <= Kind.Function) || kind === Kind.LazyFunction;
}
