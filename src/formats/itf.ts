/**
 * Informal Trace Format: JSON that trace viewers and Apalache's tools read (Apalache ADR 015).
 *
 * Integers are `{"#bigint": "1"}`, sets `{"#set": [...]}`, functions `{"#map": [[x, y], ...]}`, records objects,
 * sequences and tuples arrays (TLA+ does not tell them apart). The format has no model values: they are strings, and
 * `#meta.modelValues` lists them.
 */
import { Kind, type Store, type Value } from "../values/types.ts";
import { collectModelValues, type TraceData } from "./trace-data.ts";

/** The whole document as plain data, ready for JSON. */
export function itfTrace(trace: TraceData): Record<string, unknown> {
  const names = new Set<string>();
  for (const state of trace.states) for (const value of state) collectModelValues(trace.store, value, names);
  return {
    "#meta": {
      format: "ITF",
      "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
      description: `${trace.module}: ${trace.title}`,
      ...(names.size === 0 ? {} : { modelValues: [...names] }),
    },
    vars: trace.variables,
    states: trace.states.map((state, index) => ({
      "#meta": { index, ...(trace.actions[index] === undefined ? {} : { action: trace.actions[index] }) },
      ...Object.fromEntries(trace.variables.map((name, v) => [name, itfValue(trace.store, state[v]!)])),
    })),
    ...(trace.loop === undefined ? {} : { loop: trace.loop }),
  };
}

/** One value; lazy values must have been normalised. */
export function itfValue(store: Store, value: Value): unknown {
  const elements = (): unknown[] =>
    Array.from({ length: store.size(value) }, (_, i) => itfValue(store, store.at(value, i)));
  switch (store.kind(value)) {
    case Kind.Boolean:
      return value === store.TRUE;
    case Kind.Integer:
      return { "#bigint": String(store.integerOf(value, -1)) };
    case Kind.String:
    case Kind.ModelValue:
      return store.text(value);
    case Kind.Set:
      return { "#set": elements() };
    case Kind.Tuple:
      return elements();
    case Kind.Record: {
      const domain = store.domain(value, -1);
      return Object.fromEntries(elements().map((element, i) => [store.text(store.at(domain, i)), element]));
    }
    case Kind.Function: {
      const domain = store.domain(value, -1);
      return { "#map": elements().map((element, i) => [itfValue(store, store.at(domain, i)), element]) };
    }
    default:
      return { "#unserializable": store.print(value) };
  }
}
