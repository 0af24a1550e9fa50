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
import { UNKNOWN } from "../compile/types.ts";
import type { Explainer } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import type { AcceptedStep, Observation, ObservedStep, Report, Violation } from "../conform/types.ts";
import type { StateSpace } from "../conform/state-space.ts";
import { withCopies } from "../conform/containers.ts";
import { openAction } from "../conform/step-search.ts";
import type { FailedStep } from "../conform/outcome.ts";
import { Validator } from "../conform/validator.ts";
import type { GivenCounts } from "./given-counts.ts";
import type { Layout, Slot } from "./layout.ts";
import { unreportedMax, type Level } from "./levels.ts";
import { unknownName } from "./name-problems.ts";
import { unobserved } from "./mapping.ts";
import type { FaultKind, MessageKind, ProgramEvent, SentMessage, StepMapping, StepResult, View } from "./mapping.ts";
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
  /** Mapped values now; one handle per variable. */
  readonly end: Int32Array;
  /** Last JavaScript value and handle of each slot. */
  readonly values: unknown[];
  readonly handles: Int32Array;
  /** Slots that cannot be read now: history of a process that is down, or that says so. Their variables are not observed. */
  readonly hidden: Set<Slot>;
  steps: ObservedStep[];
  /** The words behind the steps; kept only for who listens. */
  words: ReportedWord[];
  outside: boolean;
  /** Something changed or was reported in this event. */
  touched: boolean;
  /** The slots of all processes are still to be read for the first time. */
  isNew: boolean;
}

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
    this.#foldSend(tracker, envelope);
    this.#happened("sent", this.#layout.mapping.messageSteps.sent, envelope.from, envelope);
    this.#changeNetwork(envelope, 1);
  }

  /** A copy of a message is sent, or arrives or is lost, as the specification's network sees it. */
  #changeNetwork(sent: SentMessage, copies: 1 | -1): void {
    const { mapping, messages, translator, machine } = this.#layout;
    if (mapping.messages === undefined || this.isOver) return;
    const { variable, toSpec, inFlight = false } = mapping.messages;
    const message = toSpec(sent.message, sent);
    const tracker = message === undefined ? undefined : this.#trackerOf(sent.message as Record<string, unknown>);
    if (tracker === undefined || tracker.end[messages] === UNKNOWN) return;
    const value = translator.value(message, variable, inFlight ? "key" : "element");
    const before = tracker.end[messages]!;
    const hasAllCounts = inFlight && machine.store.inDomain(this.#initial[messages]!, value, -1);
    const after = inFlight
      ? withCopies(machine.store, before, value, copies, hasAllCounts)
      : machine.store.setAdd(before, value, -1);
    if (after === before) return;
    tracker.end[messages] = after;
    tracker.touched = true;
  }

  #leavesNetwork(envelope: Envelope): void {
    if (this.#layout.mapping.messages?.inFlight === true) this.#changeNetwork(envelope, -1);
  }

  deliver(envelope: Envelope): void {
    if (this.#layout.mapping.messages?.takenBy === undefined) this.#leavesNetwork(envelope);
    this.#happened("received", this.#layout.mapping.messageSteps.received, envelope.to, envelope);
  }

  /** Lost on the way, cut off by a partition or arrived at a process that is down: the same to the specification. */
  drop(envelope: Envelope, reason: DropReason): void {
    this.#leavesNetwork(envelope);
    this.#fault("loss", envelope.to, envelope, reason);
  }

  duplicate(envelope: Envelope): void {
    if (this.#layout.mapping.messages?.inFlight === true) this.#changeNetwork(envelope, 1);
    this.#fault("duplicate", envelope.to, envelope);
  }

  crash(process: string, cutAfterEffects: number | undefined): void {
    if (cutAfterEffects !== undefined && this.#layout.mapping.messages?.takenBy !== undefined) {
      for (const { end } of this.#trackers.values()) end[this.#layout.messages] = UNKNOWN;
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
      if (tracker.isNew) this.#readAll(tracker);
      else for (const process of dirty) this.#readSlots(tracker, this.#layout.slotsOf.get(process));
      if (!tracker.touched) continue;
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
    if (taken !== undefined) this.#changeNetwork(taken, -1);
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
    tracker.touched = true;
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

  // ---------------------------------------------------------------------------------------- mapped state

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
    const { machine, mapping, messages, slots, silent, silentInLogs } = this.#layout;
    const validator = new Validator(this.#space, {
      silentStepsMax: unreportedMax(mapping, this.#options.level),
      silent: this.#options.level.messages ? silent : silentInLogs,
      search: this.#layout.search(this.#space),
      ...(mapping.candidatesMax === undefined ? {} : { candidatesMax: mapping.candidatesMax }),
      ...(this.#options.explainer === undefined ? {} : { explainer: this.#options.explainer }),
      keepsWitness: this.#options.isDetailed,
    });
    const end = new Int32Array(machine.variables.length);
    if (this.#observesMessages) end[messages] = this.#initial[messages]!;
    const tracker: Tracker = {
      key,
      validator,
      history: () => validator.witness(),
      renamings: new Map(),
      end,
      values: slots.map((slot) => (slot.part.kind === "sends" ? slot.part.initial : undefined)),
      handles: new Int32Array(slots.length),
      hidden: new Set(),
      steps: [],
      words: [],
      outside: false,
      touched: false,
      isNew: true,
    };
    this.#trackers.set(key, tracker);
    return tracker;
  }

  get #observesMessages(): boolean {
    const { level } = this.#options;
    const { messages } = this.#layout.mapping;
    return messages !== undefined && level.messages && (messages.takenBy === undefined || level.probes !== "none");
  }

  #foldSend(tracker: Tracker, sent: SentMessage): void {
    if (!this.#options.level.state) return;
    for (const slot of this.#layout.slotsOf.get(sent.from) ?? []) {
      if (slot.part.kind === "sends") this.#assign(tracker, slot, slot.part.fold(tracker.values[slot.index], sent));
    }
  }

  #readAll(tracker: Tracker): void {
    tracker.isNew = false;
    if (!this.#options.level.state) return;
    for (const slot of this.#layout.slots) {
      if (slot.part.kind === "sends") this.#assign(tracker, slot, tracker.values[slot.index]);
    }
    for (const slots of this.#layout.slotsOf.values()) this.#readSlots(tracker, slots);
  }

  #readSlots(tracker: Tracker, slots: readonly Slot[] | undefined): void {
    if (slots === undefined || !this.#options.level.state) return;
    for (const slot of slots) {
      const value = this.#read(tracker, slot);
      if (value === unobserved) tracker.hidden.add(slot);
      else if (value !== undefined) this.#assign(tracker, slot, value);
    }
  }

  /** The part's value now; undefined when there is nothing new to say. */
  #read(tracker: Tracker, slot: Slot): unknown {
    const part = slot.part;
    if (part.kind === "sends") return undefined;
    const wasHidden = tracker.hidden.delete(slot);
    if (part.kind === "durable") return part.read(this.#view(tracker, slot));
    const isUp = this.#world!.isUp(slot.owner);
    if (part.kind === "volatile") return isUp ? part.read(this.#view(tracker, slot)) : part.whenDown;
    if (!isUp) return unobserved;
    const now = part.read(this.#view(tracker, slot));
    if (now === undefined && !wasHidden) return undefined;
    if (now === unobserved) return unobserved;
    const last = this.#specValue(tracker, slot);
    return now === undefined ? last : part.combine(last, now);
  }

  /**
   * What the specification has for a slot, as a JavaScript value: a history variable remembers what the process told of
   * before a crash, even what it told in the very event that the crash cut. Of several candidates the first one counts.
   */
  #specValue(tracker: Tracker, slot: Slot): unknown {
    const { machine, translator } = this.#layout;
    const whole = this.#space.value(tracker.validator.candidates[0]!, slot.variable);
    return translator.toJavaScript(slot.key === undefined ? whole : machine.store.apply(whole, slot.key, -1));
  }

  #view(tracker: Tracker, slot: Slot): View {
    const world = this.#world!;
    return {
      instance: tracker.key,
      node: slot.owner,
      memory: <T>() => world.handlerOf(slot.owner) as T | undefined,
      file: (name) => world.diskOf(slot.owner).visible(name),
    };
  }

  #assign(tracker: Tracker, slot: Slot, value: unknown): void {
    if (Object.is(value, tracker.values[slot.index]) && tracker.handles[slot.index] !== UNKNOWN && !isObject(value))
      return;
    const { machine } = this.#layout;
    tracker.values[slot.index] = value;
    const name = machine.variables[slot.variable]!;
    const handle = this.#converted(value, name, slot);
    if (handle === tracker.handles[slot.index]) return;
    tracker.handles[slot.index] = handle;
    const before: Value = tracker.end[slot.variable]!;
    const whole = before === UNKNOWN ? this.#initial[slot.variable]! : before;
    const after = slot.key === undefined ? handle : machine.store.update(whole, slot.key, handle, -1);
    if (after !== before) {
      tracker.end[slot.variable] = after;
      tracker.touched = true;
    }
  }

  /** A value for a slot; one that would do for each key of a variable was probably meant for one of them. */
  #converted(value: unknown, name: string, { key, owner }: Slot): Value {
    const { translator } = this.#layout;
    try {
      return translator.value(value, name, key === undefined ? "whole" : "element");
    } catch (error) {
      if (!(error instanceof DiagnosticError) || key !== undefined || !translator.isOfEachKey(value, name)) throw error;
      const hint = `${name} is a function: perNode(names, part) reads its value at each node on that node; on("${owner}", part) has to give all of it`;
      throw new DiagnosticError(error.diagnostics.map((diagnostic) => ({ hint, ...diagnostic })));
    }
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
      end: this.#observedEnd(tracker),
      ...(tracker.outside ? { outside: true } : {}),
    };
    const { words } = tracker;
    tracker.steps = [];
    tracker.words = [];
    tracker.touched = false;
    if (this.finding !== undefined) return this.#gather(tracker, observation);
    this.#options.onObservation?.(tracker, observation, words);
    const stepsBefore = tracker.validator.steps;
    const outcome = tracker.validator.observe(observation);
    if (outcome?.verdict === "violates")
      this.#stop({ verdict: "violates", violation: outcome.violation, instance: tracker });
    else if (outcome !== undefined) this.#stop({ ...outcome, observation, instance: tracker });
    return tracker.validator.steps > stepsBefore;
  }

  /** The mapped values, without the variables that have a part which cannot be read now. */
  #observedEnd(tracker: Tracker): Int32Array {
    if (tracker.hidden.size === 0 && !this.#options.isDetailed) return tracker.end;
    const end = tracker.end.slice();
    for (const slot of tracker.hidden) end[slot.variable] = UNKNOWN;
    return end;
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

/** `receives vote from rm1`, `timer`, `restarts`. */
export function describeEvent(event: EventRecord): string {
  switch (event.kind) {
    case "deliver":
      return `receives ${messageName(event.envelope?.message)} from ${event.envelope?.from ?? "?"}`;
    case "start":
      return "starts";
    case "restart":
      return "restarts";
    case "crash":
      return "crashes";
    case "timer":
      return "timer fires";
    case "disk-sync":
      return "disk sync completes";
    default:
      return event.kind;
  }
}

/** A fault as a sentence. */
function faultText(kind: FaultKind, process: string, envelope: Envelope | undefined, reason?: DropReason): string {
  const what = envelope === undefined ? "" : `${messageName(envelope.message)} from ${envelope.from} to ${envelope.to}`;
  switch (kind) {
    case "loss":
      return reason === "receiver-down" ? `${process} was down when ${what} came` : `the network lost ${what}`;
    case "duplicate":
      return `the network duplicated ${what}`;
    case "crash":
      return `${process} crashed`;
    case "restart":
      return `${process} restarted`;
  }
}

/** The word by which a message goes: itself, when it is one, else its `type` or `kind`. */
export function messageName(message: unknown): string {
  if (typeof message === "string" && /^[\w.-]{1,32}$/.test(message)) return message;
  if (!isObject(message)) return "a message";
  const { type, kind } = message as { readonly type?: unknown; readonly kind?: unknown };
  return typeof type === "string" ? type : typeof kind === "string" ? kind : "a message";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
