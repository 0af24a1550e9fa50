/** The table of `npm run bench:check`, and what it comes to. */
import { isDeepStrictEqual } from "node:util";
import type { RecordedModel } from "../conformance/recorded-outcomes.ts";
import type { ModelRun } from "../conformance/run-model.ts";
import { count, counted } from "../report/values.ts";

export interface Measurement {
  readonly model: RecordedModel;
  readonly run: ModelRun;
  /** The run came to the recorded result, or differs from it for an explained reason: only then are times comparable. */
  readonly isSame: boolean;
  /** The same with several threads. */
  readonly divided?: ModelRun;
}

/** Models that take TLC this long say something about speed; below it is mostly starting up. */
export const LONG_SECONDS_MIN = 5;
/** Models that are to be answered at once: those that TLC answers within this time. */
const SHORT_SECONDS_MAX = 1;

const columns = ["TLC s", "here s", "ratio", "wall s", "states/s", "peak MB"] as const;

/** With `workers` the table compares one thread with so many. */
export function headerText(models: readonly RecordedModel[], workers?: number): string {
  const titles = [...columns, ...(workers === undefined ? [] : [`wall s/${workers}`, "faster", "CPU x"])];
  return `${"model".padEnd(nameWidth(models))}  ${titles.map((title) => title.padStart(9)).join(" ")}\n`;
}

export function rowText({ model, run, isSame, divided }: Measurement, models: readonly RecordedModel[]): string {
  const { usage } = run;
  const cells = [
    model.seconds.toFixed(2),
    usage?.cpuSeconds.toFixed(2) ?? "-",
    usage === undefined ? "-" : ratioOf(model, usage.cpuSeconds).toFixed(1),
    run.seconds.toFixed(2),
    usage === undefined ? "-" : count(run.found.distinct / usage.cpuSeconds),
    usage === undefined ? "-" : count(usage.peakMegabytes),
    ...(divided === undefined ? [] : dividedCells(run, divided)),
  ];
  const note = isSame ? "" : `  another result: ${run.note ?? run.found.outcome}`;
  const isSameDivided = divided === undefined || isDeepStrictEqual(run.found, divided.found);
  const mark = isSameDivided ? "" : `  differs with several threads: ${divided.note ?? divided.found.outcome}`;
  return `${model.cfg.padEnd(nameWidth(models))}  ${cells.map((cell) => cell.padStart(9)).join(" ")}${note}${mark}\n`;
}

/** Wall time, and how it and CPU time compare with one thread's; nothing where one thread was all that explored. */
function dividedCells(run: ModelRun, divided: ModelRun): string[] {
  if (divided.threads === undefined || divided.threads === 1) return [divided.seconds.toFixed(2), "-", "-"];
  const cpu = run.usage === undefined || divided.usage === undefined ? undefined : [divided.usage, run.usage];
  return [
    divided.seconds.toFixed(2),
    (run.seconds / divided.seconds).toFixed(2),
    cpu === undefined ? "-" : (cpu[0]!.cpuSeconds / cpu[1]!.cpuSeconds).toFixed(2),
  ];
}

export function summaryText(measurements: readonly Measurement[]): string {
  const comparable = measurements.flatMap(({ model, run, isSame }) =>
    isSame && run.usage !== undefined
      ? [{ model, wallSeconds: run.seconds, ratio: ratioOf(model, run.usage.cpuSeconds) }]
      : [],
  );
  const long = comparable.filter(({ model }) => model.seconds >= LONG_SECONDS_MIN);
  const short = comparable.filter(({ model }) => model.seconds <= SHORT_SECONDS_MAX);
  const slower = comparable.filter(({ ratio }) => ratio < 1);
  const lines = [`${counted(measurements.length, "model")}, ${comparable.length} with the recorded result`];
  if (long.length > 0) {
    const mean = geometricMean(long.map(({ ratio }) => ratio)).toFixed(1);
    lines.push(
      `geometric mean of the ratio over the ${long.length} that take TLC ${LONG_SECONDS_MIN} s or more: ${mean}`,
    );
  }
  lines.push(`slower than TLC: ${slower.length === 0 ? "none" : slower.map(({ model }) => model.cfg).join(", ")}`);
  if (short.length > 0) {
    const slowest = Math.max(...short.map(({ wallSeconds }) => wallSeconds));
    lines.push(
      `the ${short.length} that take TLC ${SHORT_SECONDS_MAX} s at most: ${slowest.toFixed(2)} s of wall time at most`,
    );
  }
  return `\n${lines.join("\n")}\n`;
}

/** Of at least one ratio. */
export function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

function ratioOf(model: RecordedModel, cpuSeconds: number): number {
  return model.seconds / cpuSeconds;
}

function nameWidth(models: readonly RecordedModel[]): number {
  return Math.max(0, ...models.map(({ cfg }) => cfg.length));
}
