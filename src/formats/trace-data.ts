/** A behaviour as formats write it: states over named variables, and what is known of the steps between them. */
import { Kind, type Store, type Value } from "../values/types.ts";

export interface TraceData {
  /** What the behaviour shows, for a comment: `invariant Consistent is violated`. */
  readonly title: string;
  /** The module whose behaviour it is. */
  readonly module: string;
  readonly store: Store;
  readonly variables: readonly string[];
  readonly states: readonly (readonly Value[])[];
  /** For each state the action that led to it, as `RMPrepare(rm1)`; undefined for initial states and unknown steps. */
  readonly actions: readonly (string | undefined)[];
  /** Index of the state that the last one leads back to, if the behaviour goes on for ever. */
  readonly loop?: number;
}

/** Adds the names of the model values in a value. */
export function collectModelValues(store: Store, value: Value, names: Set<string>): void {
  const kind = store.kind(value);
  if (kind === Kind.ModelValue) names.add(store.text(value));
  if (kind < Kind.Set) return;
  if (kind === Kind.Function) collectModelValues(store, store.domain(value, -1), names);
  for (let i = 0; i < store.size(value); i++) collectModelValues(store, store.at(value, i), names);
}
