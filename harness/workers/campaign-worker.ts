/**
 * Runs in a worker thread: takes tasks, prepares the system once, runs seeds, sends reports. Places in bundled code are
 * mapped back to the user's lines here, where the bundle's source map is at hand.
 */
import { DiagnosticError } from "../../src/tla/diagnostics.ts";
import { Campaign } from "../../src/search/campaign.ts";
import { describeFailure } from "../../src/search/failure.ts";
import { replayDraws } from "../../src/search/replay.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { calmFaults } from "../../src/system/prepare.ts";
import type { Answer, RangeAnswer, RangeTask, ReplayAnswer, ReplayTask, Task } from "./campaign-task.ts";
import { beginSeed } from "./heartbeat.ts";
import { prepareSubject, type PreparedSystem, type SubjectRequest } from "./prepare-subject.ts";
import { withOriginalPlaces } from "./source-places.ts";
import { STACK_FRAMES, withUserPlaces } from "./load-system.ts";
import { failureWithUserPlaces, reportWithUserPlaces } from "./user-places.ts";

let prepared: { readonly key: string; readonly system: PreparedSystem } | undefined;

async function systemOf(request: SubjectRequest): Promise<PreparedSystem> {
  const key = JSON.stringify(request);
  if (prepared?.key !== key) prepared = { key, system: await prepareSubject(request) };
  return prepared.system;
}

const hostWrite = process.stderr.write.bind(process.stderr);

/**
 * What the program prints: dropped in a campaign, where thousands of runs would print it, and shown on stderr in a
 * replay. Stdout belongs to the report.
 */
function routeOutput(isShown: boolean): void {
  const write = isShown ? hostWrite : (): boolean => true;
  process.stdout.write = write as typeof process.stdout.write;
  process.stderr.write = write as typeof process.stderr.write;
}

/** A program that ends its process does what no handler may: an exception with its place, and not the end of the worker. */
process.exit = (code) => {
  throw new Error(`process.exit(${code ?? ""}) is called; a simulated process ends only by a crash`);
};

Error.stackTraceLimit = STACK_FRAMES;

/** tinypool calls this with each task. */
export default async function perform(task: Task): Promise<Answer> {
  routeOutput(task.kind === "replay");
  try {
    return await (task.kind === "range" ? runRange(task) : runReplay(task));
  } catch (error) {
    if (error instanceof DiagnosticError)
      return { kind: "diagnostics", diagnostics: withUserPlaces(error, task.subject.bundle.file) };
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    return {
      kind: "fault",
      message: error instanceof Error ? error.message : String(error),
      stack: withOriginalPlaces(stack),
    };
  }
}

async function runRange(task: RangeTask): Promise<RangeAnswer> {
  const system = await systemOf(task.subject);
  const campaign = new Campaign(
    { ...system.subject, progress: task.heartbeat },
    {
      useProbes: task.useProbes,
      variant: task.subject.variant,
      constants: task.subject.set,
      faults: task.isCalm ? calmFaults : system.faults,
      isCalm: task.isCalm,
    },
  );
  const hashes: Record<string, string> = {};
  for (const [index, seed] of task.seeds.entries()) {
    beginSeed(task.heartbeat, index);
    const report = await inMacrotask(() => campaign.run(seed));
    if (task.seeds.length === 1) hashes[seed] = report.result.hash;
    if (task.stopAtFailure && campaign.hasFailed) break;
  }
  return { kind: "report", report: reportWithUserPlaces(campaign.report()), hashes };
}

async function runReplay(task: ReplayTask): Promise<ReplayAnswer> {
  const system = await systemOf(task.subject);
  const subject = { ...system.subject, progress: task.heartbeat };
  beginSeed(task.heartbeat, 0);
  const report = await inMacrotask(() => replayDraws(subject, task.setting, task.draws, true));
  if (report.verdict === "conforms" || report.verdict === "unknown") {
    return {
      kind: "passes",
      hash: report.result.hash,
      verdict: report.verdict,
      events: report.result.events,
      steps: report.steps,
    };
  }
  const failure = await inMacrotask(() => describeFailure(subject, task.setting, task.draws, task.known));
  return { kind: "failure", failure: failureWithUserPlaces(failure) };
}
