/** Something that was found wrong while states were looked at, before it is explained. */
import type { StatePredicate } from "../compile/types.ts";
import type { Violation } from "./types.ts";

export interface Finding {
  readonly verdict: Exclude<Violation["verdict"], "liveness">;
  readonly property?: string;
  /** What was false. */
  readonly predicate?: Pick<StatePredicate, "name" | "at">;
  /** Number of the state that the trace leads to; -1: none. */
  readonly state: number;
  /** A last state that has no number: what an action led to outside the model, or by a broken step. */
  readonly beyond?: Int32Array;
  readonly error?: unknown;
}
