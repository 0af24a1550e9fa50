/**
 * What a world tells about a run while it happens. Hooks are called synchronously, in the order of the effects, also in the
 * middle of a handler; a hook that throws ends the run with that error, which is never blamed on the program.
 *
 * Records are valid during the call only where it says so; envelopes may be kept. An observer changes nothing: the run and its hash are
 * the same with and without one.
 */

import type { FaultRecord } from "./fault-ledger.ts";
import type { ProcessId } from "./process.ts";

export const EVENT_KINDS = [
  "start",
  "deliver",
  "timer",
  "disk-sync",
  "restart",
  "crash",
  "partition",
  "clog",
  "burst",
  "pause",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** One event, finished. The object is reused: copy what you keep. */
export interface EventRecord {
  /** Position in the run, from 0. */
  readonly index: number;
  /** Virtual time in microseconds from the start of the run. */
  readonly time: number;
  readonly kind: EventKind;
  /** Whose event it was; undefined for events of the network as a whole. */
  readonly process: ProcessId | undefined;
  /** The event that caused this one, -1 for what the start of the run caused. */
  readonly cause: number;
  /** Whether the program ran: false for a message that came to a process that was down, and for faults. */
  readonly handled: boolean;
  /** How many effects counted: those before a crash cut. */
  readonly effects: number;
  /** The message, for a delivery. */
  readonly envelope: Envelope | undefined;
}

/** One message on its way. A duplicate travels in the same envelope as its original. */
export interface Envelope {
  /** Position among the messages of the run, from 0. */
  readonly id: number;
  readonly from: ProcessId;
  readonly to: ProcessId;
  /** A copy of what was sent; the receiver gets another. Do not change it. */
  readonly message: unknown;
  readonly sentAt: number;
  /** The event in which it was sent. */
  readonly cause: number;
}

/** `receiver-down`: it arrived at a process that was not running. */
export type DropReason = "loss" | "partition" | "receiver-down";

/** The ends of a span share an id; a span without an end was cut by a crash, or is still open. */
export interface ProbeSpan {
  readonly id: number;
  readonly phase: "begin" | "end" | "failed";
}

export interface WorldObserver {
  /** Ask for the source place of probes: a stack trace each, so for replays only. */
  readonly wantsPlaces?: boolean;
  /** The program says what it did. `data` belongs to the program: copy what you keep. */
  probe?(process: ProcessId, name: string, data: unknown, span: ProbeSpan | undefined, place: string | undefined): void;
  send?(envelope: Envelope): void;
  /** Just before the receiver handles it. */
  deliver?(envelope: Envelope): void;
  drop?(envelope: Envelope, reason: DropReason): void;
  /** Another copy of the message is on its way. */
  duplicate?(envelope: Envelope): void;
  /**
   * The process is gone: memory, timers, unsynced data as far as the choices say. `cutAfterEffects` counts the effects of the
   * running event that happened; undefined when it died between events.
   */
  crash?(process: ProcessId, cutAfterEffects: number | undefined): void;
  /** Just before the new handler is constructed on the surviving disk. */
  restart?(process: ProcessId): void;
  /** What was in the file when the sync was asked for is durable now; the process has not been told yet. */
  diskSync?(process: ProcessId, file: string): void;
  /** A fault began (or, for faults of one message, happened). */
  fault?(record: FaultRecord): void;
  exception?(process: ProcessId, error: unknown): void;
  log?(process: ProcessId, text: string): void;
  eventEnd?(event: EventRecord): void;
}
