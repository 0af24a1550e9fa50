/** What a log came to: the first thing that is wrong with it, what it leaves undone, and numbers. */
import type { AtRest } from "../../conform/at-rest.ts";
import type { Debt } from "../../conform/debts.ts";
import type { FailedStep } from "../../conform/outcome.ts";
import type { AcceptedStep, Violation } from "../../conform/types.ts";
import type { Validator } from "../../conform/validator.ts";
import type { NeverObserved } from "../given-counts.ts";
import type { LogRecord } from "./record.ts";

/** The name that clocks have among what makes a verdict unknown, where they contradict themselves or each other. */
export const CONTRADICTORY_CLOCKS = "contradictory clocks";

/** The first thing that the log and the specification disagree on. */
export interface LogViolation {
  readonly verdict: "violates";
  readonly record: LogRecord;
  readonly instance: string;
  readonly violation: Violation;
  readonly history: readonly AcceptedStep[];
  readonly validator: Validator;
}

export type LogFinding =
  | LogViolation
  | {
      readonly verdict: "unknown";
      readonly bound: string;
      readonly record: LogRecord;
      readonly instance: string;
      readonly failed?: FailedStep;
      /** Where and how clocks contradict themselves. */
      readonly doubt?: string;
    };

/** A temporal property of one instance that is false of a log which ends at rest, or that is not decided. */
export interface LogAtRest extends AtRest {
  readonly instance: string;
}

/** A debt of one instance. */
export interface LogDebt extends Debt {
  readonly instance: string;
}

/** What the log came to, in numbers. */
export interface LogCounts {
  readonly records: number;
  readonly accepted: number;
  readonly instances: number;
  readonly steps: number;
  /** Steps that nobody reported, by action. */
  readonly silent: Readonly<Record<string, number>>;
  readonly candidatesPeak: number;
  readonly tries: number;
  /** Values that were tried for what the actions quantify and the log does not tell. */
  readonly bindings: number;
  readonly found: number;
  /** Places where a process lost records or was started again. */
  readonly gaps: number;
  /** Words of the mapping that the log never used, silent actions that were never needed. */
  readonly unused: readonly string[];
  /** Arguments and values that the mapping gives and that were undefined in every record. */
  readonly neverObserved: readonly NeverObserved[];
}
