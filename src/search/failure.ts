/** From a failing run to a failure that can be handed over: run again in detail, shrunk, explained. */
import type { AcceptedStep } from "../conform/types.ts";
import { describeEvent } from "../observe/observer.ts";
import type { LabelledDraw } from "../simulate/choices.ts";
import { Choices } from "../simulate/choices.ts";
import type { EventRecord, WorldObserver } from "../simulate/observer.ts";
import type { RunReport } from "./run.ts";
import { explainRun, run } from "./run.ts";
import { shrink } from "./shrink.ts";
import type { Subject } from "./subject.ts";
import type { Failure, RunSetting, Signature, StoryLine } from "./types.ts";

/** Runs that shrinking one failure may take. */
export const SHRINK_RUNS_MAX = 3_000;

/** Repeats a run from its draws; those left out are calm. */
export function replayDraws(subject: Subject, setting: RunSetting, draws: readonly LabelledDraw[], isDetailed: boolean, listener?: WorldObserver) {
  const choices = new Choices({ seed: setting.seed, replay: draws, fallback: "calm" });
  const report = run(subject, {
    choices,
    faults: setting.faults,
    useProbes: setting.useProbes,
    isDetailed,
    ...(listener === undefined ? {} : { listener }),
  });
  return { report, choices };
}

/** The draws of a seed's run that are not calm. */
export function drawsOfSeed(subject: Subject, setting: RunSetting): { draws: readonly LabelledDraw[]; report: RunReport } {
  const choices = new Choices({ seed: setting.seed, record: true });
  const report = run(subject, { choices, faults: setting.faults, useProbes: setting.useProbes, isDetailed: false });
  return { draws: choices.draws().filter((draw) => draw.value !== 0), report };
}

/** What went wrong in a detailed run, reduced to what tells bugs apart; undefined when nothing did. */
export function signatureOf(subject: Subject, report: RunReport): Signature | undefined {
  if (report.failure !== undefined) {
    return { kind: "exception", property: firstLine(report.failure.error), action: "" };
  }
  const explained = explainRun(subject, report);
  if (explained === undefined) return undefined;
  const { kind, property, nearest } = explained.explanation;
  return { kind, property, action: nearest[0]?.name ?? "" };
}

export function sameSignature(a: Signature, b: Signature): boolean {
  return a.kind === b.kind && a.property === b.property && a.action === b.action;
}

/** Shrinks and explains the failing run of a seed. */
export function buildFailure(subject: Subject, setting: RunSetting, isCalm: boolean): Failure {
  const recorded = drawsOfSeed(subject, setting);
  const wanted = signatureOf(subject, replayDraws(subject, setting, recorded.draws, true).report);
  if (wanted === undefined) throw new Error(`seed ${setting.seed} failed once and not again: the run is not deterministic`);
  const shrunk = shrink(recorded.draws, (draws) => costOf(subject, setting, draws, wanted), { runsMax: SHRINK_RUNS_MAX });
  const original = { events: recorded.report.result.events, draws: recorded.draws.length, hash: recorded.report.result.hash };
  return describeFailure(subject, setting, shrunk.draws, { original, shrinkRuns: shrunk.runs, isCalm });
}

function costOf(subject: Subject, setting: RunSetting, draws: readonly LabelledDraw[], wanted: Signature): number | undefined {
  const { report } = replayDraws(subject, setting, draws, true);
  if (report.verdict !== "violates" && report.verdict !== "exception") return undefined;
  const found = signatureOf(subject, report);
  return found !== undefined && sameSignature(found, wanted) ? report.result.events : undefined;
}

/** Runs the draws once more and tells the story. */
export function describeFailure(
  subject: Subject,
  setting: RunSetting,
  draws: readonly LabelledDraw[],
  known: Pick<Failure, "original" | "shrinkRuns" | "isCalm">,
): Failure {
  const recorder = new StoryRecorder();
  const { report } = replayDraws(subject, setting, draws, true, recorder.listener);
  const signature = signatureOf(subject, report);
  if (signature === undefined) throw new Error("the draws do not fail");
  const explained = explainRun(subject, report);
  return {
    setting,
    signature,
    draws,
    hash: report.result.hash,
    events: report.result.events,
    steps: report.steps,
    ...known,
    explanation: explained?.explanation,
    story: recorder.story(subject, explained?.history ?? []),
    ...(report.failure === undefined ? {} : { error: errorOf(report.failure.process, report.failure.error) }),
  };
}

/** Writes down every event; the accepted steps are put beside them afterwards. */
class StoryRecorder {
  readonly listener: WorldObserver = { eventEnd: (event) => this.#add(event) };
  readonly #lines: StoryLine[] = [];

  #add(event: EventRecord): void {
    this.#lines.push({
      event: event.index,
      time: event.time,
      process: event.process ?? "network",
      description: describeEvent(event),
      actions: [],
    });
  }

  story(subject: Subject, history: readonly AcceptedStep[]): StoryLine[] {
    const byEvent = new Map<number, AcceptedStep[]>();
    for (const step of history) byEvent.set(step.observation.event, [...(byEvent.get(step.observation.event) ?? []), step]);
    return this.#lines.map((line) => {
      const steps = byEvent.get(line.event) ?? [];
      const place = steps.map((step) => step.reportedBy?.place).find((found) => found !== undefined);
      return { ...line, actions: steps.map((step) => actionText(subject, step)), ...(place === undefined ? {} : { place }) };
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

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n")[0]!;
}
