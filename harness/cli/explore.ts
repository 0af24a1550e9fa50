/**
 * Drives a checker in slices on this thread, so that progress is shown and Ctrl-C is heard: `check` and `fuzz` share it.
 */
import type { Checker, CheckResult, Progress } from "../../src/check/types.ts";
import type { StatusLine } from "../report/status-line.ts";
import { count } from "../report/values.ts";
import { yieldToHost, type Interrupt } from "./interrupt.ts";
import type { Limits } from "./limits.ts";

/** States looked at between two looks at the clock and at signals: some milliseconds of work. */
const statesPerSlice = 500;

export interface DriveOptions {
  readonly status: StatusLine;
  readonly interrupt: Interrupt;
  readonly limits: Limits;
}

/** To the end, to Ctrl-C, or to the limit of time or memory; all but the first make the verdict unknown. */
export async function drive(checker: Checker, options: DriveOptions): Promise<CheckResult> {
  const { status } = options;
  const started = performance.now();
  while (checker.step(statesPerSlice)) {
    status.update(() => progressText(checker.progress, (performance.now() - started) / 1000));
    await yieldToHost();
    const bound = options.interrupt.isRequested ? "interrupted" : options.limits.reached();
    if (bound !== undefined) checker.interrupt(bound);
  }
  status.clear();
  return checker.result();
}

/** In the order of importance: a narrow terminal leaves out what stands last. */
function progressText({ behaviours, distinct, generated, queue, depth }: Progress, seconds: number): string {
  const rate = (n: number): string => count(n / Math.max(seconds, 0.001));
  if (behaviours !== undefined)
    return `simulating: ${count(behaviours)} behaviours, ${count(distinct)} distinct states, ${count(generated)} generated, longest ${depth}, ${rate(behaviours)} behaviours/s`;
  return `checking: ${count(distinct)} distinct states, ${rate(distinct)}/s, ${count(queue)} waiting, depth ${depth}, ${count(generated)} generated`;
}
