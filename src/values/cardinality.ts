/**
 * Finiteness and size of sets without listing their elements, as far as that is possible: `Cardinality(SUBSET S)` is a
 * power of two. What a predicate selects has to be listed.
 */
import { bigintValue } from "./atoms.ts";
import { INTEGER_BITS_MAX } from "./bounds.ts";
import { type Heap, lengthOf, isInterned } from "./heap.ts";
import { type Lazy, type LazyPredicateSet, lazyOf } from "./lazy.ts";
import { Kind, type Value } from "./types.ts";

/** Whether set `s` has finitely many elements, as far as its description tells: a filter of Nat counts as infinite. */
export function isFiniteSet(heap: Heap, s: Value): boolean {
  if (isInterned(s)) return true;
  const lazy = lazyOf(heap, s);
  if (lazy.normal !== 0) return true;
  switch (lazy.kind) {
    case Kind.Interval:
      return true;
    case Kind.PowerSet:
      return isFiniteSet(heap, lazy.base);
    case Kind.FunctionSet:
      return isEmpty(heap, lazy.domain) || isEmpty(heap, lazy.range) || areFinite(heap, [lazy.domain, lazy.range]);
    case Kind.RecordSet:
    case Kind.Product:
      return lazy.sets.some((set) => isEmpty(heap, set)) || areFinite(heap, lazy.sets);
    case Kind.SequenceSet:
      return isEmpty(heap, lazy.base);
    case Kind.InfiniteSet:
    case Kind.LazyFunction:
      return false;
    case Kind.PredicateSet:
      return isFiniteByOrigin(heap, lazy);
  }
}

function isFiniteByOrigin(heap: Heap, { origin }: LazyPredicateSet): boolean {
  switch (origin.operation) {
    case "filter":
      return isFiniteSet(heap, origin.base);
    case "union":
      return areFinite(heap, [origin.left, origin.right]);
    case "intersection":
      return isFiniteSet(heap, origin.left) || isFiniteSet(heap, origin.right);
    case "difference":
      return isFiniteSet(heap, origin.left);
    case "unionOf":
      return areFinite(heap, origin.parts);
  }
}

function areFinite(heap: Heap, sets: readonly Value[]): boolean {
  return sets.every((set) => isFiniteSet(heap, set));
}

function isEmpty(heap: Heap, s: Value): boolean {
  return cardinalityIfKnown(heap, s) === 0n;
}

/** Number of elements, or undefined when the set is infinite or would have to be enumerated to be counted. */
export function cardinalityIfKnown(heap: Heap, s: Value): bigint | undefined {
  if (isInterned(s)) return BigInt(lengthOf(heap, s));
  const lazy = lazyOf(heap, s);
  return lazy.normal !== 0 ? BigInt(lengthOf(heap, lazy.normal)) : cardinalityOfLazy(heap, lazy);
}

function cardinalityOfLazy(heap: Heap, lazy: Lazy): bigint | undefined {
  switch (lazy.kind) {
    case Kind.Interval: {
      const size = bigintValue(heap, lazy.high) - bigintValue(heap, lazy.low) + 1n;
      return size > 0n ? size : 0n;
    }
    case Kind.PowerSet:
      return power(2n, cardinalityIfKnown(heap, lazy.base));
    case Kind.FunctionSet: {
      const arguments_ = cardinalityIfKnown(heap, lazy.domain);
      const results = cardinalityIfKnown(heap, lazy.range);
      if (arguments_ === 0n) return 1n;
      return results === 0n ? 0n : power(results, arguments_);
    }
    case Kind.RecordSet:
    case Kind.Product:
      return productOfSizes(heap, lazy.sets);
    case Kind.SequenceSet:
      return isEmpty(heap, lazy.base) ? 1n : undefined;
    default:
      return undefined;
  }
}

function productOfSizes(heap: Heap, sets: readonly Value[]): bigint | undefined {
  let product: bigint | undefined = 1n;
  for (const set of sets) {
    const size = cardinalityIfKnown(heap, set);
    if (size === 0n) return 0n;
    product = size === undefined || product === undefined ? undefined : product * size;
  }
  return product;
}

function power(base: bigint | undefined, exponent: bigint | undefined): bigint | undefined {
  if (base === undefined || exponent === undefined) return undefined;
  if (exponent * BigInt(base.toString(2).length) > BigInt(INTEGER_BITS_MAX)) return undefined;
  return base ** exponent;
}
