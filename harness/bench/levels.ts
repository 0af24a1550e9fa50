/**
 * `npm run levels [SYSTEM] [SEEDS]`: at which levels of observation a right system still conforms, and which of its wrong
 * variants are still caught. At a level that refuses the right program nothing is asked of the wrong ones. A variant that
 * no seed of the budget shows is not caught; it is not proven right.
 */
import { join } from "node:path";
import { levels, type Level } from "../../src/observe/levels.ts";
import { run, type RunReport } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import { Choices } from "../../src/simulate/choices.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { bundleSystem } from "../workers/load-system.ts";
import { prepareSubject } from "../workers/prepare-subject.ts";

const seedsDefault = 500;
/** Runs that end in a bound, after which a level is given up: nothing is learnt from more of them. */
const unknownMax = 5;

interface Outcome {
  /** The seed that was caught, if any. */
  readonly caught: number | undefined;
  readonly unknown: number;
  /** Steps of the specification that were seen in all runs. */
  readonly steps: number;
  readonly candidatesPeak: number;
}

const [path = "sample-systems/two-phase-commit", seedsText] = process.argv.slice(2);
const seeds = Number(seedsText ?? seedsDefault);
const bundle = await bundleSystem(path, join(process.cwd(), ".lockstep", "cache"));
const { system } = await prepareSubject({ bundle, set: {}, variant: undefined });
const variants = [undefined, ...Object.keys(system.definition.variants ?? {})];

const rows: string[][] = [["", ...levels.map((level) => level.name)]];
const peaks = levels.map(() => 1);
const bounds = levels.map(() => 0);
const refused = new Set<Level>();
for (const variant of variants) {
  const row = [variant ?? "the right program"];
  for (const [i, level] of levels.entries()) {
    if (refused.has(level)) {
      row.push("-");
      continue;
    }
    const { subject } = await prepareSubject({ bundle, set: {}, variant });
    const outcome = await tryLevel(subject, level);
    peaks[i] = Math.max(peaks[i]!, outcome.candidatesPeak);
    bounds[i]! += outcome.unknown;
    if (variant === undefined && outcome.caught !== undefined) refused.add(level);
    row.push(cell(outcome, variant === undefined));
  }
  rows.push(row);
}
rows.push(["candidates at most", ...peaks.map(String)], ["runs with a bound hit", ...bounds.map(String)]);
process.stdout.write(`${seeds} seeds\n\n${table(rows)}`);

function tryLevel(subject: Subject, level: Level): Promise<Outcome> {
  return inMacrotask(() => {
    let [unknown, candidatesPeak, steps] = [0, 1, 0];
    for (let seed = 0; seed < seeds; seed++) {
      const report: RunReport = run(subject, {
        choices: new Choices({ seed: String(seed) }),
        faults: subject.faults,
        useProbes: true,
        level,
        isDetailed: false,
      });
      candidatesPeak = Math.max(candidatesPeak, report.candidatesPeak);
      steps += report.steps;
      if (report.verdict === "violates") return { caught: seed, unknown, steps, candidatesPeak };
      if (report.verdict !== "conforms" && ++unknown === unknownMax) break;
    }
    return { caught: undefined, unknown, steps, candidatesPeak };
  });
}

function cell({ caught, unknown, steps }: Outcome, isRight: boolean): string {
  if (steps === 0 && unknown === 0) return "nothing seen";
  if (caught !== undefined) return isRight ? `REFUSED, seed ${caught}` : `caught, seed ${caught}`;
  if (unknown > 0) return `${unknown} unknown`;
  return isRight ? "conforms" : "not caught";
}

function table(all: readonly (readonly string[])[]): string {
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map(
      (row) =>
        `${row
          .map((text, i) => text.padEnd(widths[i]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
