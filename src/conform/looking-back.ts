/**
 * Explains an event that the candidates do not, by what happened earlier and nobody reported: silent steps that were needed
 * before it showed, and lost ones of processes that were killed. The events that are remembered are gone through again,
 * ever more of them, with the cheapest of what may explain it first.
 *
 * A violation is told only when all that was to be looked at has been: where a bound cut the search, or the past is not known
 * far enough, the answer is unknown. Of the past it amends nothing but the candidates and the inferred steps.
 */
import { inferredIn, pathOf, type Branch } from "./branch.ts";
import type { EventSearch } from "./event-search.ts";
import { throughLost } from "./lost-steps.ts";
import type { Advance, Explained, Unknown, Violates } from "./outcome.ts";
import { Passage, type Level, type Passed } from "./passage.ts";
import type { Past } from "./past.ts";
import type { NamedAction, Observation } from "./types.ts";
import { SILENT_STEPS_MAX } from "./unreported.ts";

/** Silent steps that are looked at on the way, all together. */
export const SILENT_TRIES_MAX = 500_000;

/** Candidates and silent steps that are looked at while a few of those are looked for in the past, for one observation. */
export const FEW_SILENT_TRIES_MAX = 20_000;

const NO_ACTIONS: readonly NamedAction[] = [];

export class LookingBack {
  readonly #events: EventSearch;
  readonly #past: Past;
  readonly #before: readonly Branch[];
  readonly #observation: Observation;
  /** The events that are remembered, and the one that is to be explained. */
  readonly #levels: readonly Level[];

  /** `before`: the candidates that do not explain the observation. */
  constructor(events: EventSearch, past: Past, before: readonly Branch[], observation: Observation) {
    this.#events = events;
    this.#past = past;
    this.#before = before;
    this.#observation = observation;
    this.#levels = [...past.levels, { observation, before, inferred: NO_ACTIONS }];
  }

  /** `refused`: what came of the event with one silent step before it at most. */
  explanation(refused: Violates | Unknown): Advance {
    if (this.#events.silent.length === 0)
      return refused.verdict === "unknown" ? refused : (this.#withLostSteps() ?? refused);
    this.#recall();
    const few = this.#withFewSilent();
    if (few !== undefined) return few;
    const lazy = this.#events.advance(this.#before, this.#observation, SILENT_STEPS_MAX);
    if (!isViolation(lazy)) return lazy;
    return this.#withSilentEverywhere() ?? this.#withLostSteps() ?? lazy;
  }

  // ---------------------------------------------------------------------------------------- silent steps

  /** Finds again the candidates before each event, where they were let go. */
  #recall(): void {
    const levels = this.#past.levels.slice(0, this.#past.levels.findLastIndex(({ before }) => before.length === 0) + 1);
    if (levels.length === 0) return;
    this.#passage(NO_ACTIONS, 0)
      .through(levels)
      ?.before.forEach((found, i) => {
        if (levels[i]!.before.length === 0) levels[i]!.before = found;
      });
  }

  /**
   * A silent step or a few, needed earlier than it showed: looked for in ever more of the past. What this does not find may
   * be there all the same.
   */
  #withFewSilent(): Explained | undefined {
    const levels = this.#levels;
    let triesMax = FEW_SILENT_TRIES_MAX;
    for (let budget = 1; budget <= SILENT_STEPS_MAX; budget++) {
      for (let back = 2; triesMax > 0; back *= 2) {
        const start = Math.max(0, levels.length - back);
        const passage = this.#passage(this.#events.silent, budget, triesMax);
        const found = passage.through(levels.slice(start));
        if (found !== undefined) return this.#foundSilent(found, start);
        triesMax -= passage.tries;
        if (start === 0) break;
      }
    }
    return undefined;
  }

  /** With no more than one silent step at a time but for those that the passage puts in. */
  #passage(actions: readonly NamedAction[], budget: number, triesMax?: number): Passage {
    const { steps, candidatesMax } = this.#events;
    const advance = (branches: readonly Branch[], one: Observation): Advance => this.#events.advance(branches, one, 0);
    const actionsAt = (): readonly NamedAction[] => actions;
    const bounds = { budget, candidatesMax, ...(triesMax === undefined ? {} : { triesMax }) };
    return new Passage({ search: steps, actionsAt, advance, ...bounds });
  }

  /** The past was something else from a level on; what leads to it now may be where later events begin. */
  #foundSilent({ branches, before }: Passed, start: number): Explained {
    const since = this.#levels[start]!.before;
    const ancestors = new Set(branches.flatMap((branch) => [branch, ...pathOf(branch)]));
    const path = pathOf(branches[0]!);
    this.#past.levels.slice(start).forEach((level, i) => {
      const last = path.findLast((branch) => branch.observation === level.observation);
      level.inferred = last === undefined ? NO_ACTIONS : inferredIn(last, level.observation);
      const known = new Set(level.before.map(({ state }) => state));
      const more = before[i]!.filter((branch) => ancestors.has(branch) && !known.has(branch.state));
      if (more.length > 0) level.before = [...more, ...level.before];
    });
    return { branches, since };
  }

  /** Goes through ever more of the past with silent steps wherever they are possible; undefined: nothing survives. */
  #withSilentEverywhere(): Advance | undefined {
    const lookedAtMax = this.#events.silentLookedAt + SILENT_TRIES_MAX;
    const all = this.#levels.length;
    for (let back = 1; ; back = Math.min(back * 2, all)) {
      const outcome = this.#again(this.#levels.slice(-back), lookedAtMax);
      if (!isViolation(outcome)) return outcome;
      if (back === all) break;
    }
    return this.#past.hasForgotten ? { verdict: "unknown", bound: "SILENT_HISTORY_MAX" } : undefined;
  }

  #again(levels: readonly Level[], lookedAtMax: number): Advance {
    let explained: Explained = { branches: levels[0]!.before };
    for (const { observation } of levels) {
      if (this.#events.silentLookedAt > lookedAtMax) return { verdict: "unknown", bound: "SILENT_TRIES_MAX" };
      const advance = this.#events.advance(explained.branches, observation, "wherever possible");
      if (!("branches" in advance)) return advance;
      explained = advance;
    }
    return explained;
  }

  // ---------------------------------------------------------------------------------------- lost steps

  /** With steps of processes that were killed: of the last one first, then of more of them; undefined: nothing survives. */
  #withLostSteps(): Advance | undefined {
    const { openKills, base } = this.#past;
    let cut: Unknown | undefined;
    for (let n = 1; n <= openKills.length; n++) {
      const kills = openKills.slice(-n);
      const first = Math.max(0, Math.min(...kills.map((kill) => kill.first)) - base);
      const start = this.#levels.findLastIndex(({ before: known }, i) => i <= first && known.length > 0);
      const found = throughLost(this.#events, this.#levels.slice(start), base + start, kills);
      if (found === undefined) continue;
      if ("branches" in found) return this.#foundLost(found, start);
      cut ??= found;
    }
    if (cut !== undefined) return cut;
    const isPastKnown = openKills.every(({ first }) => first >= base);
    return isPastKnown ? undefined : { verdict: "unknown", bound: "LOOK_BACK_MAX" };
  }

  #foundLost({ branches, before }: Passed, start: number): Explained {
    const since = this.#levels[start]!.before;
    this.#past.levels.slice(start).forEach((level, i) => (level.before = before[i]!));
    return { branches, since };
  }
}

function isViolation(advance: Advance): advance is Violates {
  return "verdict" in advance && advance.verdict === "violates";
}
