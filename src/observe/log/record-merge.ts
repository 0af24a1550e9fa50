/**
 * Merges the records of several logs into one order that agrees with what their clocks tell. Bounded: it holds one record
 * for each log, the head, and a step costs about the logarithm of their number: heads lie in a binary heap by
 * `compareHeads`. Where that alone does not tell (vector clocks, clocks of several kinds), a head that another precedes
 * waits for that one to be taken, and is looked at again then.
 */
import { ClockClaims } from "./clock-claims.ts";
import { compareHeads, happensBefore, orderKind, type OrderKind } from "./order.ts";
import type { LogRecord } from "./record.ts";

/** What the next record of one log waits for. */
interface Head {
  readonly source: number;
  readonly claims: ClockClaims;
  record: LogRecord | undefined;
  /** What was taken last of the log. */
  last: LogRecord | undefined;
  isEnded: boolean;
  /** Heads that this one precedes, and that were passed by for it. */
  behind: Head[];
}

/** A record, and the number of its log, whose next one is asked for then. */
export interface Merged {
  readonly source: number;
  readonly record: LogRecord;
}

export class RecordMerge {
  readonly #heads: readonly Head[];
  readonly #heap = new HeadHeap();
  #kind: OrderKind | undefined;
  /** `compareHeads` may contradict `happensBefore`. */
  #isPartial = false;

  constructor(logs: number) {
    this.#heads = Array.from({ length: logs }, (_, source) => {
      return { source, claims: new ClockClaims(), record: undefined, last: undefined, isEnded: false, behind: [] };
    });
  }

  /** Gives the next record of a log that has no head: at the beginning, and after its head was taken. */
  add(source: number, read: LogRecord): void {
    const head = this.#heads[source]!;
    const record = (head.record = head.claims.believed(read));
    const kind = orderKind(record);
    // What no clock tells of comes at once.
    if (kind !== "none") this.#isPartial ||= kind === "vector" || kind !== (this.#kind ??= kind);
    this.#heap.push(head);
    this.#lookAgain(head);
  }

  /** Takes the record that comes first; undefined when no log has any left. Logs that have ended have no head. */
  take(): Merged | undefined {
    for (let head = this.#heap.pop(); head !== undefined; head = this.#heap.pop()) {
      const before = this.#isPartial ? this.#precedes(head) : undefined;
      if (before === undefined) return this.#taken(head, head.record!);
      before.behind.push(head);
    }
    return this.#takeOneOfCircle();
  }

  #precedes(head: Head): Head | undefined {
    return this.#heads.find(
      (other) => other !== head && other.record !== undefined && happensBefore(other.record, head.record!),
    );
  }

  #taken(head: Head, record: LogRecord): Merged {
    head.record = undefined;
    head.last = record;
    return { source: head.source, record };
  }

  /** Those that waited for what was taken of a log still wait if its next record precedes them too. */
  #lookAgain(head: Head): void {
    const { behind, record } = head;
    head.behind = [];
    for (const one of behind) {
      if (record !== undefined && happensBefore(record, one.record!)) head.behind.push(one);
      else this.#heap.push(one);
    }
  }

  /** The log has ended: it has no head any more. */
  end(source: number): void {
    const head = this.#heads[source]!;
    head.isEnded = true;
    this.#lookAgain(head);
  }

  /** True unless all that is still to be taken is known to have happened after a record that was taken. */
  mayStillCome(taken: LogRecord): boolean {
    return this.#heads.some(({ record, last, isEnded }) => {
      const next = record ?? last;
      return !isEnded && next !== taken && (next === undefined || !happensBefore(taken, next));
    });
  }

  /** Each head waits for another, so their clocks contradict each other: whichever is taken first, it may be wrong. */
  #takeOneOfCircle(): Merged | undefined {
    const waiting = this.#heads.filter(({ record }) => record !== undefined);
    if (waiting.length === 0) return undefined;
    const first = waiting.reduce((one, other) => (compareHeads(other.record!, one.record!) < 0 ? other : one));
    for (const head of this.#heads) head.behind = head.behind.filter((one) => one !== first);
    const { log, line } = waiting.find((other) => other !== first)!.record!;
    const doubt = `its clock and that of ${log}:${line} contradict each other`;
    return this.#taken(first, { ...first.record!, doubt });
  }
}

/** A binary heap: the head that comes first is on top. */
class HeadHeap {
  readonly #heads: Head[] = [];

  push(head: Head): void {
    const heads = this.#heads;
    let at = heads.push(head) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(head, heads[parent]!)) break;
      heads[at] = heads[parent]!;
      at = parent;
    }
    heads[at] = head;
  }

  pop(): Head | undefined {
    const heads = this.#heads;
    const top = heads[0];
    const last = heads.pop();
    if (top !== undefined && top !== last) this.#sink(last!);
    return top;
  }

  #sink(head: Head): void {
    const heads = this.#heads;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heads.length) break;
      if (child + 1 < heads.length && comesBefore(heads[child + 1]!, heads[child]!)) child++;
      if (!comesBefore(heads[child]!, head)) break;
      heads[at] = heads[child]!;
      at = child;
    }
    heads[at] = head;
  }
}

function comesBefore(a: Head, b: Head): boolean {
  return compareHeads(a.record!, b.record!) < 0;
}
