/**
 * Where an exploration stands: what `TLCGet` tells a specification about the run that evaluates it.
 *
 * Whoever explores writes it, natives read it; the two meet in `NativePorts.status`. Nothing here depends on host time.
 */
import type { Location } from "../../tla/syntax/source.ts";
import type { Store } from "../../values/types.ts";
import type { Action, State } from "../types.ts";

export interface ExplorationCounts {
  readonly generated: number;
  readonly distinct: number;
  /** States that wait to be expanded. */
  readonly queue: number;
  /** Highest level reached so far. */
  readonly depth: number;
}

/** How a specification was violated, for `CounterExample`. */
export interface FoundBehaviour {
  readonly states: readonly State[];
  /** What led to each state, as far as it is known; the first is initial. */
  readonly actions: readonly (ActionPlace | undefined)[];
  /** The step from the last state back to an earlier one (an index), when a lasso was found. */
  readonly back?: { readonly to: number; readonly action: ActionPlace | undefined };
}

export interface ActionPlace {
  readonly name: string;
  readonly at: Location;
}

/** A moment before anything was explored. */
const NOTHING: ExplorationCounts = { generated: 0, distinct: 0, queue: 0, depth: 0 };

export class ExplorationStatus {
  /** Level of the state that is looked at: 1 for an initial state, 0 where there is none (Init, ASSUME, POSTCONDITION). */
  level = 0;
  /** The action that led to the state that is looked at; undefined for initial states and where there is none. */
  action: Action | undefined = undefined;
  /** Asked for by `TLCSet("exit", TRUE)`. */
  exitRequested = false;
  /** True while steps are computed again, for a trace or an explanation: then nothing is printed or written. */
  isReplaying = false;
  counts: () => ExplorationCounts = () => NOTHING;
  /** Names of the variables, in the order of a state's values. */
  variables: readonly string[] = [];
  /** The states from an initial one to the one that is looked at, for `Trace`; empty where there is none. */
  behaviour: () => readonly State[] = () => [];
  /** Set before the postcondition is evaluated, when something was violated. */
  counterexample: FoundBehaviour | undefined = undefined;
  #moment = 0;
  #state: State | undefined;

  /** Enumeration begins, of the successors of a state or (without one) of the initial states. */
  begin(level: number, state?: State): void {
    this.level = level;
    this.action = undefined;
    this.#state = state;
    this.#moment++;
  }

  /** Changes whenever enumeration begins anew: what is drawn at random in between is one sequence. */
  get moment(): number {
    return this.#moment;
  }

  /** The same for the same state in every run, so that a step that is computed again draws the same. */
  stateHash(store: Store): number {
    let hash = 0;
    for (const value of this.#state ?? []) hash = (Math.imul(hash, 31) + store.hashLow(value)) | 0;
    return hash;
  }

  /** Runs `work` while these are the states that lead to the one that is looked at, as far as its level. */
  along<T>(states: readonly State[], work: () => T): T {
    const { behaviour } = this;
    this.behaviour = () => states.slice(0, this.level);
    try {
      return work();
    } finally {
      this.behaviour = behaviour;
    }
  }

  /** Runs `work` quietly: steps are computed that were computed before. */
  replay<T>(work: () => T): T {
    const { level, isReplaying } = this;
    this.isReplaying = true;
    try {
      return work();
    } finally {
      this.isReplaying = isReplaying;
      this.level = level;
    }
  }
}
