/**
 * The state that the parts of a world share: time, the queue, the hash, the ledger, who runs. No behaviour beyond scheduling an event
 * and taking note of a failure; the loop is in `world.ts`.
 */

import type { Choices } from "./choices.ts";
import { EventQueue, type WorldEvent } from "./event-queue.ts";
import { FaultLedger, type FaultEntry, type FaultKind } from "./fault-ledger.ts";
import type { FaultOptions } from "./fault-options.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { GuardedObserver } from "./guarded-observer.ts";
import type { ProcessContext } from "./process-context.ts";
import type { ProcessId } from "./process.ts";
import { RunHash } from "./run-hash.ts";
import { PENDING_EVENTS_MAX, type ProgramFailure } from "./world-types.ts";

/** What is folded into the hash for an effect, beside its content. */
export const FOLD_SEND = 0x51;
export const FOLD_TIMER = 0x52;
export const FOLD_DISK = 0x53;
export const FOLD_SYNC = 0x54;
export const FOLD_CRASH = 0x55;
export const FOLD_DROP = 0x56;

/** No crash cuts the running event. */
export const NO_CUT = -1;

export class WorldCore {
  readonly choices: Choices;
  readonly options: FaultOptions;
  readonly plan: FaultPlan;
  readonly observer: GuardedObserver | undefined;
  readonly epochMicros: number;
  readonly queue = new EventQueue();
  readonly hash = new RunHash();
  readonly ledger = new FaultLedger();

  /** Virtual time in microseconds. */
  time = 0;
  /** The running event, or the last one; -1 before the first. */
  eventIndex = -1;
  messages = 0;
  /** Messages that arrived after one that was sent later on the same link. */
  reordered = 0;
  /** Probe spans so far. */
  spans = 0;
  /** The incarnation whose event runs. */
  running: ProcessContext | undefined;
  /** Effects of the running event so far, and before which one a crash cuts it. */
  effects = 0;
  cutAt = NO_CUT;
  failure: ProgramFailure | undefined;
  /** An error that no program is to blame for. */
  hostFailure: { readonly error: unknown } | undefined;

  constructor(
    choices: Choices,
    options: FaultOptions,
    plan: FaultPlan,
    observer: GuardedObserver | undefined,
    epochMicros: number,
  ) {
    this.choices = choices;
    this.options = options;
    this.plan = plan;
    this.observer = observer;
    this.epochMicros = epochMicros;
  }

  /** A blank event of this kind, caused by the running one. Fill in the rest, then push it. */
  event(kind: number, process: number, time: number, tie: number): WorldEvent {
    const event = this.queue.take();
    if (event === undefined) {
      throw new Error(`more than ${PENDING_EVENTS_MAX} events are pending: a program keeps sending or setting timers`);
    }
    event.kind = kind;
    event.process = process;
    event.time = time;
    event.tie = tie;
    event.cause = this.eventIndex;
    return event;
  }

  /** Whether faults may still strike. */
  isFaulty(): boolean {
    return this.time < this.options.healAtMicros;
  }

  /** Enters a fault that strikes now. Lasting ones say until when; `effect` is what it has changed already. */
  inject(
    kind: FaultKind,
    processes: readonly ProcessId[],
    detail: string,
    until: number | undefined,
    effect: number,
  ): FaultEntry {
    // One literal: faults of single messages are frequent enough for the copying of objects to show.
    const entry: FaultEntry = { kind, time: this.time, until, event: this.eventIndex, processes, detail, effect: 0 };
    this.ledger.inject(entry);
    if (effect > 0) this.ledger.effect(entry, effect);
    this.observer?.fault(entry);
    return entry;
  }

  /** Takes note of an error that came out of the running event. What a dead process throws is nobody's business. */
  fail(error: unknown, origin: ProgramFailure["origin"]): void {
    const running = this.running;
    if (running === undefined) {
      this.hostFailure ??= { error };
      return;
    }
    if (!running.alive || this.failure !== undefined) return;
    this.failure = { kind: "exception", process: running.id, error, origin, event: this.eventIndex, time: this.time };
    this.observer?.exception(running.id, error);
  }
}
