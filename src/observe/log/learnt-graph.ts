/**
 * What a log has shown of the state graph, shared by all its instances. Memory is bounded: when it has grown too large it is
 * learnt anew, and who holds states moves with it. What it has cost is counted over all of them.
 */
import type { StateMachine } from "../../compile/types.ts";
import { StateSpace } from "../../conform/state-space.ts";
import { StepSearch } from "../../conform/step-search.ts";
import { TerminalStates } from "../../conform/terminal.ts";

/** States and steps after which what was learnt about the state graph is let go, to bound memory. */
export const LEARNT_MAX = 32_768;

export class LearntGraph {
  readonly #machine: StateMachine;
  readonly #learntMax: number;
  #space: StateSpace;
  #search: StepSearch;
  #terminal: TerminalStates;
  /** The size of the space from which on what was learnt is let go. */
  #renewalDue: number;
  /** What those before this one have cost. */
  readonly #before = { tries: 0, bindings: 0, found: 0 };

  constructor(machine: StateMachine, learntMax = LEARNT_MAX) {
    this.#machine = machine;
    this.#learntMax = learntMax;
    this.#renewalDue = learntMax;
    this.#space = new StateSpace(machine);
    this.#search = new StepSearch(this.#space);
    this.#terminal = new TerminalStates(this.#search);
  }

  get space(): StateSpace {
    return this.#space;
  }

  get search(): StepSearch {
    return this.#search;
  }

  /** No step leads on from these states but to themselves. */
  isEnded(states: readonly number[]): boolean {
    return states.every((state) => this.#terminal.has(state));
  }

  get isRenewalDue(): boolean {
    return this.#space.size > this.#renewalDue;
  }

  /** Begins anew; `moveTo` is given the number that a state has now, and takes along all states that are held. */
  renew(moveTo: (numberOf: (state: number) => number, space: StateSpace, search: StepSearch) => void): void {
    Object.assign(this.#before, this.cost());
    const old = this.#space;
    const space = new StateSpace(this.#machine);
    const search = new StepSearch(space);
    moveTo((state) => space.intern(old.view(state)), space, search);
    this.#space = space;
    this.#search = search;
    this.#terminal = new TerminalStates(search);
    this.#renewalDue = Math.max(this.#learntMax, 2 * space.size);
  }

  /** Actions tried, values tried for what they quantify, and ways found. */
  cost(): { readonly tries: number; readonly bindings: number; readonly found: number } {
    const { tries, bindings, found } = this.#before;
    const { cost } = this.#search;
    return {
      tries: tries + cost.tries,
      bindings: bindings + this.#space.bindingsTried,
      found: found + cost.found,
    };
  }
}
