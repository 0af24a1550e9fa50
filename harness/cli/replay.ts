/**
 * `lockstep replay FAILURE`: the same run again, event for event, and whether the same thing goes wrong.
 */
import { join } from "node:path";
import type { Failure } from "../../src/search/types.ts";
import { failureJson } from "../report/campaign-report.ts";
import { failureText } from "../report/failure-report.ts";
import { CampaignPool, type Lost } from "../workers/campaign-pool.ts";
import { readFailure, systemOf, type FailureFile } from "../workers/failure-file.ts";
import { bundleSystem } from "../workers/load-system.ts";
import { prepareSubject, type SubjectRequest } from "../workers/prepare-subject.ts";
import type { ReplayAnswer } from "../workers/campaign-task.ts";
import { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { Terminal } from "./terminal.ts";

export interface ReplayOptions {
  readonly system?: string;
  readonly format: "text" | "json";
  readonly version: string;
}

export async function replayCommand(path: string, options: ReplayOptions, terminal: Terminal): Promise<ExitCode> {
  const recorded = readFailure(path);
  const systemFile = options.system ?? systemOf(recorded, path, process.cwd());
  const bundle = await bundleSystem(systemFile, join(process.cwd(), ".lockstep", "cache"));
  const { setting, draws, original, shrinkRuns, shrinkBound, isCalm } = recorded;
  const known = { original, shrinkRuns, ...(shrinkBound === undefined ? {} : { shrinkBound }), isCalm };
  const subject: SubjectRequest = { bundle, set: setting.constants, variant: setting.variant };
  const prepared = await prepareSubject(subject);
  const interrupt = listenForInterrupt();
  const pool = new CampaignPool({ workers: 1 });
  try {
    const answer = await pool.replay({ subject, setting, draws, known }, interrupt.signal);
    if (answer === undefined) return ExitCode.interrupted;
    const names = { system: prepared.subject.name, processes: Object.keys(prepared.subject.processes) };
    return new Replayed(recorded, path, options, terminal, names, bundle.hash).report(answer);
  } finally {
    interrupt.release();
    await pool.close();
  }
}

class Replayed {
  readonly #recorded: FailureFile;
  readonly #path: string;
  readonly #options: ReplayOptions;
  readonly #terminal: Terminal;
  readonly #names: { readonly system: string; readonly processes: readonly string[] };
  readonly #programHash: string;

  constructor(
    recorded: FailureFile,
    path: string,
    options: ReplayOptions,
    terminal: Terminal,
    names: { readonly system: string; readonly processes: readonly string[] },
    programHash: string,
  ) {
    this.#recorded = recorded;
    this.#path = path;
    this.#options = options;
    this.#terminal = terminal;
    this.#names = names;
    this.#programHash = programHash;
  }

  report(answer: ReplayAnswer | Lost): ExitCode {
    if ("reason" in answer) return this.#lost(answer);
    return answer.kind === "failure" ? this.#fails(answer.failure) : this.#passes(answer);
  }

  #fails(failure: Failure): ExitCode {
    const isSame = failure.hash === this.#recorded.hash;
    if (this.#options.format === "json") {
      this.#json({
        verdict: "violates",
        reproduced: isSame,
        hash: failure.hash,
        recordedHash: this.#recorded.hash,
        failure: failureJson(failure, this.#path),
      });
    } else {
      const { out } = this.#terminal;
      out.write(failureText(failure, { system: this.#names.system, replay: `npx lockstep replay ${this.#path}` }, out));
      out.write(
        `\n${isSame ? `the same run, event for event: hash ${failure.hash}` : `${out.colors.yellow("not the same run")}: hash ${failure.hash}, recorded ${this.#recorded.hash}; ${this.#reason()}`}\n`,
      );
    }
    return ExitCode.violation;
  }

  #passes(answer: Extract<ReplayAnswer, { kind: "passes" }>): ExitCode {
    const code = answer.verdict === "conforms" ? ExitCode.conforms : ExitCode.unknown;
    if (this.#options.format === "json") {
      this.#json({
        verdict: answer.verdict,
        reproduced: false,
        hash: answer.hash,
        recordedHash: this.#recorded.hash,
        failure: null,
      });
      return code;
    }
    const { out } = this.#terminal;
    const label =
      answer.verdict === "conforms"
        ? out.colors.green(out.colors.bold("OK"))
        : out.colors.yellow(out.colors.bold("UNKNOWN"));
    out.write(
      `${label}  ${this.#names.system}: the failure does not happen any more (hash ${answer.hash}, recorded ${this.#recorded.hash})\n`,
    );
    out.write(`  ${this.#reason()}\n`);
    return code;
  }

  #lost({ reason, process: index, event, seed }: Lost): ExitCode {
    const process = this.#names.processes[index] ?? "a process";
    const what =
      reason === "stall"
        ? `process ${process} never returned from event ${event} (seed ${seed})`
        : `the run needs more memory than a worker has (seed ${seed})`;
    if (this.#options.format === "json") this.#json({ verdict: "unknown", reproduced: false, stopped: what });
    else this.#terminal.out.write(`${this.#terminal.out.colors.red("STOPPED")}  ${what}\n`);
    return ExitCode.unknown;
  }

  /** Why a replay may differ. */
  #reason(): string {
    if (this.#programHash !== this.#recorded.programHash)
      return "the program has changed since the failure was written";
    if (this.#options.version !== this.#recorded.lockstep)
      return `the failure was written by Lockstep ${this.#recorded.lockstep}, this is ${this.#options.version}`;
    return "program and Lockstep are the same, so the specification changed or the program is not deterministic";
  }

  #json(content: Record<string, unknown>): void {
    this.#terminal.out.write(`${JSON.stringify(content, null, 2)}\n`);
  }
}
