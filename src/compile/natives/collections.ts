/** Sets, sequences and records as natives go through them. */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";

/** Elements of a finite set, in canonical order. */
export function elementsOf(store: Store, set: Value, site: Site): Value[] {
  return partsOf(store, store.enumerate(set, site));
}

/** What `at` gives. A loop, since folds are evaluated in every state. */
function partsOf(store: Store, compound: Value): Value[] {
  const parts: Value[] = [];
  for (let i = 0, size = store.size(compound); i < size; i++) parts.push(store.at(compound, i));
  return parts;
}

/** Items of a sequence; fails for what is none. */
export function itemsOf(store: Store, sequence: Value, site: Site): Value[] {
  const table = store.normalize(sequence, site);
  if (store.kind(table) === Kind.String)
    throw new EvaluationError("LS4008", `Expected a sequence, found the string ${store.show(table)}.`, site);
  store.length(table, site);
  return partsOf(store, table);
}

/** Values of a function, in the canonical order of its domain. */
export function valuesOf(store: Store, fun: Value, site: Site): Value[] {
  const table = store.normalize(fun, site);
  store.domain(table, site);
  return partsOf(store, table);
}

/** Arguments and values of a function, in the canonical order of its domain. */
export function pairsOf(store: Store, fun: Value, site: Site): (readonly [argument: Value, value: Value])[] {
  const table = store.normalize(fun, site);
  return elementsOf(store, store.domain(table, site), site).map((argument, i) => [argument, store.at(table, i)]);
}

/** A record from its fields. */
export function recordFrom(store: Store, fields: Readonly<Record<string, Value>>): Value {
  return store.functionOf(Object.entries(fields).map(([name, value]) => [store.string(name), value] as const));
}

/** Text of a string; undefined for anything else. */
export function stringOf(store: Store, value: Value): string | undefined {
  return store.kind(value) === Kind.String ? store.text(value) : undefined;
}

/** What TLC writes where it puts a value into text: strings without their quotes, everything else as printed. */
export function plainText(store: Store, value: Value): string {
  return stringOf(store, value) ?? store.print(value);
}
