/**
 * Functions as tables: the three normal forms (tuple, record, function on any other enumerated domain) behind one set
 * of questions. No failures here: what is not in the domain has position -1.
 */
import { stringAtom, textOf } from "./atoms.ts";
import { positionIn, setFromStack } from "./elements.ts";
import { auxOf, elementAt, type Heap, kindOfInterned, lengthOf, isInterned, pairRow, pushRaw } from "./heap.ts";
import { internFunction, internSet, internTuple } from "./intern.ts";
import { Kind, type Value } from "./types.ts";

const TUPLE = Kind.Tuple;

/** `1..n`, made once. */
export function sequenceDomain(heap: Heap, n: number): Value {
  const known = heap.sequenceDomains[n];
  if (known !== undefined) return known;
  const base = heap.stackTop;
  for (let i = 1; i <= n; i++) pushRaw(heap, (i << 1) | 1);
  const domain = n === 0 ? heap.EMPTY_SET : internSet(heap, base);
  heap.sequenceDomains[n] = domain;
  return domain;
}

/** Domain of a table, as an enumerated set. */
export function domainOfTable(heap: Heap, f: Value): Value {
  const domain = auxOf(heap, f);
  return domain === 0 ? sequenceDomain(heap, lengthOf(heap, f)) : domain;
}

/** Domains up to this size are searched faster than the position is looked up. */
const UNCACHED_SIZE_MAX = 8;

/** Index of the value that table `f` has for `x` (in normal form), or -1. */
export function positionOfArgument(heap: Heap, f: Value, x: Value): number {
  const o = heap.meta[f << 1];
  const header = heap.arena[o];
  if ((header & 31) === TUPLE) {
    const i = (x >> 1) - 1;
    return (x & 1) === 1 && i >= 0 && i < header >> 5 ? i : -1;
  }
  const domain = heap.arena[o + 1];
  if (header >> 5 <= UNCACHED_SIZE_MAX) return positionIn(heap, domain, x);
  const { positions } = heap;
  const row = pairRow(domain, x);
  if (positions[row] !== domain || positions[row + 1] !== x) {
    positions[row] = domain;
    positions[row + 1] = x;
    positions[row + 2] = positionIn(heap, domain, x);
  }
  return positions[row + 2];
}

/** The function on the enumerated set `domain` whose values stand on the stack from `base` on, in domain order. */
export function functionFromStack(heap: Heap, domain: Value, base: number): Value {
  const length = heap.stackTop - base;
  if (length !== lengthOf(heap, domain)) {
    throw new Error(`A function on ${lengthOf(heap, domain)} arguments was given ${length} values.`);
  }
  if (length === 0) return heap.EMPTY_TUPLE;
  const first = elementAt(heap, domain, 0);
  const last = elementAt(heap, domain, length - 1);
  // Elements are distinct and integers lie between integers: 1 at one end and n at the other means 1..n.
  if (first === 3 && last === ((length << 1) | 1)) return internTuple(heap, base);
  const kind = isString(heap, first) && isString(heap, last) ? Kind.Record : Kind.Function;
  return internFunction(heap, kind, domain, base);
}

/** The record with the fields `shape` (a set of strings) and the values on the stack from `base` on. */
export function recordFromStack(heap: Heap, shape: Value, base: number): Value {
  const length = heap.stackTop - base;
  if (length !== lengthOf(heap, shape)) {
    throw new Error(`A record of ${lengthOf(heap, shape)} fields was given ${length} values.`);
  }
  return length === 0 ? heap.EMPTY_TUPLE : internFunction(heap, Kind.Record, shape, base);
}

function isString(heap: Heap, v: Value): boolean {
  return isInterned(v) && kindOfInterned(heap, v) === Kind.String;
}

/** The set of the names as strings: what identifies the shape of a record. */
export function shapeOf(heap: Heap, names: readonly string[]): Value {
  const base = heap.stackTop;
  for (const name of names) pushRaw(heap, stringAtom(heap, name));
  return setFromStack(heap, base);
}

export function fieldsOfShape(heap: Heap, shape: Value): string[] {
  const names: string[] = [];
  for (let i = 0; i < lengthOf(heap, shape); i++) names.push(textOf(heap, elementAt(heap, shape, i)));
  return names;
}
