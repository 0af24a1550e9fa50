/**
 * The states of a lasso that is known by numbers, computed again from an initial state on.
 *
 * With a VIEW a number stands for all states that it does not tell apart. Then the cycle is followed until a state comes
 * again; if that does not happen, it is a cycle only as far as the VIEW sees.
 *
 * Each step is computed at the level that its state had when it was explored: Next, a constraint and a VIEW may ask for
 * `TLCGet("level")`.
 */
import type { StateMachine } from "../../compile/types.ts";
import type { FingerprintTable } from "../fingerprint-table.ts";
import type { Judge } from "../judge.ts";
import type { StateKey } from "../state-key.ts";
import type { Lasso } from "./lasso.ts";

export interface ConcreteLasso {
  readonly states: readonly Int32Array[];
  /** Where the last state goes back to. */
  readonly loop: number;
  /** The state that the last one leads to: `states[loop]`, or one that the VIEW does not tell from it. */
  readonly last: Int32Array;
}

/** Rounds of a cycle that are followed to find a state again. */
const ROUNDS_MAX = 20;

export class LassoBuilder {
  readonly #machine: StateMachine;
  readonly #judge: Judge;
  readonly #key: StateKey;
  readonly #seen: FingerprintTable;
  readonly #levelOf: (number: number) => number;

  /** `levelOf` tells on which level a numbered state was found: 1 for an initial state. */
  constructor(
    machine: StateMachine,
    judge: Judge,
    key: StateKey,
    seen: FingerprintTable,
    levelOf: (number: number) => number,
  ) {
    this.#machine = machine;
    this.#judge = judge;
    this.#key = key;
    this.#seen = seen;
    this.#levelOf = levelOf;
  }

  /** Undefined when a VIEW hides what the next step depends on, so that the behaviour cannot be followed. */
  build({ prefix, cycle, isStuttering }: Lasso): ConcreteLasso | undefined {
    const numbers = [...prefix, ...cycle];
    const states = [this.#initialState(numbers[0]!)];
    for (const [i, number] of numbers.slice(1).entries()) {
      const next = this.#successor(states.at(-1)!, numbers[i]!, number);
      if (next === undefined) return undefined;
      states.push(next);
    }
    const loop = prefix.length;
    return isStuttering ? { states, loop, last: states[loop]! } : this.#close(states, loop, cycle);
  }

  /** Follows the cycle round and round, at least once. */
  #close(states: Int32Array[], loop: number, cycle: readonly number[]): ConcreteLasso | undefined {
    let first: ConcreteLasso | undefined;
    let at = cycle.at(-1)!;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      for (const number of round === 0 ? cycle.slice(0, 1) : [...cycle.slice(1), cycle[0]!]) {
        const next = this.#successor(states.at(-1)!, at, number);
        if (next === undefined) return first;
        states.push(next);
        at = number;
      }
      const last = states.at(-1)!;
      first ??= { states: states.slice(0, -1), loop, last };
      for (let start = loop; start < states.length - 1; start += cycle.length)
        if (isSame(states[start]!, last)) return { states: states.slice(0, -1), loop: start, last };
    }
    return first;
  }

  #initialState(number: number): Int32Array {
    const { status } = this.#machine;
    let found: Int32Array | undefined;
    status.begin(0);
    this.#machine.initialStates((state) => {
      if (found !== undefined) return;
      status.level = 1;
      if (this.#judge.isInModel(state) && this.#numberOf(state) === number) found = state.slice();
      status.level = 0;
    });
    if (found === undefined) throw new Error("an initial state was not found again");
    return found;
  }

  /** A successor that is number `to`, of a state that is number `at`. */
  #successor(state: Int32Array, at: number, to: number): Int32Array | undefined {
    const { status } = this.#machine;
    let found: Int32Array | undefined;
    const from = state.slice();
    const level = this.#levelOf(at);
    status.begin(level, from);
    this.#machine.successors(from, (next) => {
      if (found !== undefined) return;
      status.level = level + 1;
      if (this.#numberOf(next) === to && !isSame(from, next)) found = next.slice();
      status.level = level;
    });
    return found;
  }

  #numberOf(state: Int32Array): number {
    this.#key.of(state);
    return this.#seen.find(this.#key.low, this.#key.high);
  }
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, i) => value === b[i]);
}
