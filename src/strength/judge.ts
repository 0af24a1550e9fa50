/**
 * Holds an edited run against the specification, seen in different ways: as the system file maps it, as a log alone
 * would tell it, with everything known, or with nothing but the actions. Whether an edit is noticed, and why not, is
 * found by comparing these.
 */
import { UNKNOWN } from "../compile/types.ts";
import type { AcceptedStep, NamedAction, Observation, ObservedStep, PathValue } from "../conform/types.ts";
import type { Outcome } from "../conform/outcome.ts";
import { Validator } from "../conform/validator.ts";
import { everything, unreportedMax } from "../observe/levels.ts";
import type { StepMapping } from "../observe/mapping.ts";
import type { ReportedWord } from "../observe/observer.ts";
import type { Renamings } from "../observe/step-reading.ts";
import { DiagnosticError } from "../tla/diagnostics.ts";
import { EvaluationError } from "../values/types.ts";
import type { Subject } from "../search/subject.ts";
import type { RecordedEvent } from "./recording.ts";

export type View =
  /** What the system file makes of words, messages and memory. */
  | { readonly kind: "mapping" }
  /** The same, but for one variable. */
  | { readonly kind: "without"; readonly variable: number }
  /** The program's words alone, as `lockstep validate` reads them. */
  | { readonly kind: "log" }
  /** Also every argument, and the whole state after each event: nothing is inferred. */
  | { readonly kind: "everything" }
  /** The actions with all their arguments, and no state. */
  | { readonly kind: "actions" };

/** How a list of events is taken; `steps` is the way in which it was explained. */
export type Judgement =
  | { readonly isAccepted: true; readonly steps: readonly AcceptedStep[] }
  | { readonly isAccepted: false; readonly bound?: string };

const REFUSED: Judgement = { isAccepted: false };

/** Where a validator stands, and what was renamed until then. */
interface Standing {
  readonly validator: Validator;
  readonly renamings: Renamings;
}

/** What the words of an event mean. */
interface ReadEvent {
  readonly steps: readonly ObservedStep[];
  /** Those of them that the program told itself. */
  readonly told: readonly ObservedStep[];
  readonly isOutside: boolean;
}

export class Judge {
  readonly #subject: Subject;
  readonly #unknown: Int32Array;
  /** By what was recorded of an instance and by view: where it stands before each event, up to the last one asked for. */
  readonly #standings = new WeakMap<readonly RecordedEvent[], Map<string, Standing[]>>();

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#unknown = new Int32Array(subject.machine.variables.length);
  }

  /**
   * Events of one instance, from its beginning; `original` is what was recorded of it, which is accepted: the events that the
   * two begin with are gone through once for all edits.
   */
  judge(events: readonly RecordedEvent[], original: readonly RecordedEvent[], view: View): Judgement {
    try {
      return this.#through(events, original, view);
    } catch (error) {
      // A value that the specification has no counterpart for, or that it cannot compute with, is noticed as such.
      if (isComplaint(error) || error instanceof EvaluationError) return REFUSED;
      throw error;
    }
  }

  /** What a word means, as text that is equal for equal meanings. Unreadable words mean something too: a complaint. */
  meaning(word: ReportedWord): string {
    try {
      const { steps, isOutside } = this.#readWord(word, new Map());
      const told = steps.map(({ actions, values, changes, isOptional }) => ({
        actions: actions.map((named) => [named.action, [...named.arguments]]),
        values,
        changes,
        isOptional,
      }));
      return JSON.stringify({ key: this.#subject.layout.mapping.instance(word.event), told, isOutside });
    } catch (error) {
      if (isComplaint(error)) return error.message;
      throw error;
    }
  }

  #through(events: readonly RecordedEvent[], original: readonly RecordedEvent[], view: View): Judgement {
    let common = 0;
    while (common < original.length && events[common] === original[common]) common++;
    const standings = this.#standingsOf(original, common, view);
    const { validator, renamings } = forkOf(standings[Math.min(common, standings.length - 1)]!);
    for (const event of events.slice(Math.min(common, standings.length - 1))) {
      const outcome = this.#observe(validator, event, renamings, view);
      if (outcome?.verdict === "unknown") return { isAccepted: false, bound: outcome.bound };
      if (outcome !== undefined) return REFUSED;
    }
    return { isAccepted: true, steps: validator.witness() };
  }

  #observe(validator: Validator, event: RecordedEvent, renamings: Renamings, view: View): Outcome {
    return validator.observe(this.#observation(event, this.#read(event, renamings), view));
  }

  /**
   * Where the recorded run stands before each event, at least as far as `count` events, or before the one that this view does
   * not accept.
   */
  #standingsOf(original: readonly RecordedEvent[], count: number, view: View): readonly Standing[] {
    const byView = this.#standings.get(original) ?? new Map<string, Standing[]>();
    this.#standings.set(original, byView);
    const key = view.kind === "without" ? `without ${view.variable}` : view.kind;
    const standings = byView.get(key) ?? [{ validator: this.#newValidator(view), renamings: new Map() }];
    byView.set(key, standings);
    while (standings.length <= count) {
      const next = forkOf(standings.at(-1)!);
      const outcome = this.#observe(next.validator, original[standings.length - 1]!, next.renamings, view);
      if (outcome !== undefined) break;
      standings.push(next);
    }
    return standings;
  }

  #newValidator(view: View): Validator {
    const { layout, space, explainer } = this.#subject;
    const infers = view.kind !== "everything" && view.kind !== "actions";
    return new Validator(space, {
      silentStepsMax: infers ? unreportedMax(layout.mapping, everything) : 0,
      silent: !infers ? [] : view.kind === "log" ? layout.silentInLogs : layout.silent,
      search: layout.search(space),
      explainer,
      keepsWitness: true,
    });
  }

  // ---------------------------------------------------------------------------------------- words

  #read({ words }: RecordedEvent, renamings: Renamings): ReadEvent {
    const read = words.map((word) => ({ word, meaning: this.#readWord(word, renamings) }));
    return {
      steps: read.flatMap(({ meaning }) => meaning.steps),
      told: read.filter(({ word }) => !word.isFault).flatMap(({ meaning }) => meaning.steps),
      isOutside: read.some(({ meaning }) => meaning.isOutside),
    };
  }

  #readWord({ name, process, event, isFault, isOptional }: ReportedWord, renamings: Renamings) {
    const { mapping, reader } = this.#subject.layout;
    const simulated: Readonly<Record<string, StepMapping>> = { ...mapping.messageSteps, ...mapping.faults };
    const step = isFault ? simulated[name] : mapping.steps[name];
    const result = complaining(() => reader.resultOf(step!, event, process, () => renamings));
    return reader.read(result, name, { name }, isOptional);
  }

  // ---------------------------------------------------------------------------------------- views

  #observation(event: RecordedEvent, read: ReadEvent, view: View): Observation {
    const { observation } = event;
    const seen = (steps: readonly ObservedStep[], end: Int32Array): Observation => {
      const { event: index, process, time, description } = observation;
      return { event: index, process, time, description, steps, end, ...(read.isOutside ? { outside: true } : {}) };
    };
    switch (view.kind) {
      case "mapping":
        return seen(read.steps, observation.end);
      case "without":
        return seen(
          read.steps.map((step) => without(step, view.variable)),
          observation.end.with(view.variable, UNKNOWN),
        );
      case "log":
        return seen(read.told, this.#unknown);
      case "everything":
        return seen(this.#known(event, read.steps, true), event.truth.state);
      case "actions":
        return seen(this.#known(event, read.steps, false), this.#unknown);
    }
  }

  /** The steps with what really happened: all arguments and, if wanted, the whole state after each but the last. */
  #known({ observation, truth }: RecordedEvent, steps: readonly ObservedStep[], withStates: boolean): ObservedStep[] {
    const known: ObservedStep[] = [];
    const isAligned = steps.length === observation.steps.length;
    for (let i = 0; i <= steps.length; i++) {
      for (const { behind, step } of truth.unreported) {
        if (behind === i) known.push({ ...happened(step), reportedBy: { name: "nobody" } });
      }
      const claim = steps[i];
      if (claim === undefined) break;
      const taken = isAligned ? truth.taken[i] : undefined;
      const isAsTold = taken !== undefined && saysTheSame(claim, observation.steps[i]!);
      known.push(isAsTold ? { ...claim, ...happened(taken), changes: [] } : claim);
    }
    if (withStates) return known.map((step, i) => (i === known.length - 1 ? { ...step, values: ofParts(step) } : step));
    return known.map((step) => ({ ...step, values: [], changes: [] }));
  }
}

/** A system file's own function cannot read an edited word: it has no such field, or none of that kind. */
class UnreadableWord extends Error {}

function isComplaint(error: unknown): error is DiagnosticError | UnreadableWord {
  return error instanceof DiagnosticError || error instanceof UnreadableWord;
}

/** Calls what calls a function of the system file: whatever that throws is a complaint about the word. */
function complaining<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw new UnreadableWord(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function forkOf({ validator, renamings }: Standing): Standing {
  return {
    validator: validator.fork(),
    renamings: new Map([...renamings].map(([constant, names]) => [constant, new Map(names)])),
  };
}

/** An accepted step as one that was observed in full. */
function happened({ action, binding, to }: AcceptedStep): Pick<ObservedStep, "actions" | "values"> {
  const named: NamedAction = { action, arguments: Int32Array.from(binding) };
  return { actions: [named], values: [...to].map((value, variable): PathValue => ({ variable, path: [], value })) };
}

/** The whole values of the last step are those of the event's end, which may have been edited. */
function ofParts({ values }: ObservedStep): readonly PathValue[] {
  return values.filter(({ path }) => path.length > 0);
}

function without(step: ObservedStep, variable: number): ObservedStep {
  return {
    ...step,
    values: step.values.filter((value) => value.variable !== variable),
    changes: (step.changes ?? []).filter((change) => change.variable !== variable),
  };
}

function saysTheSame(a: ObservedStep, b: ObservedStep): boolean {
  const text = ({ actions, values, changes = [] }: ObservedStep): string =>
    JSON.stringify([actions.map((named) => [named.action, [...named.arguments]]), values, changes]);
  return text(a) === text(b);
}
