/** One change of a run after which the specification allows the event that it did not allow. */
import type { Observation, Repair } from "../types.ts";
import type { Branch } from "../branch.ts";

export interface Hypothesis {
  readonly kind: Repair["kind"];
  /** The event that the change is about. */
  readonly event: Observation;
  /** How far-fetched it is, where equally many of the following events fit. */
  readonly cost: number;
  /** Candidates after the event that is not allowed. */
  readonly branches: readonly Branch[];
  /** Following events that the change has used up. */
  readonly used: number;
  /** Variables whose mapped values the change makes others than were seen. */
  readonly touched: readonly number[];
  /** In words; `survivors` are the candidates after the last event that fits. */
  readonly text: (survivors: readonly Branch[]) => string;
}

/**
 * Costs, least first: a value that the false conjunct itself asks for; a step that is missing (two, and one more for each
 * further step); another order, which invents nothing; another action; another value; one event too many. A change of an
 * earlier event than the one that is refused costs more, and so does one under which what follows fits only if mapped
 * values are not held against it.
 */
export const costs = {
  wantedValue: 1,
  missing: 1,
  missingStep: 1,
  order: 2,
  action: 3,
  value: 4,
  extra: 5,
  earlier: 1,
  disregarding: 2,
} as const;
