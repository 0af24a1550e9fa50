/**
 * How each numbered state was found: the number of the state it came from, and which of its successors it was. States
 * themselves are not kept; an error trace is computed again from here.
 *
 * Ordinals count derivations as the machine gives them; of initial states, distinct ones inside the model.
 */
import type { StateMachine } from "../compile/types.ts";
import { EvaluationError } from "../values/types.ts";
import { CutOff } from "./cut-off.ts";
import { FingerprintTable } from "./fingerprint-table.ts";
import { resized, resizedShared } from "./growing-array.ts";
import type { Judge } from "./judge.ts";
import type { StateKey } from "./state-key.ts";

export class Ancestry {
  #parents: Int32Array = new Int32Array(1 << 12);
  /** In shared memory when other threads write it. */
  #ordinals: Int32Array = new Int32Array(1 << 12);

  /** `parent` is -1 for an initial state. Numbers are recorded in order. */
  record(number: number, parent: number, ordinal: number): void {
    this.#reserve(number + 1);
    this.#parents[number] = parent;
    this.#ordinals[number] = ordinal;
  }

  /** The states from number `first` to the one before `end` came from one state; their ordinals are recorded elsewhere. */
  recordChildren(parent: number, first: number, end: number): void {
    this.#reserve(end);
    this.#parents.fill(parent, first, end);
  }

  /** Where other threads may record the ordinals of so many states, until it is asked for again. */
  shareOrdinals(states: number): SharedArrayBuffer {
    this.#reserve(states);
    if (!(this.#ordinals.buffer instanceof SharedArrayBuffer))
      this.#ordinals = resizedShared(this.#ordinals, this.#ordinals.length);
    return this.#ordinals.buffer as SharedArrayBuffer;
  }

  #reserve(states: number): void {
    if (states <= this.#parents.length) return;
    const length = Math.max(states, this.#parents.length * 2);
    this.#parents = resized(this.#parents, length);
    const isShared = this.#ordinals.buffer instanceof SharedArrayBuffer;
    this.#ordinals = isShared ? resizedShared(this.#ordinals, length) : resized(this.#ordinals, length);
  }

  /** Numbers from an initial state to this one. */
  numbersTo(number: number): number[] {
    const numbers: number[] = [];
    for (let at = number; at >= 0; at = this.#parents[at]!) numbers.push(at);
    return numbers.reverse();
  }

  /** Ordinals from an initial state to this one. */
  pathTo(number: number): number[] {
    const ordinals: number[] = [];
    for (let at = number; at >= 0; at = this.#parents[at]!) ordinals.push(this.#ordinals[at]!);
    return ordinals.reverse();
  }
}

/** The states along a path of ordinals, computed again. */
export function statesAlong(
  machine: StateMachine,
  judge: Judge,
  key: StateKey,
  [initial, ...ordinals]: readonly number[],
): Int32Array[] {
  if (initial === undefined) return [];
  const first = initialStates(machine, judge, key, new Set([initial])).get(initial);
  if (first === undefined) throw new Error("an initial state was not found again");
  const states = [first];
  for (const ordinal of ordinals) {
    const next = successor(machine, states, ordinal);
    if (next === undefined) throw new Error("a successor was not found again");
    states.push(next);
  }
  return states;
}

/**
 * The last state of each of these paths; what they have in common with the path before is computed once. A state that is
 * not found again is left out: a specification may ask what it has remembered (TLCGet), or a clock.
 */
export function lastStates(
  machine: StateMachine,
  judge: Judge,
  key: StateKey,
  paths: readonly (readonly number[])[],
): Int32Array[] {
  const initials = initialStates(machine, judge, key, new Set(paths.map(([initial]) => initial!)));
  let walked: readonly number[] = [];
  let states: Int32Array[] = [];
  return [...paths].sort(inOrder).flatMap((path) => {
    const fork = path.findIndex((ordinal, i) => ordinal !== walked[i]);
    states = states.slice(0, fork < 0 ? path.length : fork);
    while (states.length < path.length) {
      const ordinal = path[states.length]!;
      const next = states.length === 0 ? initials.get(ordinal) : successor(machine, states, ordinal);
      if (next === undefined) break;
      states.push(next);
    }
    walked = path.slice(0, states.length);
    return states.length === path.length ? [states.at(-1)!] : [];
  });
}

/** Paths with a common beginning come one after another. */
function inOrder(a: readonly number[], b: readonly number[]): number {
  const fork = a.findIndex((ordinal, i) => ordinal !== b[i]);
  return fork < 0 ? a.length - b.length : a[fork]! - (b[fork] ?? -1);
}

/** Initial states, by their ordinals. */
function initialStates(
  machine: StateMachine,
  judge: Judge,
  key: StateKey,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, Int32Array> {
  machine.status.begin(0);
  const seen = new FingerprintTable();
  const found = new Map<number, Int32Array>();
  untilFailure(() =>
    machine.initialStates((state) => {
      if (!judge.isInModel(state)) return;
      key.of(state);
      const ordinal = seen.add(key.low, key.high);
      if (seen.wasNew && wanted.has(ordinal)) found.set(ordinal, state.slice());
      if (found.size === wanted.size) throw new CutOff();
    }),
  );
  return found;
}

/** A successor of the last of these states. */
function successor(machine: StateMachine, states: readonly Int32Array[], wanted: number): Int32Array | undefined {
  const state = states.at(-1)!;
  machine.status.begin(states.length, state);
  let found: Int32Array | undefined;
  let ordinal = 0;
  untilFailure(() =>
    machine.successors(state, (next) => {
      if (ordinal++ !== wanted) return;
      found = next.slice();
      throw new CutOff();
    }),
  );
  return found;
}

/** To the end, to what is looked for, or to the evaluation that failed the first time and fails again, behind it. */
function untilFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CutOff || error instanceof EvaluationError)) throw error;
  }
}
