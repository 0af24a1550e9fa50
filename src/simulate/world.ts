/**
 * The deterministic world: runs handler processes over a virtual clock, network and disk, one event at a time.
 *
 * A run is a function of its choices. `step()` takes the next event, runs the handler that it belongs to, drains all microtasks and ticks of the
 * program, folds what happened into the hash and tells the observer; nothing else of the program runs in between. A run must be
 * driven from a macrotask (see `inMacrotask`), because promises cannot be drained inside of a microtask.
 */

import { DISK_SYNC, CLOG, BURST, CRASH, DELIVER, PARTITION, PAUSE, RESTART, START, TIMER } from "./event-queue.ts";
import type { WorldEvent } from "./event-queue.ts";
import { copyData } from "./data.ts";
import { faultOptions } from "./fault-options.ts";
import {
  planFaults,
  type IdleCrash,
  type PlannedHold,
  type PlannedPartition,
  type PlannedPause,
} from "./fault-plan.ts";
import { GuardedObserver } from "./guarded-observer.ts";
import { assertDrainable, drainMicrotasks, takeOverHost } from "./host.ts";
import { Network } from "./network.ts";
import { EVENT_KINDS, type Envelope, type EventKind, type EventRecord } from "./observer.ts";
import { installProbeSink } from "./probe-sink.ts";
import type { PendingSync, ProcessContext } from "./process-context.ts";
import type { ProcessId } from "./process.ts";
import { SimulatedProcess } from "./simulated-process.ts";
import { NO_CUT, WorldCore } from "./world-core.ts";
import {
  DEFAULT_EPOCH_MICROS,
  DEFAULT_EVENT_LIMIT,
  DEFAULT_HORIZON_MICROS,
  type DiskView,
  type RunEnd,
  type RunResult,
  type WorldFace,
  type WorldOptions,
} from "./world-types.ts";

/** The record that observers are given, refilled for each event. */
interface MutableEventRecord extends EventRecord {
  index: number;
  time: number;
  kind: EventKind;
  process: ProcessId | undefined;
  cause: number;
  handled: boolean;
  effects: number;
  envelope: Envelope | undefined;
}

/**
 * @example
 * const world = new World({ choices: new Choices({ seed: "1" }), processes: { a: { handler: A }, b: { handler: B } } });
 * await inMacrotask(() => world.run());
 * world.result().hash;
 */
export class World implements WorldFace {
  readonly processIds: readonly ProcessId[];
  private readonly core: WorldCore;
  private readonly network: Network;
  private readonly processes: readonly SimulatedProcess[];
  private readonly byId: ReadonlyMap<ProcessId, SimulatedProcess>;
  private readonly horizon: number;
  private readonly eventLimit: number;
  private readonly progress: Int32Array | undefined;
  private readonly record: MutableEventRecord;
  private ended: RunEnd | undefined;
  private isRunning = false;
  private isStopping = false;
  /** The process whose event is being handled; -1 while none is. */
  private handling = -1;
  /** Gives back what a run takes of the host. */
  private releaseHost: (() => void) | undefined;

  constructor(options: WorldOptions) {
    this.processIds = Object.keys(options.processes);
    if (this.processIds.length === 0) throw new RangeError("a world needs at least one process");
    const declared = Object.entries(options.processes);
    const faults = faultOptions(options.faults);
    const plan = planFaults(
      options.choices,
      faults,
      declared.map(([id, process]) => ({ id, mayFail: process.mayFail ?? true })),
    );
    const observer = options.observer === undefined ? undefined : new GuardedObserver(options.observer);
    this.core = new WorldCore(options.choices, faults, plan, observer, options.epochMicros ?? DEFAULT_EPOCH_MICROS);
    this.network = new Network(this.core, this.processIds, (index) => this.processes[index]?.context !== undefined);
    const indexOf = new Map(this.processIds.map((id, index) => [id, index]));
    this.processes = declared.map(
      ([id, process], index) => new SimulatedProcess(this.core, this.network, index, id, process, indexOf),
    );
    this.byId = new Map(this.processes.map((process) => [process.id, process]));
    this.horizon = options.horizonMicros ?? DEFAULT_HORIZON_MICROS;
    this.eventLimit = options.eventLimit ?? DEFAULT_EVENT_LIMIT;
    this.progress = options.progress;
    this.record = {
      index: -1,
      time: 0,
      kind: "start",
      process: undefined,
      cause: -1,
      handled: false,
      effects: 0,
      envelope: undefined,
    };
    for (const process of this.processes) process.scheduleStart();
    this.scheduleFaults();
  }

  get time(): number {
    return this.core.time;
  }

  get eventIndex(): number {
    return this.core.eventIndex;
  }

  get end(): RunEnd | undefined {
    return this.ended;
  }

  step(): boolean {
    return this.run(1) === undefined;
  }

  run(events = Number.MAX_SAFE_INTEGER): RunEnd | undefined {
    if (this.isRunning) throw new Error("the world runs already: an observer must not step it");
    assertDrainable();
    const { core } = this;
    const giveBackHost = takeOverHost({
      thrown: (error) => core.fail(error, "thrown"),
      unhandledRejection: (reason) => core.fail(reason, "unhandled-rejection"),
    });
    const removeSink = installProbeSink(core);
    this.releaseHost = () => {
      removeSink();
      giveBackHost();
    };
    this.isRunning = true;
    this.isStopping = false;
    try {
      for (let count = 0; count < events && !this.isStopping && this.advance(); count++);
    } finally {
      this.isRunning = false;
      if (this.progress !== undefined) this.progress[1] = -1;
      this.releaseHost();
    }
    return this.ended;
  }

  /**
   * After `run` was cut from outside, so that it could not tidy up: gives the host back, and tells which event did not end and
   * whose it is; no process when it had been handled, and the observer was busy with it. The world cannot go on.
   */
  abandon(): { readonly event: number; readonly process: ProcessId | undefined } {
    this.releaseHost?.();
    return { event: this.core.eventIndex, process: this.processIds[this.handling] };
  }

  stop(): void {
    this.isStopping = true;
  }

  hash(): string {
    return this.core.hash.digest();
  }

  /** What has happened so far; usually called at the end. */
  result(): RunResult {
    const { core } = this;
    return {
      end: this.ended,
      events: core.eventIndex + 1,
      messages: core.messages,
      reordered: core.reordered,
      time: core.time,
      hash: this.hash(),
      faults: core.ledger.counts(),
      faultRecords: core.ledger.records,
    };
  }

  handlerOf(process: ProcessId): object | undefined {
    return this.process(process).handler;
  }

  diskOf(process: ProcessId): DiskView {
    return this.process(process).disk;
  }

  isUp(process: ProcessId): boolean {
    return this.process(process).context !== undefined;
  }

  private process(id: ProcessId): SimulatedProcess {
    const process = this.byId.get(id);
    if (process === undefined) throw new RangeError(`there is no process ${JSON.stringify(id)} in this world`);
    return process;
  }

  /** Runs the next event; false when there is none. */
  private advance(): boolean {
    const { core } = this;
    if (this.ended !== undefined) return false;
    const event = this.nextEvent();
    if (event === undefined) return false;
    core.time = event.time;
    core.eventIndex++;
    core.effects = 0;
    core.hash.word(event.kind + ((event.process + 1) << 8));
    core.hash.integer(event.time);
    if (this.progress !== undefined) this.beat(event.process);
    this.handling = event.process;
    const handled = this.dispatch(event);
    this.handling = -1;
    if (core.observer !== undefined) this.reportEnd(event, handled);
    core.hash.word(core.effects);
    core.queue.release(event);
    this.raiseHostFailure();
    if (core.failure !== undefined) this.ended = { kind: "exception", failure: core.failure };
    return true;
  }

  /** The next event that can run now; undefined, with the reason noted, when the run is over. */
  private nextEvent(): WorldEvent | undefined {
    const { core } = this;
    for (;;) {
      // Faults that are still to come do not keep a world alive in which nobody has anything left to do.
      if (core.queue.pendingWork === 0) return this.finish("quiescent");
      if (core.eventIndex + 1 >= this.eventLimit) return this.finish("event-limit");
      const event = core.queue.pop() as WorldEvent;
      if (event.time > this.horizon) return this.finish("horizon");
      const process = this.processes[event.process];
      if (process === undefined || event.time >= process.pausedUntil || event.kind >= CRASH) return event;
      process.deferred();
      core.queue.defer(event, process.pausedUntil);
    }
  }

  private finish(kind: "quiescent" | "horizon" | "event-limit"): undefined {
    this.ended = { kind };
  }

  /** Carries out an event; whether the program ran. */
  private dispatch(event: WorldEvent): boolean {
    switch (event.kind) {
      case DELIVER:
        return this.deliver(event);
      case PARTITION:
        this.network.partition(event.payload as PlannedPartition);
        return false;
      case CLOG:
      case BURST:
        this.network.hold(event.payload as PlannedHold);
        return false;
      case CRASH:
        this.victim(event).crashIdle((event.payload as IdleCrash).downMicros);
        return false;
      case PAUSE:
        this.victim(event).pauseUntil(event.payload as PlannedPause);
        return false;
      case START:
      case RESTART: {
        const process = this.victim(event);
        if (event.kind === RESTART) this.core.observer?.restart(process.id);
        this.runProgram(process, process.newIncarnation(), event);
        return true;
      }
      default: {
        const process = this.victim(event);
        // Timers and syncs of a dead incarnation are cancelled at its crash, so there is a living one.
        this.runProgram(process, process.context as ProcessContext, event);
        return true;
      }
    }
  }

  private deliver(event: WorldEvent): boolean {
    const { core } = this;
    const process = this.victim(event);
    const { context } = process;
    core.hash.word(event.messageId);
    this.network.arrived(this.network.link(event.from, event.process), event.linkOrdinal, event.fault);
    if (context === undefined) {
      if (event.envelope !== undefined) core.observer?.drop(event.envelope, "receiver-down");
      return false;
    }
    if (event.fault?.kind === "duplicate") core.ledger.effect(event.fault);
    if (event.envelope !== undefined) core.observer?.deliver(event.envelope);
    this.runProgram(process, context, event);
    return true;
  }

  /** Lets the program handle an event, to the last of its microtasks. */
  private runProgram(process: SimulatedProcess, context: ProcessContext, event: WorldEvent): void {
    const { core } = this;
    core.running = context;
    core.cutAt = process.beginEvent(event.kind === DELIVER);
    try {
      this.call(process, context, event);
    } catch (error) {
      core.fail(error, "thrown");
    }
    try {
      drainMicrotasks();
    } catch (error) {
      core.fail(error, "thrown");
    }
    if (core.cutAt !== NO_CUT && context.alive && core.failure === undefined) process.crash(core.effects, false);
    core.running = undefined;
  }

  private call(process: SimulatedProcess, context: ProcessContext, event: WorldEvent): void {
    switch (event.kind) {
      case DELIVER: {
        // The observer keeps the envelope, so the receiver gets a copy of its own.
        const message = event.envelope === undefined ? event.message : copyData(event.message);
        void process.handler?.receive(this.processIds[event.from] as ProcessId, message);
        return;
      }
      case TIMER:
        (event.payload as () => unknown)();
        return;
      case DISK_SYNC: {
        const { request, resolve } = event.payload as PendingSync;
        process.disk.completeSync(request);
        this.core.observer?.diskSync(process.id, request.name);
        resolve();
        return;
      }
      default:
        process.construct(context);
    }
  }

  private victim(event: WorldEvent): SimulatedProcess {
    return this.processes[event.process] as SimulatedProcess;
  }

  private reportEnd(event: WorldEvent, handled: boolean): void {
    const { core, record } = this;
    record.index = core.eventIndex;
    record.time = core.time;
    record.kind = EVENT_KINDS[event.kind] as EventKind;
    record.process = this.processIds[event.process];
    record.cause = event.cause;
    record.handled = handled;
    record.effects = core.effects;
    record.envelope = event.envelope;
    core.observer?.eventEnd(record);
  }

  private beat(process: number): void {
    const progress = this.progress as Int32Array;
    progress[1] = process;
    progress[0] = ((progress[0] as number) + 1) | 0;
  }

  private raiseHostFailure(): void {
    const { core } = this;
    const failure = core.hostFailure ?? core.observer?.failure ?? core.choices.failure;
    if (failure !== undefined) throw failure.error;
  }

  private scheduleFaults(): void {
    const { core } = this;
    const { partitions, holds, pauses, crashes } = core.plan;
    const schedule = (kind: number, process: number, at: number, plan: unknown): void => {
      const event = core.event(kind, process, at, 0);
      event.payload = plan;
      core.queue.push(event);
    };
    for (const partition of partitions) schedule(PARTITION, -1, partition.at, partition);
    for (const hold of holds) schedule(hold.kind === "clog" ? CLOG : BURST, -1, hold.at, hold);
    for (const pause of pauses) schedule(PAUSE, pause.victim, pause.at, pause);
    for (const crash of crashes) if (crash.kind === "idle") schedule(CRASH, crash.victim, crash.at, crash);
  }
}
