/**
 * Steps that a process took before it was killed and could no longer report. They lie between its last report and its
 * restart, so that is where they are looked for when an event cannot be explained without them: the events since then are
 * gone through again, with the fewest such steps that do. What comes after the restart cannot be such a step.
 */
import { CANDIDATES_MAX, type Branch } from "./branch.ts";
import type { StepSearch } from "./step-search.ts";
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

/** An event, and the candidates before it. */
export interface Level {
  readonly observation: Observation;
  before: readonly Branch[];
}

export interface LostSteps {
  readonly branches: readonly Branch[];
  /** Candidates before each event that was gone through again. */
  readonly before: readonly (readonly Branch[])[];
}

/**
 * Goes through levels with up to `SILENT_STEPS_MAX` lost steps for each kill. `base` is the number of the first level's
 * event; `advance` takes one event. Undefined when nothing explains the last event.
 */
export function throughLost(
  search: StepSearch,
  levels: readonly Level[],
  base: number,
  kills: readonly Kill[],
  advance: (branches: readonly Branch[], observation: Observation) => readonly Branch[],
): LostSteps | undefined {
  for (let budget = 1; budget <= SILENT_STEPS_MAX * kills.length; budget++) {
    const found = new Passage(search, kills, budget, advance).through(levels, base);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Candidates by how many lost steps they took, and by state. */
type ByUse = readonly ReadonlyMap<number, Branch>[];

class Passage {
  readonly #search: StepSearch;
  readonly #kills: readonly Kill[];
  readonly #budget: number;
  readonly #advance: (branches: readonly Branch[], observation: Observation) => readonly Branch[];

  constructor(
    search: StepSearch,
    kills: readonly Kill[],
    budget: number,
    advance: (branches: readonly Branch[], observation: Observation) => readonly Branch[],
  ) {
    this.#search = search;
    this.#kills = kills;
    this.#budget = budget;
    this.#advance = advance;
  }

  through(levels: readonly Level[], base: number): LostSteps | undefined {
    let byUse: ByUse = [byState(levels[0]!.before)];
    const before: (readonly Branch[])[] = [];
    for (const [i, { observation }] of levels.entries()) {
      before.push(united(byUse));
      const open = this.#kills.filter(({ first, last }) => first <= base + i && base + i <= last);
      const actions = open.flatMap((kill) => kill.actions);
      byUse = this.#withLost(byUse, actions, observation).map((group) =>
        byState(group.size === 0 ? [] : this.#advance([...group.values()], observation)),
      );
      if (byUse.every((group) => group.size === 0)) return undefined;
    }
    return { branches: united(byUse), before };
  }

  /** The candidates, and those behind lost steps that happen now. */
  #withLost(byUse: ByUse, actions: readonly NamedAction[], observation: Observation): ByUse {
    if (actions.length === 0) return byUse;
    const known = new Set(byUse.flatMap((group) => [...group.keys()]));
    const more: Map<number, Branch>[] = byUse.map((group) => new Map(group));
    for (let used = 0; used < this.#budget; used++) {
      for (const branch of more[used]?.values() ?? []) {
        if (known.size > CANDIDATES_MAX) return more;
        for (const taken of actions.flatMap((named) => this.#search.open(branch.state, named))) {
          if (known.has(taken.to)) continue;
          known.add(taken.to);
          const group = (more[used + 1] ??= new Map<number, Branch>());
          group.set(taken.to, { state: taken.to, taken, previous: branch, observation });
        }
      }
    }
    return more;
  }
}

function byState(branches: readonly Branch[]): Map<number, Branch> {
  return new Map(branches.map((branch) => [branch.state, branch]));
}

/** Each state once, with the fewest lost steps. */
function united(byUse: ByUse): Branch[] {
  const all = new Map<number, Branch>();
  for (const group of byUse) for (const [state, branch] of group) if (!all.has(state)) all.set(state, branch);
  return [...all.values()];
}
