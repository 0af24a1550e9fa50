/**
 * `lockstep fuzz SYSTEM`: verify the specification, run calm, run with faults, and say what happened.
 *
 * The phases are one after the other, and a phase that fails ends the command: a specification that does not hold says
 * nothing about a program, and a system that fails when calm has a wrong mapping or program before any fault.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { CampaignReport, Failure } from "../../src/search/types.ts";
import { boundsText, campaignJson, campaignText, failureJson, row } from "../report/campaign-report.ts";
import { checkJson } from "../report/check-json.ts";
import { checkText } from "../report/check-report.ts";
import { diagnosticsText } from "../report/diagnostics.ts";
import { failedEvaluationText } from "../report/failed-evaluation.ts";
import { failureText, otherFailureText } from "../report/failure-report.ts";
import { undecidedLines, type UndecidedRun } from "../report/undecided.ts";
import { StatusLine } from "../report/status-line.ts";
import { count, counted, duration } from "../report/values.ts";
import { CampaignPool, type Lost, type PoolResult, type Progress } from "../workers/campaign-pool.ts";
import { writeFailure } from "../workers/failure-file.ts";
import { bundleSystem, placeOfWord } from "../workers/load-system.ts";
import { prepareSubject, type PreparedSystem, type SubjectRequest } from "../workers/prepare-subject.ts";
import { shownPath } from "../workers/source-places.ts";
import { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt, type Interrupt } from "./interrupt.ts";
import type { Terminal } from "./terminal.ts";
import { verification, verificationText, VERIFY_SECONDS, type Verification } from "./verification.ts";

export interface FuzzOptions {
  readonly seeds?: number;
  readonly time?: number;
  readonly seed?: string;
  readonly workers?: number;
  readonly memory?: number;
  readonly variant?: string;
  readonly listVariants?: boolean;
  readonly set?: Readonly<Record<string, string>>;
  readonly calm?: boolean;
  readonly probes: boolean;
  readonly verify: boolean;
  /** Seconds for the verification of the specification. */
  readonly verifyTime?: number;
  readonly keepGoing?: boolean;
  readonly failOnDebts?: boolean;
  readonly format: "text" | "json";
  readonly version: string;
}

/** Runs with faults when neither --seeds nor --time is given. */
const seedsDefault = 1_000;
/** With --time and without --seeds there is no other end. */
const seedsMax = 1_000_000_000;
/** Runs without faults that come first. */
const calmSeeds = 20;
/** A phase of runs. */
interface Phase extends PoolResult {
  readonly seconds: number;
}

export async function fuzzCommand(path: string, options: FuzzOptions, terminal: Terminal): Promise<ExitCode> {
  const bundle = await bundleSystem(path, join(process.cwd(), ".lockstep", "cache"));
  const request: SubjectRequest = { bundle, set: options.set ?? {}, variant: options.variant };
  const prepared = await prepareSubject(request);
  if (options.listVariants === true) return listVariants(prepared, options, terminal);
  terminal.err.write(diagnosticsText(prepared.spec.warnings, terminal.err.colors));
  const interrupt = listenForInterrupt();
  const pool = new CampaignPool({
    workers: options.workers ?? Math.max(1, availableParallelism() - 1),
    ...(options.memory === undefined ? {} : { megabytesMax: options.memory }),
  });
  try {
    return await new Fuzz(options, terminal, request, prepared, pool, interrupt).run();
  } finally {
    interrupt.release();
    await pool.close();
  }
}

function listVariants({ system }: PreparedSystem, options: FuzzOptions, { out }: Terminal): ExitCode {
  const variants = Object.entries(system.definition.variants ?? {}).map(([name, { summary }]) => ({ name, summary }));
  if (options.format === "json") out.write(`${JSON.stringify({ variants }, null, 2)}\n`);
  else if (variants.length === 0) out.write("The system declares no wrong variants.\n");
  else {
    const width = Math.max(...variants.map(({ name }) => name.length));
    for (const { name, summary } of variants) out.write(`${out.colors.bold(name.padEnd(width))}  ${summary}\n`);
  }
  return ExitCode.conforms;
}

class Fuzz {
  readonly #options: FuzzOptions;
  readonly #terminal: Terminal;
  readonly #request: SubjectRequest;
  readonly #prepared: PreparedSystem;
  readonly #pool: CampaignPool;
  readonly #interrupt: Interrupt;
  readonly #name: string;
  readonly #started = performance.now();

  constructor(
    options: FuzzOptions,
    terminal: Terminal,
    request: SubjectRequest,
    prepared: PreparedSystem,
    pool: CampaignPool,
    interrupt: Interrupt,
  ) {
    this.#options = options;
    this.#terminal = terminal;
    this.#request = request;
    this.#prepared = prepared;
    this.#pool = pool;
    this.#interrupt = interrupt;
    this.#name = prepared.subject.name;
  }

  async run(): Promise<ExitCode> {
    const variant = this.#options.variant === undefined ? "" : ` (variant ${this.#options.variant})`;
    const constants = Object.entries(this.#prepared.constants).map(([name, value]) => `${name} = ${value}`);
    const title = [this.#prepared.spec.root.name, ...constants].join(", ");
    this.#say(`${this.#terminal.out.colors.bold(this.#name + variant)}  ${title}\n\n`);
    const verified = await this.#verify();
    this.#say(verificationText(verified));
    if (verified.kind === "violated") return this.#endWithSpecification(verified);
    if (this.#interrupt.isRequested) return this.#end(verified, undefined, "calm");
    const { seed, variant: wrong, calm, seeds } = this.#options;
    // A wrong variant may well fail when calm: the mapping is judged on the right system, the variant is the bug.
    if (seed === undefined && (calm === true || wrong === undefined)) {
      const phase = await this.#runs("calm", calm === true ? (seeds ?? calmSeeds) : calmSeeds, (i) => `calm-${i + 1}`);
      if (calm === true || hasEnded(phase) || this.#interrupt.isRequested) return this.#end(verified, phase, "calm");
    }
    return this.#end(verified, await this.#faulty(), "faults");
  }

  // ------------------------------------------------------------------------------------------ the specification

  async #verify(): Promise<Verification> {
    const { verify, verifyTime = VERIFY_SECONDS, version } = this.#options;
    if (!verify) return { kind: "skipped" };
    const [terminal, interrupt] = [this.#terminal, this.#interrupt];
    return verification(this.#prepared, { secondsMax: verifyTime, version, terminal, interrupt });
  }

  #endWithSpecification({ result, context }: Extract<Verification, { kind: "violated" }>): ExitCode {
    const { out } = this.#terminal;
    if (this.#options.format === "text") out.write(checkText(result, context, out));
    else
      out.write(
        `${JSON.stringify({ ...this.#emptyJson("specification"), specification: checkJson(result, context) }, null, 2)}\n`,
      );
    return result.verdict === "error" ? ExitCode.unknown : ExitCode.violation;
  }

  // ------------------------------------------------------------------------------------------ runs

  #faulty(): Promise<Phase> {
    const { seed, seeds, time } = this.#options;
    if (seed !== undefined) return this.#runs(this.#options.calm === true ? "calm" : "faults", 1, () => seed);
    return this.#runs("faults", seeds ?? (time === undefined ? seedsDefault : seedsMax), (i) => String(i + 1));
  }

  async #runs(phase: "calm" | "faults", seeds: number, seedAt: (i: number) => string): Promise<Phase> {
    const started = performance.now();
    const status = new StatusLine(this.#terminal.err);
    const limit = this.#options.time;
    const result = await this.#pool.runRanges({
      task: {
        subject: this.#request,
        isCalm: phase === "calm",
        useProbes: this.#options.probes,
        stopAtFailure: this.#options.keepGoing !== true,
      },
      seedAt,
      count: seeds,
      deadlineMillis: limit === undefined ? Infinity : this.#started + limit * 1000,
      signal: this.#interrupt.signal,
      onProgress: (progress) => status.update(() => progressText(phase, progress, seeds, performance.now() - started)),
    });
    status.clear();
    const seconds = (performance.now() - started) / 1000;
    if (result.report !== undefined) this.#say(`${row(phase, phaseText(result.report, seconds))}\n`);
    return { ...result, seconds };
  }

  // ------------------------------------------------------------------------------------------ the end

  #end(verified: Verification, phase: Phase | undefined, name: "calm" | "faults"): ExitCode {
    const { out } = this.#terminal;
    const report = phase?.report;
    const context = {
      graph: verified.kind === "verified" ? verified.graph : undefined,
      words: this.#options.probes ? Object.keys(this.#prepared.subject.layout.mapping.steps) : [],
      placeOf: (word: string) => placeOfWord(this.#request.bundle.file, word),
    };
    const failures = report?.failures ?? [];
    const files = failures.map((failure) => this.#write(failure));
    const others = report?.others ?? [];
    const otherFiles = others.map((failure) => this.#write(failure));
    const verdict = this.#verdict(phase);
    const seconds = (performance.now() - this.#started) / 1000;
    if (this.#options.format === "json") {
      const lists = {
        failures: failures.map((failure, i) => failureJson(failure, files[i]!)),
        others: others.map((failure, i) => failureJson(failure, otherFiles[i]!)),
        lost: phase?.lost ?? null,
      };
      const json = {
        ...this.#emptyJson(name),
        verdict,
        seconds: Number(seconds.toFixed(3)),
        ...(report === undefined ? {} : campaignJson(report, context)),
        ...lists,
        hashes: phase?.hashes ?? {},
      };
      out.write(`${JSON.stringify(json, null, 2)}\n`);
    } else {
      if (report !== undefined) this.#say(campaignText(report, context, out));
      this.#sayFailures(failures, files, name);
      others.forEach((failure, i) => this.#say(`\n${otherFailureText(failure, replayOf(otherFiles[i]!), out)}`));
      if (report?.failedEvaluation !== undefined) this.#sayFailedEvaluation(report.failedEvaluation);
      if (report?.undecided !== undefined) this.#sayUndecided(report.undecided, name);
      if (phase?.lost !== undefined) this.#sayLost(phase.lost, name);
      this.#say(`\n${this.#lastLine(verdict, phase, name)}\n`);
    }
    if (this.#interrupt.isRequested) return ExitCode.interrupted;
    return { conforms: ExitCode.conforms, violates: ExitCode.violation, unknown: ExitCode.unknown }[verdict];
  }

  #verdict(phase: Phase | undefined): "conforms" | "violates" | "unknown" {
    const report = phase?.report;
    if (report !== undefined && report.verdicts.violates + report.verdicts.exception > 0) return "violates";
    if (phase?.lost !== undefined || report === undefined || report.runs === 0) return "unknown";
    // A run in which nothing happened is no success.
    if (report.verdicts.unknown > 0 || report.steps === 0) return "unknown";
    return this.#options.failOnDebts === true && report.debts.length > 0 ? "violates" : "conforms";
  }

  #write(failure: Failure): string {
    return writeFailure(failure, {
      version: this.#options.version,
      systemFile: this.#request.bundle.file,
      programHash: this.#request.bundle.hash,
      folder: process.cwd(),
    });
  }

  #sayFailures(failures: readonly Failure[], files: readonly string[], phase: string): void {
    const { out } = this.#terminal;
    if (failures.length > 0 && phase === "calm" && this.#options.variant === undefined) {
      const throws = failures[0]!.signature.kind === "exception";
      const what = throws ? "the program throws before any fault" : "mapping and program disagree before any fault";
      const mend = throws ? "mend it first" : "mend the system file (or the program) first";
      this.#say(`\n${out.colors.yellow(what)}: ${mend}\n`);
    }
    failures.forEach((failure, i) => {
      this.#say(`\n${failureText(failure, { system: this.#name, replay: replayOf(files[i]!) }, out)}`);
    });
  }

  #sayFailedEvaluation(failed: NonNullable<CampaignReport["failedEvaluation"]>): void {
    this.#say(`\nthe specification cannot be evaluated, event ${failed.event} of seed ${failed.seed}\n`);
    this.#say(failedEvaluationText(failed, this.#terminal.out));
  }

  #sayUndecided(undecided: UndecidedRun, phase: "calm" | "faults"): void {
    const [first, ...more] = undecidedLines(undecided);
    this.#say(`\n${row("not decided", first!)}\n${more.map((line) => `${row("", line)}\n`).join("")}`);
    this.#say(`${row("again", this.#again(undecided.seed, phase))}\n`);
  }

  /** The command that makes a run of this campaign again. */
  #again(seed: string, phase: "calm" | "faults"): string {
    const calm = phase === "calm" ? " --calm" : "";
    const path = shownPath(this.#request.bundle.file);
    const command = `npx lockstep fuzz ${path}${this.#settingFlags()}${calm} --seed ${JSON.stringify(seed)}`;
    return this.#terminal.out.colors.cyan(command);
  }

  #sayLost({ seed, reason, process: index, event }: Lost, phase: "calm" | "faults"): void {
    const { out } = this.#terminal;
    const process = Object.keys(this.#prepared.subject.processes)[index] ?? "a process";
    const what =
      reason === "stall"
        ? `process ${process} never returned from event ${event}`
        : `the run needs more memory than a worker has (process ${process}, event ${event})`;
    this.#say(`\n${out.colors.red(out.colors.bold("STOPPED"))}  ${what} (seed ${seed})\n`);
    if (reason === "stall") this.#say("  perhaps  a loop, or a chain of promises, that never ends\n");
    this.#say(`  again    ${this.#again(seed, phase)}\n`);
  }

  #settingFlags(): string {
    const { variant, set = {} } = this.#options;
    const sets = Object.entries(set).map(([name, value]) => ` --set ${name}=${value}`);
    return `${variant === undefined ? "" : ` --variant ${variant}`}${sets.join("")}`;
  }

  #lastLine(verdict: "conforms" | "violates" | "unknown", phase: Phase | undefined, name: "calm" | "faults"): string {
    const { colors } = this.#terminal.out;
    const report = phase?.report;
    const cut = this.#interrupt.isRequested
      ? ", interrupted"
      : phase?.isCutShort === true && this.#options.time !== undefined
        ? ", until time was up"
        : "";
    const runs = `${counted(report?.runs ?? 0, "run")} ${name === "calm" ? "without faults" : "with faults"}${cut}`;
    switch (verdict) {
      case "conforms":
        return `${colors.green(colors.bold("OK"))}  every step of ${runs} is a step of ${this.#prepared.spec.root.name}`;
      case "violates": {
        const failing = (report?.verdicts.violates ?? 0) + (report?.verdicts.exception ?? 0);
        const what = failing > 0 ? counted(failing, "failing run") : "steps were left undone";
        return `${colors.red(colors.bold("FAIL"))}  ${what} in ${runs}`;
      }
      case "unknown":
        return `${colors.yellow(colors.bold("UNKNOWN"))}  ${this.#unknownReason(phase)}, ${runs}`;
    }
  }

  #unknownReason(phase: Phase | undefined): string {
    const report = phase?.report;
    if (phase?.lost !== undefined) return "a run had to be stopped";
    if (report === undefined) return "no run was completed";
    return boundsText(report) ?? "nothing happened: no step of the specification was seen";
  }

  #emptyJson(phase: string): Record<string, unknown> {
    const { constants, subject, spec } = this.#prepared;
    return {
      verdict: "violates",
      phase,
      system: subject.name,
      specification: spec.root.name,
      constants,
      variant: this.#options.variant ?? null,
      runs: 0,
      steps: 0,
      events: 0,
      failures: [],
      others: [],
    };
  }

  #say(text: string): void {
    if (this.#options.format === "text") this.#terminal.out.write(text);
  }
}

function replayOf(file: string): string {
  return `npx lockstep replay ${file}`;
}

function hasEnded({ report, lost }: Phase): boolean {
  if (lost !== undefined || report === undefined) return true;
  const { violates, exception, unknown } = report.verdicts;
  return violates + exception + unknown > 0;
}

function phaseText(report: CampaignReport, seconds: number): string {
  const rate = count(report.runs / Math.max(seconds, 0.001));
  return `${counted(report.runs, "run")}, ${counted(report.events, "event")}, ${counted(report.steps, "step")} in ${duration(seconds)} (${rate} runs/s)`;
}

function progressText(phase: string, { runs, report, longSeed }: Progress, seeds: number, millis: number): string {
  const rate = runs / Math.max(millis / 1000, 0.001);
  const isOpen = seeds >= seedsMax;
  const parts = [`${phase}: ${count(runs)}${isOpen ? "" : ` of ${count(seeds)}`} runs`, `${count(rate)} runs/s`];
  if (report !== undefined) parts.push(`${count(report.coverage.states.length)} specification states`);
  if (longSeed !== undefined) parts.push(`shrinking the failure of seed ${longSeed}`);
  else if (!isOpen && runs > 0) parts.push(`${duration((seeds - runs) / Math.max(rate, 0.001))} left`);
  return parts.join(", ");
}
