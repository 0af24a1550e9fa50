/**
 * Holds the records of a log against a specification, one after another and in bounded memory.
 *
 * Each instance of the specification has a validator of its own; one that has been quiet for longest is let go when there
 * are too many. Records that no clock orders are gathered and tried in other orders when the first does not fit. A
 * process whose `seq` jumps or starts again did something that the log does not have: up to `SILENT_STEPS_MAX` of the
 * actions that it is known to report may then have happened since its last report, in each instance. What others report of
 * that may stand before the restart in the log, so an event that nothing explains waits for one.
 */
import type { Explainer, StateMachine } from "../../compile/types.ts";
import type { Branch } from "../../conform/branch.ts";
import type { Value } from "../../values/types.ts";
import { explain } from "../../conform/explain.ts";
import { failedEvaluation, type FailedEvaluation } from "../../conform/failed-evaluation.ts";
import { visitObservation } from "../../conform/held-values.ts";
import { repairsOf } from "../../conform/repair/repair.ts";
import type { EventName } from "../../conform/repair/words.ts";
import type { AcceptedStep, Explanation, Observation } from "../../conform/types.ts";
import type { Outcome } from "../../conform/outcome.ts";
import { Validator, type ValidatorOptions } from "../../conform/validator.ts";
import type { ReadSteps } from "../step-reading.ts";
import { InstanceOrder, type Pending } from "./instance-order.ts";
import { Instances, QUIET_EVENTS_MAX, RECENT_MAX, type RestingInstance, type Tracked } from "./instances.ts";
import { type LogAtRest, type LogCounts, type LogDebt, type LogFinding, type LogViolation } from "./log-finding.ts";
import { InstanceEnds } from "./instance-ends.ts";
import { LearntGraph } from "./learnt-graph.ts";
import type { PreparedMapping } from "./log-mapping.ts";
import { OrderDecisions } from "./order-decisions.ts";
import type { LogRecord, ProgramRecord } from "./record.ts";
import { copyOf } from "./record-reader.ts";
import type { RecordMerge } from "./record-merge.ts";
import { RecordSteps } from "./record-steps.ts";
import { lostAt, Refusals } from "./refusals.ts";
import { Reporters, SPANS_OPEN_MAX, type Reporter } from "./reporters.ts";
import { Waiting, WAITING_RECORDS_MAX } from "./waiting.ts";

/** Accepted steps of an instance that are kept for explanations. */
const HISTORY_STEPS = 200;
/** And for a log that ends at rest: temporal properties of longer ones are not decided. */
export const AT_REST_STEPS_MAX = 10_000;

export interface LogValidatorOptions {
  readonly machine: StateMachine;
  readonly explainer: Explainer;
  readonly mapping: PreparedMapping;
  /** Where the records come from, when there are several logs: what is concurrent may be tried in another order. */
  readonly merge?: Pick<RecordMerge, "mayStillCome">;
  /** There is more of the log: what nothing explains yet may be explained by a restart further on. */
  readonly looksAhead?: boolean;
  /** The log ends with the system at rest: nothing more would have happened, so temporal properties are judged. */
  readonly endsAtRest?: boolean;
  /** What an event goes by in hypotheses; its line, or with several logs its place, when absent. */
  readonly eventName?: EventName;
  /** Instead of `LEARNT_MAX`. */
  readonly learntMax?: number;
  /** Instead of `RECENT_MAX`. */
  readonly recentMax?: number;
  /** Instead of `QUIET_EVENTS_MAX`. */
  readonly quietEventsMax?: number;
  /**
   * Gets each accepted step, in the order of its instance, for certificates; its values may be given back afterwards. Keeps
   * what several candidates came from.
   */
  readonly onStep?: (instance: string, step: AcceptedStep, isFirst: boolean) => void;
}

export class LogValidator {
  finding: LogFinding | undefined;
  readonly #options: LogValidatorOptions;
  readonly #graph: LearntGraph;
  readonly #refusals: Refusals;
  readonly #orders: OrderDecisions;
  readonly #ends: InstanceEnds;
  readonly #historySteps: number;
  readonly #instances: Instances;
  readonly #reporters: Reporters;
  readonly #recordSteps: RecordSteps;
  readonly #validatorOptions: ValidatorOptions;
  readonly #silent = new Map<string, number>();
  /** After a violation: what the same instance told next, for hypotheses about what is wrong. */
  readonly following: Observation[] = [];
  readonly #unknownEnd: Int32Array;
  /** The one that was taken last. */
  #record: LogRecord | undefined;
  #waiting: Waiting | undefined;
  #records = 0;
  #accepted = 0;
  #steps = 0;
  #candidatesPeak = 1;
  #gaps = 0;

  constructor(options: LogValidatorOptions) {
    this.#options = options;
    this.#graph = new LearntGraph(options.machine, options.learntMax);
    this.#ends = new InstanceEnds(options);
    const endsAtRest = options.endsAtRest === true;
    this.#historySteps = endsAtRest ? AT_REST_STEPS_MAX : HISTORY_STEPS;
    this.#instances = new Instances({
      recentMax: endsAtRest || options.onStep !== undefined ? Infinity : (options.recentMax ?? RECENT_MAX),
      quietEventsMax: options.quietEventsMax ?? QUIET_EVENTS_MAX,
      open: (key, resting) => this.#opened(key, resting),
      forgetHistory: (tracked) => this.#quieten(tracked),
      isEnded: (states) => this.#graph.isEnded(states),
      close: (tracked) => this.#letGo(tracked),
    });
    const { candidatesMax } = options.mapping.mapping;
    this.#validatorOptions = {
      silentStepsMax: 0,
      silent: options.mapping.silent,
      ...(candidatesMax === undefined ? {} : { candidatesMax }),
      explainer: options.explainer,
      keepsWitness: true,
    };
    this.#recordSteps = new RecordSteps(options.machine, options.mapping);
    this.#unknownEnd = new Int32Array(options.machine.variables.length);
    const { store } = options.machine;
    this.#reporters = new Reporters(store);
    const taker = {
      isStopped: () => this.finding !== undefined,
      observe: (tracked: Tracked, one: Pending, mayPostpone: () => boolean) => this.#observe(tracked, one, mayPostpone),
      adopt: (tracked: Tracked, pending: readonly Pending[], branches: readonly Branch[]) =>
        this.#adopt(tracked, pending, branches),
    };
    this.#orders = new OrderDecisions(taker, options.merge);
    this.#refusals = new Refusals(this.#reporters, options.looksAhead === true);
    store.keepAll();
    store.hold({ visitValues: (visit) => this.#visitValues(visit) });
  }

  /** Between two records these are all the values there are; those of instances that rest are the space's. */
  #visitValues(visit: (v: Value) => void): void {
    this.#graph.space.visitValues(visit);
    for (const { validator, order } of this.#instances.tracked()) {
      validator.visitValues(visit, order.branches);
      order.visitObservations((observation) => visitObservation(observation, visit));
    }
    this.#reporters.visitValues(visit);
  }

  /** Takes the next record. Throws a DiagnosticError for one that means nothing. */
  take(record: LogRecord): void {
    if (record.doubt !== undefined) this.finding = this.#refusals.noteDoubt(record, record.doubt, this.finding);
    if (this.#waiting !== undefined) return this.#wait(this.#waiting, record);
    if (this.finding === undefined) {
      this.#records++;
      this.#forgetLearnt();
    }
    this.#understand(record);
  }

  /** The log ends within a line: the process that wrote this record may have done more, which it could not tell. */
  cutOff(last: LogRecord): void {
    this.#gaps++;
    this.#refusals.noteCutOff(last);
  }

  /** What was learnt about the state graph, when it is much; and values that nothing refers to any more. */
  #forgetLearnt(): void {
    if (this.#graph.isRenewalDue) this.#renewGraph();
    this.#options.machine.store.collectIfDue();
  }

  #understand(record: LogRecord): void {
    this.#record = record;
    const reporter = this.#reporterOf(record);
    if (record.kind === "spec") {
      const tracked = this.#tracked(record.instance, record);
      if (tracked === undefined) return;
      const read = this.#recordSteps.ofSpec(record);
      for (const { actions } of read.steps) reporter.remember(actions);
      this.#enqueue(tracked, record, read);
      return;
    }
    if (record.span?.phase === "begin") {
      reporter.spans.set(record.span.id, record);
      if (reporter.spans.size > SPANS_OPEN_MAX && this.finding === undefined) this.#stopAtSpans(record);
      return;
    }
    if (record.span !== undefined) reporter.spans.delete(record.span.id);
    if (record.span?.phase !== "failed") this.#report(record, reporter, false);
  }

  #stopAtSpans(record: ProgramRecord): void {
    const instance = this.#recordSteps.word(record)?.key ?? "";
    this.finding = { verdict: "unknown", bound: "SPANS_OPEN_MAX", record, instance };
  }

  /** No more records: what waits for its order is decided. */
  finish(): void {
    this.#refusals.noteEnd();
    if (this.#waiting !== undefined) this.#refuse(this.#waiting);
    for (const tracked of [...this.#instances.tracked()]) this.#orders.end(tracked);
    if (this.finding === undefined) this.#ends.judge(this.#graph, this.#instances.tracked(), this.#instances.resting());
    for (const tracked of this.#instances.tracked()) this.#close(tracked);
  }

  /** What instances owe at the end of a log that conforms. */
  get debts(): readonly LogDebt[] {
    return this.#ends.debts;
  }

  /** Where the log ends at rest: temporal properties that are false, and those that are not decided. */
  get atRest(): readonly LogAtRest[] {
    return this.#ends.atRest;
  }

  counts(): LogCounts {
    const { mapping } = this.#options.mapping;
    const words = this.#recordSteps.unusedWords();
    const silent = (mapping.silent ?? []).filter((action) => !this.#silent.has(action));
    return {
      records: this.#records,
      accepted: this.#accepted,
      instances: this.#instances.seen,
      steps: this.#steps,
      silent: Object.fromEntries([...this.#silent].sort()),
      candidatesPeak: this.#candidatesPeak,
      ...this.#graph.cost(),
      gaps: this.#gaps,
      unused: [...words.map((word) => `steps["${word}"]`), ...silent.map((action) => `silent: ${action}`)],
      neverObserved: this.#recordSteps.neverObserved(),
    };
  }

  /** Candidates of an instance now. */
  candidatesOf(instance: string): number {
    return this.#instances.heard(instance)?.validator.candidates.length ?? 0;
  }

  /** What could not be evaluated, if that is why the verdict is unknown. */
  failedEvaluation(found: LogFinding): FailedEvaluation | undefined {
    if (found.verdict !== "unknown" || found.failed === undefined) return undefined;
    return failedEvaluation(this.#options.machine, this.#options.explainer, found.failed);
  }

  /** Why the violation is one. */
  explain(found: LogViolation): Explanation {
    const { machine, explainer, merge, eventName = lineName(merge !== undefined) } = this.#options;
    const explanation = explain(machine, explainer, found.violation, found.history);
    const { validator, violation } = found;
    const run = { space: this.#graph.space, validator, explainer, violation, explanation, following: this.following };
    return { ...explanation, repairs: repairsOf({ ...run, eventName }) };
  }

  // ---------------------------------------------------------------------------------------- records

  #reporterOf(record: LogRecord): Reporter {
    this.#refusals.noteNumber(record);
    const reporter = this.#reporters.of(record.process);
    if (reporter.countsGap(record)) this.#gap(reporter, record);
    return reporter;
  }

  /** The process was started again, or records of it are lost. */
  #gap(reporter: Reporter, record: LogRecord): void {
    this.#gaps++;
    const cut = [...reporter.spans.values()];
    reporter.spans.clear();
    for (const span of cut) this.#report({ ...span, log: record.log, line: record.line }, reporter, true);
    this.#instances.allowLost(record.process, lostAt(record, reporter));
  }

  // ---------------------------------------------------------------------------------------- waiting for a restart

  #wait(waiting: Waiting, record: LogRecord): void {
    const { tracked, refused, records } = waiting;
    const reporter = this.#reporters.of(record.process);
    if (waiting.add(record, reporter)) {
      tracked.validator.allowLost(record.process, lostAt(record, reporter));
      if (this.#outcomeOf(tracked, refused) === undefined) return this.#goOn(waiting);
    }
    if (records.length >= WAITING_RECORDS_MAX) this.#refuse(waiting);
  }

  /** The event is explained after all; what came since takes its turn. */
  #goOn({ rest, records }: Waiting): void {
    this.#waiting = undefined;
    for (const [tracked, one] of rest) {
      // Its group was to be tried in all orders.
      tracked.order.isAssumed = true;
      this.#observe(tracked, one);
    }
    for (const record of records) this.take(record);
  }

  /** Nothing has explained it: it is a violation, and what came since may tell what is wrong. */
  #refuse({ tracked, refused, outcome, rest, records }: Waiting): void {
    this.#waiting = undefined;
    this.finding = this.#refusals.findingOf(tracked, refused.record, outcome);
    for (const [other, one] of rest) this.#observe(other, one);
    for (const record of records) this.take(record);
  }

  // ---------------------------------------------------------------------------------------- words

  #report(record: ProgramRecord, reporter: Reporter, isOptional: boolean): void {
    const word = this.#recordSteps.word(record);
    if (word?.key === undefined) return this.#stutter();
    const tracked = this.#tracked(word.key, record);
    if (tracked === undefined) return;
    const read = this.#recordSteps.ofWord(word, record, tracked.renamings, isOptional);
    if (read.steps.length === 0 && !read.isOutside) return this.#stutter();
    for (const one of read.steps) reporter.remember(one.actions);
    this.#enqueue(tracked, record, read);
  }

  // ---------------------------------------------------------------------------------------- instances

  #tracked(key: string, record: LogRecord): Tracked | undefined {
    const known = this.#instances.heard(key);
    if (known !== undefined || this.finding !== undefined) return known;
    if (!this.#instances.isLost(key)) return this.#instances.begin(copyOf(key));
    this.finding = { verdict: "unknown", bound: "INSTANCES_MAX", record, instance: key };
    return undefined;
  }

  #opened(key: string, resting: RestingInstance | undefined): Tracked {
    // Of one log without numbers nobody can tell that a process was killed, and the past is not needed.
    const options = {
      ...this.#validatorOptions,
      looksBack: this.#refusals.isNumbered || this.#options.merge !== undefined,
      search: this.#graph.search,
    };
    return {
      key,
      validator: new Validator(this.#graph.space, options, resting),
      renamings: new Map(),
      order: resting?.order ?? new InstanceOrder(),
      events: 0,
      isTold: false,
      older: undefined,
      newer: undefined,
    };
  }

  #letGo(tracked: Tracked): void {
    this.#orders.end(tracked);
    // It will not speak again, so what it has come to is what it comes to.
    if (this.#options.endsAtRest === true && this.finding === undefined) this.#ends.judge(this.#graph, [tracked]);
    this.#close(tracked);
  }

  /** Lets go of the state graph that was learnt; the instances go on with what they remember. */
  #renewGraph(): void {
    this.#graph.renew((numberOf, space, search) => {
      this.#instances.renumber(numberOf);
      for (const { validator, order } of this.#instances.tracked()) {
        order.settle();
        validator.moveTo(space, search);
      }
    });
  }

  // ---------------------------------------------------------------------------------------- verdicts

  #enqueue(tracked: Tracked, record: LogRecord, { steps, isOutside }: ReadSteps): void {
    const line = `${record.log}:${record.line}`;
    const observation: Observation = {
      event: record.line,
      process: record.process,
      time: record.time?.earliest ?? 0,
      description: line,
      place: record.kind === "program" ? (record.place ?? line) : line,
      steps,
      end: this.#unknownEnd,
      ...(isOutside ? { outside: true } : {}),
    };
    if (this.finding !== undefined) {
      if (this.finding.instance === tracked.key) this.following.push(observation);
      return;
    }
    // Records of one log are taken in its order.
    if (this.#options.merge === undefined) this.#observe(tracked, { record, observation });
    else this.#orders.gather(tracked, { record, observation });
  }

  #adopt(tracked: Tracked, pending: readonly Pending[], branches: readonly Branch[]): void {
    const { validator } = tracked;
    const before = validator.steps;
    validator.adopt(
      branches,
      pending.map((one) => one.observation),
    );
    this.#candidatesPeak = Math.max(this.#candidatesPeak, validator.candidatesPeak);
    this.#steps += validator.steps - before;
    this.#accepted += pending.length;
    for (const _ of pending) this.#countEvent(tracked);
  }

  /** Takes an event, or tells what is wrong with it. False: it is not explained, and that is postponed. */
  #observe(tracked: Tracked, one: Pending, mayPostpone: () => boolean = () => false): boolean {
    if (this.finding !== undefined) {
      if (this.finding.instance === tracked.key) this.following.push(one.observation);
      return true;
    }
    if (this.#waiting !== undefined) {
      this.#waiting.rest.push([tracked, one]);
      return true;
    }
    let outcome = this.#outcomeOf(tracked, one);
    if (outcome?.verdict === "violates" && this.#refusals.allowCutOff(tracked.validator))
      outcome = this.#outcomeOf(tracked, one);
    if (outcome === undefined) return true;
    if (outcome.verdict === "violates" && mayPostpone()) return false;
    if (this.#refusals.mayWait(tracked, outcome)) this.#waiting = new Waiting(tracked, one, outcome);
    else this.finding = this.#refusals.findingOf(tracked, one.record, outcome);
    return true;
  }

  /** What the validator says of an event; one that is accepted counts. */
  #outcomeOf(tracked: Tracked, { observation }: Pending): Outcome {
    const { validator } = tracked;
    const before = validator.steps;
    const outcome = validator.observe(observation);
    this.#candidatesPeak = Math.max(this.#candidatesPeak, validator.candidatesPeak);
    if (outcome !== undefined) return outcome;
    this.#steps += validator.steps - before;
    this.#accepted++;
    this.#countEvent(tracked);
    return undefined;
  }

  #countEvent(tracked: Tracked): void {
    if (++tracked.events % this.#historySteps === 0) this.#drain(tracked, this.#historySteps);
  }

  /** Nothing is heard of an instance for a while. */
  #quieten(tracked: Tracked): void {
    const { order } = tracked;
    if (this.#record !== undefined) this.#orders.decide(tracked, order.closes(this.#record));
    order.settle();
    this.#drain(tracked, 0);
  }

  /** Nothing more comes of an instance: any candidate that is left is a witness. */
  #close(tracked: Tracked): void {
    if (this.finding === undefined && this.#options.onStep !== undefined) tracked.validator.settle();
    this.#drain(tracked, 0);
  }

  /** Tells of steps that are certain by now, and lets go of them. */
  #drain(tracked: Tracked, keep: number): void {
    const { validator, key } = tracked;
    const { onStep, machine } = this.#options;
    for (const branch of validator.drainCertain(keep, keep === 0 && onStep === undefined)) {
      if (branch.reported === undefined) {
        const { name } = machine.actions[branch.taken!.action]!;
        this.#silent.set(name, (this.#silent.get(name) ?? 0) + 1);
      }
      onStep?.(key, validator.accepted(branch), !tracked.isTold);
      tracked.isTold = true;
    }
  }

  #stutter(): void {
    if (this.finding === undefined) this.#accepted++;
  }
}

function lineName(isMerged: boolean): EventName {
  return ({ event, place }) => (isMerged && place !== undefined ? place : `line ${event}`);
}
