/**
 * One-edit mutants of a recorded run: an event dropped, told twice, swapped with the next one of its instance, or a field
 * of it changed to another plausible value. What an edit cannot change (two equal neighbours) is no mutant.
 */
import type { StateMachine } from "../compile/types.ts";
import { UNKNOWN } from "../compile/types.ts";
import type { ReportedWord } from "../observe/observer.ts";
import type { SmallGenerator } from "../simulate/generator.ts";
import { fieldAt, fieldsOf, withField, type FieldPath, type Vocabulary } from "./plausible.ts";
import type { RecordedEvent, RecordedRun } from "./recording.ts";

export const MUTATION_KINDS = ["drop", "duplicate", "swap", "change"] as const;
export type MutationKind = (typeof MUTATION_KINDS)[number];

export interface Mutant {
  readonly kind: MutationKind;
  /** The actions whose report was edited, or the field that was changed: `RMPrepare`, `vote.sent.vote`, `tmState`. */
  readonly targets: readonly string[];
  /** In words, for a survivor: `event 17 of t1 told twice`. */
  readonly text: string;
  /** The program's words say something else then, so that a log without mapped state differs too. */
  readonly isInLog: boolean;
  /** The instances that are told differently, each with all its events. */
  readonly changed: ReadonlyMap<string, readonly RecordedEvent[]>;
}

/** Which instance a word belongs to, by what it says. */
export type InstanceOf = (data: Readonly<Record<string, unknown>>) => string | undefined;

export class MutantMaker {
  readonly #machine: StateMachine;
  readonly #vocabulary: Vocabulary;
  readonly #instanceOf: InstanceOf;
  readonly #random: SmallGenerator;

  constructor(machine: StateMachine, vocabulary: Vocabulary, instanceOf: InstanceOf, random: SmallGenerator) {
    this.#machine = machine;
    this.#vocabulary = vocabulary;
    this.#instanceOf = instanceOf;
    this.#random = random;
  }

  /** At most `count` mutants of one kind, at random places of the run, no place twice. */
  *of(run: RecordedRun, kind: MutationKind, count: number): IterableIterator<Mutant> {
    const places = [...run.instances.values()].flatMap((events) => events.map((_, index) => ({ events, index })));
    for (let made = 0; made < count && places.length > 0;) {
      const [place] = places.splice(this.#random.below(places.length), 1);
      const mutant = this.#at(run, kind, place!.events, place!.index);
      if (mutant === undefined) continue;
      made++;
      yield mutant;
    }
  }

  #at(run: RecordedRun, kind: MutationKind, events: readonly RecordedEvent[], index: number): Mutant | undefined {
    const event = events[index]!;
    const edited = (text: string, others: readonly RecordedEvent[], isInLog = hasWords(event)): Mutant => ({
      kind,
      targets: this.#actionsOf(event),
      text: `${placeOf(run, event)} ${text}`,
      isInLog,
      changed: new Map([[event.instance, others]]),
    });
    switch (kind) {
      case "drop":
        return edited("left out", [...events.slice(0, index), ...events.slice(index + 1)]);
      case "duplicate":
        return edited("told twice", [...events.slice(0, index + 1), ...events.slice(index)]);
      case "swap": {
        const next = events[index + 1];
        if (next === undefined || saysTheSame(event, next)) return undefined;
        const swapped = [...events.slice(0, index), next, event, ...events.slice(index + 2)];
        return edited(`told after event ${next.observation.event}`, swapped, hasWords(event) && hasWords(next));
      }
      case "change":
        return this.#change(run, events, index);
    }
  }

  #change(run: RecordedRun, events: readonly RecordedEvent[], index: number): Mutant | undefined {
    const { words, observation } = events[index]!;
    const fields = words.flatMap((word, at) => changeableFields(word).map((path) => ({ at, path })));
    const variables = [...observation.end.keys()].filter((variable) => observation.end[variable] !== UNKNOWN);
    const chosen = this.#random.below(fields.length + variables.length || 1);
    const field = fields[chosen];
    if (field !== undefined) return this.#changeField(run, events, index, field.at, field.path);
    const variable = variables[chosen - fields.length];
    return variable === undefined ? undefined : this.#changeVariable(run, events, index, variable);
  }

  #changeVariable(
    run: RecordedRun,
    events: readonly RecordedEvent[],
    index: number,
    variable: number,
  ): Mutant | undefined {
    const event = events[index]!;
    const before = event.observation.end[variable]!;
    const value = this.#vocabulary.otherValue(variable, before, this.#random);
    if (value === undefined) return undefined;
    const changed: RecordedEvent = {
      ...event,
      observation: { ...event.observation, end: event.observation.end.with(variable, value) },
      truth: { ...event.truth, state: event.truth.state.with(variable, value) },
    };
    const print = (one: number) => this.#machine.store.print(one);
    return {
      kind: "change",
      targets: [this.#machine.variables[variable]!],
      isInLog: false,
      text: `${placeOf(run, event)}: ${this.#machine.variables[variable]!} ${print(value)} instead of ${print(before)}`,
      changed: new Map([[event.instance, events.with(index, changed)]]),
    };
  }

  #changeField(
    run: RecordedRun,
    events: readonly RecordedEvent[],
    index: number,
    at: number,
    path: FieldPath,
  ): Mutant | undefined {
    const event = events[index]!;
    const word = event.words[at]!;
    const before = fieldAt(word.event, path);
    const value = this.#vocabulary.otherField(word.name, path, before, this.#random);
    if (value === undefined) return undefined;
    const changed = wordWith(word, path, value);
    const target = `${word.name}.${path.join(".")}`;
    const text = `${placeOf(run, event)}: ${target} ${JSON.stringify(value)} instead of ${JSON.stringify(before)}`;
    const mutant = { kind: "change" as const, targets: [target], text, isInLog: !word.isFault };
    const key = word.isFault ? event.instance : this.#instanceOf(changed.event);
    if (key === event.instance) {
      const words = event.words.with(at, changed);
      return { ...mutant, changed: new Map([[key, events.with(index, { ...event, words })]]) };
    }
    const without = { ...event, words: event.words.filter((one) => one !== word) };
    const here = [event.instance, events.with(index, without)] as const;
    // Told of another instance, or of none.
    const others = key === undefined ? undefined : run.instances.get(key);
    const there = others === undefined ? [] : [[key!, toldAlso(others, event, changed)] as const];
    return { ...mutant, changed: new Map([here, ...there]) };
  }

  #actionsOf({ truth }: RecordedEvent): string[] {
    const steps = [...truth.taken, ...truth.unreported.map(({ step }) => step)];
    const names = steps.flatMap((step) => (step === undefined ? [] : [this.#machine.actions[step.action]!.name]));
    return names.length === 0 ? ["no step"] : [...new Set(names)];
  }
}

function hasWords({ words }: RecordedEvent): boolean {
  return words.some((word) => !word.isFault);
}

/** The fields of a word that could be told otherwise: what it says, and who says it. */
export function changeableFields(word: ReportedWord): FieldPath[] {
  return fieldsOf(word.event).filter(([name]) => name !== "event");
}

export function wordWith(word: ReportedWord, path: FieldPath, value: unknown): ReportedWord {
  const event = withField(word.event, path, value) as ReportedWord["event"];
  return { ...word, event, process: event.process };
}

/** The events of an instance with one word more, where it was told. */
function toldAlso(events: readonly RecordedEvent[], told: RecordedEvent, word: ReportedWord): RecordedEvent[] {
  const at = events.findIndex((other) => other.observation.event > told.observation.event);
  const index = at < 0 ? events.length : at;
  const before = events[index - 1];
  const extra: RecordedEvent = {
    instance: events[0]!.instance,
    observation: {
      ...told.observation,
      steps: [],
      end: before?.observation.end ?? new Int32Array(told.observation.end.length),
    },
    words: [word],
    truth: { taken: [], unreported: [], state: before?.truth.state ?? new Int32Array(told.observation.end.length) },
  };
  return [...events.slice(0, index), extra, ...events.slice(index)];
}

function placeOf(run: RecordedRun, { instance, observation }: RecordedEvent): string {
  const words = observation.steps.map((step) => step.reportedBy.name).join(", ");
  const whose = instance === "" ? "" : ` of ${instance}`;
  return `seed ${run.seed}, event ${observation.event}${whose} (${observation.process}: ${words === "" ? observation.description : words})`;
}

function saysTheSame(a: RecordedEvent, b: RecordedEvent): boolean {
  const words = (event: RecordedEvent) => JSON.stringify(event.words.map((word) => [word.name, word.event]));
  return words(a) === words(b) && a.observation.end.join() === b.observation.end.join();
}
