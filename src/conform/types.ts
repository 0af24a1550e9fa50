/**
 * What conformance checking takes and gives. This room never sees the simulator: everything arrives as observations,
 * so that it works in process and from a log alike.
 */
import type { Location } from "../tla/syntax/source.ts";
import type { Value } from "../values/types.ts";

/** A known value below a variable: `rmState["rm1"]` is `{variable, path: [rm1]}`; an empty path is the variable itself. */
export interface PathValue {
  readonly variable: number;
  readonly path: readonly Value[];
  readonly value: Value;
}

/**
 * What a step adds to or takes from a set, a sequence (appended at its end, taken from its front) or a bag (a function
 * from elements to counts). It is the whole change of that container: what is not named stays as it is.
 */
export interface ContainerChange {
  readonly variable: number;
  readonly path: readonly Value[];
  readonly added: readonly Value[];
  readonly removed: readonly Value[];
  /** What an empty container is, which the value alone does not tell. */
  readonly isBag: boolean;
}

/** An action with the arguments that are known (`UNKNOWN` for the others). */
export interface NamedAction {
  readonly action: number;
  readonly arguments: Int32Array;
}

/** One step of the specification that the program reported, as far as it said. */
export interface ObservedStep {
  /** One of these actions; any action when empty. */
  readonly actions: readonly NamedAction[];
  /** Values that hold after this step. */
  readonly values: readonly PathValue[];
  readonly changes?: readonly ContainerChange[];
  /** What reported it: shown in explanations. */
  readonly reportedBy: Report;
  /** It may or may not have happened: a crash cut it, or the program cannot tell a repetition from the first time. */
  readonly isOptional?: boolean;
}

/** Where in the implementation something was said or done. */
export interface Report {
  /** The program's word: `vote.sent`; or what the simulator did: `crash`. */
  readonly name: string;
  /** `file:line:column` in the user's source, when it was asked for. */
  readonly place?: string;
  /** For a fault, what happened, as a sentence: `the network duplicated vote from rm1 to tm`. */
  readonly fault?: string;
}

/** One event of the implementation, in the terms of the specification. */
export interface Observation {
  /** Number of the event in its run or line of its log. */
  readonly event: number;
  readonly process: string;
  readonly time: number;
  /** What happened in a few words: `receives vote from rm1`. */
  readonly description: string;
  /** Where it was told, for steps whose report does not say: `file:line` of a log, or a place in the program. */
  readonly place?: string;
  /** Consecutive steps, in the order in which they were reported. */
  readonly steps: readonly ObservedStep[];
  /** Mapped values at the end of the event, one per variable; `UNKNOWN` where nothing is mapped. They bind the last step only. */
  readonly end: Int32Array;
  /** When true, a fault outside the specification happened: from here on only safety is judged. */
  readonly outside?: boolean;
}

/** One accepted step of the specification and the event that showed it: kept only when a run is examined in detail. */
export interface AcceptedStep {
  readonly observation: Observation;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly action: number;
  readonly binding: readonly Value[];
  /** What was said of it; absent when nobody reported it and it was inferred, since what was reported needs it. */
  readonly reported?: ObservedStep;
}

export type ViolationKind =
  /** No action of the specification allows the step. */
  | "step"
  /** An invariant of the specification is false in a state that was reached. */
  | "invariant"
  /** An action property (a refinement) is false of a step that was taken. */
  | "action-property";

export interface Violation {
  readonly kind: ViolationKind;
  /** The property as the specification names it; for `step` the name of its next-state relation. */
  readonly property: string;
  readonly observation: Observation;
  /** The step of the observation that could not be taken; its number of steps when the end values did not fit. */
  readonly stepIndex: number;
  /** States the specification could have been in before. */
  readonly candidates: readonly Int32Array[];
  /** For invariant and action-property: the step that was taken. */
  readonly taken?: {
    readonly from: Int32Array;
    readonly to: Int32Array;
    readonly action: number;
    readonly binding: readonly Value[];
  };
}

/** Who last wrote a value that a false conjunct read. */
export interface Provenance {
  /** TLA+ text of the variable and path: `tmPrepared`, `rmState[rm1]`. */
  readonly name: string;
  readonly value: string;
  /** Absent: it has its initial value. */
  readonly writtenBy?: {
    readonly event: number;
    readonly process: string;
    readonly time: number;
    readonly action: string;
    readonly description: string;
    readonly place?: string;
  };
}

/** A false conjunct in the user's terms. */
export interface FalseConjunct {
  readonly text: string;
  readonly at: Location;
  readonly kind: "argument" | "guard" | "effect" | "frame" | "formula";
  readonly operator?: string;
  /** Of an effect: what the action gives, and what was observed. */
  readonly left?: string;
  readonly right?: string;
  /** The part of the variable that both sides are of, where only that was observed: `rmState["rm1"]`. */
  readonly part?: string;
  readonly error?: string;
  readonly reads: readonly Provenance[];
}

/** One action that comes near, and what it lacks. */
export interface NearAction {
  /** With parameter values: `TMRcvPrepared(rm1)`. */
  readonly action: string;
  readonly name: string;
  readonly at: Location;
  readonly conjuncts: readonly FalseConjunct[];
}

/** A change of what was observed under which the specification allows it: what may be wrong, put to the test. */
export interface Repair {
  readonly kind:
    /** Another value was observed, or another argument reported. */
    | "value"
    /** Another action was meant. */
    | "action"
    /** Steps are missing before the event. */
    | "missing"
    /** The event should not be there. */
    | "extra"
    /** The event and its neighbour are in the wrong order. */
    | "swapped"
    /** The event and the next one are one step. */
    | "merged";
  /** Number of the event, or line of the log, that is changed: the one that is refused, or an earlier one. */
  readonly event: number;
  /** In words: `TMRcvPrepared(rm3) is missing before event 14 (tm decision.sent)`. */
  readonly text: string;
  /** Of the events that follow in the same instance: how many were tried, and how many of them fit then. */
  readonly following: number;
  readonly fits: number;
}

export interface Explanation {
  readonly kind: ViolationKind;
  readonly property: string;
  /** It is a fault that the specification does not allow: what happened, as a sentence. */
  readonly fault?: string;
  /** Nearest first, at most three. Empty for a broken invariant or action property. */
  readonly nearest: readonly NearAction[];
  /** Values that the observation changed, before and after, as TLA+ text. */
  readonly changes: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** For a violated invariant or property: the part that is false. */
  readonly formula: readonly FalseConjunct[];
  /** Hypotheses that were verified by running on, the most convincing first; absent when none were tried. */
  readonly repairs?: readonly Repair[];
}
