/** Candidates of a run with what led to them, as far as it is kept: each knows the one that it came from. */
import type { StateSpace, Taken } from "./state-space.ts";
import type { NamedAction, Observation, ObservedStep } from "./types.ts";

/** How many states a validator may carry before it gives up with `unknown`, unless told otherwise. */
export const CANDIDATES_MAX = 4096;

/** A candidate and how it came about. */
export interface Branch {
  readonly state: number;
  readonly taken?: Taken;
  previous?: Branch;
  readonly reported?: ObservedStep;
  /** The event that the step was part of. */
  readonly observation?: Observation;
}

/** The branch with nothing but its state: what led there is not needed any more. */
export function withoutPast({ state }: Branch): Branch {
  return { state };
}

/** The branches that took a step on the way, oldest first. */
export function pathOf(branch: Branch): Branch[] {
  const path: Branch[] = [];
  for (let at: Branch | undefined = branch; at?.previous !== undefined; at = at.previous) path.push(at);
  return path.reverse();
}

/** The steps that nobody reported in an event, which was the last one on the way to a branch. */
export function inferredIn(last: Branch, observation: Observation): NamedAction[] {
  const inferred: NamedAction[] = [];
  for (let at = last; at.previous !== undefined && at.observation === observation; at = at.previous) {
    const { action, binding } = at.taken!;
    if (at.reported === undefined) inferred.unshift({ action, arguments: Int32Array.from(binding) });
  }
  return inferred;
}

/** The branches that took a step since one of `start`, newest first. */
export function stepsSince(start: ReadonlySet<Branch>, branch: Branch | undefined): Branch[] {
  const steps: Branch[] = [];
  for (let at = branch; at?.previous !== undefined && !start.has(at); at = at.previous) steps.push(at);
  return steps;
}

/** Branches as they are in another space of the same machine, and so their past; each is moved once. */
export class Moving {
  readonly #from: StateSpace;
  readonly #to: StateSpace;
  readonly #moved = new Map<Branch, Branch>();

  constructor(from: StateSpace, to: StateSpace) {
    this.#from = from;
    this.#to = to;
  }

  branch(branch: Branch): Branch {
    const path: Branch[] = [];
    for (let at: Branch | undefined = branch; at !== undefined && !this.#moved.has(at); at = at.previous) path.push(at);
    for (const at of path.reverse()) {
      const state = this.#to.intern(this.#from.view(at.state));
      this.#moved.set(at, {
        ...at,
        state,
        ...(at.taken === undefined ? {} : { taken: { ...at.taken, to: state } }),
        ...(at.previous === undefined ? {} : { previous: this.#moved.get(at.previous)! }),
      });
    }
    return this.#moved.get(branch)!;
  }
}
