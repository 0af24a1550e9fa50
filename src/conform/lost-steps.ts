/**
 * Steps that a process took before it was killed and could no longer report. They lie between its last report and its
 * restart, so that is where they are looked for when an event cannot be explained without them: the events since then are
 * gone through again, with the fewest such steps that do. What comes after the restart cannot be such a step.
 */
import type { Branch } from "./branch.ts";
import type { EventSearch } from "./event-search.ts";
import type { Advance, Unknown } from "./outcome.ts";
import { Passage, type Level, type Passed } from "./passage.ts";
import type { NamedAction, Observation } from "./types.ts";
import { SILENT_STEPS_MAX } from "./unreported.ts";

/** Events of an instance that are remembered, so that lost steps can be looked for before them. */
export const LOOK_BACK_MAX = 100;

/** A process that was killed. */
export interface LostProcess {
  /** Tells kills apart: one that is told of again takes the place of what was known of it. */
  readonly id: string;
  /** What the process is known to do. */
  readonly actions: readonly NamedAction[];
}

export interface Kill extends LostProcess {
  /** Numbers of the events before which its lost steps may lie. */
  readonly first: number;
  readonly last: number;
}

/**
 * Goes through levels with up to `SILENT_STEPS_MAX` lost steps for each kill. `base` is the number of the first level's
 * event. Undefined when nothing explains the last event; unknown when nothing was found that does, and not all was looked at.
 */
export function throughLost(
  events: EventSearch,
  levels: readonly Level[],
  base: number,
  kills: readonly Kill[],
): Passed | Unknown | undefined {
  const { steps: search, candidatesMax } = events;
  const advance = (branches: readonly Branch[], one: Observation): Advance =>
    events.advance(branches, one, SILENT_STEPS_MAX);
  const actionsAt = (i: number): readonly NamedAction[] =>
    kills.filter(({ first, last }) => first <= base + i && base + i <= last).flatMap((kill) => kill.actions);
  let bound: string | undefined;
  for (let budget = 1; budget <= SILENT_STEPS_MAX * kills.length; budget++) {
    const passage = new Passage({ search, actionsAt, budget, advance, candidatesMax });
    const found = passage.through(levels);
    if (found !== undefined) return found;
    bound ??= passage.bound;
  }
  return bound === undefined ? undefined : { verdict: "unknown", bound };
}
