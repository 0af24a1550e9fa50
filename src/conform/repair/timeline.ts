/**
 * A run up to the event that the specification does not allow, and a little further, to be gone through again with one
 * change: an event of it replaced or left out.
 *
 * The past is that of the first candidate, in the events that took a step; the others say nothing new. What a change makes
 * another than it was cannot be held against later events: mapped values of the variables that it touches are not
 * looked at.
 */
import { UNKNOWN } from "../../compile/types.ts";
import type { StateSpace } from "../state-space.ts";
import type { Observation } from "../types.ts";
import type { Branch } from "../branch.ts";
import type { Validator } from "../validator.ts";

/** Events after the violation that a change is tried on. */
export const FOLLOWING_MAX = 8;

/** An event that was accepted, and the steps that explained it. */
export interface PastEvent {
  readonly observation: Observation;
  readonly before: Branch;
  /** Oldest first, at least one. */
  readonly steps: readonly Branch[];
}

export class Timeline {
  /** Oldest first. */
  readonly past: readonly PastEvent[];
  /** The event that is not allowed. */
  readonly event: Observation;
  readonly following: readonly Observation[];
  readonly #space: StateSpace;
  readonly #validator: Validator;
  /** The event as one that has happened: that a repetition would do does not make a change of the past right. */
  readonly #taken: Observation;

  constructor(space: StateSpace, validator: Validator, event: Observation, following: readonly Observation[]) {
    this.#space = space;
    this.#validator = validator;
    this.event = event;
    this.#taken = { ...event, steps: event.steps.map((step) => ({ ...step, isOptional: false })) };
    this.following = following.slice(0, FOLLOWING_MAX);
    this.past = pastOf(validator);
  }

  /** Candidates before the event that is not allowed. */
  get branches(): readonly Branch[] {
    return this.#validator.branches;
  }

  trial(from: readonly Branch[], observation: Observation): readonly Branch[] {
    return from.length === 0 ? from : this.#validator.trial(from, observation);
  }

  /**
   * The candidates after the event that is not allowed, when the event at a place (that one itself at `past.length`) is
   * replaced or, with `undefined`, left out.
   */
  withEvent(place: number, replaced: Observation | undefined, touched: readonly number[]): readonly Branch[] {
    const old = this.past[place];
    const before = old === undefined ? this.branches : [old.before];
    const start = replaced === undefined ? before : this.trial(before, replaced);
    if (old === undefined) return start;
    const rest = [...this.past.slice(place + 1).map((one) => one.observation), this.#taken];
    return rest.reduce((branches, one) => this.trial(branches, without(one, touched)), start);
  }

  /**
   * How many of the following events fit, from `used` on, and the candidates after the last of them. One that does not fit is
   * passed over, with what it changed: a wrong program is wrong more than once.
   */
  runOn(
    from: readonly Branch[],
    used: number,
    touched: readonly number[],
  ): { readonly fits: number; readonly branches: readonly Branch[] } {
    let [fits, branches, open] = [used, from, touched];
    for (const observation of this.following.slice(used)) {
      const next = this.trial(branches, without(observation, open));
      if (next.length === 0) open = [...open, ...this.#changedBy(observation, branches[0]!)];
      else [fits, branches] = [fits + 1, next];
    }
    return { fits, branches };
  }

  #changedBy({ end }: Observation, { state }: Branch): number[] {
    return changedVariables(this.#space.state(state), end);
  }
}

function pastOf(validator: Validator): PastEvent[] {
  const past: { observation: Observation; before: Branch; steps: Branch[] }[] = [];
  for (const step of validator.path()) {
    const last = past.at(-1);
    if (last !== undefined && last.observation === step.observation) last.steps.push(step);
    else past.push({ observation: step.observation!, before: step.previous!, steps: [step] });
  }
  return past;
}

/** The observation without the mapped values of some variables. */
export function without(observation: Observation, variables: readonly number[]): Observation {
  if (variables.length === 0) return observation;
  const end = observation.end.slice();
  for (const variable of variables) end[variable] = UNKNOWN;
  return { ...observation, end };
}

/** Variables whose mapped values are others than in a state. */
export function changedVariables(state: Int32Array, end: Int32Array): number[] {
  return [...end.keys()].filter((variable) => end[variable] !== UNKNOWN && end[variable] !== state[variable]);
}

/** The steps on the way to a branch that one observation took, oldest first. */
export function stepsIn(branch: Branch, observation: Observation): Branch[] {
  const steps: Branch[] = [];
  for (let at: Branch | undefined = branch; at?.previous !== undefined; at = at.previous)
    if (at.observation === observation) steps.push(at);
  return steps.reverse();
}
