/**
 * What making one failure small may cost. Runs cost very different times, so what is counted are the events that are
 * replayed: most of the time of a run goes into them, and unlike time they are the same on each machine.
 */

/** Events that may be replayed to make one failure small. */
export const SHRINK_EVENTS_MAX = 300_000;

export class ShrinkBudget {
  readonly #eventsMax: number;
  #events = 0;

  constructor(eventsMax: number) {
    this.#eventsMax = eventsMax;
  }

  /** Events of a run that has been made; the last one may be more than there were left. */
  spend(events: number): void {
    this.#events += events;
  }

  get isSpent(): boolean {
    return this.#events >= this.#eventsMax;
  }
}
