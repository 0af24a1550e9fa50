/** The module Randomization: subsets drawn from the machine's seed. */
import { EvaluationError, type Site, type Value } from "../../values/types.ts";
import { elementsOf } from "./collections.ts";
import { valueAt, type Native, type NativeContext } from "./native.ts";

/** Draws before the number of different subsets that was asked for is given up. */
const DRAWS_PER_SUBSET_MAX = 1_000;

function count(context: NativeContext, value: Value, site: Site): number {
  const n = Number(context.store.integerOf(value, site));
  if (n >= 0) return n;
  throw new EvaluationError("LS4216", "A number of elements to draw is negative.", site);
}

/** k different elements: the front of a shuffle. */
function randomSubset(context: NativeContext, args: Parameters<Native["apply"]>[1], site: Site): Value {
  const wanted = count(context, valueAt(args, 0), site);
  const elements = elementsOf(context.store, valueAt(args, 1), site);
  if (wanted > elements.length)
    throw new EvaluationError("LS4216", `RandomSubset: the set has only ${elements.length} elements.`, site);
  for (let i = 0; i < wanted; i++) {
    const j = i + context.random(elements.length - i, site);
    [elements[i], elements[j]] = [elements[j]!, elements[i]!];
  }
  return context.store.set(elements.slice(0, wanted));
}

/** At most k subsets, each element in one of them with the probability n / |S|. */
function randomSetOfSubsets(context: NativeContext, args: Parameters<Native["apply"]>[1], site: Site): Value {
  const wanted = count(context, valueAt(args, 0), site);
  const expected = count(context, valueAt(args, 1), site);
  const elements = elementsOf(context.store, valueAt(args, 2), site);
  if (expected > elements.length)
    throw new EvaluationError("LS4216", `RandomSetOfSubsets: the set has only ${elements.length} elements.`, site);
  const made = new Set<Value>();
  for (let draw = 0; made.size < wanted && draw < wanted * DRAWS_PER_SUBSET_MAX; draw++)
    made.add(context.store.set(elements.filter(() => context.random(elements.length, site) < expected)));
  return context.store.set([...made]);
}

export const randomization: readonly (readonly [string, Native])[] = [
  ["Randomization!RandomSubset", { arity: 2, isVolatile: true, apply: randomSubset }],
  ["Randomization!RandomSetOfSubsets", { arity: 3, isVolatile: true, apply: randomSetOfSubsets }],
];
