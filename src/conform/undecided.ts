/**
 * Where a run reached a bound, so that nothing more can be said of it, told in the user's terms. Plain data.
 *
 * A bound on candidates is reached since too much is left open: what helps is to observe a variable in which they differ.
 */
import type { StateSpace } from "./state-space.ts";
import type { Observation } from "./types.ts";

export interface Undecided {
  /** The name of the bound: `CANDIDATES_MAX`. */
  readonly bound: string;
  /** Number of the event, and its time in virtual microseconds. */
  readonly event: number;
  readonly time: number;
  /** `a receives vote from b: vote.counted`; absent when the bound is one of the run and not of an event. */
  readonly what?: string;
  /** Where in the program it was reported. */
  readonly place?: string;
  /** States that the specification may have been in before the event, and the variables in which they differ. */
  readonly candidates: number;
  readonly differing: readonly string[];
}

export function undecidedAt(
  space: StateSpace,
  candidates: readonly number[],
  observation: Observation,
  bound: string,
): Undecided {
  const { event, time, process, description, steps } = observation;
  const words = steps.map((step) => step.reportedBy.name).join(", ");
  const place = steps.find((step) => step.reportedBy.place !== undefined)?.reportedBy.place ?? observation.place;
  const isOpen = (variable: number): boolean =>
    candidates.some((state) => space.value(state, variable) !== space.value(candidates[0]!, variable));
  return {
    bound,
    event,
    time,
    what: `${process} ${description}${words === "" ? "" : `: ${words}`}`,
    ...(place === undefined ? {} : { place }),
    candidates: candidates.length,
    differing: space.machine.variables.filter((_, variable) => isOpen(variable)),
  };
}
