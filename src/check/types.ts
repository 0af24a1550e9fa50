/** What the checker is asked and what it answers: plain data. */
import type { Location } from "../tla/syntax/source.ts";
import type { ErrorReport, FormulaReport } from "../compile/types.ts";

export type Verdict =
  | "ok"
  | "invariant"
  | "deadlock"
  | "action-property"
  | "liveness"
  | "assumption"
  | "assert"
  /** A bound was reached, or something was not checked: see `bound` and `unchecked`. */
  | "unknown"
  | "error";

export interface TraceState {
  /** 1 for the initial state. */
  readonly number: number;
  /** Absent for the initial state. */
  readonly action?: {
    readonly name: string;
    readonly parameters: readonly { readonly name: string; readonly value: string }[];
    readonly at: Location;
  };
  /** TLA+ text of each variable, in declaration order. */
  readonly values: readonly { readonly name: string; readonly value: string; readonly isChanged: boolean }[];
}

export interface ActionCoverage {
  readonly name: string;
  readonly at: Location;
  /** States in which it was enabled. */
  readonly enabled: number;
  /** Successors it gave, and those among them that were new states. */
  readonly taken: number;
  readonly found: number;
}

/** One thing that is wrong, explained. */
export interface Violation {
  readonly verdict: Exclude<Verdict, "ok" | "unknown">;
  /** Name of the violated property as the config has it. */
  readonly property: string | undefined;
  readonly trace: readonly TraceState[];
  /** For invariant, action-property, assumption: the part that is false. */
  readonly formula: readonly FormulaReport[];
  readonly error: ErrorReport | undefined;
}

export interface CheckResult {
  /** That of the first violation, if there is one. */
  readonly verdict: Verdict;
  /** In the order they were found; more than one only when asked to go on. */
  readonly violations: readonly Violation[];
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
  /** Distinct initial states. */
  readonly initial: number;
  /** States that were found and not expanded. */
  readonly queue: number;
  /** Distinct pairs of different states with a step between them; counted on request. */
  readonly transitions: number | undefined;
  readonly actions: readonly ActionCoverage[];
  readonly bound: Bound | undefined;
  /** Properties that were not checked. */
  readonly unchecked: readonly string[];
}

/** What ended the search before everything was explored. */
export type Bound = "states" | "depth" | "time" | "interrupted" | "exit";

export interface CheckOptions {
  /** Overrides the config's CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Go on after a violation, and report every violated property once. */
  readonly keepsGoing?: boolean;
  readonly statesMax?: number;
  /** States of this level are not expanded; initial states have level 1. */
  readonly depthMax?: number;
  /** Count distinct transitions too: costs memory. */
  readonly countTransitions?: boolean;
}

export interface Progress {
  readonly generated: number;
  readonly distinct: number;
  readonly queue: number;
  readonly depth: number;
}
