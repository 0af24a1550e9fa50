/**
 * A campaign inside a test: runs a system under the simulator and throws when a run is none that its specification allows.
 *
 * Runs are made one after another in the thread of the test, with the same seeds as `lockstep fuzz`, so that a seed means
 * the same run here and there.
 */
import { join } from "node:path";
import { neverObserved, type NeverObserved } from "../../src/observe/given-counts.ts";
import { Campaign } from "../../src/search/campaign.ts";
import type { CampaignReport, DebtReport, Failure } from "../../src/search/types.ts";
import { StalledRun } from "../../src/search/run.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import type { FaultSettings } from "../../src/simulate/fault-options.ts";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import { packageVersion } from "../cli/package-version.ts";
import { boundsText } from "../report/campaign-report.ts";
import { failedEvaluationJson, failedEvaluationText } from "../report/failed-evaluation.ts";
import { failureText } from "../report/failure-report.ts";
import { undecidedLines } from "../report/undecided.ts";
import { counted } from "../report/values.ts";
import { writeFailure } from "../workers/failure-file.ts";
import { bundleSystem, STACK_FRAMES, withUserPlaces, type SystemBundle } from "../workers/load-system.ts";
import { prepareSubject, type PreparedSystem } from "../workers/prepare-subject.ts";
import { reportWithUserPlaces } from "../workers/user-places.ts";
import {
  asTestError,
  ConformanceError,
  explainedDetails,
  messageStream,
  userFrames,
  type ConformanceDetails,
} from "./conformance-error.ts";
import { pathOf } from "./paths.ts";
import { watchdogFor } from "./watchdog.ts";

/** Runs that a test makes when it does not say how many. */
const runsDefault = 100;
const stallSecondsDefault = 10;

export interface ConformanceOptions {
  /** Number of runs, with the seeds 1, 2, …; 100 when left out. */
  readonly runs?: number;
  /** Only the run of this seed. */
  readonly seed?: string | number;
  /** Instead of the faults of the system file: `{ profile: "calm" }` for none. */
  readonly faults?: FaultSettings;
  /** A wrong variant that the system file declares: to see that it is caught. */
  readonly variant?: string;
  /** Constants, as `--set` takes them: `{ RM: "5" }`. */
  readonly set?: Readonly<Record<string, string>>;
  /** Steps that fairness promises and that runs leave undone are a violation. */
  readonly failOnDebts?: boolean;
  /**
   * A process that does not return from its events for so many seconds, in an endless loop, ends the test; 10 when left out.
   * Not while a debugger is attached.
   */
  readonly stallSeconds?: number;
  /** Folder for the failure file; `.lockstep/failures` when left out. Relative to the working directory. */
  readonly failures?: string;
}

/** What the runs of a system that conforms came to. */
export interface Conformance {
  readonly runs: number;
  readonly events: number;
  /** Steps of the specification, and how often each of its actions was taken. */
  readonly steps: number;
  readonly actions: Readonly<Record<string, number>>;
  /** Injected faults by kind. */
  readonly faults: CampaignReport["faults"];
  /** Steps that fairness promises and that runs left undone. */
  readonly debts: readonly DebtReport[];
  /**
   * Arguments and values that the system file gives and that were undefined in every report of their word: nothing is held
   * against the specification there.
   */
  readonly neverObserved: readonly NeverObserved[];
}

/**
 * Runs a system under the simulator and throws a `ConformanceError` at the first run that its specification does not
 * allow, when a bound was hit, or when nothing happened. The failing run is made small and written to a file that
 * `lockstep replay` reads.
 *
 * `system` is a system file or a folder with a `system.ts`: a path relative to the working directory, or a URL.
 *
 * @example
 * test("the lock conforms", async () => {
 *   await assertConforms(new URL("./system.ts", import.meta.url), { runs: 200 });
 * });
 */
export async function assertConforms(system: string | URL, options: ConformanceOptions = {}): Promise<Conformance> {
  const frames = userFrames(assertConforms);
  try {
    return await new Assertion(options, frames).run(pathOf(system));
  } catch (error) {
    throw asTestError(error, frames);
  }
}

class Assertion {
  readonly #options: ConformanceOptions;
  readonly #frames: string;

  constructor(options: ConformanceOptions, frames: string) {
    this.#options = options;
    this.#frames = frames;
  }

  async run(path: string): Promise<Conformance> {
    const { variant, set = {} } = this.#options;
    const bundle = await bundleSystem(path, join(process.cwd(), ".lockstep", "cache"));
    const prepared = await prepareSubject({ bundle, set, variant, faults: this.#options.faults });
    const report = await this.#campaign(prepared, bundle.file);
    const [failure] = report.failures;
    if (failure !== undefined) throw this.#failed(failure, bundle, prepared.subject.name);
    const undecided = boundsText(report);
    if (undecided !== undefined) throw this.#undecided(prepared, undecided, report);
    if (report.steps === 0) throw this.#undecided(prepared, "nothing happened: no step of the specification was seen");
    if (this.#options.failOnDebts === true && report.debts.length > 0) throw this.#owes(prepared, report.debts);
    const { runs, events, steps, coverage, faults, debts, given } = report;
    const actions = coverage.actions;
    return { runs, events, steps, actions, faults, debts, neverObserved: neverObserved(given) };
  }

  async #campaign({ subject, faults }: PreparedSystem, systemFile: string): Promise<CampaignReport> {
    const { variant, set = {}, seed, runs = runsDefault } = this.#options;
    const isCalm = faults.profile === "calm";
    const watched = { ...subject, watchdog: watchdogFor(this.#stallSeconds) };
    const campaign = new Campaign(watched, { useProbes: true, variant, constants: set, faults, isCalm });
    const seeds = seed === undefined ? Array.from({ length: runs }, (_, i) => String(i + 1)) : [String(seed)];
    for (const one of seeds) {
      // Between two runs the test runner may end a test that takes too long.
      await inMacrotask(() => this.#run(campaign, one, subject.name, systemFile));
      if (campaign.hasFailed) break;
    }
    return reportWithUserPlaces(campaign.report());
  }

  get #stallSeconds(): number {
    return this.#options.stallSeconds ?? stallSecondsDefault;
  }

  #run(campaign: Campaign, seed: string, system: string, systemFile: string): void {
    const framesMax = Error.stackTraceLimit;
    Error.stackTraceLimit = STACK_FRAMES;
    try {
      campaign.run(seed);
    } catch (error) {
      if (error instanceof StalledRun) throw this.#stalled(error, seed, system);
      if (error instanceof DiagnosticError) throw new DiagnosticError(withUserPlaces(error, systemFile));
      throw error;
    } finally {
      Error.stackTraceLimit = framesMax;
    }
  }

  #stalled({ event, process }: StalledRun, seed: string, system: string): ConformanceError {
    const what =
      process === undefined
        ? `holding event ${event} against the specification does not end`
        : `process ${process} never returned from event ${event}`;
    const message = [
      `UNKNOWN  ${system}: ${what}, seed ${seed}`,
      `  it was stopped after ${this.#stallSeconds} s; \`stallSeconds\` gives it longer`,
      ...(process === undefined ? [] : ["  does it have a loop, or a chain of promises, that never ends?"]),
    ].join("\n");
    return this.#error(message, { verdict: "unknown", seed });
  }

  #failed(failure: Failure, bundle: SystemBundle, system: string): ConformanceError {
    const { failures } = this.#options;
    const failureFile = writeFailure(failure, {
      version: packageVersion(),
      systemFile: bundle.file,
      programHash: bundle.hash,
      folder: process.cwd(),
      ...(failures === undefined ? {} : { failuresFolder: failures }),
    });
    const replay = `npx lockstep replay ${failureFile}`;
    return this.#error(failureText(failure, { system, replay }, messageStream()).trimEnd(), {
      verdict: "violates",
      ...explainedDetails(failure.explanation),
      seed: failure.setting.seed,
      failureFile,
      replay,
    });
  }

  #undecided(
    { subject, spec }: PreparedSystem,
    reason: string,
    { failedEvaluation: failed, undecided }: Partial<CampaignReport> = {},
  ): ConformanceError {
    const headline = `UNKNOWN  ${subject.name} against ${spec.root.name}: ${reason}`;
    if (failed === undefined && undecided !== undefined) {
      const message = [headline, ...undecidedLines(undecided).map((line) => `  ${line}`)].join("\n");
      return this.#error(message, { verdict: "unknown", seed: undecided.seed });
    }
    if (failed === undefined) return this.#error(headline, { verdict: "unknown" });
    const message = `${headline}\n${failedEvaluationText(failed, messageStream()).trimEnd()}`;
    const diagnostics = [failedEvaluationJson(failed)];
    return this.#error(message, { verdict: "unknown", seed: failed.seed, diagnostics });
  }

  #owes({ subject }: PreparedSystem, debts: readonly DebtReport[]): ConformanceError {
    const lines = debts.map(({ steps, instances, seed, breaks }) => {
      const broken = breaks.length === 0 ? "" : `: ${breaks.join(", ")} false`;
      return `  debt     ${steps} never taken at the end of ${counted(instances, "instance")} (seed ${seed})${broken}`;
    });
    const message = [`FAIL  ${subject.name}: steps were left undone`, ...lines].join("\n");
    return this.#error(message, { verdict: "violates", seed: debts[0]!.seed });
  }

  #error(message: string, details: ConformanceDetails): ConformanceError {
    return new ConformanceError(message, details, this.#frames);
  }
}
