/** `lockstep strength SYSTEM`: how many small wrong edits of recorded runs a system's mapping notices. */
import { join } from "node:path";
import { Strength } from "../../src/strength/strength.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { StatusLine } from "../report/status-line.ts";
import { strengthJson, strengthText, verdictOf, type StrengthOutcome } from "../report/strength-report.ts";
import { count } from "../report/values.ts";
import { bundleSystem } from "../workers/load-system.ts";
import { prepareSubject, type PreparedSystem } from "../workers/prepare-subject.ts";
import { ExitCode } from "./exit-codes.ts";
import { listenForInterrupt, yieldToHost, type Interrupt } from "./interrupt.ts";
import type { Terminal } from "./terminal.ts";

export interface StrengthCommandOptions {
  readonly seeds: number;
  readonly edits: number;
  readonly seed: string;
  readonly atLeast?: number;
  readonly set?: Readonly<Record<string, string>>;
  readonly format: "text" | "json";
}

export async function strengthCommand(
  path: string,
  options: StrengthCommandOptions,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const bundle = await bundleSystem(path, join(process.cwd(), ".lockstep", "cache"));
  const prepared = await prepareSubject({ bundle, set: options.set ?? {}, variant: undefined });
  const interrupt = listenForInterrupt();
  const status = new StatusLine(err);
  try {
    const outcome = await measure(prepared, options, interrupt, status);
    status.clear();
    if (options.format === "json") out.write(`${JSON.stringify(strengthJson(outcome), null, 2)}\n`);
    else out.write(strengthText(outcome, out));
    if (interrupt.isRequested) return ExitCode.interrupted;
    const codes = { strong: "conforms", weak: "violation", refused: "violation", unknown: "unknown" } as const;
    return ExitCode[codes[verdictOf(outcome)]];
  } finally {
    status.clear();
    interrupt.release();
  }
}

/** Records the runs, then edits them; between any two of them there is time for signals. */
async function measure(
  { subject, constants, spec }: PreparedSystem,
  { seeds, edits, seed, atLeast }: StrengthCommandOptions,
  interrupt: Interrupt,
  status: StatusLine,
): Promise<StrengthOutcome> {
  const started = performance.now();
  const strength = new Strength(subject, { mutantsPerKind: edits, seed });
  for (let i = 1; i <= seeds && !interrupt.isRequested; i++) {
    status.update(() => `recording: ${count(i - 1)} of ${count(seeds)} runs`);
    if (!(await inMacrotask(() => strength.record(String(i))))) break;
  }
  let edited = 0;
  if (strength.report().refused === undefined) {
    for (const _ of strength.mutate()) {
      const { mutants, total } = strength.report();
      status.update(
        () =>
          `editing: ${count(++edited)} of ${count(seeds)} runs, ${count(mutants)} edits, ${count(total.noticed)} of ${count(total.counted)} noticed`,
      );
      await yieldToHost();
      if (interrupt.isRequested) break;
    }
  }
  const names = Object.entries(constants).map(([name, value]) => `${name} = ${value}`);
  return {
    system: subject.name,
    title: [spec.root.name, ...names].join(", "),
    report: strength.report(),
    atLeast,
    isInterrupted: interrupt.isRequested,
    seconds: (performance.now() - started) / 1000,
  };
}
