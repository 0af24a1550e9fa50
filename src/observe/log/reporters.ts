/** What each process that reports is known by: its numbering, its open spans, and the actions that it has reported. */
import { UNKNOWN } from "../../compile/types.ts";
import { visitArguments } from "../../conform/held-values.ts";
import type { NamedAction } from "../../conform/types.ts";
import type { Store, Value } from "../../values/types.ts";
import type { LogRecord, ProgramRecord } from "./record.ts";

/** Spans of one process that may be open at a time: each holds its record. */
export const SPANS_OPEN_MAX = 10_000;

export class Reporter {
  /** By their numbers. Some end by a record of their own; those that a crash cut off end where the process goes on. */
  readonly spans = new Map<number, ProgramRecord>();
  readonly #process: string;
  readonly #store: Store;
  readonly #reported = new Map<string, NamedAction>();
  #nextSeq: number | undefined;

  constructor(process: string, store: Store) {
    this.#process = process;
    this.#store = store;
  }

  /** Counts a record; true when its number is not the one expected: records are lost, or the process was started again. */
  countsGap({ seq }: LogRecord): boolean {
    if (seq === undefined) return false;
    const expected = this.#nextSeq;
    this.#nextSeq = seq + 1;
    return expected !== undefined && seq !== expected;
  }

  /** The number that it goes on with; undefined when it does not number its records. */
  get nextSeq(): number | undefined {
    return this.#nextSeq;
  }

  /** What it may also have done without reporting it. */
  get reported(): readonly NamedAction[] {
    return [...this.#reported.values()];
  }

  /** What it reports it may also do without reporting it, with its own name where that was an argument. */
  remember(actions: readonly NamedAction[]): void {
    for (const named of actions) {
      const own = named.arguments.map((value) => (this.#isOwnName(value) ? value : UNKNOWN));
      const key = `${named.action} ${own.join()}`;
      if (!this.#reported.has(key)) this.#reported.set(key, { action: named.action, arguments: own });
    }
  }

  #isOwnName(value: Value): boolean {
    return value !== UNKNOWN && this.#store.print(value).replaceAll('"', "") === this.#process;
  }

  visitValues(visit: (v: Value) => void): void {
    for (const named of this.#reported.values()) visitArguments(named, visit);
  }
}

export class Reporters {
  readonly #store: Store;
  readonly #byProcess = new Map<string, Reporter>();

  constructor(store: Store) {
    this.#store = store;
  }

  of(process: string): Reporter {
    let reporter = this.#byProcess.get(process);
    if (reporter === undefined) this.#byProcess.set(process, (reporter = new Reporter(process, this.#store)));
    return reporter;
  }

  visitValues(visit: (v: Value) => void): void {
    for (const reporter of this.#byProcess.values()) reporter.visitValues(visit);
  }
}
