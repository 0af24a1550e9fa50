/** What a campaign finds and how it adds up: plain data, so that workers can send it and failure files can hold it. */
import type { FailedEvaluation } from "../conform/failed-evaluation.ts";
import type { Undecided } from "../conform/undecided.ts";
import type { Explanation } from "../conform/types.ts";
import type { GivenCount } from "../observe/given-counts.ts";
import type { LabelledDraw } from "../simulate/choices.ts";
import type { FaultSettings } from "../simulate/fault-options.ts";
import type { FaultCount, FaultKind } from "../simulate/fault-ledger.ts";

/** Everything that decides a run besides the program: stored in a failure file. */
export interface RunSetting {
  readonly seed: string;
  readonly variant: string | undefined;
  readonly constants: Readonly<Record<string, string>>;
  readonly faults: FaultSettings;
  readonly useProbes: boolean;
}

/** What went wrong in a run, reduced to what tells bugs apart, as far as anyone can without reading code. */
export interface Signature {
  readonly kind: "step" | "invariant" | "action-property" | "exception";
  /** Name of the property; for an exception its first line. */
  readonly property: string;
  /** Name of the nearest action, empty when there is none. */
  readonly action: string;
  /** What is false: conjuncts of the nearest action, or parts of the property; empty when there are none. */
  readonly conjuncts: readonly string[];
}

/** One event of a failing run as a report shows it. */
export interface StoryLine {
  readonly event: number;
  readonly time: number;
  readonly process: string;
  readonly description: string;
  /** The specification steps that it was, with parameter values; empty for a stutter. */
  readonly actions: readonly string[];
  /** Where in the program it was reported. */
  readonly place?: string;
}

export interface Failure {
  readonly setting: RunSetting;
  readonly signature: Signature;
  /** The draws that are not calm: with the others at 0 they are the whole run. */
  readonly draws: readonly LabelledDraw[];
  readonly hash: string;
  /** Scheduler events up to the violation, and specification steps among them. */
  readonly events: number;
  readonly steps: number;
  /** Before shrinking. */
  readonly original: { readonly events: number; readonly draws: number; readonly hash: string };
  readonly shrinkRuns: number;
  /** The bound at which making it smaller was given up, if there was more to try. */
  readonly shrinkBound?: string;
  readonly explanation: Explanation | undefined;
  readonly story: readonly StoryLine[];
  /** For an exception: the error's text with its stack. */
  readonly error?: { readonly process: string; readonly message: string; readonly stack: string };
  /** True when the run fails without any fault or reordering. */
  readonly isCalm: boolean;
}

/** A step that runs owed at their end: possible, promised by the specification's fairness, and not taken. */
export interface DebtReport {
  /** `RMRcvCommitMsg(rm3)` */
  readonly steps: string;
  /** Instances that owed it, and those of them whose run was at rest. */
  readonly instances: number;
  readonly atRest: number;
  /** The first of them: its seed, the event since which the step was possible, temporal properties that it breaks. */
  readonly seed: string;
  readonly instance: string;
  readonly since?: number;
  readonly breaks: readonly string[];
}

export interface CoverageReport {
  /** Times taken, by action. */
  readonly actions: Readonly<Record<string, number>>;
  /** Fingerprints of specification states visited. */
  readonly states: readonly string[];
  /** Fingerprints of transitions taken, stuttering steps left out. */
  readonly transitions: readonly string[];
}

export interface CampaignReport {
  readonly runs: number;
  readonly events: number;
  readonly messages: number;
  readonly steps: number;
  /** Virtual time simulated. */
  readonly simulatedMicros: number;
  readonly verdicts: Readonly<Record<"conforms" | "violates" | "exception" | "unknown", number>>;
  /** Why runs were unknown. */
  readonly bounds: Readonly<Record<string, number>>;
  /** Runs by their worst outcome, and instances by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly runOutcomes: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<FaultKind, FaultCount>>;
  readonly coverage: CoverageReport;
  readonly stutters: Readonly<Record<string, { readonly events: number; readonly stuttering: number }>>;
  /** What the program has reported, each word once, sorted. */
  readonly words: readonly string[];
  /** How often step functions gave each argument and value, and how often it was undefined. */
  readonly given: readonly GivenCount[];
  readonly candidatesPeak: number;
  readonly failures: readonly Failure[];
  /** Further failures, with other signatures, that came up while these were made small. */
  readonly others: readonly Failure[];
  /** The first run in which the specification could not be evaluated: its seed, and what failed. */
  readonly failedEvaluation?: FailedEvaluation & { readonly seed: string };
  /** The first run that reached a bound otherwise: its seed, and where. */
  readonly undecided?: Undecided & { readonly seed: string };
  /** What runs that conform still owed at their end. */
  readonly debts: readonly DebtReport[];
  /** The sum of a hash of each seed with its run's hash: equal campaigns have equal ones, however they were divided. */
  readonly hash: string;
}
