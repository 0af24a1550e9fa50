/**
 * Many runs and what they add up to. One campaign covers a range of seeds in one thread; reports of several ranges are
 * merged in seed order, so the outcome does not depend on how many workers there were.
 */
import { FAULT_KINDS } from "../simulate/fault-ledger.ts";
import type { FaultCount, FaultKind } from "../simulate/fault-ledger.ts";
import { Choices } from "../simulate/choices.ts";
import { GivenCounts, mergeGiven } from "../observe/given-counts.ts";
import { StateSpace } from "../conform/state-space.ts";
import { buildFailure } from "./failure.ts";
import { headlineKey } from "./replay.ts";
import type { RunReport } from "./run.ts";
import { run } from "./run.ts";
import type { Subject } from "./subject.ts";
import { DebtCounts, mergeDebts } from "./debt-counts.ts";
import type { CampaignReport, CoverageReport, Failure, RunSetting } from "./types.ts";

/** Failures that are shrunk and kept; more of them are only counted. */
export const FAILURES_KEPT_MAX = 8;

export interface CampaignOptions {
  readonly useProbes: boolean;
  readonly variant: string | undefined;
  readonly constants: Readonly<Record<string, string>>;
  readonly faults: RunSetting["faults"];
  readonly isCalm: boolean;
  readonly progress?: Int32Array;
}

/**
 * Runs seeds one after another; ask for the report at any time, until another campaign begins with the same subject. Call
 * `run` from a macrotask.
 */
export class Campaign {
  readonly #subject: Subject;
  readonly #options: CampaignOptions;
  readonly #verdicts = { conforms: 0, violates: 0, exception: 0, unknown: 0 };
  readonly #bounds = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #runOutcomes = new Map<string, number>();
  readonly #faults = new Map<FaultKind, { injected: number; effective: number }>();
  readonly #stutters = new Map<string, { events: number; stuttering: number }>();
  readonly #words = new Set<string>();
  readonly #given = new GivenCounts();
  readonly #failures: Failure[] = [];
  readonly #others: Failure[] = [];
  #failedEvaluation: CampaignReport["failedEvaluation"];
  #undecided: CampaignReport["undecided"];
  readonly #debts = new DebtCounts();
  #runs = 0;
  #events = 0;
  #messages = 0;
  #steps = 0;
  #simulatedMicros = 0;
  #candidatesPeak = 1;
  #hash = 0;

  constructor(subject: Subject, options: CampaignOptions) {
    this.#subject = subject;
    this.#options = options;
    subject.space.beginCampaign();
  }

  get hasFailed(): boolean {
    return this.#verdicts.violates + this.#verdicts.exception > 0;
  }

  /** Runs one seed. */
  run(seed: string): RunReport {
    const { useProbes, faults, progress } = this.#options;
    const report = run(this.#subject, {
      choices: new Choices({ seed }),
      faults,
      useProbes,
      isDetailed: false,
      given: this.#given,
      ...(progress === undefined ? {} : { progress }),
    });
    this.#count(report);
    if (report.failedEvaluation !== undefined) this.#failedEvaluation ??= { ...report.failedEvaluation, seed };
    else if (report.undecided !== undefined)
      this.#undecided ??= { ...(this.#inDetail(seed).undecided ?? report.undecided), seed };
    this.#debts.add(seed, report.debts, () => this.#inDetail(seed).debts);
    this.#hash = (this.#hash + textHash(`${seed} ${report.result.hash}`)) | 0;
    if (
      (report.verdict === "violates" || report.verdict === "exception") &&
      this.#failures.length < FAILURES_KEPT_MAX
    ) {
      this.#keep(seed);
    }
    return report;
  }

  /** The subject for runs that are no part of the campaign: what they and their hypotheses show is not its coverage. */
  #apart(): Subject {
    return { ...this.#subject, space: new StateSpace(this.#subject.machine) };
  }

  #inDetail(seed: string): RunReport {
    const { useProbes, faults } = this.#options;
    return run(this.#apart(), { choices: new Choices({ seed }), faults, useProbes, isDetailed: true });
  }

  #keep(seed: string): void {
    const { variant, constants, faults, useProbes, isCalm } = this.#options;
    const found = buildFailure(this.#apart(), { seed, variant, constants, faults, useProbes }, isCalm);
    this.#failures.push(found.failure);
    this.#others.push(...found.others);
  }

  #count(report: RunReport): void {
    const { result } = report;
    this.#runs++;
    this.#events += result.events;
    this.#messages += result.messages;
    this.#steps += report.steps;
    this.#simulatedMicros += result.time;
    this.#candidatesPeak = Math.max(this.#candidatesPeak, report.candidatesPeak);
    this.#verdicts[report.verdict]++;
    if (report.bound !== undefined) add(this.#bounds, report.bound, 1);
    for (const [name, count] of report.outcomes) add(this.#outcomes, name, count);
    add(this.#runOutcomes, runOutcome(report.outcomes), 1);
    for (const kind of FAULT_KINDS) this.#countFault(kind, result.faults[kind]);
    for (const word of report.words) this.#words.add(word);
    for (const [process, { events, stuttering }] of report.stutters) {
      const sum = this.#stutters.get(process) ?? { events: 0, stuttering: 0 };
      this.#stutters.set(process, { events: sum.events + events, stuttering: sum.stuttering + stuttering });
    }
  }

  #countFault(kind: FaultKind, count: FaultCount): void {
    const sum = this.#faults.get(kind) ?? { injected: 0, effective: 0 };
    this.#faults.set(kind, { injected: sum.injected + count.injected, effective: sum.effective + count.effective });
  }

  report(): CampaignReport {
    return {
      runs: this.#runs,
      events: this.#events,
      messages: this.#messages,
      steps: this.#steps,
      simulatedMicros: this.#simulatedMicros,
      verdicts: { ...this.#verdicts },
      bounds: Object.fromEntries(this.#bounds),
      outcomes: Object.fromEntries(this.#outcomes),
      runOutcomes: Object.fromEntries(this.#runOutcomes),
      faults: Object.fromEntries(this.#faults) as CampaignReport["faults"],
      coverage: this.#coverage(),
      stutters: Object.fromEntries(this.#stutters),
      words: [...this.#words].sort(),
      given: this.#given.list(),
      candidatesPeak: this.#candidatesPeak,
      failures: [...this.#failures],
      others: othersThan(this.#failures, this.#others),
      ...(this.#failedEvaluation === undefined ? {} : { failedEvaluation: this.#failedEvaluation }),
      ...(this.#undecided === undefined ? {} : { undecided: this.#undecided }),
      debts: this.#debts.report(),
      hash: hexadecimal(this.#hash),
    };
  }

  #coverage(): CoverageReport {
    const { space, machine } = this.#subject;
    const actions: Record<string, number> = {};
    for (const action of machine.actions) {
      actions[action.name] = (actions[action.name] ?? 0) + space.actionsTaken[action.index]!;
    }
    const states = new Set<string>();
    for (const id of space.initialStates()) states.add(space.fingerprint(id));
    const transitions = new Set<string>();
    for (const [from, to] of space.edges()) {
      states.add(space.fingerprint(from));
      states.add(space.fingerprint(to));
      if (from !== to) transitions.add(`${space.fingerprint(from)}-${space.fingerprint(to)}`);
    }
    return { actions, states: [...states].sort(), transitions: [...transitions].sort() };
  }
}

/** A run is undecided when one of its instances is, else committed when one is; "none" when there was none. */
function runOutcome(outcomes: ReadonlyMap<string, number>): string {
  if (outcomes.size === 0) return "none";
  for (const name of ["undecided", "committed"]) if (outcomes.has(name)) return name;
  return [...outcomes.keys()].sort()[0]!;
}

function add<K>(counts: Map<K, number>, key: K, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

/** Adds up the reports of consecutive ranges of seeds, given in seed order. */
export function mergeReports(reports: readonly CampaignReport[]): CampaignReport {
  if (reports.length === 0) throw new Error("there is nothing to merge");
  const failures = reports.flatMap((r) => r.failures).slice(0, FAILURES_KEPT_MAX);
  const failed = reports.find((report) => report.failedEvaluation !== undefined)?.failedEvaluation;
  const undecided = reports.find((report) => report.undecided !== undefined)?.undecided;
  const sum = (pick: (report: CampaignReport) => number) => reports.reduce((total, report) => total + pick(report), 0);
  return {
    runs: sum((r) => r.runs),
    events: sum((r) => r.events),
    messages: sum((r) => r.messages),
    steps: sum((r) => r.steps),
    simulatedMicros: sum((r) => r.simulatedMicros),
    verdicts: mergeCounts(reports.map((r) => r.verdicts)) as CampaignReport["verdicts"],
    bounds: mergeCounts(reports.map((r) => r.bounds)),
    outcomes: mergeCounts(reports.map((r) => r.outcomes)),
    runOutcomes: mergeCounts(reports.map((r) => r.runOutcomes)),
    faults: mergeRecords(reports.map((r) => r.faults)),
    coverage: {
      actions: mergeCounts(reports.map((r) => r.coverage.actions)),
      states: [...new Set(reports.flatMap((r) => r.coverage.states))].sort(),
      transitions: [...new Set(reports.flatMap((r) => r.coverage.transitions))].sort(),
    },
    stutters: mergeRecords(reports.map((r) => r.stutters)),
    words: [...new Set(reports.flatMap((r) => r.words))].sort(),
    given: mergeGiven(reports.map((r) => r.given)),
    candidatesPeak: Math.max(...reports.map((r) => r.candidatesPeak)),
    failures,
    others: othersThan(
      failures,
      reports.flatMap((r) => r.others),
    ),
    ...(failed === undefined ? {} : { failedEvaluation: failed }),
    ...(undecided === undefined ? {} : { undecided }),
    debts: mergeDebts(reports.flatMap((r) => r.debts)),
    hash: hexadecimal(reports.reduce((total, report) => (total + Number.parseInt(report.hash, 16)) | 0, 0)),
  };
}

/** The first of each failure that none of those is. */
function othersThan(failures: readonly Failure[], others: readonly Failure[]): readonly Failure[] {
  const keyOf = ({ signature }: Failure) => headlineKey(signature);
  const known = new Set(failures.map(keyOf));
  const isNew = (other: Failure) => !known.has(keyOf(other)) && known.add(keyOf(other)).size > 0;
  return others.filter(isNew).slice(0, FAILURES_KEPT_MAX);
}

/** FNV-1a over the characters of a text. */
function textHash(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}

function mergeCounts(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total = new Map<string, number>();
  for (const counts of all) for (const [key, count] of Object.entries(counts)) add(total, key, count);
  return Object.fromEntries(total);
}

/** Adds up records of equally shaped counters. */
function mergeRecords<K extends string, Counts extends object>(
  all: readonly Readonly<Record<K, Counts>>[],
): Record<K, Counts> {
  const total: Partial<Record<K, Counts>> = {};
  for (const record of all) {
    for (const key of Object.keys(record) as K[]) {
      total[key] = mergeCounts([{ ...total[key] }, { ...record[key] }]) as Counts;
    }
  }
  return total as Record<K, Counts>;
}
