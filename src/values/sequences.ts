/**
 * The operators of module Sequences. Len, \o, Tail and SubSeq also take strings, as TLC's do; Head does not, since
 * there are no characters.
 */
import { integerValue, isInteger, stringAtom, textOf } from "./atoms.ts";
import { fail, failNotInteger, failNotSequence } from "./errors.ts";
import { type Heap, isInterned, isLazy, kindOfInterned, lengthOf, pushRaw, RECORD_HEAD } from "./heap.ts";
import { internAppended, internTuple } from "./intern.ts";
import { lazyTableOf } from "./lazy-parts.ts";
import { normalize } from "./normal-form.ts";
import { showShort } from "./show.ts";
import { sequenceDomain } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

const TUPLE = Kind.Tuple;

/** `s` in normal form if that is a sequence; fails otherwise. */
function requireSequence(heap: Heap, s: Value, what: string, site: Site): Value {
  const t = isLazy(s) ? normalize(heap, s, site) : s;
  if (!isInterned(t) || kindOfInterned(heap, t) !== TUPLE) failNotSequence(heap, s, what, site);
  return t;
}

function isString(heap: Heap, v: Value): boolean {
  return isInterned(v) && kindOfInterned(heap, v) === Kind.String;
}

function pushRange(heap: Heap, t: Value, from: number, to: number): void {
  const first = heap.meta[t << 1] + RECORD_HEAD;
  for (let i = from; i < to; i++) pushRaw(heap, heap.arena[first + i]);
}

/** Elements `from` to `to` (exclusive), 0-based and within bounds. */
function slice(heap: Heap, t: Value, from: number, to: number): Value {
  if (from >= to) return heap.EMPTY_TUPLE;
  const base = heap.stackTop;
  pushRange(heap, t, from, to);
  return internTuple(heap, base);
}

export function append(heap: Heap, s: Value, e: Value, site: Site): Value {
  const t = requireSequence(heap, s, "the first argument of Append", site);
  return internAppended(heap, t, isLazy(e) ? normalize(heap, e, site) : e);
}

export function concat(heap: Heap, s: Value, t: Value, site: Site): Value {
  if (isString(heap, s)) {
    if (!isString(heap, t)) fail("LS4008", `Expected a string after \\o, found ${showShort(heap, t)}.`, site);
    return stringAtom(heap, textOf(heap, s) + textOf(heap, t));
  }
  const left = requireSequence(heap, s, "the left side of \\o", site);
  const right = requireSequence(heap, t, "the right side of \\o", site);
  if (left === heap.EMPTY_TUPLE) return right;
  if (right === heap.EMPTY_TUPLE) return left;
  const base = heap.stackTop;
  pushRange(heap, left, 0, lengthOf(heap, left));
  pushRange(heap, right, 0, lengthOf(heap, right));
  return internTuple(heap, base);
}

function failEmpty(operator: string, site: Site): never {
  fail("LS4009", `${operator} of the empty sequence has no value.`, site);
}

export function head(heap: Heap, s: Value, site: Site): Value {
  const t = requireSequence(heap, s, "the argument of Head", site);
  if (t === heap.EMPTY_TUPLE) failEmpty("Head", site);
  return heap.arena[heap.meta[t << 1] + RECORD_HEAD];
}

export function tail(heap: Heap, s: Value, site: Site): Value {
  if (isString(heap, s)) {
    if (textOf(heap, s) === "") failEmpty("Tail", site);
    return stringAtom(heap, textOf(heap, s).slice(1));
  }
  const t = requireSequence(heap, s, "the argument of Tail", site);
  if (t === heap.EMPTY_TUPLE) failEmpty("Tail", site);
  return slice(heap, t, 1, lengthOf(heap, t));
}

export function length(heap: Heap, s: Value, site: Site): Value {
  if (isString(heap, s)) return (textOf(heap, s).length << 1) | 1;
  const described = lazyTableOf(heap, s);
  if (described !== undefined && described.domain === sequenceDomain(heap, described.parts.length))
    return (described.parts.length << 1) | 1;
  return (lengthOf(heap, requireSequence(heap, s, "the argument of Len", site)) << 1) | 1;
}

export function subSequence(heap: Heap, s: Value, m: Value, n: Value, site: Site): Value {
  const text = isString(heap, s) ? textOf(heap, s) : undefined;
  const t = text === undefined ? requireSequence(heap, s, "the first argument of SubSeq", site) : s;
  if (!isInteger(heap, m)) failNotInteger(heap, m, "the second argument of SubSeq", site);
  if (!isInteger(heap, n)) failNotInteger(heap, n, "the third argument of SubSeq", site);
  const from = integerValue(heap, m);
  const to = integerValue(heap, n);
  if (from > to) return text === undefined ? heap.EMPTY_TUPLE : stringAtom(heap, "");
  const size = text === undefined ? lengthOf(heap, t) : text.length;
  if (from < 1 || from > size) failRange(heap, s, m, "second", site);
  if (to > size) failRange(heap, s, n, "third", site);
  // Both are within 1..size from here on, so they are numbers.
  if (text !== undefined) return stringAtom(heap, text.slice(Number(from) - 1, Number(to)));
  return slice(heap, t, Number(from) - 1, Number(to));
}

function failRange(heap: Heap, s: Value, index: Value, which: string, site: Site): never {
  fail(
    "LS4010",
    `The ${which} argument of SubSeq, ${showShort(heap, index)}, is no index of ${showShort(heap, s)}.`,
    site,
  );
}
