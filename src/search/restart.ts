/**
 * Shrinking by finding the same failure again in a smaller world.
 *
 * Removing draws cannot remove an early transaction when a later one fails: what the later one needs is addressed by
 * ordinals that the earlier one shifts. So the draws that make runs long (how many operations a client does) are found
 * by calming each alone, held at 0, and everything else is drawn afresh from further seeds until the same thing goes
 * wrong again.
 */
import type { LabelledDraw } from "../simulate/choices.ts";
import { Choices } from "../simulate/choices.ts";
import { replayDraws } from "./replay.ts";
import { run } from "./run.ts";
import type { SameFailure } from "./same-failure.ts";
import type { ShrinkBudget } from "./shrink-budget.ts";
import type { Subject } from "./subject.ts";
import type { RunSetting } from "./types.ts";

/** Labels that are held calm together, at most; fresh seeds tried for each set; labels looked at. */
const HELD_MAX = 3;
const SEEDS_MAX = 600;
const LABELS_MEASURED_MAX = 200;

/** A run that fails in the same way, not shrunk yet. */
export interface Restarted {
  readonly draws: readonly LabelledDraw[];
  /** Runs spent since the one before. */
  readonly runs: number;
}

/**
 * Runs that fail in the same way with long-making draws held calm, in no more events than there were at first. Deterministic.
 */
export function* restarts(
  subject: Subject,
  setting: RunSetting,
  { same, budget }: { readonly same: SameFailure; readonly budget: ShrinkBudget },
  draws: readonly LabelledDraw[],
  eventsMax: number,
): Generator<Restarted> {
  const held = longestFirst(subject, setting, draws, budget).slice(0, HELD_MAX);
  const brief = { ...subject, eventLimit: Math.min(subject.eventLimit, eventsMax) };
  let runs = draws.length;
  for (let count = 1; count <= held.length; count++) {
    const calm = new Set(held.slice(0, count).map(labelOf));
    for (let i = 0; i < SEEDS_MAX && !budget.isSpent; i++) {
      runs++;
      const fresh = { ...setting, seed: `${setting.seed} restarted ${i}` };
      const report = tryFresh(brief, fresh, calm);
      budget.spend(report.events);
      const found = report.draws;
      if (found === undefined || same.costOf(found, eventsMax) === undefined) continue;
      yield { draws: found, runs };
      runs = 0;
    }
  }
}

/** The draws in the order of how short runs are without them. (Without them they do not fail, and run to their end.) */
function longestFirst(
  subject: Subject,
  setting: RunSetting,
  draws: readonly LabelledDraw[],
  budget: ShrinkBudget,
): LabelledDraw[] {
  const lengthWithout = (without: LabelledDraw) => {
    const rest = draws.filter((draw) => draw !== without);
    const { events } = replayDraws(subject, setting, rest, false).result;
    budget.spend(events);
    return events;
  };
  return draws
    .filter((draw) => !draw.stream.startsWith("faults/")) // a fault makes runs long, and may be what it takes
    .slice(0, LABELS_MEASURED_MAX)
    .filter(() => !budget.isSpent)
    .map((draw) => ({ draw, length: lengthWithout(draw) }))
    .sort((a, b) => a.length - b.length)
    .map(({ draw }) => draw);
}

/** A run from its seed; its draws if it fails in any way. */
function tryFresh(
  subject: Subject,
  setting: RunSetting,
  calm: ReadonlySet<string>,
): { readonly events: number; readonly draws: readonly LabelledDraw[] | undefined } {
  const choices = new Choices({
    seed: setting.seed,
    record: true,
    decide: (stream, kind, ordinal, _bound, seeded) => (calm.has(labelOf({ stream, kind, ordinal })) ? 0 : seeded),
  });
  const quick = run(subject, { choices, faults: setting.faults, useProbes: setting.useProbes, isDetailed: false });
  const isFailing = quick.verdict === "violates" || quick.verdict === "exception";
  const draws = isFailing ? choices.draws().filter((draw) => draw.value !== 0) : undefined;
  return { events: quick.result.events, draws };
}

function labelOf(draw: Pick<LabelledDraw, "stream" | "kind" | "ordinal">): string {
  return `${draw.stream}\n${draw.kind}\n${draw.ordinal}`;
}
