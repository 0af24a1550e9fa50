/**
 * In which order the records of one instance are taken, where they come from several logs.
 *
 * Records that may be concurrent are gathered; one that is known to come after all of them closes the group, which is
 * then tried in all the orders that there are. Vector clocks may show later that a record is concurrent with one of a
 * group that was decided: so the last groups are kept with the candidates before them, to be decided again when nothing
 * else explains a record. What has left them was decided once and for all; where a later record shows that another order
 * would have been possible, the order is assumed, and what then seems to be a violation may be due to it.
 */
import type { Branch } from "../../conform/branch.ts";
import type { Observation } from "../../conform/types.ts";
import { happensBefore, orderKind, type OrderKind } from "./order.ts";
import type { LogRecord } from "./record.ts";

/** Records of one instance that are concurrent and tried in other orders; twice as many with those that are decided again. */
export const CONCURRENT_RECORDS_MAX = 8;

export interface Pending {
  readonly record: LogRecord;
  readonly observation: Observation;
}

/** Records to be tried in all their orders, from these candidates. */
export interface Group {
  readonly before: readonly Branch[];
  readonly records: readonly Pending[];
  /** What comes later is known to have happened after all of them, as far as the kind of their clocks tells. */
  readonly isComplete: boolean;
}

const NOTHING: readonly never[] = [];

export class InstanceOrder {
  /** Records that nothing orders yet, oldest first. */
  pending: readonly Pending[] = NOTHING;
  /** Concurrent records were taken in one order of several, so that a violation may be due to the order. */
  isAssumed = false;
  /** No more is gathered. */
  isClosed = false;
  /** The last groups that were decided. */
  #decided: readonly Group[] = NOTHING;
  /** A record was concurrent with one of them. */
  #isLate = false;
  #kind: OrderKind | undefined;
  /** Of what was decided for good, the records that precede no other of it. */
  #settled: readonly LogRecord[] = NOTHING;

  /** There is nothing to know of it later. */
  get isPlain(): boolean {
    return this.pending.length === 0 && !this.isAssumed && this.#settled.length === 0;
  }

  visitObservations(visit: (observation: Observation) => void): void {
    const groups = [this.pending, ...this.#decided.map(({ records }) => records)];
    for (const records of groups) for (const { observation } of records) visit(observation);
  }

  /** The candidates that groups may be decided from again. */
  get branches(): readonly Branch[] {
    return this.#decided.flatMap(({ before }) => before);
  }

  /** True when the record comes after all that is gathered, so that the group is complete as far as is known. */
  closes(record: LogRecord): boolean {
    return this.pending.every((one) => happensBefore(one.record, record));
  }

  /** Gathers a record; true when it is one of too many. */
  gather(one: Pending): boolean {
    const { record } = one;
    const kind = orderKind(record);
    this.isAssumed ||= kind !== (this.#kind ??= kind);
    this.isAssumed ||= !this.#settled.every((earlier) => happensBefore(earlier, record));
    this.#isLate ||= this.#decided.some(
      ({ records }) => !records.every((other) => happensBefore(other.record, record)),
    );
    this.pending = [...this.pending, one];
    return this.pending.length >= CONCURRENT_RECORDS_MAX;
  }

  /** Ends the group that is gathered, which begins at these candidates. */
  close(before: readonly Branch[], isComplete: boolean): Group {
    const group = { before, records: this.pending, isComplete };
    this.pending = NOTHING;
    return group;
  }

  /** The group, if there are several orders, and then with ever more of what was decided before it. */
  *regroupings(group: Group): IterableIterator<Group> {
    if (group.records.length > 1 || this.#isLate) yield group;
    if (!this.#isLate) return;
    let all = group.records;
    for (const { before, records } of this.#decided.toReversed()) {
      all = [...records, ...all];
      if (all.length > 2 * CONCURRENT_RECORDS_MAX) return;
      yield { ...group, before, records: all };
    }
  }

  /** The group has been taken. */
  decide(group: Group): void {
    // Merged logs give records with a hybrid clock or a time in its order, so that nothing comes late.
    const isSettled = group.isComplete && (this.#kind === "hybrid" || this.#kind === "time");
    if (this.isAssumed || isSettled || group.records.length === 0) return;
    this.#decided = [...this.#decided, group];
    while (recordsOf(this.#decided) > CONCURRENT_RECORDS_MAX) this.#settleFirst();
  }

  /** The instance is quiet: what was decided is decided for good. */
  settle(): void {
    while (this.#decided.length > 0) this.#settleFirst();
  }

  #settleFirst(): void {
    const [first, ...others] = this.#decided;
    this.#decided = others;
    this.#isLate &&= others.length > 0;
    const settled = first!.records.map(({ record }) => record);
    const later = [...others.flatMap(({ records }) => records), ...this.pending];
    this.isAssumed ||= !later.every((one) => settled.every((record) => happensBefore(record, one.record)));
    if (this.isAssumed) this.#settled = this.#decided = NOTHING;
    else this.#settled = lastOf([...this.#settled, ...settled]);
  }
}

function recordsOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { records }) => sum + records.length, 0);
}

/** Those that precede no other. */
function lastOf(records: readonly LogRecord[]): readonly LogRecord[] {
  return records.filter((record) => !records.some((other) => other !== record && happensBefore(record, other)));
}
