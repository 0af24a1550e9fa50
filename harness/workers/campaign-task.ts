/** What goes to a worker and what comes back: plain data on both ways. */
import type { Diagnostic } from "../../src/tla/diagnostics.ts";
import type { ShrinkRecord } from "../../src/search/failure.ts";
import type { CampaignReport, Failure, RunSetting } from "../../src/search/types.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { SubjectRequest } from "./prepare-subject.ts";

/** Runs of consecutive seeds. */
export interface RangeTask {
  readonly kind: "range";
  readonly subject: SubjectRequest;
  readonly seeds: readonly string[];
  readonly isCalm: boolean;
  readonly useProbes: boolean;
  readonly stopAtFailure: boolean;
  readonly heartbeat: Heartbeat;
}

/** The run of a failure file. */
export interface ReplayTask {
  readonly kind: "replay";
  readonly subject: SubjectRequest;
  readonly setting: RunSetting;
  readonly draws: Failure["draws"];
  readonly known: ShrinkRecord;
  readonly heartbeat: Heartbeat;
}

export type Task = RangeTask | ReplayTask;

export type RangeAnswer = {
  readonly kind: "report";
  readonly report: CampaignReport;
  readonly hashes: Readonly<Record<string, string>>;
};

export type ReplayAnswer =
  | { readonly kind: "failure"; readonly failure: Failure }
  /** It does not fail any more. */
  | {
      readonly kind: "passes";
      readonly hash: string;
      readonly verdict: "conforms" | "unknown";
      readonly events: number;
      readonly steps: number;
    };

/** Exceptions lose their class between threads, so they are sent as data. */
export type Trouble =
  | { readonly kind: "diagnostics"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "fault"; readonly message: string; readonly stack: string };

export type Answer = RangeAnswer | ReplayAnswer | Trouble;
