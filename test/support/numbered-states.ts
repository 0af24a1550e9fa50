/** The states of a small machine by number, in the order in which they are met: what the tests' own explorations share. */
import type { StateMachine } from "../../src/compile/types.ts";

export class NumberedStates {
  /** Every state met so far, at its number; whoever explores goes through it while it grows. */
  readonly states: Int32Array[] = [];
  readonly #machine: StateMachine;
  readonly #numbers = new Map<string, number>();

  /** Begins with the initial states that the constraints allow. */
  constructor(machine: StateMachine) {
    this.#machine = machine;
    machine.initialStates((state) => {
      if (this.#isInModel(state)) this.#numberOf(state);
    });
  }

  /** The number of the state that a step leads to; -1 when constraints keep the step out of the model. */
  after(state: Int32Array, next: Int32Array): number {
    const { actionConstraints } = this.#machine;
    const isAllowed = this.#isInModel(next) && actionConstraints.every((one) => one.test(state, next));
    return isAllowed ? this.#numberOf(next) : -1;
  }

  #isInModel(state: Int32Array): boolean {
    return this.#machine.constraints.every((one) => one.test(state));
  }

  #numberOf(state: Int32Array): number {
    const key = state.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.states.push(state.slice()) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
