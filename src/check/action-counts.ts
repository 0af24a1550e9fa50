/**
 * How often each action was enabled, taken, and led to a new state. A state counts once for an action that is enabled
 * in it, however many successors the action gives.
 */
import type { StateMachine } from "../compile/types.ts";
import type { ActionCoverage } from "./types.ts";

export class ActionCounts {
  readonly #enabled: Float64Array;
  readonly #taken: Float64Array;
  readonly #found: Float64Array;
  /** The state in which each action was last seen enabled. */
  readonly #lastStates: Int32Array;

  constructor(actions: number) {
    this.#enabled = new Float64Array(actions);
    this.#taken = new Float64Array(actions);
    this.#found = new Float64Array(actions);
    this.#lastStates = new Int32Array(actions).fill(-1);
  }

  /** A successor of state `from`; `weight` derivations. */
  take(action: number, from: number, weight: number): void {
    this.#taken[action] = this.#taken[action]! + weight;
    if (this.#lastStates[action] === from) return;
    this.#lastStates[action] = from;
    this.#enabled[action] = this.#enabled[action]! + 1;
  }

  /** Counted elsewhere. */
  addAll(action: number, enabled: number, taken: number, found: number): void {
    this.#enabled[action] = this.#enabled[action]! + enabled;
    this.#taken[action] = this.#taken[action]! + taken;
    this.#found[action] = this.#found[action]! + found;
  }

  /** The successor was new. */
  find(action: number): void {
    this.#found[action] = this.#found[action]! + 1;
  }

  report(machine: StateMachine): ActionCoverage[] {
    return machine.actions.map(({ name, at, index }) => ({
      name,
      at,
      enabled: this.#enabled[index]!,
      taken: this.#taken[index]!,
      found: this.#found[index]!,
    }));
  }
}
