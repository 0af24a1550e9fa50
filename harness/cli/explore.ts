/**
 * Drives a checker in slices on this thread, so that progress is shown and Ctrl-C is heard: `check` and `fuzz` share it.
 */
import { totalmem } from "node:os";
import type { Checker, CheckResult, Progress } from "../../src/check/types.ts";
import type { StatusLine } from "../report/status-line.ts";
import { count } from "../report/values.ts";
import { yieldToHost, type Interrupt } from "./interrupt.ts";

/** States looked at between two looks at the clock and at signals: some milliseconds of work. */
const statesPerSlice = 500;

export interface DriveOptions {
  readonly status: StatusLine;
  readonly interrupt: Interrupt;
  /** Stop with verdict unknown after this time. */
  readonly secondsMax?: number;
  /** Stop with verdict unknown when the process takes more; three quarters of the machine's memory by default. */
  readonly megabytesMax?: number;
}

/** Beyond it the machine would begin to swap: tables double, so the next step may take a good deal more. */
function defaultMegabytesMax(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return (bytes / 2 ** 20) * 0.75;
}

/** To the end, to Ctrl-C, or to the limit of time or memory; all but the first make the verdict unknown. */
export async function drive(checker: Checker, options: DriveOptions): Promise<CheckResult> {
  const { status } = options;
  const started = performance.now();
  const deadline = started + (options.secondsMax ?? Infinity) * 1000;
  const bytesMax = (options.megabytesMax ?? defaultMegabytesMax()) * 2 ** 20;
  while (checker.step(statesPerSlice)) {
    status.update(() => progressText(checker.progress, (performance.now() - started) / 1000));
    await yieldToHost();
    if (options.interrupt.isRequested) checker.interrupt("interrupted");
    else if (performance.now() > deadline) checker.interrupt("time");
    else if (process.memoryUsage.rss() > bytesMax) checker.interrupt("memory");
  }
  status.clear();
  return checker.result();
}

export function progressText({ behaviours, distinct, generated, queue, depth }: Progress, seconds: number): string {
  const rate = (n: number): string => count(n / Math.max(seconds, 0.001));
  if (behaviours !== undefined)
    return `simulating: ${count(behaviours)} behaviours, ${count(distinct)} distinct states, ${count(generated)} generated, longest ${depth}, ${rate(behaviours)} behaviours/s`;
  return `checking: ${count(distinct)} distinct states, ${count(generated)} generated, ${count(queue)} waiting, depth ${depth}, ${rate(distinct)} states/s`;
}
