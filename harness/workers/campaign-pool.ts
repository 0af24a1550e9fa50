/**
 * Runs ranges of seeds on worker threads and adds them up.
 *
 * The result does not depend on the number of workers: seeds are cut into ranges of a fixed size, handed out in order
 * and merged in order; the first failing seed ends the campaign, and what lies behind it is dropped even when another
 * worker has been there already. A worker whose heart stops is ended, the seed and process are named, and the seeds
 * before it in its range are run again on their own.
 */
import { Tinypool } from "tinypool";
import { mergeReports } from "../../src/search/campaign.ts";
import type { CampaignReport } from "../../src/search/types.ts";
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { Answer, RangeAnswer, RangeTask, ReplayAnswer, ReplayTask, Task } from "./campaign-task.ts";
import { compiledFile } from "./compiled-file.ts";
import { createHeartbeat, currentSeed, STALL_MILLIS, Watch, type Heartbeat, type Stall } from "./heartbeat.ts";

/** Seeds in one range: large enough that handing out costs nothing, small enough that all workers get some. */
export const RANGE_SEEDS = 50;
/** Memory of one worker unless told otherwise. A run that needs more is ended and reported as unknown. */
export const WORKER_MEGABYTES_MAX = 2_048;
/** How often heartbeats are looked at. */
const lookMillis = 250;

/** A worker that had to be ended. */
export interface Lost {
  readonly seed: string;
  readonly reason: "stall" | "memory";
  /** Index of the process that never returned; -1 when it is not known. */
  readonly process: number;
  readonly event: number;
}

export interface PoolResult {
  /** Absent when no run was completed. */
  readonly report: CampaignReport | undefined;
  readonly lost: Lost | undefined;
  readonly hashes: Readonly<Record<string, string>>;
  /** Not all seeds were run, because of time, a failure or Ctrl-C. */
  readonly isCutShort: boolean;
}

export interface PoolOptions {
  readonly workers: number;
  readonly stallMillis?: number;
  readonly megabytesMax?: number;
}

export interface RangesOptions {
  readonly task: Omit<RangeTask, "kind" | "seeds" | "heartbeat">;
  /** Seed number i; called in order until `count`. */
  readonly seedAt: (index: number) => string;
  readonly count: number;
  /** No new range is begun after this, in milliseconds of `performance.now()`. */
  readonly deadlineMillis: number;
  readonly signal: AbortSignal;
  /** Called several times a second. */
  readonly onProgress: (progress: Progress) => void;
}

/** How far a campaign is, for whoever watches it. */
export interface Progress {
  /** Runs that were begun, those of unfinished ranges included. */
  readonly runs: number;
  /** What is merged so far; absent before the first range is done. */
  readonly report: CampaignReport | undefined;
  /** A seed on which a worker has spent long: its failure is being made small. */
  readonly longSeed: string | undefined;
}

/** A run takes milliseconds; on a seed with more than this, a worker shrinks its failure. */
const longSeedMillis = 1_500;

/** How one range ended. */
interface RangeOutcome {
  readonly report: CampaignReport | undefined;
  readonly lost: Lost | undefined;
  readonly hashes: Readonly<Record<string, string>>;
}

export class CampaignPool {
  readonly #pool: Tinypool;
  readonly #workers: number;
  readonly #stallMillis: number;
  /** Tasks under way. */
  readonly #running = new Map<Heartbeat, { readonly seeds: readonly string[]; seed: number; sinceMillis: number }>();

  constructor(options: PoolOptions) {
    this.#workers = options.workers;
    this.#stallMillis = options.stallMillis ?? STALL_MILLIS;
    this.#pool = new Tinypool({
      filename: compiledFile("harness/workers/campaign-worker.js").href,
      minThreads: 0,
      maxThreads: options.workers,
      resourceLimits: { maxOldGenerationSizeMb: options.megabytesMax ?? WORKER_MEGABYTES_MAX },
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** Runs `count` seeds. Throws DiagnosticError for a user's mistake found in a worker. */
  async runRanges(options: RangesOptions): Promise<PoolResult> {
    const outcomes: (RangeOutcome | undefined)[] = [];
    const merger = new Merger();
    let next = 0;
    /** Ranges from here on are of no interest: an earlier one failed. */
    let end = Math.ceil(options.count / RANGE_SEEDS);
    let isCutShort = false;
    const lane = async (): Promise<void> => {
      while (next < end) {
        if (options.signal.aborted || performance.now() > options.deadlineMillis) {
          isCutShort = true;
          return;
        }
        const range = next++;
        const outcome = await this.#runRange(options, seedsOf(options, range));
        if (outcome === undefined) {
          isCutShort = true;
          return;
        }
        outcomes[range] = outcome;
        if (endsCampaign(outcome, options.task.stopAtFailure)) end = Math.min(end, range + 1);
        merger.advance(outcomes, end);
      }
    };
    const timer = setInterval(() => options.onProgress(this.#progress(outcomes, merger.report)), lookMillis);
    try {
      await Promise.all(Array.from({ length: this.#workers }, lane));
    } finally {
      clearInterval(timer);
    }
    merger.advance(outcomes, end);
    return { report: merger.report, lost: merger.lost, hashes: merger.hashes, isCutShort };
  }

  #progress(outcomes: readonly (RangeOutcome | undefined)[], report: CampaignReport | undefined): Progress {
    let runs = outcomes.reduce((sum, outcome) => sum + (outcome?.report?.runs ?? 0), 0);
    let longSeed: string | undefined;
    const now = performance.now();
    for (const [heartbeat, task] of this.#running) {
      const seed = currentSeed(heartbeat);
      if (seed !== task.seed) [task.seed, task.sinceMillis] = [seed, now];
      else if (now - task.sinceMillis > longSeedMillis) longSeed = task.seeds[seed] ?? longSeed;
      runs += Math.max(0, seed);
    }
    return { runs, report, longSeed };
  }

  /** One range; undefined when it was aborted. */
  async #runRange(options: RangesOptions, seeds: readonly string[]): Promise<RangeOutcome | undefined> {
    const done = await this.#run<RangeAnswer>(
      { ...options.task, kind: "range", seeds, heartbeat: createHeartbeat() },
      options.signal,
    );
    if (done === undefined) return undefined;
    if (done.kind === "answer") return { report: done.answer.report, hashes: done.answer.hashes, lost: undefined };
    const { stall } = done;
    const lost: Lost = {
      seed: seeds[stall.seed] ?? "?",
      reason: done.reason,
      process: stall.process,
      event: stall.event,
    };
    if (stall.seed <= 0) return { report: undefined, hashes: {}, lost };
    const before = await this.#runRange(options, seeds.slice(0, stall.seed));
    return before === undefined ? undefined : { ...before, lost: before.lost ?? lost };
  }

  /** Replays a failure; a stall is reported like one of a range. */
  async replay(
    task: Omit<ReplayTask, "kind" | "heartbeat">,
    signal: AbortSignal,
  ): Promise<ReplayAnswer | Lost | undefined> {
    const done = await this.#run<ReplayAnswer>({ ...task, kind: "replay", heartbeat: createHeartbeat() }, signal);
    if (done === undefined) return undefined;
    if (done.kind === "answer") return done.answer;
    return { seed: task.setting.seed, reason: done.reason, process: done.stall.process, event: done.stall.event };
  }

  async #run<A extends Answer>(
    task: Task,
    signal: AbortSignal,
  ): Promise<{ kind: "answer"; answer: A } | { kind: "lost"; reason: Lost["reason"]; stall: Stall } | undefined> {
    const stop = new AbortController();
    const watch = new Watch(task.heartbeat, this.#stallMillis, performance.now());
    let stall: Stall | undefined;
    const timer = setInterval(() => {
      stall ??= watch.look(performance.now());
      if (stall !== undefined) stop.abort();
    }, lookMillis);
    const seeds = task.kind === "range" ? task.seeds : [task.setting.seed];
    this.#running.set(task.heartbeat, { seeds, seed: -1, sinceMillis: performance.now() });
    const onAbort = (): void => stop.abort();
    signal.addEventListener("abort", onAbort);
    try {
      const answer = (await this.#pool.run(task, { signal: stop.signal })) as Answer;
      if (answer.kind === "diagnostics") throw new DiagnosticError(answer.diagnostics);
      if (answer.kind === "fault") throw workerFault(answer.message, answer.stack);
      return { kind: "answer", answer: answer as A };
    } catch (error) {
      if (stall !== undefined) return { kind: "lost", reason: "stall", stall };
      if (signal.aborted) return undefined;
      if (isOutOfMemory(error)) {
        const [events = 0, process = -1, seed = 0, start = 0] = task.heartbeat;
        return { kind: "lost", reason: "memory", stall: { seed, process, event: events - start - 1 } };
      }
      throw error;
    } finally {
      clearInterval(timer);
      this.#running.delete(task.heartbeat);
      signal.removeEventListener("abort", onAbort);
    }
  }
}

function seedsOf({ count, seedAt }: RangesOptions, range: number): string[] {
  const first = range * RANGE_SEEDS;
  return Array.from({ length: Math.min(RANGE_SEEDS, count - first) }, (_, i) => seedAt(first + i));
}

function endsCampaign({ report, lost }: RangeOutcome, stopAtFailure: boolean): boolean {
  if (lost !== undefined) return true;
  return stopAtFailure && report !== undefined && report.verdicts.violates + report.verdicts.exception > 0;
}

function workerFault(message: string, stack: string): Error {
  const error = new Error(message);
  error.stack = stack;
  return error;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** Adds up outcomes as soon as all earlier ones are there. */
class Merger {
  report: CampaignReport | undefined;
  lost: Lost | undefined;
  readonly hashes: Record<string, string> = {};
  #merged = 0;

  advance(outcomes: readonly (RangeOutcome | undefined)[], end: number): void {
    for (; this.#merged < end; this.#merged++) {
      const outcome = outcomes[this.#merged];
      if (outcome === undefined) return;
      if (outcome.report !== undefined) {
        this.report = this.report === undefined ? outcome.report : mergeReports([this.report, outcome.report]);
      }
      this.lost ??= outcome.lost;
      Object.assign(this.hashes, outcome.hashes);
    }
  }
}
