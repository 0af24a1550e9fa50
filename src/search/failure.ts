/** From a failing run to a failure that can be handed over: run again in detail, shrunk, explained. */
import { FOLLOWING_MAX } from "../conform/repair/timeline.ts";
import type { AcceptedStep, Repair, Violation } from "../conform/types.ts";
import { describeEvent } from "../observe/event-text.ts";
import { Choices } from "../simulate/choices.ts";
import type { LabelledDraw } from "../simulate/choices.ts";
import type { EventRecord, WorldObserver } from "../simulate/observer.ts";
import { drawsOfReplay, drawsOfSeed, firstLine, replayDraws, signatureOf } from "./replay.ts";
import { restarts } from "./restart.ts";
import { explainRun, repairsOfRun, run } from "./run.ts";
import { SameFailure, type Met } from "./same-failure.ts";
import { SHRINK_EVENTS_MAX, ShrinkBudget } from "./shrink-budget.ts";
import type { Shrunk } from "./shrink.ts";
import { shrink } from "./shrink.ts";
import type { Subject } from "./subject.ts";
import type { Failure, RunSetting, StoryLine } from "./types.ts";

/** Runs that shrinking one failure may take. */
export const SHRINK_RUNS_MAX = 3_000;
/** A shrunk run of so many events is not worth another search; and so many searches are enough. */
const SMALL_ENOUGH_EVENTS = 28;
const RESTARTS_MAX = 4;

/** Other failures that are handed over with one, and what shrinking each of them may take: it is short already. */
const OTHERS_MAX = 3;
const OTHER_SHRINK_RUNS_MAX = 300;
const OTHER_SHRINK_EVENTS_MAX = 15_000;

/** The failure of a seed, and others that came up while it was made small. */
export interface Found {
  readonly failure: Failure;
  readonly others: readonly Failure[];
}

/** Shrinks and explains the failing run of a seed. */
export function buildFailure(subject: Subject, setting: RunSetting, isCalm: boolean): Found {
  const recorded = drawsOfSeed(subject, setting);
  const wanted = signatureOf(subject, replayDraws(subject, setting, recorded.draws, true));
  if (wanted === undefined)
    throw new Error(`seed ${setting.seed} failed once and not again: the run is not deterministic`);
  const budget = new ShrinkBudget(SHRINK_EVENTS_MAX);
  const same = new SameFailure(subject, setting, wanted, budget);
  const search = new FailureShrinking(subject, setting, same, budget);
  const shrunk = search.shrinkWell(recorded.draws, recorded.report.result.events);
  const bound = budget.isSpent ? "SHRINK_EVENTS_MAX" : shrunk.isExhausted ? "SHRINK_RUNS_MAX" : undefined;
  const original = {
    events: recorded.report.result.events,
    draws: recorded.draws.length,
    hash: recorded.report.result.hash,
  };
  return {
    failure: describeFailure(subject, setting, shrunk.draws, {
      original,
      shrinkRuns: shrunk.runs,
      ...(bound === undefined ? {} : { shrinkBound: bound }),
      isCalm,
    }),
    others: same.others.slice(0, OTHERS_MAX).map((met) => buildOther(subject, setting, met, isCalm)),
  };
}

function buildOther(subject: Subject, setting: RunSetting, met: Met, isCalm: boolean): Failure {
  const budget = new ShrinkBudget(OTHER_SHRINK_EVENTS_MAX);
  const { costOf } = new SameFailure(subject, setting, met.signature, budget);
  const { draws, runs } = shrink(met.draws, costOf, { runsMax: OTHER_SHRINK_RUNS_MAX, isSpent: () => budget.isSpent });
  const { hash } = replayDraws(subject, setting, met.draws, false).result;
  const original = { events: met.events, draws: met.draws.length, hash };
  return describeFailure(subject, setting, draws, { original, shrinkRuns: runs, isCalm });
}

/** The ways to make one failure small, one after the other, until it is small enough or the budget is spent. */
class FailureShrinking {
  readonly #subject: Subject;
  readonly #setting: RunSetting;
  readonly #same: SameFailure;
  readonly #budget: ShrinkBudget;

  constructor(subject: Subject, setting: RunSetting, same: SameFailure, budget: ShrinkBudget) {
    this.#subject = subject;
    this.#setting = setting;
    this.#same = same;
    this.#budget = budget;
  }

  /** Shrinks; when much is left, finds the failure again in smaller worlds, shrinks that, and keeps the best. */
  shrinkWell(draws: readonly LabelledDraw[], eventsMax: number): Shrunk {
    let best = this.#shrinkWithLosses(draws);
    let runs = best.runs;
    if (best.cost <= SMALL_ENOUGH_EVENTS) return best;
    let tried = 0;
    const [same, budget] = [this.#same, this.#budget];
    for (const restarted of restarts(this.#subject, this.#setting, { same, budget }, best.draws, eventsMax)) {
      const shrunk = this.#shrinkWithLosses(restarted.draws);
      runs += restarted.runs + shrunk.runs;
      if (shrunk.cost < best.cost) best = shrunk;
      if (best.cost <= SMALL_ENOUGH_EVENTS || ++tried === RESTARTS_MAX) break;
    }
    return { ...best, runs };
  }

  /** Shrinks; when much is left, also tries to lose messages that the failure does not need: their events go with them. */
  #shrinkWithLosses(draws: readonly LabelledDraw[]): Shrunk {
    const first = this.#shrink(draws);
    const oracle = this.#same.costOf;
    if (first.cost <= SMALL_ENOUGH_EVENTS) return first;
    let best: readonly LabelledDraw[] = withDraw(first.draws, LOSS_TAKES_PART);
    if (oracle(best, first.cost) !== first.cost) return first;
    let cost = first.cost;
    let runs = first.runs;
    for (const draw of drawsOfReplay(this.#subject, this.#setting, best)) {
      if (draw.kind !== "loss" || !draw.stream.startsWith("network/") || draw.value !== 0) continue;
      if (this.#budget.isSpent) break;
      runs++;
      const candidate = withDraw(best, { ...draw, value: 1 });
      const found = oracle(candidate, cost - 1);
      if (found !== undefined) [best, cost] = [candidate, found];
    }
    const last = this.#shrink(best);
    runs += last.runs;
    return last.cost <= cost ? { ...last, runs } : { draws: best, cost, runs, isExhausted: true };
  }

  #shrink(draws: readonly LabelledDraw[]): Shrunk {
    return shrink(draws, this.#same.costOf, { runsMax: SHRINK_RUNS_MAX, isSpent: () => this.#budget.isSpent });
  }
}

/** The swarm's draw for message loss, so that single losses can be added. */
const LOSS_TAKES_PART: LabelledDraw = { stream: "faults/swarm", kind: "loss", ordinal: 0, bound: 2, value: 1 };

function withDraw(draws: readonly LabelledDraw[], added: LabelledDraw): readonly LabelledDraw[] {
  const isSame = (draw: LabelledDraw) =>
    draw.stream === added.stream && draw.kind === added.kind && draw.ordinal === added.ordinal;
  return [...draws.filter((draw) => !isSame(draw)), added];
}

/** What is known of a failure besides its run: what it was before, and what making it small has taken. */
export type ShrinkRecord = Pick<Failure, "original" | "shrinkRuns" | "shrinkBound" | "isCalm">;

/** Runs the draws once more and tells the story. */
export function describeFailure(
  subject: Subject,
  setting: RunSetting,
  draws: readonly LabelledDraw[],
  known: ShrinkRecord,
): Failure {
  const recorder = new StoryRecorder();
  const report = replayDraws(subject, setting, draws, true, recorder.listener);
  const signature = signatureOf(subject, report);
  if (signature === undefined) throw new Error("the draws do not fail");
  const explained = explainRun(subject, report);
  const violation = report.finding?.verdict === "violates" ? report.finding.violation : undefined;
  return {
    setting,
    signature,
    draws,
    hash: report.result.hash,
    events: report.result.events,
    steps: report.steps,
    ...known,
    explanation:
      explained === undefined ? undefined : { ...explained.explanation, repairs: repairs(subject, setting, draws) },
    story: recorder.story(subject, explained?.history ?? [], violation),
    ...(report.failure === undefined ? {} : { error: errorOf(report.failure.process, report.failure.error) }),
  };
}

/** The run once more, and on behind the violation: what would make it right. */
function repairs(subject: Subject, setting: RunSetting, draws: readonly LabelledDraw[]): readonly Repair[] {
  const report = run(subject, {
    choices: new Choices({ seed: setting.seed, replay: draws, fallback: "calm" }),
    faults: setting.faults,
    useProbes: setting.useProbes,
    isDetailed: true,
    lookahead: FOLLOWING_MAX,
  });
  return repairsOfRun(subject, report);
}

/** Writes down every event; the accepted steps are put beside them afterwards. */
class StoryRecorder {
  readonly listener: WorldObserver = {
    crash: (_process, cutAfterEffects) => (this.#isCut = cutAfterEffects !== undefined),
    eventEnd: (event) => this.#add(event),
  };
  readonly #lines: StoryLine[] = [];
  /** The running event is one in which its process crashed. */
  #isCut = false;

  #add(event: EventRecord): void {
    const unheard = event.kind === "deliver" && !event.handled ? ", which is down" : "";
    const crashes = this.#isCut && event.kind !== "crash" ? " and crashes" : "";
    this.#lines.push({
      event: event.index,
      time: event.time,
      process: event.process ?? "network",
      description: `${describeEvent(event)}${unheard}${crashes}`,
      actions: [],
    });
    this.#isCut = false;
  }

  /** The lines, with the steps that events were. `rejected` is the step that was none, if that is what went wrong. */
  story(subject: Subject, history: readonly AcceptedStep[], rejected: Violation | undefined): StoryLine[] {
    const byEvent = new Map<number, AcceptedStep[]>();
    for (const step of history)
      byEvent.set(step.observation.event, [...(byEvent.get(step.observation.event) ?? []), step]);
    const rejectedPlace = rejected?.observation.steps[rejected.stepIndex]?.reportedBy.place;
    return this.#lines.map((line) => {
      const steps = byEvent.get(line.event) ?? [];
      const isRejected = rejected?.observation.event === line.event;
      const place =
        (isRejected ? rejectedPlace : undefined) ??
        steps.map((step) => step.reported?.reportedBy.place).find((found) => found !== undefined);
      return {
        ...line,
        actions: steps.map((step) => actionText(subject, step)),
        ...(place === undefined ? {} : { place }),
      };
    });
  }
}

function actionText(subject: Subject, step: AcceptedStep): string {
  const action = subject.machine.actions[step.action]!;
  const binding = step.binding.map((value) => subject.machine.store.print(value)).join(", ");
  return binding === "" ? action.name : `${action.name}(${binding})`;
}

function errorOf(process: string, error: unknown) {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return { process, message: firstLine(error), stack };
}
