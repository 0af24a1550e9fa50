/**
 * What makes of an event that nothing explains no violation, or not yet: a log that is cut off, a process that may turn out to
 * have been killed, clocks that contradict themselves, an order that was assumed. It is asked of each refused event, and
 * knows only what the log has told so far.
 */
import type { LostProcess } from "../../conform/lost-steps.ts";
import type { Outcome, Unknown, Violates } from "../../conform/outcome.ts";
import type { Validator } from "../../conform/validator.ts";
import type { Tracked } from "./instances.ts";
import { CONTRADICTORY_CLOCKS, type LogFinding } from "./log-finding.ts";
import type { LogRecord } from "./record.ts";
import type { Reporter, Reporters } from "./reporters.ts";

export class Refusals {
  readonly #reporters: Reporters;
  /** There is more of the log: what nothing explains yet may be explained by a restart further on. */
  #looksAhead: boolean;
  /** Some process numbers its records: only such ones show that they were started again. */
  #isNumbered = false;
  /** Why the order of the records is not to be relied on. */
  #doubt: string | undefined;
  /** The last records of logs that are cut off. */
  readonly #cutOff: LogRecord[] = [];

  constructor(reporters: Reporters, looksAhead: boolean) {
    this.#reporters = reporters;
    this.#looksAhead = looksAhead;
  }

  get isNumbered(): boolean {
    return this.#isNumbered;
  }

  noteNumber({ seq }: LogRecord): void {
    this.#isNumbered ||= seq !== undefined;
  }

  /** The log ends: nothing that comes explains anything. */
  noteEnd(): void {
    this.#looksAhead = false;
  }

  /** The log ends within a line: the process that wrote this record may have done more, which it could not tell. */
  noteCutOff(last: LogRecord): void {
    this.#cutOff.push(last);
  }

  /** Clocks contradict themselves: they may have put any record in the wrong place, before and after. The finding, if any, is what it is now. */
  noteDoubt({ log, line }: LogRecord, doubt: string, finding: LogFinding | undefined): LogFinding | undefined {
    this.#doubt ??= `${log}:${line}: ${doubt}`;
    return finding?.verdict === "violates" ? doubtful(this.#doubt, finding.record, finding.instance) : finding;
  }

  /** What logs that are cut off do not tell any more may have happened up to now. False when there are none. */
  allowCutOff(validator: Validator): boolean {
    for (const last of this.#cutOff) validator.allowLost(last.process, lostAt(last, this.#reporters.of(last.process)));
    return this.#cutOff.length > 0;
  }

  /** Whether it is worth to wait for a restart. */
  mayWait({ order }: Tracked, outcome: Exclude<Outcome, undefined>): outcome is Violates {
    if (!this.#looksAhead || order.isAssumed) return false;
    return outcome.verdict === "violates" && outcome.violation.kind === "step" && this.#isNumbered;
  }

  /** What is told of a refused event in the end. */
  findingOf({ validator, order, key }: Tracked, record: LogRecord, outcome: Violates | Unknown): LogFinding {
    if (outcome.verdict === "unknown") return { ...outcome, record, instance: key };
    if (this.#doubt !== undefined) return doubtful(this.#doubt, record, key);
    if (order.isAssumed) return { verdict: "unknown", bound: "CONCURRENT_RECORDS_MAX", record, instance: key };
    return { ...outcome, record, instance: key, history: validator.witness(), validator };
  }
}

/** What a process may have done that was killed before it wrote this record. */
export function lostAt({ log, line }: LogRecord, { reported }: Reporter): LostProcess {
  return { id: `${log}:${line}`, actions: reported };
}

function doubtful(doubt: string, record: LogRecord, instance: string): LogFinding {
  return { verdict: "unknown", bound: CONTRADICTORY_CLOCKS, doubt, record, instance };
}
