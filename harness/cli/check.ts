/**
 * `lockstep check FILE.tla`: explores the specification exhaustively.
 *
 * The exploration runs in slices on this thread, so that progress is shown and Ctrl-C is heard.
 */
import { Exploration } from "../../src/check/exploration.ts";
import type { NativePorts } from "../../src/compile/natives/native.ts";
import type { CheckOptions, CheckResult, Progress } from "../../src/check/types.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { checkJson } from "../report/check-json.ts";
import { checkText, type CheckContext } from "../report/check-report.ts";
import { diagnosticsText } from "../report/diagnostics.ts";
import { StatusLine } from "../report/status-line.ts";
import { count } from "../report/values.ts";
import { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt, yieldToHost, type Interrupt } from "./interrupt.ts";
import { compileSpec, loadSpecification, type Machine } from "./load-machine.ts";
import { specHost } from "./spec-host.ts";
import type { Terminal } from "./terminal.ts";

export interface CheckCommandOptions {
  readonly config?: string;
  readonly path?: readonly string[];
  readonly deadlock: boolean;
  readonly continue?: boolean;
  readonly maxStates?: number;
  readonly depth?: number;
  /** Seconds. */
  readonly time?: number;
  readonly coverage?: boolean;
  /** Seed of RandomElement and of the module Randomization. */
  readonly seed?: string;
  readonly allowExec?: boolean;
  readonly format: "text" | "json";
  /** Lockstep's own. */
  readonly version?: string;
}

/** States expanded between two looks at the clock and at signals: some milliseconds of work. */
const statesPerSlice = 500;

export async function checkCommand(file: string, options: CheckCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const spec = loadSpecification({
    file,
    path: options.path ?? [],
    ...(options.config === undefined ? {} : { config: options.config }),
  });
  const checksDeadlock = options.deadlock && spec.checkDeadlock;
  // What a specification prints is a result, but stdout is one document when JSON is asked for.
  const printed = options.format === "json" ? terminal.err : terminal.out;
  const status = new StatusLine(terminal.err);
  const print = (text: string): void => {
    status.clear();
    printed.write(text);
  };
  const machine = compileSpec(spec, hostOf(options, print, checksDeadlock));
  terminal.err.write(diagnosticsText(spec.warnings, terminal.err.colors));
  const started = performance.now();
  const interrupt = listenForInterrupt();
  const result = await explore(machine, {
    status,
    interrupt,
    check: {
      checkDeadlock: checksDeadlock,
      countTransitions: options.format === "json",
      ...(options.continue === undefined ? {} : { keepsGoing: options.continue }),
      ...(options.maxStates === undefined ? {} : { statesMax: options.maxStates }),
      ...(options.depth === undefined ? {} : { depthMax: options.depth }),
    },
    ...(options.time === undefined ? {} : { secondsMax: options.time }),
  });
  interrupt.release();
  const seconds = (performance.now() - started) / 1000;
  const context: CheckContext = {
    file,
    store: machine.machine.store,
    checked: checkedNames(spec),
    checksDeadlock,
    seconds,
    ...(options.coverage === undefined ? {} : { showsCoverage: options.coverage }),
  };
  if (options.format === "json") terminal.out.write(`${JSON.stringify(checkJson(result, context), null, 2)}\n`);
  else terminal.out.write(checkText(result, context, terminal.out));
  return interrupt.isRequested ? ExitCode.interrupted : exitCodeOf(result);
}

function hostOf(options: CheckCommandOptions, print: (text: string) => void, checksDeadlock: boolean): NativePorts {
  const { seed = "0", allowExec = false, version = "" } = options;
  return specHost({ print, seed, allowExec, version, checksDeadlock });
}

/** Names of invariants and properties, as the config has them. */
export function checkedNames(spec: ResolvedSpec): string[] {
  return [...new Set([...spec.invariants, ...spec.properties].map((one) => one.name))];
}

export interface ExploreOptions {
  readonly status: StatusLine;
  readonly interrupt: Interrupt;
  readonly check: CheckOptions;
  /** Stop with verdict unknown after this time. */
  readonly secondsMax?: number;
}

/** Drives an exploration to its end, showing progress; Ctrl-C or the time limit ends it with verdict unknown. */
export async function explore({ machine, explainer }: Machine, options: ExploreOptions): Promise<CheckResult> {
  const exploration = new Exploration(machine, explainer, options.check);
  const { status } = options;
  const started = performance.now();
  const deadline = started + (options.secondsMax ?? Infinity) * 1000;
  while (exploration.step(statesPerSlice)) {
    status.update(() => progressText(exploration.progress, (performance.now() - started) / 1000));
    await yieldToHost();
    if (options.interrupt.isRequested) exploration.interrupt("interrupted");
    else if (performance.now() > deadline) exploration.interrupt("time");
  }
  status.clear();
  return exploration.result();
}

function progressText(progress: Progress, seconds: number): string {
  const rate = count(progress.distinct / Math.max(seconds, 0.001));
  return `checking: ${count(progress.distinct)} distinct states, ${count(progress.generated)} generated, ${count(progress.queue)} waiting, depth ${progress.depth}, ${rate} states/s`;
}

/** 2 for what could not be decided, an evaluation error included: the specification was neither refuted nor confirmed. */
export function exitCodeOf(result: CheckResult): ExitCode {
  if (result.verdict === "ok") return ExitCode.conforms;
  return result.verdict === "unknown" || result.verdict === "error" ? ExitCode.unknown : ExitCode.violation;
}
