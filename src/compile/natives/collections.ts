/** Sets, sequences and records as natives go through them. */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";

/** Elements of a finite set, in canonical order. */
export function elementsOf(store: Store, set: Value, site: Site): Value[] {
  const elements = store.enumerate(set, site);
  return Array.from({ length: store.size(elements) }, (_, i) => store.at(elements, i));
}

/** Items of a sequence; fails for what is none. */
export function itemsOf(store: Store, sequence: Value, site: Site): Value[] {
  const table = store.normalize(sequence, site);
  if (store.kind(table) === Kind.String)
    throw new EvaluationError("LS4008", `Expected a sequence, found the string ${store.show(table)}.`, site);
  const length = Number(store.integerOf(store.length(table, site), site));
  return Array.from({ length }, (_, i) => store.at(table, i));
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
