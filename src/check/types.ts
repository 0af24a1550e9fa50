/** What the checker is asked and what it answers: plain data. */
import type { Location } from "../tla/syntax/source.ts";
import type { ConjunctTally, ErrorReport, FormulaReport } from "../compile/types.ts";

export type Verdict =
  | "ok"
  /** Random behaviours were made, and nothing was violated in them: no more than that is known. */
  | "simulated"
  /** The specification ended the search itself, and nothing was violated up to there: no more than that is known. */
  | "ended"
  | "invariant"
  | "deadlock"
  | "action-property"
  | "liveness"
  | "assumption"
  | "postcondition"
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
  /** TLA+ text of each variable, in declaration order, or of what the config's ALIAS shows in their place. */
  readonly values: readonly { readonly name: string; readonly value: string; readonly isChanged: boolean }[];
}

/** How a behaviour goes on for ever after the last state of its trace. */
export interface Cycle {
  /** Number of the state that the last one goes back to. */
  readonly to: number;
  /** Nothing happens any more: the last state stays as it is. */
  readonly isStuttering: boolean;
  /** False when the VIEW alone makes it a cycle: the behaviour comes to states that the VIEW does not tell apart. */
  readonly isClosed: boolean;
  /** The action that goes back; absent when it stutters. */
  readonly action?: TraceState["action"];
}

/** What a verdict on temporal properties does not say. */
export type Caveat =
  /** No behaviour satisfies the fairness: properties hold of none. */
  | { readonly kind: "no-fair-behaviour" }
  /** Behaviours that leave the constraint were not looked at. */
  | { readonly kind: "constraint" }
  /** The reduction was not used, since it does not preserve temporal properties. */
  | { readonly kind: "symmetry" }
  /** States that the VIEW does not tell apart count as one, and need not behave alike. */
  | { readonly kind: "view" }
  | { readonly kind: "undecided"; readonly property: string; readonly why: string };

export interface ActionCoverage {
  readonly name: string;
  readonly at: Location;
  /** States in which it was enabled; of random behaviours, each time that one was visited. */
  readonly enabled: number;
  /** Successors it gave, and those among them that were new states. */
  readonly taken: number;
  readonly found: number;
  /** Of an action that was never enabled, and of all on request. */
  readonly conjuncts?: ConjunctCoverage;
}

/** What the conjuncts of an action were, evaluated again in states that were found. */
export interface ConjunctCoverage {
  readonly conjuncts: readonly ConjunctTally[];
  /** So many states, evenly spread over those found; all of them when there are no more. */
  readonly states: number;
}

/** One thing that is wrong, explained. */
export interface Violation {
  readonly verdict: Exclude<Verdict, "ok" | "simulated" | "ended" | "unknown">;
  /** Name of the violated property as the config has it. */
  readonly property: string | undefined;
  readonly trace: readonly TraceState[];
  /** For liveness: how the trace goes on. */
  readonly cycle?: Cycle;
  /** The states of the trace, as values of the machine's store. */
  readonly states: readonly Int32Array[];
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
  /** Random behaviours made; undefined when states were explored exhaustively. */
  readonly behaviours?: number;
  /** Distinct pairs of different states with a step between them; counted on request. */
  readonly transitions: number | undefined;
  readonly actions: readonly ActionCoverage[];
  readonly bound: Bound | undefined;
  /** Of the bound on memory, when it was reached in the middle of one evaluation: of which. */
  readonly exhausted?: ErrorReport;
  /** Properties that were not decided. */
  readonly unchecked: readonly string[];
  readonly caveats: readonly Caveat[];
}

/** What ended the search before everything was explored. */
export type Bound = "states" | "depth" | "time" | "memory" | "interrupted" | "exit";

export interface CheckOptions {
  /** Overrides the config's CHECK_DEADLOCK. */
  readonly checkDeadlock?: boolean;
  /** Go on after a violation, and report every violated property once. */
  readonly keepsGoing?: boolean;
  readonly statesMax?: number;
  /** States of this level are not expanded; initial states have level 1. */
  readonly depthMax?: number;
  /** The bound that whoever drives the search knows to be reached; asked now and then while one state is looked at. */
  readonly limit?: () => Bound | undefined;
  /** Expand the newest states first: behaviours are followed to their end. Traces need not be shortest then. */
  readonly isDepthFirst?: boolean;
  /** Count distinct transitions too: costs memory. */
  readonly countTransitions?: boolean;
  /** Tell how the conjuncts of every action fared, and not only of those never enabled. */
  readonly coversConjuncts?: boolean;
}

export interface Progress {
  readonly generated: number;
  readonly distinct: number;
  readonly queue: number;
  readonly depth: number;
  /** Random behaviours made so far, in a simulation. */
  readonly behaviours?: number;
}

/** Whatever looks at states in bounded slices, so that who drives it can show progress and stop it. */
export interface Checker {
  readonly progress: Progress;
  /** Looks at up to so many states; false when there is nothing left to do. */
  step(states: number): boolean;
  /** Ends it early. */
  interrupt(bound: Bound): void;
  /** Asked for once, at the end. */
  result(): CheckResult;
}
