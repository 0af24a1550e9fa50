/** Repeating runs, and telling failures apart. */
import type { LabelledDraw } from "../simulate/choices.ts";
import { Choices } from "../simulate/choices.ts";
import type { WorldObserver } from "../simulate/observer.ts";
import type { RunReport } from "./run.ts";
import { explainRun, run } from "./run.ts";
import type { Subject } from "./subject.ts";
import type { RunSetting, Signature } from "./types.ts";

/** Repeats a run from its draws; those left out are calm. */
export function replayDraws(
  subject: Subject,
  setting: RunSetting,
  draws: readonly LabelledDraw[],
  isDetailed: boolean,
  listener?: WorldObserver,
): RunReport {
  return run(subject, {
    choices: new Choices({ seed: setting.seed, replay: draws, fallback: "calm" }),
    faults: setting.faults,
    useProbes: setting.useProbes,
    isDetailed,
    ...(listener === undefined ? {} : { listener }),
  });
}

/** Every draw of a run that is repeated from its draws, the calm ones too. */
export function drawsOfReplay(subject: Subject, setting: RunSetting, draws: readonly LabelledDraw[]): LabelledDraw[] {
  const choices = new Choices({ seed: setting.seed, replay: draws, fallback: "calm", record: true });
  run(subject, { choices, faults: setting.faults, useProbes: setting.useProbes, isDetailed: false });
  return choices.draws();
}

/** The draws of a seed's run that are not calm. */
export function drawsOfSeed(
  subject: Subject,
  setting: RunSetting,
): { draws: readonly LabelledDraw[]; report: RunReport } {
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

/** `TypeError: x is not a function` */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n")[0]!;
}
