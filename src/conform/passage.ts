/**
 * Goes through events of the past again, with a few steps more than were reported: those of processes that were killed, or
 * declared silent ones that were needed earlier than it showed.
 *
 * How many such steps there are in all is bounded, and candidates are kept apart by how many they took: with so few, each way
 * to place them is looked at, however long the past is. Where there is too much to look at, `bound` says so: what was not
 * found may be there all the same.
 */
import type { Branch } from "./branch.ts";
import type { Advance } from "./outcome.ts";
import type { StepSearch } from "./step-search.ts";
import type { NamedAction, Observation } from "./types.ts";

/** An event, and the candidates before it; none where they were let go. */
export interface Level {
  readonly observation: Observation;
  before: readonly Branch[];
  /** Steps more that were found to be needed before it: taken again, they are no more than there were. */
  inferred: readonly NamedAction[];
}

export interface Passed {
  readonly branches: readonly Branch[];
  /** Candidates before each event that was gone through again. */
  readonly before: readonly (readonly Branch[])[];
}

export interface PassageOptions {
  readonly search: StepSearch;
  /** What may have happened before the event of a level. */
  readonly actionsAt: (level: number) => readonly NamedAction[];
  /** How many such steps, all together. */
  readonly budget: number;
  /** Takes one event. */
  readonly advance: (branches: readonly Branch[], observation: Observation) => Advance;
  /** States before one event behind which such steps are looked for. */
  readonly candidatesMax: number;
  /** Candidates and steps that may be looked at, all together; as many as there are when left out. */
  readonly triesMax?: number;
}

/** Candidates by how many steps more they took, and by state. */
type ByUse = readonly ReadonlyMap<number, Branch>[];

export class Passage {
  readonly #options: PassageOptions;
  /** Candidates and steps that were looked at. */
  tries = 0;
  /** The name of the bound that has cut the search; undefined while nothing was left out. */
  bound: string | undefined;

  constructor(options: PassageOptions) {
    this.#options = options;
  }

  /** Undefined when nothing explains the last event, or `triesMax` was hit. */
  through(levels: readonly Level[]): Passed | undefined {
    const { actionsAt, triesMax = Number.POSITIVE_INFINITY } = this.#options;
    let byUse: ByUse = [byState(levels[0]!.before)];
    const before: (readonly Branch[])[] = [];
    for (const [i, { observation, inferred }] of levels.entries()) {
      before.push(united(byUse));
      const again = byUse.map((group) => this.#withInferred(group, inferred, observation));
      byUse = this.#withMore(again, actionsAt(i), observation).map((group) => this.#advanced(group, observation));
      if (this.tries > triesMax || byUse.every((group) => group.size === 0)) return undefined;
    }
    return { branches: united(byUse), before };
  }

  #advanced(group: ReadonlyMap<number, Branch>, observation: Observation): ReadonlyMap<number, Branch> {
    if (group.size === 0) return group;
    this.tries += group.size;
    const advance = this.#options.advance([...group.values()], observation);
    if ("branches" in advance) return byState(advance.branches);
    if (advance.verdict === "unknown") this.bound ??= advance.bound;
    return byState([]);
  }

  #withInferred(
    group: ReadonlyMap<number, Branch>,
    inferred: readonly NamedAction[],
    observation: Observation,
  ): ReadonlyMap<number, Branch> {
    const all = new Map(group);
    for (const named of inferred) {
      for (const branch of [...all.values()]) {
        for (const taken of this.#options.search.open(branch.state, named)) {
          if (!all.has(taken.to)) all.set(taken.to, { state: taken.to, taken, previous: branch, observation });
        }
      }
    }
    return all;
  }

  /** The candidates, and those behind steps that happen now. */
  #withMore(byUse: ByUse, actions: readonly NamedAction[], observation: Observation): ByUse {
    if (actions.length === 0) return byUse;
    const { search, budget, candidatesMax } = this.#options;
    const known = new Set(byUse.flatMap((group) => [...group.keys()]));
    const more: Map<number, Branch>[] = byUse.map((group) => new Map(group));
    for (let used = 0; used < budget; used++) {
      for (const branch of more[used]?.values() ?? []) {
        if (known.size > candidatesMax) {
          this.bound ??= "CANDIDATES_MAX";
          return more;
        }
        for (const taken of actions.flatMap((named) => search.open(branch.state, named))) {
          this.tries++;
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

/** Each state once, with the fewest steps more. */
function united(byUse: ByUse): Branch[] {
  const all = new Map<number, Branch>();
  for (const group of byUse) for (const [state, branch] of group) if (!all.has(state)) all.set(state, branch);
  return [...all.values()];
}
