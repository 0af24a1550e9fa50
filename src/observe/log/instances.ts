/**
 * The instances of the specification that a log tells about. There are too many to keep all of all of them, so that memory
 * is bounded in three steps: those that spoke last are kept with their history; of the others nothing but the candidates;
 * and when there are too many altogether, those are let go that can do nothing more, and then the ones quiet for longest.
 */
import type { LostProcess } from "../../conform/lost-steps.ts";
import { KILLS_MAX } from "../../conform/past.ts";
import type { Resting, Validator } from "../../conform/validator.ts";
import type { Renamings } from "../step-reading.ts";
import { EvictedInstances } from "./evicted.ts";
import type { InstanceOrder } from "./instance-order.ts";
import { MapQueue } from "./map-queue.ts";

/** Instances that are followed at the same time. */
export const INSTANCES_MAX = 10_000;
/** Instances of which the history is kept: those that spoke last. */
export const RECENT_MAX = 400;
/** Events of the others that are remembered, all together, where silent steps may have to be put among them. */
export const QUIET_EVENTS_MAX = 100_000;

/** An instance of the specification that a log tells about. */
export interface Tracked {
  readonly key: string;
  readonly validator: Validator;
  readonly renamings: Renamings;
  readonly order: InstanceOrder;
  /** Accepted events since the history was cut. */
  events: number;
  /** A step of it was handed to `onStep`. */
  isTold: boolean;
  /** Its neighbours in the order of their last records. */
  older: Tracked | undefined;
  newer: Tracked | undefined;
}

/** What is kept of an instance that goes on later; `order` where more is to be known of it than that there was none. */
export interface RestingInstance extends Resting {
  readonly order?: InstanceOrder;
}

/** What is kept of an instance that is quiet: its only candidate, its candidates, or all of it where more must be known. */
type Quiet = number | RestingInstance | Tracked;

/** What must be done for them, which they cannot do. */
export interface InstanceCare {
  /** Instances of which the history is kept; all of them, for certificates, when it is `Infinity`. */
  readonly recentMax: number;
  /** Events of the others that are remembered, all together. */
  readonly quietEventsMax: number;
  /** Makes one: a new one, or one that goes on from where it rested. */
  open(key: string, resting: RestingInstance | undefined): Tracked;
  /** Its history is not kept from now on. */
  forgetHistory(tracked: Tracked): void;
  /** No step leads on from its candidates but to themselves. */
  isEnded(states: readonly number[]): boolean;
  /** It is let go, and not judged any more. */
  close(tracked: Tracked): void;
}

export class Instances {
  /** How many there were. */
  seen = 0;
  readonly #care: InstanceCare;
  readonly #recent = new Map<string, Tracked>();
  /** Ends of the list of recent ones. */
  #oldest: Tracked | undefined;
  #newest: Tracked | undefined;
  /** Those of which it is not known whether they have ended, and those that have not; by how long they have been quiet. */
  readonly #quiet = new MapQueue<string, Quiet>();
  readonly #open = new MapQueue<string, Quiet>();
  /** The quiet ones that are kept whole, and how many of their events are remembered. */
  readonly #whole = new MapQueue<string, Tracked>();
  #eventsOfWhole = 0;
  readonly #evicted = new EvictedInstances();

  constructor(care: InstanceCare) {
    this.#care = care;
  }

  /** One that speaks, if it is followed. */
  heard(key: string): Tracked | undefined {
    const tracked = this.#recent.get(key);
    if (tracked === undefined) return this.#wake(key);
    if (tracked !== this.#newest) {
      this.#unlink(tracked);
      this.#link(tracked);
    }
    return tracked;
  }

  /** True when it may be one that was let go. */
  isLost(key: string): boolean {
    return this.#evicted.mayHave(key);
  }

  /** A new one, which speaks for the first time. */
  begin(key: string): Tracked {
    this.seen++;
    if (this.#recent.size + this.#quiet.size + this.#open.size >= INSTANCES_MAX) this.#letOneGo();
    const tracked = this.#care.open(key, undefined);
    this.#enter(tracked);
    return tracked;
  }

  /** Those of which more than the candidates is kept, in the order of their last records. */
  *tracked(): IterableIterator<Tracked> {
    for (const quiet of [this.#open, this.#quiet]) {
      for (const one of quiet.values()) if (isTracked(one)) yield one;
    }
    for (let one = this.#oldest; one !== undefined; one = one.newer) yield one;
  }

  /** The others: their names and candidates. */
  *resting(): IterableIterator<readonly [string, readonly number[]]> {
    for (const quiet of [this.#open, this.#quiet]) {
      for (const [key, one] of quiet) if (!isTracked(one)) yield [key, statesOf(one)];
    }
  }

  /** What rests goes on with other numbers for its states. */
  renumber(numberOf: (state: number) => number): void {
    this.#replaceResting((resting) =>
      typeof resting === "number" ? numberOf(resting) : { ...resting, states: resting.states.map(numberOf) },
    );
  }

  /** A process was killed: in each of them it may have done something that it could not report any more. */
  allowLost(process: string, lost: LostProcess): void {
    for (const { validator } of this.tracked()) validator.allowLost(process, lost);
    this.#replaceResting((one) => {
      const resting = restingOf(one);
      return { ...resting, kills: [...(resting.kills ?? []), lost].slice(-KILLS_MAX) };
    });
  }

  #replaceResting(by: (resting: number | RestingInstance) => number | RestingInstance): void {
    for (const quiet of [this.#open, this.#quiet]) {
      for (const [key, one] of quiet) if (!isTracked(one)) quiet.set(key, by(one));
    }
  }

  // ---------------------------------------------------------------------------------------- from one step to the next

  #wake(key: string): Tracked | undefined {
    const quiet = this.#quiet.get(key) ?? this.#open.get(key);
    if (quiet === undefined) return undefined;
    if (!this.#quiet.delete(key)) this.#open.delete(key);
    this.#dropWhole(key, quiet);
    const tracked = isTracked(quiet) ? quiet : this.#care.open(key, restingOf(quiet));
    this.#enter(tracked);
    return tracked;
  }

  #enter(tracked: Tracked): void {
    this.#recent.set(tracked.key, tracked);
    this.#link(tracked);
    if (this.#recent.size > this.#care.recentMax) this.#quieten(this.#oldest!);
  }

  #quieten(tracked: Tracked): void {
    this.#recent.delete(tracked.key);
    this.#unlink(tracked);
    this.#care.forgetHistory(tracked);
    const quiet = quietOf(tracked);
    this.#quiet.set(tracked.key, quiet);
    if (!isTracked(quiet)) return;
    this.#whole.set(tracked.key, tracked);
    this.#eventsOfWhole += tracked.validator.remembered;
    while (this.#eventsOfWhole > this.#care.quietEventsMax) this.#forgetOldest();
  }

  /** The events of the one that has been quiet for longest are not remembered any more. */
  #forgetOldest(): void {
    const [key, tracked] = this.#whole.takeFirst()!;
    this.#eventsOfWhole -= tracked.validator.remembered;
    tracked.validator.forgetEvents();
    (this.#quiet.has(key) ? this.#quiet : this.#open).set(key, quietOf(tracked));
  }

  #dropWhole(key: string, quiet: Quiet): void {
    if (this.#whole.delete(key)) this.#eventsOfWhole -= (quiet as Tracked).validator.remembered;
  }

  /** The longest quiet of those that have ended; if there is none, the longest quiet of all. */
  #letOneGo(): void {
    for (let next = this.#quiet.takeFirst(); next !== undefined; next = this.#quiet.takeFirst()) {
      const [key, one] = next;
      if (this.#care.isEnded(statesOf(one))) return this.#letGo(key, one);
      this.#open.set(key, one);
    }
    const next = this.#open.takeFirst();
    if (next !== undefined) return this.#letGo(...next);
    const oldest = this.#oldest!;
    this.#recent.delete(oldest.key);
    this.#unlink(oldest);
    this.#letGo(oldest.key, oldest);
  }

  #letGo(key: string, one: Quiet): void {
    this.#dropWhole(key, one);
    if (isTracked(one)) this.#care.close(one);
    this.#evicted.add(key);
  }

  #link(tracked: Tracked): void {
    tracked.older = this.#newest;
    tracked.newer = undefined;
    if (this.#newest === undefined) this.#oldest = tracked;
    else this.#newest.newer = tracked;
    this.#newest = tracked;
  }

  #unlink(tracked: Tracked): void {
    const { older, newer } = tracked;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    tracked.older = tracked.newer = undefined;
  }
}

function isTracked(one: Quiet): one is Tracked {
  return typeof one === "object" && "validator" in one;
}

function restingOf(one: number | RestingInstance): RestingInstance {
  return typeof one === "number" ? { states: [one], kills: undefined } : one;
}

function statesOf(one: Quiet): readonly number[] {
  return isTracked(one) ? one.validator.candidates : restingOf(one).states;
}

/** What must be kept of it. */
function quietOf(tracked: Tracked): Quiet {
  const { validator, order, renamings } = tracked;
  const resting = renamings.size > 0 ? undefined : validator.resting();
  if (resting === undefined || order.pending.length > 0) return tracked;
  if (!order.isPlain) return { ...resting, order };
  const isPlain = resting.kills === undefined && resting.hasForgotten === undefined;
  return isPlain && resting.states.length === 1 ? resting.states[0]! : resting;
}
