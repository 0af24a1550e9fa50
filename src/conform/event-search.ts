/**
 * What one event makes of a set of candidates: the steps that it reports, one after another, each with the silent steps that
 * may come before it, and what the mapped values show behind the last. It remembers nothing of one event for the next, so
 * the same event can be held against other candidates at any time.
 */
import type { Explainer } from "../compile/types.ts";
import { Blockers } from "./blockers.ts";
import { CANDIDATES_MAX, type Branch } from "./branch.ts";
import { imageOf } from "./image.ts";
import { judged, refused } from "./judgement.ts";
import type { Advance } from "./outcome.ts";
import type { StateSpace } from "./state-space.ts";
import type { StepSearch } from "./step-search.ts";
import type { NamedAction, Observation } from "./types.ts";
import { UnreportedSteps } from "./unreported.ts";

export interface EventSearchOptions {
  /** How many unreported specification steps may explain a change of mapped state. */
  readonly silentStepsMax: number;
  /** Actions that happen without being reported. */
  readonly silent?: readonly NamedAction[];
  /** How many states it may carry before it gives up with `unknown`; `CANDIDATES_MAX` when absent. */
  readonly candidatesMax?: number;
  /** States behind silent steps that are looked at before one observed step; as many as it may carry when absent. */
  readonly silentStatesMax?: number;
  /** Tells which variables block a step, so that only silent actions that write them are tried. */
  readonly explainer?: Explainer;
}

/** How many silent steps may come before a reported one that cannot be taken else; or as many as there may be, in any case. */
export type SilentBefore = number | "wherever possible";

const NO_ACTIONS: readonly NamedAction[] = [];

export class EventSearch {
  readonly steps: StepSearch;
  readonly silent: readonly NamedAction[];
  readonly candidatesMax: number;
  readonly #space: StateSpace;
  readonly #options: EventSearchOptions;
  /** Made when it is needed: most runs have no steps that nobody reports. */
  #unreported: UnreportedSteps | undefined;

  constructor(steps: StepSearch, options: EventSearchOptions) {
    this.steps = steps;
    this.silent = options.silent ?? NO_ACTIONS;
    this.candidatesMax = options.candidatesMax ?? CANDIDATES_MAX;
    this.#space = steps.space;
    this.#options = options;
  }

  /** Silent steps that were looked at with "wherever possible", all together. */
  get silentLookedAt(): number {
    return this.#unreportedSteps.lookedAt;
  }

  get #unreportedSteps(): UnreportedSteps {
    if (this.#unreported !== undefined) return this.#unreported;
    const { candidatesMax } = this;
    const { silentStepsMax, silentStatesMax = candidatesMax, explainer } = this.#options;
    const bounds = { silentStepsMax, silentStatesMax, candidatesMax };
    return (this.#unreported = new UnreportedSteps(this.steps, new Blockers(this.#space.machine, explainer), bounds));
  }

  advance(before: readonly Branch[], observation: Observation, silent: SilentBefore): Advance {
    let branches = before;
    const last = observation.steps.length - 1;
    for (let i = 0; i <= last; i++) {
      const known = i === last ? observation.end : this.steps.nothingKnown;
      const next = this.#through(branches, observation, i, known, silent);
      if (next === undefined) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
      if (next.length === 0) return refused(this.#space, observation, i, branches);
      if (next.length > this.candidatesMax) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
      branches = next;
    }
    if (last < 0) {
      const still = branches.filter((branch) => this.#space.matches(branch.state, observation.end));
      const found = still.length > 0 ? still : this.#unreportedSteps.after(branches, observation);
      if (found === undefined) return { verdict: "unknown", bound: "CANDIDATES_MAX" };
      branches = found;
      if (branches.length === 0) return refused(this.#space, observation, 0, before);
    }
    return judged(this.#space, branches, observation);
  }

  /**
   * The image of the branches under one reported step, with silent steps before it and unreported ones after it; undefined
   * when there were too many states to look at.
   */
  #through(
    branches: readonly Branch[],
    observation: Observation,
    index: number,
    end: Int32Array,
    silent: SilentBefore,
  ): readonly Branch[] | undefined {
    const step = observation.steps[index]!;
    const { steps } = this;
    if (silent === "wherever possible") {
      const closure = this.#unreportedSteps.closure(branches, this.silent, observation);
      return closure === undefined ? undefined : imageOf(steps, closure, step, end, observation);
    }
    const direct = imageOf(steps, branches, step, end, observation);
    if (direct.length > 0) return direct;
    const behind = this.#unreportedSteps.before(branches, this.silent, silent, step, end, observation);
    if (behind === undefined || behind.length > 0 || index < observation.steps.length - 1) return behind;
    // The end values may show more than the reported steps: look for unreported ones behind the last.
    return this.#unreportedSteps.after(imageOf(steps, branches, step, steps.nothingKnown, observation), observation);
  }
}
