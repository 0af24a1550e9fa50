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
    return { kind: "exception", property: firstLine(report.failure.error), action: "", conjuncts: [] };
  }
  const explained = explainRun(subject, report);
  if (explained === undefined) return undefined;
  const { kind, property, nearest, formula } = explained.explanation;
  const reasons = formula.length > 0 ? formula : (nearest[0]?.conjuncts ?? []);
  return { kind, property, action: nearest[0]?.name ?? "", conjuncts: reasons.map(({ text }) => text) };
}

/**
 * Whether a smaller run fails as a larger one does: of the reasons that the larger one has it may lack some, since fewer of
 * them are clearer, but it may have no other. Otherwise shrinking would slide to another failure (slippage: J. Regehr and
 * others, "Test-Case Reduction for C Compiler Bugs", 2012). The very same reasons would be too much to ask: how many
 * conjuncts are false beside the one that matters depends on what else the run has done.
 */
export function failsLike(smaller: Signature, larger: Signature): boolean {
  const isSameStep =
    smaller.kind === larger.kind && smaller.property === larger.property && smaller.action === larger.action;
  return isSameStep && smaller.conjuncts.every((conjunct) => larger.conjuncts.includes(conjunct));
}

/** Equal for failures that are told in the same words: they differ in what is false besides the first reason. */
export function headlineKey({ kind, property, action, conjuncts }: Signature): string {
  return JSON.stringify([kind, property, action, conjuncts[0]]);
}

/** `TypeError: x is not a function` */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n")[0]!;
}
