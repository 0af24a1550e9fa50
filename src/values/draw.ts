/**
 * A random element of a set. Sets that are described are not listed for it: a subset is drawn element by element, a
 * function value by value, so that each element of the set is as likely as any other.
 */
import { bigintValue, integerFromBigint } from "./atoms.ts";
import { elementAt, type Heap, isLazy, lengthOf, pushRaw } from "./heap.ts";
import { lazyOf } from "./lazy.ts";
import { enumerate } from "./normal-form.ts";
import { setFromStack } from "./elements.ts";
import { internTuple } from "./intern.ts";
import { functionFromStack, recordFromStack } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

/** A uniform integer below n. */
export type Random = (n: number) => number;

/** Bits of one draw when an interval is longer than 2^32. */
const DRAW_BITS = 30;

/** An element of `s`, in normal form; undefined when the set is empty. Fails for infinite sets. */
export function drawElement(heap: Heap, s: Value, random: Random, site: Site): Value | undefined {
  if (isLazy(s)) {
    const lazy = lazyOf(heap, s);
    switch (lazy.kind) {
      case Kind.Interval:
        return drawInteger(heap, lazy.low, lazy.high, random);
      case Kind.PowerSet:
        return drawSubset(heap, lazy.base, random, site);
      case Kind.FunctionSet: {
        const domain = enumerate(heap, lazy.domain, "the domain of a set of functions", site);
        const ranges = Array.from({ length: lengthOf(heap, domain) }, () => lazy.range);
        return drawEach(heap, ranges, random, site, (mark) => functionFromStack(heap, domain, mark));
      }
      case Kind.RecordSet:
        return drawEach(heap, lazy.sets, random, site, (mark) => recordFromStack(heap, lazy.shape, mark));
      case Kind.Product:
        return drawEach(heap, lazy.sets, random, site, (mark) => internTuple(heap, mark));
      default:
        break;
    }
  }
  const list = enumerate(heap, s, "the set to draw from", site);
  const length = lengthOf(heap, list);
  return length === 0 ? undefined : elementAt(heap, list, random(length));
}

function drawInteger(heap: Heap, low: Value, high: Value, random: Random): Value | undefined {
  const first = bigintValue(heap, low);
  const size = bigintValue(heap, high) - first + 1n;
  if (size <= 0n) return undefined;
  if (size <= 1n << 32n) return integerFromBigint(heap, first + BigInt(random(Number(size))));
  let drawn = 0n;
  for (let bits = 0; bits < size.toString(2).length + DRAW_BITS; bits += DRAW_BITS)
    drawn = (drawn << BigInt(DRAW_BITS)) | BigInt(random(2 ** DRAW_BITS));
  return integerFromBigint(heap, first + (drawn % size));
}

function drawSubset(heap: Heap, base: Value, random: Random, site: Site): Value {
  const list = enumerate(heap, base, "the set to draw subsets of", site);
  const mark = heap.stackTop;
  for (let i = 0; i < lengthOf(heap, list); i++) if (random(2) === 1) pushRaw(heap, elementAt(heap, list, i));
  return setFromStack(heap, mark);
}

/** One element of each set, put together; undefined when one of the sets is empty. */
function drawEach(
  heap: Heap,
  sets: readonly Value[],
  random: Random,
  site: Site,
  finish: (mark: number) => Value,
): Value | undefined {
  const drawn: Value[] = [];
  for (const set of sets) {
    const element = drawElement(heap, set, random, site);
    if (element === undefined) return undefined;
    drawn.push(element);
  }
  const mark = heap.stackTop;
  for (const element of drawn) pushRaw(heap, element);
  return finish(mark);
}
