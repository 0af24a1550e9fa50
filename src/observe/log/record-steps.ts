/**
 * From a record to steps of the specification: a program's word by its mapping, and what a record says in the
 * specification's terms by itself. What records share (`SpecContent`) is read once.
 */
import type { StateMachine } from "../../compile/types.ts";
import type { ObservedStep } from "../../conform/types.ts";
import { DiagnosticError } from "../../tla/diagnostics.ts";
import type { ProgramEvent, StepMapping } from "../mapping.ts";
import { GivenCounts, neverObserved, type NeverObserved } from "../given-counts.ts";
import { unknownName } from "../name-problems.ts";
import type { ReadSteps, Renamings, StepReader } from "../step-reading.ts";
import type { LogMapping, PreparedMapping } from "./log-mapping.ts";
import type { LogRecord, ProgramRecord, SpecContent, SpecRecord } from "./record.ts";

/** Contents whose steps are remembered. */
const CONTENTS_MAX = 4_096;

/** A word of the program, what it means, and to which instance; `key` is undefined for none. */
export interface ReadWord {
  /** The key in the mapping's `steps`. */
  readonly word: string;
  readonly step: StepMapping;
  readonly event: ProgramEvent;
  readonly key: string | undefined;
}

export class RecordSteps {
  readonly #mapping: LogMapping;
  readonly #reader: StepReader;
  readonly #wordsUsed = new Set<string>();
  readonly #given = new GivenCounts();
  readonly #byContent = new Map<SpecContent, ReadSteps>();

  constructor({ store }: StateMachine, { mapping, reader }: PreparedMapping) {
    this.#mapping = mapping;
    this.#reader = reader;
    store.hold({ forgetValues: () => this.#byContent.clear() });
  }

  /** Words of the mapping that no record has used. */
  unusedWords(): string[] {
    return Object.keys(this.#mapping.steps).filter((word) => word !== "*" && !this.#wordsUsed.has(word));
  }

  /** Arguments and values that were undefined in every record of their word. */
  neverObserved(): NeverObserved[] {
    return neverObserved(this.#given.list());
  }

  /** What the mapping says of a program's word; undefined for one that means nothing. */
  word(record: ProgramRecord): ReadWord | undefined {
    const { steps, instance } = this.#mapping;
    const word = steps[record.name] === undefined ? "*" : record.name;
    const step = steps[word];
    if (step === undefined) throw this.#unmapped(record);
    this.#wordsUsed.add(word);
    if (typeof step !== "function" && step.kind === "stutter") return undefined;
    const event: ProgramEvent = { ...record.data, process: record.process, event: record.name };
    return { word, step, event, key: instance === undefined ? "" : instance(event) };
  }

  ofWord({ word, step, event }: ReadWord, record: ProgramRecord, renamings: Renamings, isOptional: boolean): ReadSteps {
    return atLine(record, () => {
      const result = this.#reader.resultOf(step, event, record.process, () => renamings);
      this.#given.add(word, result);
      return this.#reader.read(result, `steps["${record.name}"]`, { name: record.name }, isOptional);
    });
  }

  ofSpec(record: SpecRecord): ReadSteps {
    const { content } = record;
    let read = this.#byContent.get(content);
    if (read === undefined) {
      read = { steps: [atLine(record, () => this.#specStep(content))], isOutside: false };
      if (this.#byContent.size >= CONTENTS_MAX) this.#byContent.clear();
      this.#byContent.set(content, read);
    }
    return read;
  }

  #specStep({ action, args, set, add, remove }: SpecContent): ObservedStep {
    const reader = this.#reader;
    const where = "the record";
    const actions = action === undefined ? [] : reader.named(action, args, where);
    const changes = [
      ...remove.map(([path, element]) => reader.change(where, path, [], [element])),
      ...add.map(([path, element]) => reader.change(where, path, [element], [])),
    ];
    return {
      actions,
      values: set.map(([path, value]) => reader.pathValue(where, path, value)),
      changes,
      reportedBy: { name: action ?? "a change" },
      // Values alone may be what they were: no change is a stutter.
      ...(action === undefined && changes.length === 0 ? { isOptional: true } : {}),
    };
  }

  #unmapped(record: ProgramRecord): DiagnosticError {
    const words = Object.keys(this.#mapping.steps);
    const message = `${record.log}:${record.line}: $.name: "${record.name}" is not mapped by \`steps\``;
    return new DiagnosticError([unknownName("LS5006", message, record.name, words)]);
  }
}

/** Puts the line before what is wrong with a record's values. */
function atLine<T>(record: LogRecord, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(
      error.diagnostics.map((one) => ({ ...one, message: `${record.log}:${record.line}: ${one.message}` })),
    );
  }
}
