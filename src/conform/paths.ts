/** Values below a path: `rmState["rm1"]`, a field of a record, an element of a sequence. */
import type { StateMachine } from "../compile/types.ts";
import type { Store, Value } from "../values/types.ts";
import { Kind } from "../values/types.ts";

export function isSequence(store: Store, value: Value): boolean {
  return store.kind(value) === Kind.Tuple;
}

/** Functions in the wide sense: sequences and records too. */
export function isFunction(store: Store, value: Value): boolean {
  const kind = store.kind(value);
  return kind === Kind.Function || kind === Kind.Record || kind === Kind.Tuple;
}

/** The value below a path, or undefined when the path leaves the value. */
export function valueAt(store: Store, value: Value, path: readonly Value[]): Value | undefined {
  let at = value;
  for (const key of path) {
    if (!isFunction(store, at) || !store.inDomain(at, key, -1)) return undefined;
    at = store.apply(at, key, -1);
  }
  return at;
}

/** `rmState["rm1"]` */
export function pathText({ store, variables }: StateMachine, variable: number, path: readonly Value[]): string {
  return variables[variable]! + path.map((key) => `[${store.print(key)}]`).join("");
}
