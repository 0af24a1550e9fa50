/**
 * The options and results of a world, apart from its machinery.
 */

import type { Choices } from "./choices.ts";
import type { FaultCount, FaultKind, FaultRecord } from "./fault-ledger.ts";
import type { FaultSettings } from "./fault-options.ts";
import type { WorldObserver } from "./observer.ts";
import type { AnyHandlerClass, ProcessId } from "./process.ts";

export interface ProcessOptions {
  readonly handler: AnyHandlerClass;
  readonly env?: Readonly<Record<string, string>>;
  /** Whom it may talk to; by default all others. */
  readonly peers?: readonly ProcessId[];
  /** Whether crashes and pauses may strike it; default true. A client that stands for the test itself says false. */
  readonly mayFail?: boolean;
}

export const DEFAULT_HORIZON_MICROS = 60_000_000;
export const DEFAULT_EVENT_LIMIT = 200_000;
/** Events that wait at the same time. More is a leak in the program, and an error that names the process. */
export const PENDING_EVENTS_MAX = 1 << 20;
/** 2024-01-01T00:00:00Z: where the clocks of the processes begin. */
export const DEFAULT_EPOCH_MICROS = 1_704_067_200_000_000;

export interface WorldOptions {
  readonly choices: Choices;
  /** In the order of declaration: it is the order of the first start events. */
  readonly processes: Readonly<Record<ProcessId, ProcessOptions>>;
  readonly faults?: FaultSettings;
  readonly horizonMicros?: number;
  readonly eventLimit?: number;
  readonly epochMicros?: number;
  readonly observer?: WorldObserver;
  /**
   * For a watchdog on another thread, over a SharedArrayBuffer: [0] grows with each event, [1] is the index of the
   * process whose event runs, -1 when none does.
   */
  readonly progress?: Int32Array;
}

/** What a program did wrong by itself, apart from any specification. */
export interface ProgramFailure {
  readonly kind: "exception";
  readonly process: ProcessId;
  readonly error: unknown;
  /** How it came out: thrown, or a promise that nobody handles. */
  readonly origin: "thrown" | "unhandled-rejection";
  /** The event in which it happened. */
  readonly event: number;
  readonly time: number;
}

export type RunEnd =
  | { readonly kind: "quiescent" }
  | { readonly kind: "horizon" }
  | { readonly kind: "event-limit" }
  | { readonly kind: "exception"; readonly failure: ProgramFailure };

export interface RunResult {
  /** Undefined when whoever drove the run stopped before its end. */
  readonly end: RunEnd | undefined;
  readonly events: number;
  readonly messages: number;
  /** Messages that arrived after one that was sent later on the same link, late duplicates included. */
  readonly reordered: number;
  /** Virtual time of the last event. */
  readonly time: number;
  /** 64 bits in hexadecimal: the same choices give the same hash, anywhere. */
  readonly hash: string;
  readonly faults: Readonly<Record<FaultKind, FaultCount>>;
  readonly faultRecords: readonly FaultRecord[];
}

/** The files of one process as the simulator knows them. */
export interface DiskView {
  files(): readonly string[];
  /** What the process reads (or would read, were it up). */
  visible(file: string): string | undefined;
  /** What would be left if a crash lost everything that was not synced. */
  durable(file: string): string | undefined;
}

/** The face of a world, for those who drive it and look into it. */
export interface WorldFace {
  readonly processIds: readonly ProcessId[];
  /** Virtual time in microseconds. */
  readonly time: number;
  /** The event that runs, or the next one. */
  readonly eventIndex: number;
  readonly end: RunEnd | undefined;
  /** Runs one event; false when the run is over. Call from a macrotask. To run many, `run` is far cheaper. */
  step(): boolean;
  /**
   * Runs to the end, or for at most so many events, or until `stop` was called. Call from a macrotask: see `inMacrotask`.
   */
  run(events?: number): RunEnd | undefined;
  /** For observers: `run` returns after the running event. The run can go on with another `run`. */
  stop(): void;
  hash(): string;
  result(): RunResult;
  /** The living handler object; undefined while the process is down. */
  handlerOf(process: ProcessId): object | undefined;
  diskOf(process: ProcessId): DiskView;
  isUp(process: ProcessId): boolean;
}
