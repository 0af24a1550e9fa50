/** Whether a behaviour can go on from a state otherwise than by staying where it is. */
import type { StateMachine } from "../compile/types.ts";
import { EvaluationError } from "../values/types.ts";
import type { StepSearch } from "./step-search.ts";

/** Remembers what it was asked about the states of a search's space. */
export class TerminalStates {
  readonly #search: StepSearch;
  readonly #known = new Map<number, boolean>();

  constructor(search: StepSearch) {
    this.#search = search;
  }

  /** True when no step leads to another state. A state whose steps cannot be evaluated is not taken for terminal. */
  has(state: number): boolean {
    let isTerminal = this.#known.get(state);
    if (isTerminal === undefined) this.#known.set(state, (isTerminal = this.#judge(state)));
    return isTerminal;
  }

  #judge(id: number): boolean {
    const { space, anyAction, nothingKnown: next } = this.#search;
    const state = space.state(id);
    try {
      return anyAction.every(({ action, arguments: open }) =>
        staysHere(space.machine, { action, arguments: open, state, next }),
      );
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  }
}

function staysHere(machine: StateMachine, request: Parameters<StateMachine["step"]>[0]): boolean {
  let stays = true;
  machine.step(request, (to) => {
    stays = request.state.every((value, variable) => to[variable] === value);
    return stays;
  });
  return stays;
}
