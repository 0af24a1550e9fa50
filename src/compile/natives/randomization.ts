/** The module Randomization: subsets drawn from the machine's seed. */
import { EvaluationError, type Site, type Value } from "../../values/types.ts";
import { elementsOf, stringOf } from "./collections.ts";
import { valueAt, type Native, type NativeArgument, type NativeContext } from "./native.ts";

/** Draws before the number of different elements that was asked for is given up. */
const DRAWS_PER_ELEMENT_MAX = 1_000;

/** A set is listed to draw from it up to this many elements for each one that is wanted; a larger one is sampled. */
const LISTED_PER_WANTED_MAX = 4;

type Apply = Native["apply"];

function count({ store }: NativeContext, args: readonly NativeArgument[], index: number, site: Site): number {
  const n = Number(store.integerOf(valueAt(args, index), site));
  if (n >= 0) return n;
  throw new EvaluationError("LS4216", "A number of elements to draw is negative.", site);
}

/** k different elements, or all when there are fewer. */
const randomSubset: Apply = (context, args, site) => {
  const { store } = context;
  const set = valueAt(args, 1);
  const size = BigInt(store.integerOf(store.cardinality(set, site), site));
  const asked = count(context, args, 0, site);
  const wanted = BigInt(asked) > size ? Number(size) : asked;
  const isListed = size <= BigInt(wanted) * BigInt(LISTED_PER_WANTED_MAX);
  return isListed ? shuffled(context, set, wanted, site) : sampled(context, set, wanted, site);
};

/** The front of a shuffle. */
function shuffled(context: NativeContext, set: Value, wanted: number, site: Site): Value {
  const elements = elementsOf(context.store, set, site);
  for (let i = 0; i < wanted; i++) {
    const j = i + context.random(elements.length - i, site);
    [elements[i], elements[j]] = [elements[j]!, elements[i]!];
  }
  return context.store.set(elements.slice(0, wanted));
}

/** Elements drawn until there are enough different ones; the set is much larger than that. */
function sampled({ store, random }: NativeContext, set: Value, wanted: number, site: Site): Value {
  const drawn = new Set<Value>();
  for (let draws = 0; drawn.size < wanted; draws++) {
    const element = store.draw(set, (n) => random(n, site), site);
    if (element === undefined || draws > wanted * DRAWS_PER_ELEMENT_MAX)
      throw new EvaluationError("LS4216", `RandomSubset: ${wanted} different elements could not be drawn.`, site);
    drawn.add(element);
  }
  return store.set([...drawn]);
}

/** At most k subsets, each element in one of them with the probability n / |S|. */
const randomSetOfSubsets: Apply = (context, args, site) => {
  const wanted = count(context, args, 0, site);
  const expected = count(context, args, 1, site);
  const elements = elementsOf(context.store, valueAt(args, 2), site);
  if (expected > elements.length)
    throw new EvaluationError("LS4216", `RandomSetOfSubsets: the set has only ${elements.length} elements.`, site);
  return subsets(context, elements, wanted, expected / Math.max(elements.length, 1), site);
};

/** As `RandomSetOfSubsets`, with the probability as the text of a number from 0 to 1. */
const randomSubsetSet: Apply = (context, args, site) => {
  const { store } = context;
  const wanted = count(context, args, 0, site);
  const probability = Number(stringOf(store, valueAt(args, 1)) ?? NaN);
  if (!(probability >= 0 && probability <= 1))
    throw new EvaluationError("LS4216", `${store.show(valueAt(args, 1))} is not the text of a probability.`, site);
  return subsets(context, elementsOf(store, valueAt(args, 2), site), wanted, probability, site);
};

/** Resolution of a probability. */
const CHANCES = 2 ** 30;

function subsets(
  context: NativeContext,
  elements: readonly Value[],
  wanted: number,
  probability: number,
  site: Site,
): Value {
  const made = Array.from({ length: wanted }, () =>
    context.store.set(elements.filter(() => context.random(CHANCES, site) < probability * CHANCES)),
  );
  return context.store.set(made);
}

export const randomization: readonly (readonly [string, Native])[] = [
  ["Randomization!RandomSubset", { arity: 2, isVolatile: true, apply: randomSubset }],
  ["Randomization!RandomSetOfSubsets", { arity: 3, isVolatile: true, apply: randomSetOfSubsets }],
  ["Randomization!RandomSubsetSet", { arity: 3, isVolatile: true, apply: randomSubsetSet }],
];
