/** The values that an observation holds: they must stay while it is remembered, in a store that gives values back. */
import type { Value } from "../values/types.ts";
import type { NamedAction, Observation } from "./types.ts";

type Visit = (v: Value) => void;

export function visitObservation({ steps, end }: Observation, visit: Visit): void {
  end.forEach((v) => visit(v));
  for (const { actions, values, changes = [] } of steps) {
    for (const named of actions) visitArguments(named, visit);
    for (const { path, value } of values) {
      path.forEach(visit);
      visit(value);
    }
    for (const { path, added, removed } of changes) for (const held of [path, added, removed]) held.forEach(visit);
  }
}

export function visitArguments(named: NamedAction, visit: Visit): void {
  named.arguments.forEach((v) => visit(v));
}
