/**
 * `lockstep check FILE.tla`: explores the specification, exhaustively or by random behaviours.
 */
import { ExploredGraph } from "../../src/check/explored-graph.ts";
import { Exploration } from "../../src/check/exploration.ts";
import { reasonToBeAlone } from "../../src/check/parallel/alone.ts";
import { Simulation } from "../../src/check/simulation.ts";
import type { Checker, CheckResult } from "../../src/check/types.ts";
import type { NativePorts } from "../../src/compile/natives/native.ts";
import type { StateMachine } from "../../src/compile/types.ts";
import type { Diagnostic } from "../../src/tla/diagnostics.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { checkJson } from "../report/check-json.ts";
import { checkText, violationText, type CheckContext } from "../report/check-report.ts";
import { diagnosticsText } from "../report/diagnostics.ts";
import { StatusLine } from "../report/status-line.ts";
import { ExpanderThreads } from "../workers/expander-threads.ts";
import { HelpedExploration } from "../workers/helped-exploration.ts";
import { requireDumpFile, requireTraceFile, writeGraph, writeTrace } from "./check-files.ts";
import { mistake } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { drive } from "./explore.ts";
import { listenForInterrupt, watchWorkingTime } from "./interrupt.ts";
import { Limits } from "./limits.ts";
import { optimisedLate } from "./optimisation.ts";
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
  /** Megabytes. */
  readonly memory?: number;
  /** Threads. */
  readonly workers?: number;
  readonly coverage?: boolean;
  readonly dfs?: boolean;
  /** Random behaviours to make. */
  readonly simulate?: number;
  /** Seed of simulation, RandomElement and the module Randomization. */
  readonly seed?: string;
  readonly allowExec?: boolean;
  readonly traceOut?: string;
  /** Print of each state of a trace only what changed. */
  readonly difftrace?: boolean;
  readonly dump?: string;
  readonly format: "text" | "json";
  /** Lockstep's own. */
  readonly version?: string;
}

/** States of a simulated behaviour unless told otherwise, as in TLC. */
const simulatedDepth = 100;

export function checkCommand(file: string, options: CheckCommandOptions, terminal: Terminal): Promise<ExitCode> {
  requireConsistent(options);
  return optimisedLate(() => check(file, options, terminal));
}

async function check(file: string, options: CheckCommandOptions, terminal: Terminal): Promise<ExitCode> {
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
  const limits = new Limits({
    ...(options.time === undefined ? {} : { secondsMax: options.time }),
    ...(options.memory === undefined ? {} : { megabytesMax: options.memory }),
  });
  const endWatch = watchWorkingTime(options.time);
  const machine = compileSpec(spec, hostOf(options, print, checksDeadlock), limits.hasRoomFor);
  terminal.err.write(diagnosticsText(spec.warnings, terminal.err.colors));
  const started = performance.now();
  const interrupt = listenForInterrupt();
  const graph = options.dump === undefined ? undefined : new ExploredGraph(machine.machine);
  const { seed = "0" } = options;
  const checker = checkerOf(machine, options, { checksDeadlock, seed, graph, limits }, terminal);
  const result = await drive(checker, { status, interrupt, limits });
  interrupt.release();
  endWatch();
  if (checker instanceof HelpedExploration) {
    await checker.end();
    if (checker.hasLostThread) terminal.err.write(diagnosticsText([lostThread], terminal.err.colors));
  }
  const seconds = (performance.now() - started) / 1000;
  const context: CheckContext = {
    file,
    store: machine.machine.store,
    checked: checkedNames(spec),
    checksDeadlock,
    seconds,
    ...(checker instanceof HelpedExploration ? { threads: checker.threads } : {}),
    ...(options.simulate === undefined ? {} : { seed }),
    ...(options.coverage === undefined ? {} : { showsCoverage: options.coverage }),
    ...(options.difftrace === undefined ? {} : { showsOnlyChanges: options.difftrace }),
  };
  if (options.format === "json") terminal.out.write(`${JSON.stringify(checkJson(result, context), null, 2)}\n`);
  else terminal.out.write(checkText(result, context, terminal.out));
  writeFiles(options, machine.machine, result, graph, terminal);
  return interrupt.isRequested ? ExitCode.interrupted : exitCodeOf(result);
}

/** One of the threads that explore is no more, and the others do not know what it knew. */
const lostThread: Diagnostic = {
  code: "LS7021",
  severity: "warning",
  message: "the memory of a thread is used up; nothing is violated so far",
  hint: "choose smaller constants, or use fewer threads: each has tables of its own",
};

function checkerOf(
  { machine, explainer }: Machine,
  options: CheckCommandOptions,
  more: {
    readonly checksDeadlock: boolean;
    readonly seed: string;
    readonly graph: ExploredGraph | undefined;
    readonly limits: Limits;
  },
  { err }: Terminal,
): Checker {
  const judging = { checkDeadlock: more.checksDeadlock, keepsGoing: options.continue === true };
  const { workers = 1 } = options;
  if (options.simulate !== undefined) {
    if (workers > 1) err.write("one thread makes the behaviours: --workers changes nothing for --simulate\n");
    const depthMax = options.depth ?? simulatedDepth;
    const coversConjuncts = options.coverage === true;
    const { simulate: behaviours } = options;
    return new Simulation(machine, explainer, { ...judging, behaviours, depthMax, seed: more.seed, coversConjuncts });
  }
  const check = {
    ...judging,
    isDepthFirst: options.dfs === true,
    countTransitions: options.format === "json",
    coversConjuncts: options.coverage === true,
    limit: more.limits.reached,
    ...(options.maxStates === undefined ? {} : { statesMax: options.maxStates }),
    ...(options.depth === undefined ? {} : { depthMax: options.depth }),
  };
  const exploration = new Exploration(machine, explainer, check, more.graph);
  if (workers === 1) return exploration;
  const reason = reasonToBeAlone(machine, { ...check, isRecorded: more.graph !== undefined });
  if (reason === undefined) {
    const { checkDeadlock, countTransitions } = check;
    const threads = {
      count: workers - 1,
      spec: machine.spec,
      actions: machine.actions.length,
      options: { checkDeadlock, countTransitions },
      ...(options.memory === undefined ? {} : { megabytesMax: options.memory }),
    };
    return new HelpedExploration(exploration, machine.store, () => new ExpanderThreads(threads));
  }
  err.write(`one thread explores, because ${reason}\n`);
  return exploration;
}

function requireConsistent({ simulate, dfs, dump, maxStates, traceOut }: CheckCommandOptions): void {
  const refuse = (one: string, other: string): never => {
    throw mistake("LS7012", `${one} does not go with ${other}`, {
      hint: "run `lockstep check --help` for what each does",
    });
  };
  if (simulate !== undefined && dfs === true) refuse("--simulate", "--dfs");
  if (simulate !== undefined && dump !== undefined) refuse("--simulate", "--dump");
  if (simulate !== undefined && maxStates !== undefined) refuse("--simulate", "--max-states");
  if (traceOut !== undefined) requireTraceFile(traceOut);
  if (dump !== undefined) requireDumpFile(dump);
}

/** Said on stderr, so that stdout is the result alone. */
function writeFiles(
  options: CheckCommandOptions,
  machine: StateMachine,
  result: CheckResult,
  graph: ExploredGraph | undefined,
  terminal: Terminal,
): void {
  const written: string[] = [];
  const violation = result.violations.find(({ states }) => states.length > 0);
  if (options.traceOut !== undefined && violation !== undefined)
    written.push(...writeTrace(options.traceOut, machine, violation, violationText(violation)));
  if (options.dump !== undefined && graph !== undefined) {
    writeGraph(options.dump, graph);
    written.push(options.dump);
  }
  if (written.length > 0) terminal.err.write(`written: ${written.join(", ")}\n`);
  if (options.traceOut !== undefined && violation === undefined)
    terminal.err.write(`not written: ${options.traceOut}, since there is no error trace\n`);
}

function hostOf(options: CheckCommandOptions, print: (text: string) => void, checksDeadlock: boolean): NativePorts {
  const { seed = "0", allowExec = false, version = "", simulate } = options;
  const mode = simulate === undefined ? "bfs" : "simulate";
  return specHost({ print, seed, allowExec, version, checksDeadlock, mode });
}

/** Names of invariants, properties and postconditions, as the config has them. */
export function checkedNames(spec: ResolvedSpec): string[] {
  return [...new Set([...spec.invariants, ...spec.properties, ...spec.postconditions].map((one) => one.name))];
}

/** 2 for what could not be decided, an evaluation error included: the specification was neither refuted nor confirmed. */
export function exitCodeOf(result: CheckResult): ExitCode {
  const { verdict } = result;
  if (verdict === "ok" || verdict === "simulated" || verdict === "ended") return ExitCode.conforms;
  return verdict === "unknown" || verdict === "error" ? ExitCode.unknown : ExitCode.violation;
}
