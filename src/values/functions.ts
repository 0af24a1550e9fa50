/**
 * Functions as the language sees them: application, DOMAIN, EXCEPT, on tables and on lazy functions.
 */
import { textOf } from "./atoms.ts";
import { isFiniteSet } from "./cardinality.ts";
import { equals } from "./equality.ts";
import { positionIn } from "./elements.ts";
import { describe, fail, failNoField, failNotFunction, failOutsideDomain } from "./errors.ts";
import {
  elementAt,
  type Heap,
  isInterned,
  isLazy,
  kindOfInterned,
  lengthOf,
  RECORD_HEAD,
  reserveStack,
} from "./heap.ts";
import { internReplaced } from "./intern.ts";
import { addLazy, kindOf, type LazyFunction, lazyOf } from "./lazy.ts";
import { contains } from "./membership.ts";
import { functionOfParts, pushPart } from "./lazy-parts.ts";
import { normalize } from "./normal-form.ts";
import { domainOfTable, positionOfArgument } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

const TUPLE: number = Kind.Tuple;
const RECORD: number = Kind.Record;
const FUNCTION: number = Kind.Function;

/** Domains up to this size `apply` scans itself. */
const ARGUMENTS_SCANNED_MAX = 16;

/** Tuple, record or function: an interned function. */
export function isTable(heap: Heap, f: Value): boolean {
  if (!isInterned(f)) return false;
  const kind = kindOfInterned(heap, f);
  return kind >= Kind.Tuple && kind <= Kind.Function;
}

function lazyFunctionOf(heap: Heap, f: Value, what: string, site: Site): LazyFunction {
  if (isLazy(f)) {
    const lazy = lazyOf(heap, f);
    if (lazy.kind === Kind.LazyFunction) return lazy;
  }
  return failNotFunction(heap, f, what, site);
}

export function apply(heap: Heap, f: Value, x: Value, site: Site): Value {
  if (isInterned(f)) {
    const { arena, meta } = heap;
    const o = meta[f << 1];
    const header = arena[o];
    const kind = header & 31;
    if (kind === TUPLE) {
      const i = x >> 1;
      if ((x & 1) === 1 && i >= 1 && i <= header >> 5) return arena[o + RECORD_HEAD - 1 + i];
    } else if (kind === RECORD || kind === FUNCTION) {
      const first = meta[arena[o + 1] << 1] + RECORD_HEAD;
      const scanned = header >> 5 <= ARGUMENTS_SCANNED_MAX ? header >> 5 : 0;
      for (let i = 0; i < scanned; i++) {
        if (arena[first + i] === x) return arena[o + RECORD_HEAD + i];
      }
    }
  }
  return applySlow(heap, f, x, site);
}

/** Large domains, lazy arguments, lazy functions; and all that fails. */
function applySlow(heap: Heap, f: Value, x: Value, site: Site): Value {
  if (!isTable(heap, f)) return applyLazy(heap, f, x, site);
  const argument = isLazy(x) ? normalize(heap, x, site) : x;
  const i = positionOfArgument(heap, f, argument);
  if (i < 0) failApplication(heap, f, argument, site);
  return heap.arena[heap.meta[f << 1] + RECORD_HEAD + i];
}

function applyLazy(heap: Heap, f: Value, x: Value, site: Site): Value {
  const lazy = lazyFunctionOf(heap, f, "what is applied", site);
  const argument = normalize(heap, x, site);
  if (!contains(heap, argument, lazy.domain, site)) failOutsideDomain(heap, f, argument, site);
  return lazy.apply(argument);
}

function failApplication(heap: Heap, f: Value, x: Value, site: Site): never {
  const kind = kindOf(heap, f);
  if (kind === TUPLE && kindOf(heap, x) === Kind.Integer) {
    fail(
      "LS4006",
      `Index ${describe(heap, x).replace("the integer ", "")} is out of bounds of ${describe(heap, f)}.`,
      site,
    );
  }
  if (kind === RECORD && kindOf(heap, x) === Kind.String) failNoField(heap, f, textOf(heap, x), site);
  return failOutsideDomain(heap, f, x, site);
}

export function field(heap: Heap, r: Value, name: Value, site: Site): Value {
  if (isInterned(r)) {
    const { arena, meta } = heap;
    const o = meta[r << 1];
    const header = arena[o];
    if ((header & 31) === RECORD) {
      const first = meta[arena[o + 1] << 1] + RECORD_HEAD;
      const length = header >> 5;
      for (let i = 0; i < length; i++) {
        if (arena[first + i] === name) return arena[o + RECORD_HEAD + i];
      }
    }
  }
  return fieldSlow(heap, r, name, site);
}

/** Lazy functions may have strings in their domain too; the rest fails. */
function fieldSlow(heap: Heap, r: Value, name: Value, site: Site): Value {
  if (isLazy(r)) return applyLazy(heap, r, name, site);
  if (!isTable(heap, r)) failNotFunction(heap, r, `the record before ".${textOf(heap, name)}"`, site);
  return failNoField(heap, r, textOf(heap, name), site);
}

export function domain(heap: Heap, f: Value, site: Site): Value {
  if (isTable(heap, f)) return domainOfTable(heap, f);
  return lazyFunctionOf(heap, f, "the operand of DOMAIN", site).domain;
}

/** `f` with `x` mapped to `v`; `f` itself when `x` is not in its domain. */
export function update(heap: Heap, f: Value, x: Value, v: Value, site: Site): Value {
  if (!isTable(heap, f)) return updateLazy(heap, f, x, v, site);
  const argument = isLazy(x) ? normalize(heap, x, site) : x;
  const value = isLazy(v) ? normalize(heap, v, site) : v;
  const i = positionToChange(heap, f, argument, site);
  if (i < 0 || heap.arena[heap.meta[f << 1] + RECORD_HEAD + i] === value) return f;
  return internReplaced(heap, f, i, value);
}

/**
 * Where `x` stands in the domain of `f` (a table), or -1: with `replaceAt` an update that looks its argument up once.
 */
export function positionOf(heap: Heap, f: Value, x: Value, site: Site): number {
  if (!isTable(heap, f)) return failNotFunction(heap, f, "what EXCEPT changes", site);
  return positionToChange(heap, f, isLazy(x) ? normalize(heap, x, site) : x, site);
}

/** As `positionOfArgument`; what can be no argument of `f` at all is refused, as in TLC: `[<<1, 2>> EXCEPT !["a"] = 3]`. */
function positionToChange(heap: Heap, f: Value, x: Value, site: Site): number {
  const i = positionOfArgument(heap, f, x);
  if (i < 0) requireComparable(heap, f, x, site);
  return i;
}

function requireComparable(heap: Heap, f: Value, x: Value, site: Site): void {
  const kind = kindOfInterned(heap, f);
  if (kind === Kind.Function) {
    const domain = domainOfTable(heap, f);
    for (let i = 0; i < lengthOf(heap, domain); i++) equals(heap, elementAt(heap, domain, i), x, site);
  } else if (f !== heap.EMPTY_TUPLE && kindOf(heap, x) !== (kind === Kind.Tuple ? Kind.Integer : Kind.String)) {
    failOutsideDomain(heap, f, x, site);
  }
}

export function replaceAt(heap: Heap, f: Value, position: number, v: Value, site: Site): Value {
  const value = isLazy(v) ? normalize(heap, v, site) : v;
  return heap.arena[heap.meta[f << 1] + RECORD_HEAD + position] === value
    ? f
    : internReplaced(heap, f, position, value);
}

/** Puts the values of `f` (a table) on the stack, to be changed there; gives where they begin. */
export function unpack(heap: Heap, f: Value, site: Site): number {
  if (!isTable(heap, f)) return failNotFunction(heap, f, "what EXCEPT changes", site);
  const base = heap.stackTop;
  const length = lengthOf(heap, f);
  reserveStack(heap, length);
  const { arena, stack } = heap;
  const first = heap.meta[f << 1] + RECORD_HEAD;
  for (let i = 0; i < length; i++) stack[base + i] = arena[first + i];
  heap.stackTop = base + length;
  return base;
}

function updateLazy(heap: Heap, f: Value, x: Value, v: Value, site: Site): Value {
  const lazy = lazyFunctionOf(heap, f, "what EXCEPT changes", site);
  if (lazy.parts !== undefined) return updateParts(heap, f, lazy.domain, lazy.parts, normalize(heap, x, site), v);
  if (isFiniteSet(heap, lazy.domain)) return update(heap, normalize(heap, f, site), x, v, site);
  const argument = normalize(heap, x, site);
  if (!contains(heap, argument, lazy.domain, site)) return f;
  const override = (y: Value) => (y === argument ? v : lazy.apply(y));
  return lazyFunction(heap, lazy.domain, override);
}

function updateParts(heap: Heap, f: Value, keys: Value, parts: readonly Value[], x: Value, v: Value): Value {
  const changed = positionIn(heap, keys, x);
  if (changed < 0) return f;
  const base = heap.stackTop;
  parts.forEach((part, i) => pushPart(heap, i === changed ? v : part));
  return functionOfParts(heap, keys, base);
}

export function inDomain(heap: Heap, f: Value, x: Value, site: Site): boolean {
  const argument = normalize(heap, x, site);
  if (isTable(heap, f)) return positionOfArgument(heap, f, argument) >= 0;
  return contains(heap, argument, lazyFunctionOf(heap, f, "what EXCEPT changes", site).domain, site);
}

export function lazyFunction(heap: Heap, domain: Value, applyTo: (x: Value) => Value): Value {
  return addLazy(heap, { kind: Kind.LazyFunction, domain, apply: applyTo, normal: 0 });
}
