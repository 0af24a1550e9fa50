/**
 * The instances of the specification that a log tells about, in the order of their last record. There are too many to keep
 * all of all: the ones quiet for longest lose their history first, and are let go in the end.
 */
import type { Observation } from "../../conform/types.ts";
import type { Validator } from "../../conform/validator.ts";
import type { Renamings } from "../step-reading.ts";
import { EvictedInstances } from "./evicted.ts";
import type { LogRecord } from "./record.ts";

/** Instances that are followed at the same time. */
export const INSTANCES_MAX = 10_000;
/** Instances of which the history is kept. */
const HISTORY_INSTANCES = 400;

/** An instance of the specification that a log tells about. */
export interface Tracked {
  readonly key: string;
  readonly validator: Validator;
  readonly renamings: Renamings;
  /** Records that nothing orders yet, oldest first. */
  pending: Pending[];
  /** Accepted events since the history was cut. */
  events: number;
  /** A step of it was handed to `onStep`. */
  isTold: boolean;
  /** Concurrent records were taken in one order of several, so that a violation may be due to the order. */
  isOrderAssumed: boolean;
}

export interface Pending {
  readonly record: LogRecord;
  readonly observation: Observation;
}

export class Instances {
  /** How many there were. */
  seen = 0;
  readonly #keepsHistories: boolean;
  readonly #all = new Map<string, Tracked>();
  /** Those of them whose history is kept. */
  readonly #recent = new Map<string, Tracked>();
  readonly #evicted = new EvictedInstances();
  #last: Tracked | undefined;

  constructor(keepsHistories: boolean) {
    this.#keepsHistories = keepsHistories;
  }

  get(key: string): Tracked | undefined {
    return this.#all.get(key);
  }

  values(): IterableIterator<Tracked> {
    return this.#all.values();
  }

  /** True when it may be one that was let go. */
  isLost(key: string): boolean {
    return this.#evicted.mayHave(key);
  }

  add(tracked: Tracked): Tracked | undefined {
    this.seen++;
    return this.touch(tracked);
  }

  /** It has spoken, and will be the last to be let go. Gives the one whose history is let go in its stead. */
  touch(tracked: Tracked): Tracked | undefined {
    if (this.#last === tracked) return undefined;
    this.#last = tracked;
    for (const map of [this.#all, this.#recent]) {
      map.delete(tracked.key);
      map.set(tracked.key, tracked);
    }
    if (this.#recent.size <= HISTORY_INSTANCES || this.#keepsHistories) return undefined;
    const [oldest] = this.#recent.values();
    this.#recent.delete(oldest!.key);
    return oldest;
  }

  /** The one to be let go before another is followed, if there are too many. */
  tooMany(): Tracked | undefined {
    if (this.#all.size < INSTANCES_MAX) return undefined;
    const [oldest] = this.#all.values();
    return oldest;
  }

  letGo({ key }: Tracked): void {
    this.#all.delete(key);
    this.#recent.delete(key);
    this.#evicted.add(key);
  }
}
