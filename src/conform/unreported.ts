/**
 * Steps of the specification that nobody reported: declared silent ones before an observed step, and any behind the last
 * reported one where mapped values show more.
 */
import type { Blockers } from "./blockers.ts";
import { relevantActions } from "./blockers.ts";
import type { Branch } from "./branch.ts";
import { imageOf } from "./image.ts";
import type { StepSearch } from "./step-search.ts";
import type { NamedAction, Observation, ObservedStep } from "./types.ts";

/** Silent steps before one observed step. */
export const SILENT_STEPS_MAX = 3;

export interface UnreportedBounds {
  /** How many unreported specification steps may explain a change of mapped state. */
  readonly silentStepsMax: number;
  /** States behind silent steps that are looked at before one observed step. */
  readonly silentStatesMax: number;
  /** States that closures and changes of mapped state may lead to. */
  readonly candidatesMax: number;
}

export class UnreportedSteps {
  /** Silent steps that closures have looked at, all together. */
  lookedAt = 0;
  readonly #search: StepSearch;
  readonly #blockers: Blockers;
  readonly #bounds: UnreportedBounds;

  constructor(search: StepSearch, blockers: Blockers, bounds: UnreportedBounds) {
    this.#search = search;
    this.#blockers = blockers;
    this.#bounds = bounds;
  }

  /** The fewest declared silent steps, `stepsMax` at most, after which the step can be taken; only those that can make a difference. */
  before(
    branches: readonly Branch[],
    silent: readonly NamedAction[],
    stepsMax: number,
    step: ObservedStep,
    end: Int32Array,
    observation: Observation,
  ): Branch[] | undefined {
    if (silent.length === 0 || stepsMax === 0) return [];
    const { silentStatesMax: statesMax } = this.#bounds;
    const seen = new Set(branches.map((branch) => branch.state));
    // What blocks the step where it was to be taken; behind a silent step it is asked no more, which would cost far more.
    const relevant = this.#relevant(branches, silent, step, end);
    let frontier = branches;
    for (let depth = 1; depth <= stepsMax && frontier.length > 0; depth++) {
      const next: Branch[] = [];
      for (const branch of frontier) {
        if (seen.size > statesMax) break;
        for (const taken of relevant.flatMap((named) => this.#search.open(branch.state, named))) {
          if (seen.has(taken.to)) continue;
          seen.add(taken.to);
          next.push({ state: taken.to, taken, previous: branch, observation });
        }
      }
      const reached = imageOf(this.#search, next, step, end, observation);
      if (reached.length > 0) return reached;
      if (seen.size > statesMax) return undefined;
      frontier = next;
    }
    return [];
  }

  /** Those that write what blocks the step at one of the candidates, or what such a one reads. */
  #relevant(
    branches: readonly Branch[],
    silent: readonly NamedAction[],
    step: ObservedStep,
    end: Int32Array,
  ): readonly NamedAction[] {
    const { space } = this.#search;
    const actions = step.actions.length > 0 ? step.actions : this.#search.anyAction;
    const blocking = new Set<number>();
    for (const { state } of branches) {
      const next = this.#search.knownAfter(state, step, end) ?? this.#search.nothingKnown;
      for (const variable of this.#blockers.of(space, state, actions, next)) blocking.add(variable);
    }
    for (const { variable } of [...step.values, ...(step.changes ?? [])]) blocking.add(variable);
    return relevantActions(space.machine, silent, blocking);
  }

  /**
   * All states behind at most `SILENT_STEPS_MAX` silent steps, the branches themselves included; undefined when they are too
   * many.
   */
  closure(branches: readonly Branch[], silent: readonly NamedAction[], observation: Observation): Branch[] | undefined {
    const found = new Map(branches.map((branch) => [branch.state, branch]));
    let frontier = branches;
    for (let depth = 1; depth <= SILENT_STEPS_MAX && frontier.length > 0; depth++) {
      const next: Branch[] = [];
      for (const branch of frontier) {
        const ways = silent.flatMap((named) => this.#search.open(branch.state, named));
        this.lookedAt += ways.length;
        for (const taken of ways) {
          if (found.has(taken.to)) continue;
          const reached = { state: taken.to, taken, previous: branch, observation };
          found.set(taken.to, reached);
          next.push(reached);
        }
        if (found.size > this.#bounds.candidatesMax) return undefined;
      }
      frontier = next;
    }
    return [...found.values()];
  }

  /** Up to `silentStepsMax` unreported steps that reach the known end values; the fewest that do. */
  after(branches: readonly Branch[], observation: Observation): Branch[] | undefined {
    const { end } = observation;
    let frontier = branches;
    for (let depth = 1; depth <= this.#bounds.silentStepsMax && frontier.length > 0; depth++) {
      const isLast = depth === this.#bounds.silentStepsMax;
      const next = new Map<number, Branch>();
      for (const branch of frontier) {
        if (next.size > this.#bounds.candidatesMax) return undefined;
        for (const named of this.#search.anyAction) {
          for (const taken of this.#search.open(branch.state, named, isLast ? end : this.#search.nothingKnown)) {
            if (!next.has(taken.to)) next.set(taken.to, { state: taken.to, taken, previous: branch, observation });
          }
        }
      }
      const reached = [...next.values()].filter((branch) => this.#search.space.matches(branch.state, end));
      if (reached.length > 0) return reached;
      frontier = [...next.values()];
    }
    return [];
  }
}
