/**
 * All ways in which the specification can take one observed step from one state.
 *
 * What was observed goes in as knowledge: whole values and changes of containers as next values, from which, with the
 * parts that are known, the action's parameters and further next values are inferred; only what is still open then is
 * enumerated. Shared by every validator of a state space, whose answers are remembered by state and knowledge.
 */
import { effectsOf } from "../compile/effects.ts";
import { UNKNOWN } from "../compile/types.ts";
import { applyChanges } from "./containers.ts";
import { Inference } from "./inference.ts";
import { valueAt } from "./paths.ts";
import type { StateSpace, Taken } from "./state-space.ts";
import type { NamedAction, ObservedStep, PathValue } from "./types.ts";

/** What a search has cost: the numbers that tell whether a mapping says enough. */
export interface SearchCost {
  /** Actions tried at a candidate, by whatever was known of them. */
  tries: number;
  /** Ways to take the step that were found. */
  found: number;
}

const NO_PARTS: readonly PathValue[] = [];

export class StepSearch {
  readonly space: StateSpace;
  readonly cost: SearchCost = { tries: 0, found: 0 };
  /** Two behaviours have met in one state since whoever asks has cleared it: only one of them goes on being told. */
  hasMerged = false;
  /** Every action with nothing known of its arguments. */
  readonly anyAction: readonly NamedAction[];
  readonly #inferences: readonly Inference[];
  /** The next values of a step of which none is known. */
  readonly nothingKnown: Int32Array;

  constructor(space: StateSpace) {
    const { machine } = space;
    this.space = space;
    this.#inferences = effectsOf(machine.spec).map((effects) => new Inference(machine.store, effects));
    this.anyAction = machine.actions.map((action) => openAction(action.index, action.parameters.length));
    this.nothingKnown = new Int32Array(machine.variables.length);
  }

  /** Calls `sink` for each way; `end` holds the values that are known after the step besides those of the step itself. */
  ways(from: number, step: ObservedStep, end: Int32Array, sink: (taken: Taken) => void): void {
    const next = this.knownAfter(from, step, end);
    if (next === undefined) return;
    const parts = step.values.length === 0 ? NO_PARTS : step.values.filter((value) => value.path.length > 0);
    for (const named of step.actions.length > 0 ? step.actions : this.anyAction) {
      for (const taken of this.#taken(from, named, next, parts)) {
        if (!parts.every((value) => this.holds(taken.to, value))) continue;
        this.cost.found++;
        sink(taken);
      }
    }
  }

  /** The ways of one action of which nothing but its arguments is known. */
  open(from: number, named: NamedAction, end: Int32Array = this.nothingKnown): readonly Taken[] {
    return this.#taken(from, named, end, []);
  }

  #taken(from: number, named: NamedAction, next: Int32Array, parts: readonly PathValue[]): readonly Taken[] {
    this.cost.tries++;
    // Where all arguments are known there is nothing to find.
    if (!named.arguments.includes(UNKNOWN)) return this.space.stepBy(from, named, next);
    const knowledge = { state: this.space.view(from), arguments: named.arguments.slice(), next: next.slice() };
    if (!this.#inferences[named.action]!.infer(knowledge, parts)) return [];
    return this.space.stepBy(from, { action: named.action, arguments: knowledge.arguments }, knowledge.next);
  }

  /** Next values that follow from the observation alone; undefined when it contradicts the state. */
  knownAfter(from: number, step: ObservedStep, end: Int32Array): Int32Array | undefined {
    const hasChanges = step.changes !== undefined && step.changes.length > 0;
    const known = withWholeValues(end, step.values, hasChanges);
    if (known === undefined || !hasChanges) return known;
    return applyChanges(this.space.machine.store, this.space.view(from), step.changes, known) ? known : undefined;
  }

  /** True when the value at a path of a state is the known one. */
  holds(state: number, known: PathValue): boolean {
    return valueAt(this.space.machine.store, this.space.value(state, known.variable), known.path) === known.value;
  }
}

/** An action with nothing known of its arguments. */
export function openAction(action: number, parameters: number): NamedAction {
  return { action, arguments: new Int32Array(parameters) };
}

/** The end values with the whole-variable values of a step put in; undefined when the two contradict each other. */
function withWholeValues(end: Int32Array, values: readonly PathValue[], mustCopy: boolean): Int32Array | undefined {
  let known = mustCopy ? end.slice() : end;
  for (const { variable, path, value } of values) {
    if (path.length > 0 || known[variable] === value) continue;
    if (known[variable] !== UNKNOWN) return undefined;
    if (known === end) known = end.slice();
    known[variable] = value;
  }
  return known;
}
