/**
 * Is it still the same failure? What shrinking asks of every run that it tries. Runs that fail in another way are not taken
 * for it, and not lost: of each other failure the shortest run is kept.
 */
import type { LabelledDraw } from "../simulate/choices.ts";
import { failsLike, headlineKey, replayDraws, signatureOf } from "./replay.ts";
import type { ShrinkBudget } from "./shrink-budget.ts";
import type { Subject } from "./subject.ts";
import type { RunSetting, Signature } from "./types.ts";

/** A failing run that was come across. */
export interface Met {
  readonly signature: Signature;
  readonly draws: readonly LabelledDraw[];
  readonly events: number;
}

export class SameFailure {
  readonly #subject: Subject;
  readonly #setting: RunSetting;
  readonly #wanted: Signature;
  readonly #budget: ShrinkBudget;
  readonly #others = new Map<string, Met>();

  constructor(subject: Subject, setting: RunSetting, wanted: Signature, budget: ShrinkBudget) {
    this.#subject = subject;
    this.#setting = setting;
    this.#wanted = wanted;
    this.#budget = budget;
  }

  /** The shortest run of each other failure, in the order in which the failures came up. */
  get others(): readonly Met[] {
    return [...this.#others.values()];
  }

  /** Events of the run that these draws are, when it fails in the same way within so many. */
  readonly costOf = (draws: readonly LabelledDraw[], eventsMax: number): number | undefined => {
    const eventLimit = Math.min(this.#subject.eventLimit, eventsMax);
    const report = replayDraws({ ...this.#subject, eventLimit }, this.#setting, draws, false);
    this.#budget.spend(report.result.events);
    if (report.verdict !== "violates" && report.verdict !== "exception") return undefined;
    const signature = signatureOf(this.#subject, report);
    if (signature === undefined) return undefined;
    const { events } = report.result;
    if (failsLike(signature, this.#wanted)) return events;
    const key = headlineKey(signature);
    const known = this.#others.get(key);
    if (known === undefined || events < known.events) this.#others.set(key, { signature, draws, events });
    return undefined;
  };
}
