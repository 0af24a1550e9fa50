/** The table of `npm run bench:check`, and what it comes to. */
import type { RecordedModel } from "../conformance/recorded-outcomes.ts";
import type { ModelRun } from "../conformance/run-model.ts";
import { count, counted } from "../report/values.ts";

export interface Measurement {
  readonly model: RecordedModel;
  readonly run: ModelRun;
  /** The run came to the recorded result, or differs from it for an explained reason: only then are times comparable. */
  readonly isSame: boolean;
}

/** Models that take TLC this long say something about speed; below it is mostly starting up. */
export const LONG_SECONDS_MIN = 5;
/** Models that are to be answered at once: those that TLC answers within this time. */
const SHORT_SECONDS_MAX = 1;

const columns = ["TLC s", "here s", "ratio", "wall s", "states/s", "peak MB"] as const;

export function headerText(models: readonly RecordedModel[]): string {
  return `${"model".padEnd(nameWidth(models))}  ${columns.map((title) => title.padStart(9)).join(" ")}\n`;
}

export function rowText({ model, run, isSame }: Measurement, models: readonly RecordedModel[]): string {
  const { usage } = run;
  const cells = [
    model.seconds.toFixed(2),
    usage?.cpuSeconds.toFixed(2) ?? "-",
    usage === undefined ? "-" : ratioOf(model, usage.cpuSeconds).toFixed(1),
    run.seconds.toFixed(2),
    usage === undefined ? "-" : count(run.found.distinct / usage.cpuSeconds),
    usage === undefined ? "-" : count(usage.peakMegabytes),
  ];
  const note = isSame ? "" : `  another result: ${run.note ?? run.found.outcome}`;
  return `${model.cfg.padEnd(nameWidth(models))}  ${cells.map((cell) => cell.padStart(9)).join(" ")}${note}\n`;
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
