/**
 * Changes of one event, or rather of one step that it reported: it is one too many; one thing that is known of it had another
 * value; one of its arguments was another; it was another action on the same variables.
 *
 * What is doubted is taken as not known, and the specification says what it would have to be.
 */
import { UNKNOWN } from "../../compile/types.ts";
import type { StateMachine } from "../../compile/types.ts";
import type { Value } from "../../values/types.ts";
import { valueAt } from "../paths.ts";
import type { StateSpace } from "../state-space.ts";
import type { NamedAction, Observation, ObservedStep } from "../types.ts";
import type { Branch } from "../branch.ts";
import { stepsIn } from "./timeline.ts";
import type { Words } from "./words.ts";

/** One step of an event, to be changed. */
export interface Target {
  readonly observation: Observation;
  readonly index: number;
  /** What it was or, for the event that is refused, was to be, as far as that is known. */
  readonly action: NamedAction | undefined;
  /** The state that it led to; undefined for the event that is refused. */
  readonly reached: number | undefined;
  /** Variables that it changed. */
  readonly changed: readonly number[];
}

export interface Edit {
  readonly kind: "value" | "action" | "extra";
  /** Absent: the event did not happen. */
  readonly replaced?: Observation;
  readonly touched: readonly number[];
  /** Whether a way in which the changed event can be taken is a change at all. */
  readonly accepts: (edited: Branch) => boolean;
  /** The sentence, from the ways in which the changed step was taken. */
  readonly text: (edited: readonly Branch[]) => string;
  /** For another value: what it was, and what it would have to be. */
  readonly exchange?: (edited: Branch) => readonly [was: Value, wanted: Value];
}

export class Edits {
  readonly #machine: StateMachine;
  readonly #space: StateSpace;
  readonly #words: Words;

  constructor(space: StateSpace, words: Words) {
    this.#machine = space.machine;
    this.#space = space;
    this.#words = words;
  }

  *of(target: Target): IterableIterator<Edit> {
    yield this.#extra(target);
    yield* this.#otherValues(target);
    yield* this.#otherArguments(target);
    yield* this.#otherActions(target);
  }

  /** The ways in which the changed step was taken on the way to the branches; none where something else made up for it. */
  editedIn(branches: readonly Branch[], target: Target, edit: Edit): Branch[] {
    const { replaced } = edit;
    if (replaced === undefined) return [];
    const step = replaced.steps[target.index];
    return branches.flatMap((branch) => {
      const steps = stepsIn(branch, replaced);
      if (replaced.steps.length > 0 && steps.some((one) => one.reported === undefined)) return [];
      const edited = step === undefined ? steps.at(-1) : steps.find((one) => one.reported === step);
      return edited === undefined ? [] : [edited];
    });
  }

  /** Of an event that says several things only one is left out. */
  #extra({ observation, index, changed }: Target): Edit {
    const base = { kind: "extra", touched: changed, accepts: () => true, text: () => "" } as const;
    if (observation.steps.length <= 1) return base;
    const steps = observation.steps.filter((_, i) => i !== index);
    return { ...base, replaced: { ...observation, steps, end: opened(observation.end, changed) } };
  }

  *#otherValues(target: Target): IterableIterator<Edit> {
    const { observation, index } = target;
    const step = observation.steps[index];
    for (const { variable, path, value } of step?.values ?? []) {
      const values = step!.values.filter((one) => one.variable !== variable || one.path.join() !== path.join());
      yield this.#otherValue(changedStep(target, { values }, [variable]), target, variable, path, value);
    }
    for (const change of step?.changes ?? []) {
      const changes = step!.changes!.filter((one) => one !== change);
      const name = this.#words.path(change.variable, change.path);
      yield {
        ...this.#otherValue(changedStep(target, { changes }, [change.variable]), target, change.variable, [], UNKNOWN),
        text: () => `${name} should change otherwise in ${this.#words.event(observation, target.index)}`,
      };
    }
    for (const [variable, value] of observation.end.entries()) {
      if (value === UNKNOWN || (target.reached !== undefined && !target.changed.includes(variable))) continue;
      yield this.#otherValue(changedStep(target, {}, [variable]), target, variable, [], value);
    }
  }

  #otherValue(replaced: Observation, target: Target, variable: number, path: readonly Value[], not: Value): Edit {
    const after = ({ state }: Branch): Value =>
      valueAt(this.#machine.store, this.#space.value(state, variable), path) ?? UNKNOWN;
    const name = this.#words.path(variable, path);
    return {
      kind: "value",
      replaced,
      touched: [variable],
      accepts: (edited) => after(edited) !== not,
      text: (edited) =>
        `${this.#words.shouldBe(name, edited.map(after), not)}, in ${this.#words.event(target.observation, target.index)}`,
      exchange: (edited) => [not, after(edited)],
    };
  }

  *#otherArguments(target: Target): IterableIterator<Edit> {
    const { action, observation, index } = target;
    if (action === undefined || observation.steps[index]?.actions.length === 0) return;
    for (const [position, name] of this.#machine.actions[action.action]!.parameters.entries()) {
      const given = action.arguments[position]!;
      if (given === UNKNOWN) continue;
      const open = action.arguments.slice();
      open[position] = UNKNOWN;
      const value = ({ taken }: Branch): Value => taken?.binding[position] ?? UNKNOWN;
      yield {
        kind: "value",
        replaced: changedStep(target, { actions: [{ action: action.action, arguments: open }] }, []),
        touched: [],
        accepts: (edited) => value(edited) !== given,
        text: (edited) =>
          `${this.#words.shouldBe(name, edited.map(value), given)}, in ${this.#words.event(observation, target.index)}`,
        exchange: (edited) => [given, value(edited)],
      };
    }
  }

  /**
   * Other actions that write something of what the right one writes, with the same arguments: who acts, and on what, stays as
   * it was.
   */
  *#otherActions(target: Target): IterableIterator<Edit> {
    const { action } = target;
    if (action === undefined) return;
    const meant = this.#machine.actions[action.action]!;
    for (const other of this.#machine.actions) {
      if (other.name === meant.name || !other.variablesWritten.some((v) => meant.variablesWritten.includes(v)))
        continue;
      const known = Int32Array.from(
        other.parameters,
        (name) => action.arguments[meant.parameters.indexOf(name)] ?? UNKNOWN,
      );
      if (known.includes(UNKNOWN)) continue;
      const touched = [...new Set([...target.changed, ...other.variablesWritten, ...meant.variablesWritten])];
      const named: NamedAction = { action: other.index, arguments: known };
      yield {
        kind: "action",
        replaced: changedStep(target, { actions: [named], values: [], changes: [] }, touched),
        touched,
        accepts: (edited) => edited.state !== edited.previous!.state,
        text: (edited) =>
          `${this.#words.event(target.observation, target.index)} should be ${this.#words.taken(edited)}, not ${this.#words.action(action.action, action.arguments)}`,
      };
    }
  }
}

/** The observation with something else in the step, which then has happened, and nothing known of some variables at its end. */
function changedStep(
  { observation, index }: Target,
  other: Partial<ObservedStep>,
  open: readonly number[],
): Observation {
  const end = opened(observation.end, open);
  if (observation.steps.length === 0 && other.actions === undefined) return { ...observation, end };
  const old = observation.steps[index] ?? { actions: [], values: [], reportedBy: { name: observation.description } };
  const step: ObservedStep = { ...old, ...other, isOptional: false };
  const steps = observation.steps.length === 0 ? [step] : observation.steps.map((one, i) => (i === index ? step : one));
  return { ...observation, steps, end };
}

function opened(end: Int32Array, variables: readonly number[]): Int32Array {
  const open = end.slice();
  for (const variable of variables) open[variable] = UNKNOWN;
  return open;
}
