/**
 * The book of injected faults: each one with what it really changed. A campaign whose faults change nothing tests nothing,
 * so `effective` is counted apart from `injected`.
 *
 * When a fault counts as effective:
 * - loss: the receiver was up when the message was dropped
 * - duplicate: the second copy was handled by a process
 * - slow: a message sent later on the same link arrived earlier
 * - partition: it dropped at least one message to a process that was up
 * - clog, burst: at least one message waited
 * - pause: at least one event of the process waited
 * - clock: the process read its clock or set a timer with the skewed clock
 * - crash: it suppressed an effect, lost unsynced data, or dropped a timer or a sync under way, or the process had handled a message since its start.
 *   A crash of a process that is down already is not effective.
 * - disk-loss: a crash lost data that was not synced (recorded only then, so always effective); torn: likewise, with part of a record left
 *
 * Limit: a fault may be effective in this sense and still change nothing that matters to the program.
 */

import type { ProcessId } from "./process.ts";

export const FAULT_KINDS = [
  "loss",
  "duplicate",
  "slow",
  "partition",
  "clog",
  "burst",
  "pause",
  "clock",
  "crash",
  "disk-loss",
  "torn",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** More records than this are counted but not kept. */
export const FAULT_RECORDS_MAX = 10_000;

export interface FaultRecord {
  readonly kind: FaultKind;
  /** Virtual time in microseconds. */
  readonly time: number;
  /** When it ends, for faults that last; the arrival of a slow message, the restart after a crash. */
  readonly until: number | undefined;
  /** The event in which it happened, or that it struck. */
  readonly event: number;
  /** Processes it concerns: the victim; sender and receiver; the side cut off by a partition. */
  readonly processes: readonly ProcessId[];
  /** What it is, in a few words. */
  readonly detail: string;
  /** How much it changed: messages dropped or held, effects suppressed, events deferred. 0: nothing so far. */
  readonly effect: number;
}

export interface FaultCount {
  readonly injected: number;
  readonly effective: number;
}

export class FaultLedger {
  readonly records: FaultRecord[] = [];
  private readonly injected = new Int32Array(FAULT_KINDS.length);
  private readonly effective = new Int32Array(FAULT_KINDS.length);

  /** Enters a fault without effect so far; keep the entry to report effects. */
  inject(entry: FaultEntry): void {
    const index = FAULT_KINDS.indexOf(entry.kind);
    this.injected[index] = (this.injected[index] as number) + 1;
    if (this.records.length < FAULT_RECORDS_MAX) this.records.push(entry);
  }

  /** The fault changed something (again). */
  effect(entry: FaultEntry, amount = 1): void {
    if (entry.effect === 0) {
      const index = FAULT_KINDS.indexOf(entry.kind);
      this.effective[index] = (this.effective[index] as number) + 1;
    }
    entry.effect += amount;
  }

  counts(): Record<FaultKind, FaultCount> {
    const counts = {} as Record<FaultKind, FaultCount>;
    FAULT_KINDS.forEach((kind, index) => {
      counts[kind] = { injected: this.injected[index] as number, effective: this.effective[index] as number };
    });
    return counts;
  }
}

export interface FaultEntry extends FaultRecord {
  effect: number;
}
