/**
 * Booleans, strings, model values and integers: from JavaScript to handles and back.
 *
 * An atom's hash comes from its text or number, so it is the same in every store. Integers that fit 31 bits are their
 * own handle; larger ones are interned through their bigint, which is slow but right.
 *
 * The word after the head of a model value's record is the code unit of its type (`A_x` has type `A`), 0 when untyped.
 */
import { auxOf, elementAt, type Heap, isInterned, kindOfInterned } from "./heap.ts";
import {
  mixHigh,
  mixLow,
  SEED_BOOLEAN,
  SEED_LARGE_INTEGER,
  SEED_MODEL_VALUE,
  SEED_STRING,
  textHigh,
  textLow,
} from "./hashing.ts";
import { internAtom } from "./intern.ts";
import { booleanKey, largeIntegerKey, modelValueKey, stringKey } from "./order.ts";
import { Kind, type Value } from "./types.ts";

export const SMALL_INTEGER_MIN = -(2 ** 30);
export const SMALL_INTEGER_MAX = 2 ** 30 - 1;

export function booleanAtom(heap: Heap, b: boolean): Value {
  const seed = SEED_BOOLEAN + (b ? 1 : 0);
  return internAtom(heap, Kind.Boolean, b ? 1 : 0, 0, { low: mixLow(seed), high: mixHigh(seed) }, booleanKey(b));
}

export function stringAtom(heap: Heap, text: string): Value {
  const known = heap.strings.get(text);
  if (known !== undefined) return known;
  heap.shared?.requireAlone();
  const hash = { low: textLow(SEED_STRING, text), high: textHigh(SEED_STRING, text) };
  const v = internAtom(heap, Kind.String, placeOf(heap.texts, heap.freeTexts, text), 0, hash, stringKey(heap, text));
  heap.strings.set(text, v);
  return v;
}

export function modelValueAtom(heap: Heap, name: string): Value {
  const known = heap.modelValues.get(name);
  if (known !== undefined) return known;
  heap.shared?.requireAlone();
  const hash = { low: textLow(SEED_MODEL_VALUE, name), high: textHigh(SEED_MODEL_VALUE, name) };
  const type = name.length >= 3 && name[1] === "_" ? name.charCodeAt(0) : 0;
  const place = placeOf(heap.texts, heap.freeTexts, name);
  const v = internAtom(heap, Kind.ModelValue, place, type, hash, modelValueKey(heap, name));
  heap.modelValues.set(name, v);
  return v;
}

/** Puts it where there is room. */
function placeOf<T>(items: T[], free: number[], item: T): number {
  const place = free.pop();
  if (place === undefined) return items.push(item) - 1;
  items[place] = item;
  return place;
}

/** An integral number of any safe size. */
export function integerFromNumber(heap: Heap, n: number): Value {
  if (n >= SMALL_INTEGER_MIN && n <= SMALL_INTEGER_MAX) return (n << 1) | 1;
  return integerFromBigint(heap, BigInt(n));
}

export function integerFromBigint(heap: Heap, n: bigint): Value {
  if (n >= SMALL_INTEGER_MIN && n <= SMALL_INTEGER_MAX) return (Number(n) << 1) | 1;
  const known = heap.largeIntegerHandles.get(n);
  if (known !== undefined) return known;
  heap.shared?.requireAlone();
  const text = n.toString(16);
  const hash = { low: textLow(SEED_LARGE_INTEGER, text), high: textHigh(SEED_LARGE_INTEGER, text) };
  const place = placeOf(heap.largeIntegers, heap.freeLargeIntegers, n);
  const v = internAtom(heap, Kind.Integer, place, 0, hash, largeIntegerKey(n));
  heap.largeIntegerHandles.set(n, v);
  return v;
}

export function isInteger(heap: Heap, v: Value): boolean {
  return (v & 1) === 1 || (isInterned(v) && kindOfInterned(heap, v) === Kind.Integer);
}

/** Number of a small integer, bigint of a large one. `v` must be an integer. */
export function integerValue(heap: Heap, v: Value): number | bigint {
  return (v & 1) === 1 ? v >> 1 : heap.largeIntegers[auxOf(heap, v)];
}

export function bigintValue(heap: Heap, v: Value): bigint {
  return (v & 1) === 1 ? BigInt(v >> 1) : heap.largeIntegers[auxOf(heap, v)];
}

/** Text of a string or model value. */
export function textOf(heap: Heap, v: Value): string {
  return heap.texts[auxOf(heap, v)];
}

/** Code unit of a model value's type, 0 when it is untyped. */
export function modelValueType(heap: Heap, v: Value): number {
  return elementAt(heap, v, 0);
}
