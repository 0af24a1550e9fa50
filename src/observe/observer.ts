/**
 * Turns what happens in a world into observations in the specification's terms, one validator for each instance.
 *
 * Probes and sends are gathered while an event runs; at its end the mapped parts of the process whose event it was are
 * read again, and each instance that has something to say gets one `Observation`. An event that says nothing about an
 * instance is a stutter and costs a few comparisons.
 *
 * A span (`probe.step`) takes effect at its end; cut by a crash, its effect may or may not have happened.
 */
import type { Diagnostic } from "../tla/diagnostics.ts";
import { DiagnosticError } from "../tla/diagnostics.ts";
import type { DropReason, Envelope, EventRecord, ProbeSpan, WorldObserver } from "../simulate/observer.ts";
import type { WorldFace } from "../simulate/world-types.ts";
import type { Explainer } from "../compile/types.ts";
import type { AcceptedStep, Observation, ObservedStep, Report, Violation } from "../conform/types.ts";
import type { StateSpace } from "../conform/state-space.ts";
import { openAction } from "../conform/step-search.ts";
import type { FailedStep } from "../conform/outcome.ts";
import { Validator } from "../conform/validator.ts";
import type { GivenCounts } from "./given-counts.ts";
import { describeEvent, faultText } from "./event-text.ts";
import type { Layout } from "./layout.ts";
import { unreportedMax, type Level } from "./levels.ts";
import { unknownName } from "./name-problems.ts";
import { MappedState } from "./mapped-state.ts";
import type { FaultKind, MessageKind, ProgramEvent, SentMessage, StepMapping, StepResult } from "./mapping.ts";
import type { Renamings } from "./step-reading.ts";

/** Instances of the specification that one run may have. */
export const INSTANCES_MAX = 10_000;

/** One instance of the specification in one run. */
export interface Instance {
  readonly key: string;
  readonly validator: Validator;
  /** Accepted steps; kept only when the run is examined in detail. */
  history(): AcceptedStep[];
}

interface Tracker extends Instance {
  readonly renamings: Renamings;
  readonly state: MappedState;
  steps: ObservedStep[];
  /** The words behind the steps; kept only for who listens. */
  words: ReportedWord[];
  outside: boolean;
  /** Something was reported in this event. */
  isTold: boolean;
}

/** A copy of a message is handed to the network, is made by it, or is not on its way any more. */
type NetworkChange = "sent" | "copied" | "gone";

/** A span that a process has begun. */
interface OpenSpan {
  readonly process: string;
  readonly data: unknown;
  readonly report: Report;
}

/** A word of the program, or a fault, that concerns an instance: what a mapping makes steps of. */
export interface ReportedWord {
  readonly process: string;
  /** The key in the mapping's `steps`, `faults` or `messageSteps`. */
  readonly name: string;
  /** What the program said, with process and word. */
  readonly event: ProgramEvent;
  /** A fault, or what happened to a message: the simulator knows it, the program did not say it. */
  readonly isFault: boolean;
  /** A crash cut it. */
  readonly isOptional: boolean;
}

/** What a run comes to for the specification; the first one stands. */
export type Finding =
  | { readonly verdict: "violates"; readonly violation: Violation; readonly instance: Instance }
  | {
      readonly verdict: "unknown";
      readonly bound: string;
      readonly failed?: FailedStep;
      readonly observation: Observation;
      readonly instance: Instance;
    };

export interface ObserverOptions {
  /** Keep accepted steps, source places and descriptions: for the replay of one run. */
  readonly isDetailed: boolean;
  /** How much of the run is observed. */
  readonly level: Level;
  /** After a violation, events of its instance that are still gathered, for hypotheses about what is wrong. */
  readonly lookahead?: number;
  /** Finds what blocks a step, where silent actions are declared. */
  readonly explainer?: Explainer;
  /** Counts what step functions give. */
  readonly given?: GivenCounts;
  /** Hears each observation before it is judged, with the words that its steps were made of. */
  readonly onObservation?: (instance: Instance, observation: Observation, words: readonly ReportedWord[]) => void;
}

/** How many events of a process said something, and how many changed nothing in the specification. */
export interface StutterCount {
  events: number;
  stuttering: number;
}

export class Observer implements WorldObserver {
  readonly wantsPlaces: boolean;
  finding: Finding | undefined;
  /** What the instance of a violation did next, as far as `lookahead` says. */
  readonly following: Observation[] = [];
  readonly stutters = new Map<string, StutterCount>();
  /** What the program has reported, each word once. */
  readonly words = new Set<string>();
  readonly #layout: Layout;
  readonly #space: StateSpace;
  readonly #options: ObserverOptions;
  readonly #trackers = new Map<string, Tracker>();
  readonly #openSpans = new Map<number, OpenSpan>();
  readonly #initial: Int32Array;
  #world: WorldFace | undefined;
  /** Processes whose parts must be read again at the end of this event. */
  #dirty: string[] = [];

  constructor(layout: Layout, space: StateSpace, options: ObserverOptions) {
    this.#layout = layout;
    this.#space = space;
    this.#options = options;
    this.wantsPlaces = options.isDetailed;
    this.#initial = space.state(space.initialStates()[0]!);
  }

  /** The world exists only after its observer; call before the first step. */
  attach(world: WorldFace): void {
    this.#world = world;
  }

  get instances(): IterableIterator<Instance> {
    return this.#trackers.values();
  }

  // ---------------------------------------------------------------------------------------- hooks

  probe(process: string, name: string, data: unknown, span: ProbeSpan | undefined, place: string | undefined): void {
    if (this.#options.level.probes === "none" || this.isOver) return;
    if (span?.phase === "begin") {
      this.#openSpans.set(span.id, { process, data, report: reportOf(name, place) });
      return;
    }
    // The end of a span stands where it began: that is the line that reports it.
    const begun = span === undefined ? undefined : this.#openSpans.get(span.id);
    if (span !== undefined) this.#openSpans.delete(span.id);
    if (span?.phase === "failed") return;
    this.#report(process, name, data, begun?.report ?? reportOf(name, place), false);
  }

  send(envelope: Envelope): void {
    if (this.isOver) return;
    const tracker = this.#trackerOf(envelope.message as Record<string, unknown>);
    if (tracker === undefined) return;
    tracker.state.foldSend(envelope);
    this.#happened("sent", this.#layout.mapping.messageSteps.sent, envelope.from, envelope);
    this.#changeNetwork(envelope, "sent");
  }

  #changeNetwork(sent: SentMessage, change: NetworkChange): void {
    const { messages } = this.#layout.mapping;
    if (messages === undefined || this.isOver) return;
    // The set of all messages that were ever sent knows no copies, and nothing leaves it.
    if (change !== "sent" && messages.inFlight !== true) return;
    const message = messages.toSpec(sent.message, sent);
    if (message === undefined) return;
    const tracker = this.#trackerOf(sent.message as Record<string, unknown>);
    tracker?.state.changeNetwork(message, change === "gone" ? -1 : 1);
  }

  deliver(envelope: Envelope): void {
    if (this.#layout.mapping.messages?.takenBy === undefined) this.#changeNetwork(envelope, "gone");
    this.#happened("received", this.#layout.mapping.messageSteps.received, envelope.to, envelope);
  }

  /** Lost on the way, cut off by a partition or arrived at a process that is down: the same to the specification. */
  drop(envelope: Envelope, reason: DropReason): void {
    this.#changeNetwork(envelope, "gone");
    this.#fault("loss", envelope.to, envelope, reason);
  }

  duplicate(envelope: Envelope): void {
    this.#changeNetwork(envelope, "copied");
    this.#fault("duplicate", envelope.to, envelope);
  }

  crash(process: string, cutAfterEffects: number | undefined): void {
    if (cutAfterEffects !== undefined && this.#layout.mapping.messages?.takenBy !== undefined) {
      for (const { state } of this.#trackers.values()) state.forgetNetwork();
    }
    for (const [id, span] of this.#openSpans) {
      if (span.process !== process) continue;
      this.#openSpans.delete(id);
      const { report, data } = span;
      this.#report(process, report.name, data, { ...report, name: `${report.name} (cut by a crash)` }, true);
    }
    this.#dirty.push(process);
    this.#fault("crash", process, undefined);
  }

  restart(process: string): void {
    this.#dirty.push(process);
    this.#fault("restart", process, undefined);
  }

  eventEnd(event: EventRecord): void {
    if (this.isOver) return;
    if (event.process !== undefined) this.#dirty.push(event.process);
    const dirty = this.#dirty;
    this.#dirty = [];
    let changed = false;
    for (const tracker of this.#trackers.values()) {
      tracker.state.read(dirty);
      if (!tracker.isTold && !tracker.state.hasChanged) continue;
      changed = this.#observe(tracker, event) || changed;
      if (this.isOver) return;
    }
    this.#countStutter(event, changed);
  }

  // ---------------------------------------------------------------------------------------- reports

  #report(process: string, name: string, data: unknown, report: Report, isOptional: boolean): void {
    const { mapping } = this.#layout;
    const step = mapping.steps[name];
    if (step === undefined) {
      throw new DiagnosticError([
        unknownName(
          "LS5006",
          `process "${process}" reported "${name}", which \`steps\` does not map`,
          name,
          Object.keys(mapping.steps),
        ),
      ]);
    }
    this.words.add(name);
    const event = Object.assign({ process, event: name }, data) as ProgramEvent;
    const taken = mapping.messages?.takenBy?.(event);
    if (taken !== undefined) this.#changeNetwork(taken, "gone");
    const renamings = () => this.#trackerOf(event)?.renamings ?? new Map<string, Map<unknown, string>>();
    const result = this.#layout.reader.resultOf(step, event, process, renamings);
    if (result.kind === "stutter") return;
    const tracker = this.#trackerOf(event);
    if (tracker === undefined) return;
    this.#options.given?.add(name, result);
    this.#add(tracker, result, `steps["${name}"]`, report, isOptional);
    this.#note(tracker, { process, name, event, isFault: false, isOptional });
  }

  #note(tracker: Tracker, word: ReportedWord): void {
    if (this.#options.onObservation !== undefined) tracker.words.push(word);
  }

  #add(tracker: Tracker, result: StepResult, where: string, reportedBy: Report, isOptional: boolean): void {
    if (result.kind === "stutter") return;
    tracker.isTold = true;
    const { steps, isOutside } = this.#layout.reader.read(result, where, reportedBy, isOptional);
    if (isOutside) tracker.outside = true;
    tracker.steps.push(...steps.map((step) => seenAt(this.#options.level, step)));
  }

  #fault(kind: FaultKind, process: string, envelope: Envelope | undefined, reason?: DropReason): void {
    const fault = faultText(kind, process, envelope, reason);
    this.#happened(kind, this.#layout.mapping.faults[kind], process, envelope, fault);
  }

  /** Something that the simulator knows and the program did not say: a fault, or what happens to a message. */
  #happened(
    kind: FaultKind | MessageKind,
    mapping: StepMapping | undefined,
    process: string,
    envelope: Envelope | undefined,
    fault?: string,
  ): void {
    if (this.isOver || mapping === undefined || (typeof mapping !== "function" && mapping.kind === "stutter")) return;
    if (envelope !== undefined && !this.#options.level.messages) return;
    const event: ProgramEvent = {
      process,
      event: kind,
      ...(envelope === undefined ? {} : { message: envelope.message, from: envelope.from, to: envelope.to }),
    };
    const only = envelope === undefined ? undefined : this.#trackerOf(envelope.message as Record<string, unknown>);
    const concerned = envelope === undefined ? [...this.#trackers.values()] : only === undefined ? [] : [only];
    for (const tracker of concerned) {
      const result = this.#layout.reader.resultOf(mapping, event, process, () => tracker.renamings);
      const where = fault === undefined ? `messageSteps.${kind}` : `faultSteps.${kind}`;
      this.#options.given?.add(where, result);
      this.#add(tracker, result, where, { name: kind, ...(fault === undefined ? {} : { fault }) }, false);
      this.#note(tracker, { process, name: kind, event, isFault: true, isOptional: false });
    }
  }

  // ---------------------------------------------------------------------------------------- instances

  #trackerOf(data: Readonly<Record<string, unknown>>): Tracker | undefined {
    const key = this.#layout.mapping.instance(data);
    if (key === undefined) return undefined;
    return this.#trackers.get(key) ?? this.#open(key);
  }

  #open(key: string): Tracker {
    if (this.#trackers.size >= INSTANCES_MAX) {
      const tooMany: Diagnostic = {
        code: "LS5008",
        severity: "error",
        message: `more than INSTANCES_MAX = ${INSTANCES_MAX} instances of the specification in one run`,
        hint: "does `instance` return the right key?",
      };
      throw new DiagnosticError([tooMany]);
    }
    const { mapping, silent, silentInLogs } = this.#layout;
    const validator = new Validator(this.#space, {
      silentStepsMax: unreportedMax(mapping, this.#options.level),
      silent: this.#options.level.messages ? silent : silentInLogs,
      search: this.#layout.search(this.#space),
      ...(mapping.candidatesMax === undefined ? {} : { candidatesMax: mapping.candidatesMax }),
      ...(this.#options.explainer === undefined ? {} : { explainer: this.#options.explainer }),
      keepsWitness: this.#options.isDetailed,
    });
    const state = new MappedState({
      key,
      layout: this.#layout,
      space: this.#space,
      level: this.#options.level,
      world: this.#world!,
      initial: this.#initial,
      candidate: () => validator.candidates[0]!,
    });
    const tracker: Tracker = {
      key,
      validator,
      history: () => validator.witness(),
      renamings: new Map(),
      state,
      steps: [],
      words: [],
      outside: false,
      isTold: false,
    };
    this.#trackers.set(key, tracker);
    return tracker;
  }

  // ---------------------------------------------------------------------------------------- observations

  /** Hands the event to the instance's validator; true when the specification took a step. */
  #observe(tracker: Tracker, event: EventRecord): boolean {
    const observation: Observation = {
      event: event.index,
      process: event.process ?? "network",
      time: event.time,
      description: this.#options.isDetailed ? describeEvent(event) : event.kind,
      steps: tracker.steps,
      end: tracker.state.observed(this.#options.isDetailed),
      ...(tracker.outside ? { outside: true } : {}),
    };
    const { words } = tracker;
    tracker.steps = [];
    tracker.words = [];
    tracker.isTold = false;
    tracker.state.hasChanged = false;
    if (this.finding !== undefined) return this.#gather(tracker, observation);
    this.#options.onObservation?.(tracker, observation, words);
    const stepsBefore = tracker.validator.steps;
    const outcome = tracker.validator.observe(observation);
    if (outcome?.verdict === "violates")
      this.#stop({ verdict: "violates", violation: outcome.violation, instance: tracker });
    else if (outcome !== undefined) this.#stop({ ...outcome, observation, instance: tracker });
    return tracker.validator.steps > stepsBefore;
  }

  #stop(finding: Finding): void {
    this.finding = finding;
    if (this.isOver) this.#world!.stop();
  }

  /** Nothing more is to be heard. */
  get isOver(): boolean {
    return this.finding !== undefined && this.following.length >= (this.#options.lookahead ?? 0);
  }

  /** Keeps what the instance of the violation does next. */
  #gather(tracker: Tracker, observation: Observation): boolean {
    if (this.finding?.verdict === "violates" && this.finding.instance === tracker)
      this.following.push({ ...observation, end: observation.end.slice() });
    if (this.isOver) this.#world!.stop();
    return false;
  }

  #countStutter(event: EventRecord, changed: boolean): void {
    if (event.process === undefined) return;
    let count = this.stutters.get(event.process);
    if (count === undefined) this.stutters.set(event.process, (count = { events: 0, stuttering: 0 }));
    count.events++;
    if (!changed) count.stuttering++;
  }
}

function reportOf(name: string, place: string | undefined): Report {
  return { name, ...(place === undefined ? {} : { place }) };
}

/** What a level shows of a reported step. */
function seenAt({ probes }: Level, step: ObservedStep): ObservedStep {
  if (probes === "full") return step;
  const { reportedBy, isOptional } = step;
  const actions =
    probes === "arguments"
      ? step.actions
      : step.actions.map(({ action, arguments: known }) => openAction(action, known.length));
  return { actions, values: [], reportedBy, ...(isOptional === undefined ? {} : { isOptional }) };
}
