/**
 * One line of a log: what a program reported in its own words (as `probe` writes it), or what is known in the
 * specification's terms. Reading is strict: a field of the wrong kind is a diagnostic with line, path and value.
 *
 *   {"v":1,"process":"rm1","seq":0,"time":17,"name":"vote.sent","data":{"transaction":"t1","vote":"yes"}}
 *   {"process":"rm1","action":"RMPrepare","args":{"rm":"rm1"},"set":[[["rmState","rm1"],"prepared"]]}
 */
import { DiagnosticError } from "../../tla/diagnostics.ts";
import { duplicateMember } from "./duplicate-member.ts";

/** When something happened: a number, or the earliest and the latest number that it can have been. */
export interface TimeSpan {
  readonly earliest: number;
  readonly latest: number;
}

/** A logical clock: a vector clock by process, or a hybrid logical clock as physical and logical part. */
export type Clock =
  | { readonly kind: "vector"; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: "hybrid"; readonly physical: number; readonly logical: number };

interface RecordBase {
  /** Which log, and the line in it, from 1. */
  readonly log: string;
  readonly line: number;
  readonly process: string;
  /** Counts the records of the process from 0; starts again when the process does. */
  readonly seq: number | undefined;
  readonly time: TimeSpan | undefined;
  readonly clock: Clock | undefined;
  /** Why its place among the records of other logs is not to be relied on. */
  readonly doubt?: string;
}

/** A part of the state by its path: the variable's name, then keys. */
export type Path = readonly unknown[];

export interface ProgramRecord extends RecordBase {
  readonly kind: "program";
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly span: { readonly id: number; readonly phase: "begin" | "end" | "failed" } | undefined;
  /** `file:line:column` of the program that reports, when it is heard live. */
  readonly place?: string;
}

export interface SpecRecord extends RecordBase {
  readonly kind: "spec";
  readonly instance: string;
  /** Records that say the same may share it, so that it need be read but once. */
  readonly content: SpecContent;
}

/** What a record says in the specification's terms. */
export interface SpecContent {
  readonly action: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
  readonly set: readonly (readonly [Path, unknown])[];
  readonly add: readonly (readonly [Path, unknown])[];
  readonly remove: readonly (readonly [Path, unknown])[];
}

export type LogRecord = ProgramRecord | SpecRecord;

const VERSION = 1;
const PHASES = ["begin", "end", "failed"] as const;

/** Reads a line; `log` and `line` say in messages which. Throws a DiagnosticError. */
export function parseRecord(log: string, line: number, text: string): LogRecord {
  return new LineReader(log, line).record(parseJson(log, line, text));
}

function parseJson(log: string, line: number, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s*is not valid JSON$/, "") : String(error);
    throw badLine(log, line, `the line is not JSON: ${cut(reason)}`, "each line is one JSON object");
  }
  const twice = duplicateMember(text);
  if (twice === undefined) return value;
  throw badLine(log, line, `an object has the member "${cut(twice)}" twice`, "write one of them");
}

function badLine(log: string, line: number, message: string, hint?: string): DiagnosticError {
  return new DiagnosticError([
    {
      code: "LS5016",
      severity: "error",
      message: `${log}:${line}: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}

const NO_ARGUMENTS: Readonly<Record<string, unknown>> = {};
const NO_ENTRIES: readonly (readonly [Path, unknown])[] = [];

class LineReader {
  readonly #log: string;
  readonly #line: number;

  constructor(log: string, line: number) {
    this.#log = log;
    this.#line = line;
  }

  record(given: unknown): LogRecord {
    if (!isObject(given)) throw this.#wrong("$", "an object", given);
    if (given["v"] !== undefined && given["v"] !== VERSION) throw this.#wrong("$.v", String(VERSION), given["v"]);
    return given["name"] === undefined ? this.#spec(given) : this.#program(given);
  }

  /** What every record says of where and when it was written. */
  #origin({ process, seq, time, clock }: Readonly<Record<string, unknown>>): RecordBase {
    return {
      log: this.#log,
      line: this.#line,
      process: this.#process(process),
      seq: seq === undefined ? undefined : this.#count(seq, "$.seq"),
      time: time === undefined ? undefined : this.#time(time),
      clock: clock === undefined ? undefined : this.#clock(clock),
    };
  }

  #program(given: Readonly<Record<string, unknown>>): ProgramRecord {
    const { data, span, name } = given;
    return {
      kind: "program",
      ...this.#origin(given),
      name: this.#text(name, "$.name"),
      // A program may report any value with a word; what is no object has no fields that a mapping could read.
      data: isObject(data) ? data : { value: data },
      span: span === undefined ? undefined : this.#span(span),
    };
  }

  #spec(given: Readonly<Record<string, unknown>>): SpecRecord {
    const { action, args, instance, set, add, remove } = given;
    if (action === undefined && set === undefined && add === undefined && remove === undefined) {
      throw this.#wrong("$", 'a record with "name", "action", "set", "add" or "remove"', given);
    }
    if (args !== undefined && !isObject(args)) throw this.#wrong("$.args", "an object from parameters to values", args);
    if (args !== undefined && action === undefined)
      throw this.#wrong("$.action", "the action that has these arguments", action);
    return {
      kind: "spec",
      ...this.#origin(given),
      instance: instance === undefined ? "" : this.#text(instance, "$.instance"),
      content: {
        action: action === undefined ? undefined : this.#text(action, "$.action"),
        args: args ?? NO_ARGUMENTS,
        set: set === undefined ? NO_ENTRIES : this.#entries(set, "$.set"),
        add: add === undefined ? NO_ENTRIES : this.#entries(add, "$.add"),
        remove: remove === undefined ? NO_ENTRIES : this.#entries(remove, "$.remove"),
      },
    };
  }

  #process(given: unknown): string {
    return given === undefined ? "log" : this.#text(given, "$.process");
  }

  #entries(given: unknown, at: string): readonly (readonly [Path, unknown])[] {
    if (!Array.isArray(given)) throw this.#wrong(at, "an array of [path, value]", given);
    return given.map((entry: unknown, i) => {
      const isPair = Array.isArray(entry) && entry.length === 2;
      if (!isPair) throw this.#wrong(`${at}[${i}]`, "[path, value]", entry);
      const [path, value] = entry as [unknown, unknown];
      if (!Array.isArray(path) || typeof path[0] !== "string") {
        throw this.#wrong(`${at}[${i}][0]`, "a path: an array of the variable's name and keys", path);
      }
      return [path, value] as const;
    });
  }

  #span(given: unknown): ProgramRecord["span"] {
    if (!isObject(given)) throw this.#wrong("$.span", "an object with id and phase", given);
    const phase = PHASES.find((one) => one === given["phase"]);
    if (phase === undefined)
      throw this.#wrong("$.span.phase", PHASES.map((one) => `"${one}"`).join(" or "), given["phase"]);
    return { id: this.#count(given["id"], "$.span.id"), phase };
  }

  #time(given: unknown): TimeSpan {
    if (Array.isArray(given) && given.length === 2) {
      const [earliest, latest] = [this.#number(given[0], "$.time[0]"), this.#number(given[1], "$.time[1]")];
      if (latest < earliest) throw this.#wrong("$.time", "the earliest time before the latest", given);
      return { earliest, latest };
    }
    const time = this.#number(given, "$.time");
    return { earliest: time, latest: time };
  }

  #clock(given: unknown): Clock {
    if (Array.isArray(given)) {
      const [physical, logical] = [this.#number(given[0], "$.clock[0]"), this.#number(given[1], "$.clock[1]")];
      return { kind: "hybrid", physical, logical };
    }
    if (!isObject(given))
      throw this.#wrong("$.clock", "a vector clock {process: count}, or [physical, logical]", given);
    for (const [process, count] of Object.entries(given)) this.#count(count, `$.clock.${process}`);
    return { kind: "vector", counts: given as Record<string, number> };
  }

  #text(given: unknown, at: string): string {
    if (typeof given !== "string") throw this.#wrong(at, "a string", given);
    return given;
  }

  #number(given: unknown, at: string): number {
    if (typeof given !== "number" || !Number.isFinite(given)) throw this.#wrong(at, "a number", given);
    return given;
  }

  #count(given: unknown, at: string): number {
    if (!Number.isSafeInteger(given) || (given as number) < 0) throw this.#wrong(at, "a whole number from 0", given);
    return given as number;
  }

  #wrong(at: string, expected: string, given: unknown): DiagnosticError {
    const got = given === undefined ? "nothing" : cut(JSON.stringify(given));
    return badLine(this.#log, this.#line, `${at}: expected ${expected}, got ${got}`);
  }
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
