/**
 * One run: a world, its observer, and what came of it. A pure function of the subject and the choices.
 */
import type { AcceptedStep, Explanation, Observation, Repair } from "../conform/types.ts";
import { judgeAtRest } from "../conform/at-rest.ts";
import { Debts, type Debt } from "../conform/debts.ts";
import { explain } from "../conform/explain.ts";
import { failedEvaluation, type FailedEvaluation } from "../conform/failed-evaluation.ts";
import { undecidedAt, type Undecided } from "../conform/undecided.ts";
import { repairsOf } from "../conform/repair/repair.ts";
import { everything, type Level } from "../observe/levels.ts";
import type { GivenCounts } from "../observe/given-counts.ts";
import type { Finding, ObserverOptions, StutterCount } from "../observe/observer.ts";
import { Observer } from "../observe/observer.ts";
import type { Choices } from "../simulate/choices.ts";
import type { FaultSettings } from "../simulate/fault-options.ts";
import type { ProgramFailure, RunResult } from "../simulate/world-types.ts";
import { World } from "../simulate/world.ts";
import type { WorldObserver } from "../simulate/observer.ts";
import type { Subject } from "./subject.ts";

export interface RunOptions {
  readonly choices: Choices;
  readonly faults: FaultSettings;
  readonly useProbes: boolean;
  /** How much is observed; everything when left out. `useProbes` still holds. */
  readonly level?: Level;
  /** Go on after a violation, for so many events of its instance. */
  readonly lookahead?: number;
  /** Keep what an explanation needs: places, descriptions, accepted steps. */
  readonly isDetailed: boolean;
  readonly progress?: Int32Array;
  /** Counts what the step functions of the mapping give. */
  readonly given?: GivenCounts;
  /** Hears each observation and the words behind it: a recorder of observations. */
  readonly onObservation?: ObserverOptions["onObservation"];
  /** Hears everything too: a recorder of events. */
  readonly listener?: WorldObserver;
}

export type RunVerdict = "conforms" | "violates" | "exception" | "unknown";

/** A debt of one instance. */
export interface InstanceDebt extends Debt {
  readonly instance: string;
  /** The run ended with nothing on its way: it will never be paid. */
  readonly isAtRest: boolean;
  /** At rest, in a run made with `isDetailed`: the temporal properties that are false. */
  readonly breaks: readonly string[];
}

export interface RunReport {
  readonly verdict: RunVerdict;
  readonly result: RunResult;
  /** Specification steps taken, all instances together. */
  readonly steps: number;
  readonly finding: Finding | undefined;
  readonly failure: ProgramFailure | undefined;
  /** Why the verdict is unknown. */
  readonly bound: string | undefined;
  /** Where the bound was reached; with its place and in words in a run made with `isDetailed`. */
  readonly undecided: Undecided | undefined;
  /** It is unknown since the specification could not be evaluated. */
  readonly failedEvaluation: FailedEvaluation | undefined;
  /** Number of instances by outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly stutters: ReadonlyMap<string, StutterCount>;
  /** What the program has reported, each word once. */
  readonly words: ReadonlySet<string>;
  readonly candidatesPeak: number;
  /** What instances still owe at the end of a run that conforms. */
  readonly debts: readonly InstanceDebt[];
  /** With `lookahead`: what the instance of the violation did next. */
  readonly following: readonly Observation[];
}

/** Events between two looks of a watchdog that the subject has. */
const EVENTS_WATCHED = 200;

/** A watchdog cut the run. */
export class StalledRun extends Error {
  readonly event: number;
  /** The process that did not return from the event; undefined when holding it against the specification took too long. */
  readonly process: string | undefined;

  constructor({ event, process }: { readonly event: number; readonly process: string | undefined }) {
    super(`event ${event} does not end`);
    this.event = event;
    this.process = process;
  }
}

/** Runs to the end, or to the first violation. Call from a macrotask. Throws StalledRun when the watchdog cuts it. */
export function run(subject: Subject, options: RunOptions): RunReport {
  const observer = new Observer(subject.layout, subject.space, {
    isDetailed: options.isDetailed,
    level: levelOf(options),
    ...(options.lookahead === undefined ? {} : { lookahead: options.lookahead }),
    explainer: subject.explainer,
    ...(options.given === undefined ? {} : { given: options.given }),
    ...(options.onObservation === undefined ? {} : { onObservation: options.onObservation }),
  });
  const progress = options.progress ?? subject.progress;
  const world = new World({
    choices: options.choices,
    processes: subject.processes,
    faults: options.faults,
    horizonMicros: subject.horizonMicros,
    eventLimit: subject.eventLimit,
    observer: options.listener === undefined ? observer : both(observer, options.listener),
    ...(progress === undefined ? {} : { progress }),
  });
  observer.attach(world);
  runWatched(world, observer, subject.watchdog);
  return report(subject, observer, world.result());
}

/** The observer stops it at the first violation. */
function runWatched(world: World, observer: Observer, watchdog: Subject["watchdog"]): void {
  if (watchdog === undefined) {
    world.run();
    return;
  }
  let end: RunResult["end"];
  while (end === undefined && !observer.isOver) {
    if (!watchdog(() => (end = world.run(EVENTS_WATCHED)))) throw new StalledRun(world.abandon());
  }
}

function levelOf({ level = everything, useProbes }: RunOptions): Level {
  return useProbes ? level : { ...level, probes: "none" };
}

function report(subject: Subject, observer: Observer, result: RunResult): RunReport {
  const { finding } = observer;
  const failure = result.end?.kind === "exception" ? result.end.failure : undefined;
  const bound =
    finding?.verdict === "unknown" ? finding.bound : result.end?.kind === "event-limit" ? "eventLimit" : undefined;
  let steps = 0;
  let candidatesPeak = 1;
  for (const instance of observer.instances) {
    steps += instance.validator.steps;
    candidatesPeak = Math.max(candidatesPeak, instance.validator.candidatesPeak);
  }
  const verdict =
    finding?.verdict === "violates"
      ? "violates"
      : failure !== undefined
        ? "exception"
        : bound !== undefined
          ? "unknown"
          : "conforms";
  return {
    verdict,
    result,
    steps,
    finding,
    failure,
    bound,
    undecided: verdict === "unknown" ? undecidedOf(subject, finding, result) : undefined,
    failedEvaluation: failureOf(subject, finding),
    outcomes: outcomesOf(subject, observer),
    stutters: observer.stutters,
    words: observer.words,
    candidatesPeak,
    debts: verdict === "conforms" ? debtsOf(subject, observer, result) : [],
    following: observer.following,
  };
}

function undecidedOf({ space }: Subject, finding: Finding | undefined, { events, time }: RunResult): Undecided {
  if (finding?.verdict !== "unknown") return { bound: "eventLimit", event: events, time, candidates: 0, differing: [] };
  return undecidedAt(space, finding.instance.validator.candidates, finding.observation, finding.bound);
}

function failureOf({ machine, explainer }: Subject, finding: Finding | undefined): FailedEvaluation | undefined {
  if (finding?.verdict !== "unknown" || finding.failed === undefined) return undefined;
  return failedEvaluation(machine, explainer, finding.failed);
}

const debtsCache = new WeakMap<Subject, Debts>();

function debtsOf(subject: Subject, observer: Observer, { end }: RunResult): InstanceDebt[] {
  if (subject.machine.temporal === undefined) return [];
  let debts = debtsCache.get(subject);
  if (debts === undefined) {
    debts = new Debts(subject.space, subject.layout.search(subject.space));
    debtsCache.set(subject, debts);
  }
  const isAtRest = end?.kind === "quiescent";
  const found: InstanceDebt[] = [];
  for (const instance of observer.instances) {
    const { key, validator } = instance;
    const owed = validator.judgesSteps ? debts.of(validator.candidates, instance.history()) : [];
    if (owed.length === 0) continue;
    const atRest = isAtRest ? judgeAtRest(subject.machine, subject.explainer, validator) : [];
    const breaks = atRest.filter(({ verdict }) => verdict === "false").map(({ property }) => property);
    for (const debt of owed) found.push({ ...debt, instance: key, isAtRest, breaks });
  }
  return found;
}

function outcomesOf(subject: Subject, observer: Observer): Map<string, number> {
  const counts = new Map<string, number>();
  if (subject.outcome === undefined) return counts;
  for (const instance of observer.instances) {
    const state = instance.validator.candidates[0];
    if (state === undefined) continue;
    const name = outcomeOf(subject, state);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const outcomeCache = new WeakMap<Subject, Map<number, string>>();

/** The outcome of a state, asked once for each state of the space. */
function outcomeOf(subject: Subject, state: number): string {
  let known = outcomeCache.get(subject);
  if (known === undefined) outcomeCache.set(subject, (known = new Map<number, string>()));
  let name = known.get(state);
  if (name === undefined) {
    name = subject.outcome!(subject.layout.translator.stateToJavaScript(subject.space.state(state)));
    known.set(state, name);
  }
  return name;
}

/** The explanation of a run that was made with `isDetailed`. */
export function explainRun(
  subject: Subject,
  report: RunReport,
): { explanation: Explanation; history: readonly AcceptedStep[] } | undefined {
  if (report.finding?.verdict !== "violates") return undefined;
  const { violation, instance } = report.finding;
  const history = instance.history();
  return { explanation: explain(subject.machine, subject.explainer, violation, history), history };
}

/** What would make a violating run one that the specification allows; for runs that were made with `lookahead`. */
export function repairsOfRun(subject: Subject, report: RunReport): readonly Repair[] {
  if (report.finding?.verdict !== "violates") return [];
  const { violation, instance } = report.finding;
  const { machine, explainer, space } = subject;
  const explanation = explain(machine, explainer, violation, instance.history());
  const { validator } = instance;
  return repairsOf({ space, validator, explainer, violation, explanation, following: report.following });
}

/** One observer that tells two. */
function both(first: WorldObserver, second: WorldObserver): WorldObserver {
  return {
    wantsPlaces: first.wantsPlaces === true || second.wantsPlaces === true,
    probe: (...args) => (first.probe?.(...args), second.probe?.(...args)),
    send: (envelope) => (first.send?.(envelope), second.send?.(envelope)),
    deliver: (envelope) => (first.deliver?.(envelope), second.deliver?.(envelope)),
    drop: (...args) => (first.drop?.(...args), second.drop?.(...args)),
    duplicate: (envelope) => (first.duplicate?.(envelope), second.duplicate?.(envelope)),
    crash: (...args) => (first.crash?.(...args), second.crash?.(...args)),
    restart: (process) => (first.restart?.(process), second.restart?.(process)),
    diskSync: (...args) => (first.diskSync?.(...args), second.diskSync?.(...args)),
    fault: (record) => (first.fault?.(record), second.fault?.(record)),
    exception: (...args) => (first.exception?.(...args), second.exception?.(...args)),
    log: (...args) => (first.log?.(...args), second.log?.(...args)),
    // The second hears the end first: what it gathers belongs to the event that the first may judge.
    eventEnd: (event) => (second.eventEnd?.(event), first.eventEnd?.(event)),
  };
}
