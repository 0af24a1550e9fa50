/**
 * What a validator remembers of the events that it has taken, to go through them again: the candidates before each, and
 * the processes that were killed among them.
 *
 * It is bounded, and knows what it has let go: where silent or lost steps may have been needed in a past that is not known
 * any more, a violation is none. It decides nothing; `LookingBack` goes through it.
 */
import { UNKNOWN } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import { inferredIn, withoutPast, type Branch, type Moving } from "./branch.ts";
import { visitArguments, visitObservation } from "./held-values.ts";
import { LOOK_BACK_MAX, type Kill, type LostProcess } from "./lost-steps.ts";
import type { Level } from "./passage.ts";
import type { Observation } from "./types.ts";

/** Observations that are gone through again, with silent steps everywhere, before a violation is reported. */
export const SILENT_HISTORY_MAX = 1_000;

/** Kills that are looked back to. */
export const KILLS_MAX = 3;

const NO_BRANCHES: readonly Branch[] = [];

export interface PastOptions {
  /** Silent steps may be looked for in it. */
  readonly hasSilent: boolean;
  /** Steps of killed processes may be looked for in it. */
  readonly looksBack: boolean;
}

/** What is to be known later of a past of which no events are remembered. */
export interface RestingPast {
  /** Processes that were killed since it spoke last; absent when there are none. */
  readonly kills: readonly LostProcess[] | undefined;
  /** Silent steps may be needed in a past that is not known any more. */
  readonly hasForgotten?: true;
}

export class Past {
  readonly #options: PastOptions;
  #levels: Level[] = [];
  /** Events that were taken. */
  #events = 0;
  #kills: readonly Kill[];
  #hasForgotten: boolean;

  constructor(options: PastOptions, resting?: RestingPast) {
    this.#options = options;
    this.#kills = (resting?.kills ?? []).map((kill) => ({ ...kill, first: 0, last: 0 }));
    this.#hasForgotten = resting?.hasForgotten === true;
  }

  /** Another with the same memories; each then goes its own way. */
  fork(): Past {
    const fork = new Past(this.#options);
    fork.#levels = this.#levels.map((level) => ({ ...level }));
    fork.#events = this.#events;
    fork.#kills = this.#kills;
    fork.#hasForgotten = this.#hasForgotten;
    return fork;
  }

  /** The events that are remembered, oldest first. The candidates before the first are always known. */
  get levels(): readonly Level[] {
    return this.#levels;
  }

  /** The number of the first event that is remembered. */
  get base(): number {
    return this.#events - this.#levels.length;
  }

  /** The kills whose lost steps can still be looked for. */
  get openKills(): readonly Kill[] {
    return this.#kills.filter(({ last }) => last >= this.base);
  }

  /** Levels were let go, so that going through them again for silent steps does not start at the beginning. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  /** What is to be known of it later; undefined when that is more, since events are remembered. */
  resting(): RestingPast | undefined {
    if (this.#levels.length > 0) return undefined;
    const kills = this.openKills;
    return { kills: kills.length === 0 ? undefined : kills, ...(this.#hasForgotten ? { hasForgotten: true } : {}) };
  }

  /** `after`: one of the candidates that the event has led to; `observation`: one that nobody writes to any more. */
  remember(observation: Observation, before: readonly Branch[], after: Branch, nothingKnown: Int32Array): void {
    this.#events++;
    const { hasSilent, looksBack } = this.#options;
    const max = hasSilent ? SILENT_HISTORY_MAX : looksBack ? LOOK_BACK_MAX : 0;
    if (max === 0) return;
    const inferred = inferredIn(after, observation);
    this.#levels.push({ observation: kept(observation, nothingKnown), before, inferred });
    if (this.#levels.length <= max * 2) return;
    // Going through them again begins where the candidates are known.
    const start = this.#levels.findIndex(({ before: known }, i) => i >= this.#levels.length - max && known.length > 0);
    this.#levels = this.#levels.slice(start);
    this.#hasForgotten = hasSilent;
  }

  /** Events were taken that are not remembered, nor what was before them. */
  skip(events: number): void {
    this.#hasForgotten ||= this.#options.hasSilent;
    this.#events += events;
    this.#levels = [];
  }

  /** Where silent steps may be needed in the past, it is not known any more whether they are. */
  forgetEvents(): void {
    this.#hasForgotten ||= this.#levels.length > 0 && this.#options.hasSilent;
    this.#levels = [];
  }

  /**
   * Nothing is expected of it for now. Without declared silent steps only lost ones would be looked for in it, and not in an
   * instance that is quiet. With them the events are kept, and no states but those at the beginning.
   */
  forgetCandidates(): void {
    if (!this.#options.hasSilent) this.#levels = [];
    this.#levels.forEach((level, i) => (level.before = i === 0 ? level.before.map(withoutPast) : NO_BRANCHES));
  }

  /** A process was killed: its lost steps may have happened since its last report, up to now. */
  allowLost(process: string, lost: LostProcess): void {
    const told = this.#levels.findLastIndex(({ observation }) => observation.process === process);
    const kill = { ...lost, first: this.base + told + 1, last: this.#events };
    this.#kills = [...this.openKills.filter(({ id }) => id !== lost.id), kill].slice(-KILLS_MAX);
  }

  moveTo(moving: Moving): void {
    const move = (branch: Branch): Branch => moving.branch(branch);
    this.#levels = this.#levels.map((level) => ({ ...level, before: level.before.map(move) }));
  }

  /** The values of its observations and actions; `visitBranch` is to visit those of the candidates. */
  visitValues(visit: (v: Value) => void, visitBranch: (branch: Branch) => void): void {
    for (const { observation, before, inferred } of this.#levels) {
      visitObservation(observation, visit);
      before.forEach(visitBranch);
      for (const named of inferred) visitArguments(named, visit);
    }
    for (const { actions } of this.#kills) for (const named of actions) visitArguments(named, visit);
  }
}

/** Who gives an observation may go on writing to its end values. */
function kept(observation: Observation, nothingKnown: Int32Array): Observation {
  const isKnown = observation.end.some((value) => value !== UNKNOWN);
  return { ...observation, end: isKnown ? observation.end.slice() : nothingKnown };
}
