/**
 * An event that nothing explains, kept back for a while: further on the log may show that a process was killed before it could
 * report what would explain it. Nothing is judged meanwhile; the records that come are kept, in order.
 */
import type { Violates } from "../../conform/outcome.ts";
import type { Pending } from "./instance-order.ts";
import type { Tracked } from "./instances.ts";
import type { LogRecord } from "./record.ts";
import type { Reporter } from "./reporters.ts";

/** Records after a refused event among which a process may show that it was started again. */
export const WAITING_RECORDS_MAX = 5_000;

export class Waiting {
  readonly tracked: Tracked;
  readonly refused: Pending;
  readonly outcome: Violates;
  /** Events that were read already, and whose turn was after the refused one. */
  readonly rest: (readonly [Tracked, Pending])[] = [];
  readonly records: LogRecord[] = [];
  /** Numbers that processes go on with, as far as they have been looked at here. */
  readonly #nextSeq = new Map<string, number>();

  constructor(tracked: Tracked, refused: Pending, outcome: Violates) {
    this.tracked = tracked;
    this.refused = refused;
    this.outcome = outcome;
  }

  /** Keeps a record; true when its process was started again, or records of it are lost. */
  add(record: LogRecord, reporter: Reporter): boolean {
    this.records.push(record);
    const { process, seq } = record;
    if (seq === undefined) return false;
    const expected = this.#nextSeq.get(process) ?? reporter.nextSeq;
    this.#nextSeq.set(process, seq + 1);
    return expected !== undefined && seq !== expected;
  }
}
