/**
 * How each numbered state was found: the number of the state it came from, and which of its successors it was. States
 * themselves are not kept; an error trace is computed again from here.
 *
 * Ordinals count derivations as the machine gives them; of initial states, distinct ones inside the model.
 */
import type { StateMachine } from "../compile/types.ts";
import { EvaluationError } from "../values/types.ts";
import { FingerprintTable } from "./fingerprint-table.ts";
import { resized } from "./growing-array.ts";
import type { Judge } from "./judge.ts";
import type { StateKey } from "./state-key.ts";

export class Ancestry {
  #parents = new Int32Array(1 << 12);
  #ordinals = new Int32Array(1 << 12);

  /** `parent` is -1 for an initial state. Numbers are recorded in order. */
  record(number: number, parent: number, ordinal: number): void {
    if (number >= this.#parents.length) {
      this.#parents = resized(this.#parents, this.#parents.length * 2);
      this.#ordinals = resized(this.#ordinals, this.#ordinals.length * 2);
    }
    this.#parents[number] = parent;
    this.#ordinals[number] = ordinal;
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
  machine.status.begin(0);
  const states = [initialState(machine, judge, key, initial)];
  for (const ordinal of ordinals) {
    const before = states.at(-1)!;
    machine.status.begin(states.length, before);
    states.push(successor(machine, before, ordinal));
  }
  return states;
}

function initialState(machine: StateMachine, judge: Judge, key: StateKey, wanted: number): Int32Array {
  const seen = new FingerprintTable();
  let found: Int32Array | undefined;
  untilFailure(() =>
    machine.initialStates((state) => {
      if (found !== undefined || !judge.isInModel(state)) return;
      key.of(state);
      if (seen.add(key.low, key.high) === wanted) found = state.slice();
    }),
  );
  if (found === undefined) throw new Error("an initial state was not found again");
  return found;
}

function successor(machine: StateMachine, state: Int32Array, wanted: number): Int32Array {
  let found: Int32Array | undefined;
  let ordinal = 0;
  untilFailure(() =>
    machine.successors(state, (next) => {
      if (ordinal++ === wanted) found = next.slice();
    }),
  );
  if (found === undefined) throw new Error("a successor was not found again");
  return found;
}

/** The evaluation that failed the first time fails again, behind what is looked for. */
function untilFailure(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
  }
}
