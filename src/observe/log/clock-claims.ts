/**
 * What the clocks in one log claim, without the claims that the log itself contradicts: its lines are in the order in which
 * their process wrote them, so a clock that goes back from one line to the next is wrong, before or after. What is left is
 * a partial order, also together with the order of the lines.
 *
 * - A vector clock that begins again (a process that was restarted and did not keep it) no longer tells who knows of the
 *   process. What the process knows of others stands. Nothing is doubtful: less is known.
 * - Several records with the same count: others may have heard of the first of them alone.
 * - A hybrid clock or a time that goes back makes all doubtful that was ordered by it. A time with an uncertainty does not go
 *   back as long as it may be later than what was told before.
 */
import type { LogRecord } from "./record.ts";

/** What a process has claimed last. */
interface Claimed {
  own: number;
  isRestarted: boolean;
  physical: number;
  logical: number;
  earliest: number;
}

export class ClockClaims {
  readonly #byProcess = new Map<string, Claimed>();

  /** The log's next record, with what can be believed of its clock. */
  believed(record: LogRecord): LogRecord {
    if (record.clock === undefined && record.time === undefined) return record;
    let last = this.#byProcess.get(record.process);
    if (last === undefined) {
      last = { own: -1, isRestarted: false, physical: -Infinity, logical: 0, earliest: -Infinity };
      this.#byProcess.set(record.process, last);
    }
    if (record.clock?.kind === "vector") return vector(record, record.clock.counts, last);
    return record.clock === undefined ? timed(record, last) : hybrid(record, record.clock, last);
  }
}

function vector(record: LogRecord, counts: Readonly<Record<string, number>>, last: Claimed): LogRecord {
  const { [record.process]: own, ...others } = counts;
  if (own === undefined) return record;
  last.isRestarted ||= own < last.own;
  if (last.isRestarted) return { ...record, clock: { kind: "vector", counts: others } };
  if (own === last.own)
    return { ...record, clock: { kind: "vector", counts: { ...counts, [record.process]: own + 1 } } };
  last.own = own;
  return record;
}

function hybrid(
  record: LogRecord,
  { physical, logical }: { readonly physical: number; readonly logical: number },
  last: Claimed,
): LogRecord {
  if (physical < last.physical || (physical === last.physical && logical < last.logical)) return doubtful(record);
  last.physical = physical;
  last.logical = logical;
  return record;
}

function timed(record: LogRecord, last: Claimed): LogRecord {
  const { earliest, latest } = record.time!;
  if (latest < last.earliest) return doubtful(record);
  if (earliest < last.earliest) return { ...record, time: { earliest: last.earliest, latest } };
  last.earliest = earliest;
  return record;
}

function doubtful(record: LogRecord): LogRecord {
  return { ...record, clock: undefined, time: undefined, doubt: `the clock of ${record.process} goes back` };
}
