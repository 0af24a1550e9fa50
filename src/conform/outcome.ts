/** What comes of holding one event against the specification. Plain data. */
import type { Branch } from "./branch.ts";
import type { Failed } from "./state-space.ts";
import type { Violation } from "./types.ts";

/** The name that a failed evaluation has among the bounds that make a verdict unknown. */
export const FAILED_EVALUATION = "a failed evaluation";

/** The evaluation that failed, and the event that was held against the specification then. */
export type FailedStep = Failed & { readonly event: number };

export interface Violates {
  readonly verdict: "violates";
  readonly violation: Violation;
}

export interface Unknown {
  readonly verdict: "unknown";
  /** The name of what was reached. */
  readonly bound: string;
  readonly failed?: FailedStep;
}

/** The result of one observation: `undefined` is "goes on". */
export type Outcome = undefined | Violates | Unknown;

/** The candidates after an event. */
export interface Explained {
  readonly branches: readonly Branch[];
  /** Where the past turned out to be another: the candidates from which on it is. */
  readonly since?: readonly Branch[];
}

/** What one event makes of candidates. */
export type Advance = Explained | Violates | Unknown;
