/**
 * `:>` and `@@` of module TLC: functions by their pairs. Specifications keep bags of messages with them, so that one of
 * the two operands is mostly a function with a single argument.
 */
import { unionOf } from "./elements.ts";
import { failNotFunction } from "./errors.ts";
import { elementAt, type Heap, lengthOf, pushRaw } from "./heap.ts";
import { internReplaced, internSet } from "./intern.ts";
import { isTable } from "./functions.ts";
import { functionFromPairs, functionOfParts, lazyTableOf, partOf, pushPart } from "./lazy-parts.ts";
import { normalize } from "./normal-form.ts";
import { domainOfTable, functionFromStack, positionOfArgument } from "./tables.ts";
import type { Site, Value } from "./types.ts";

/** `x :> v`. */
export function singletonFunction(heap: Heap, x: Value, v: Value, site: Site): Value {
  const argument = normalize(heap, x, site);
  const value = partOf(heap, v, site);
  pushRaw(heap, argument);
  const domain = internSet(heap, heap.stackTop - 1);
  pushPart(heap, value);
  return functionOfParts(heap, domain, heap.stackTop - 1);
}

/** `f @@ g`: both functions together; where both have a value, that of f. */
export function merge(heap: Heap, f: Value, g: Value, site: Site): Value {
  if (lazyTableOf(heap, f) !== undefined || lazyTableOf(heap, g) !== undefined)
    return functionFromPairs(heap, [...pairsOf(heap, f, site), ...pairsOf(heap, g, site)]);
  const left = requireTable(heap, f, "the left side of @@", site);
  const right = requireTable(heap, g, "the right side of @@", site);
  if (right === heap.EMPTY_TUPLE) return left;
  if (left === heap.EMPTY_TUPLE) return right;
  const leftDomain = domainOfTable(heap, left);
  const rightDomain = domainOfTable(heap, right);
  const domain = unionOf(heap, leftDomain, rightDomain);
  if (domain === leftDomain) return left;
  if (domain === rightDomain && lengthOf(heap, left) === 1) {
    const position = positionOfArgument(heap, right, elementAt(heap, leftDomain, 0));
    const value = elementAt(heap, left, 0);
    return elementAt(heap, right, position) === value ? right : internReplaced(heap, right, position, value);
  }
  return interleave(heap, left, right, domain);
}

/** The pairs of a function of which some values may not be possible to list. */
function pairsOf(heap: Heap, f: Value, site: Site): (readonly [Value, Value])[] {
  const described = lazyTableOf(heap, f);
  const table = described === undefined ? requireTable(heap, f, "a side of @@", site) : f;
  const domain = described?.domain ?? domainOfTable(heap, table);
  return Array.from({ length: lengthOf(heap, domain) }, (_, i) => [
    elementAt(heap, domain, i),
    described?.parts[i] ?? elementAt(heap, table, i),
  ]);
}

function requireTable(heap: Heap, f: Value, what: string, site: Site): Value {
  const table = normalize(heap, f, site);
  return isTable(heap, table) ? table : failNotFunction(heap, f, what, site);
}

/** All three domains are in canonical order: one walk finds where each argument comes from. */
function interleave(heap: Heap, f: Value, g: Value, domain: Value): Value {
  const domainF = domainOfTable(heap, f);
  const domainG = domainOfTable(heap, g);
  const lengthF = lengthOf(heap, f);
  const lengthG = lengthOf(heap, g);
  const base = heap.stackTop;
  let i = 0;
  let j = 0;
  for (let k = 0, length = lengthOf(heap, domain); k < length; k++) {
    const argument = elementAt(heap, domain, k);
    const isOfF = i < lengthF && elementAt(heap, domainF, i) === argument;
    pushRaw(heap, isOfF ? elementAt(heap, f, i) : elementAt(heap, g, j));
    if (j < lengthG && elementAt(heap, domainG, j) === argument) j++;
    if (isOfF) i++;
  }
  return functionFromStack(heap, domain, base);
}
