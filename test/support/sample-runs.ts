/** Runs sample systems as campaigns do, from their definitions: what the conformance tests of the samples share. */
import { resolve } from "node:path";
import { expect } from "vitest";
import { hostFiles, libraryText } from "../../harness/cli/host-files.ts";
import { compileSpec } from "../../harness/cli/load-machine.ts";
import { FOLLOWING_MAX } from "../../src/conform/repair/timeline.ts";
import type { Level } from "../../src/observe/levels.ts";
import { Campaign } from "../../src/search/campaign.ts";
import { repairsOfRun, run, type RunReport } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import type { CampaignReport } from "../../src/search/types.ts";
import { Choices } from "../../src/simulate/choices.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import type { System } from "../../src/system/define-system.ts";
import { prepare } from "../../src/system/prepare.ts";
import { isNamed, type ExpectedRepair } from "./expected-repairs.ts";

/** The sample in `sample-systems/<folder>`, or one of its variants, ready to run; `set` gives constants. */
export function subjectOf(
  system: System,
  folder: string,
  variant?: string,
  set: Readonly<Record<string, string>> = {},
): Subject {
  return prepare(system.definition, {
    folder: resolve(import.meta.dirname, "../../sample-systems", folder),
    files: hostFiles,
    library: libraryText,
    set,
    ...(variant === undefined ? {} : { variant }),
    resolvePath: resolve,
    compile: compileSpec,
  }).subject;
}

/** Seeds from 0 on, with the faults of the system file. */
export function campaign(subject: Subject, seeds: number, useProbes = true): Promise<CampaignReport> {
  const { faults } = subject;
  const runs = new Campaign(subject, { useProbes, variant: undefined, constants: {}, faults, isCalm: false });
  return inMacrotask(() => {
    for (let seed = 0; seed < seeds && !runs.hasFailed; seed += 1) runs.run(String(seed));
    return runs.report();
  });
}

/** The verdicts of seeds from 0 on, at a level of observation. */
export function verdictsAt(subject: Subject, level: Level, seeds: number): Promise<string[]> {
  const { faults } = subject;
  return inMacrotask(() =>
    Array.from({ length: seeds }, (_, seed) => {
      const choices = new Choices({ seed: String(seed) });
      return run(subject, { choices, faults, useProbes: true, level, isDetailed: false }).verdict;
    }),
  );
}

/** The first violation in so many seeds, from one on, in detail, with some of what follows it. */
export function firstViolation(
  subject: Subject,
  seeds: number,
  useProbes = true,
  from = 0,
): Promise<RunReport | undefined> {
  const attempt = (seed: number, isDetailed: boolean): RunReport =>
    run(subject, {
      choices: new Choices({ seed: String(seed) }),
      faults: subject.faults,
      useProbes,
      isDetailed,
      ...(isDetailed ? { lookahead: FOLLOWING_MAX } : {}),
    });
  return inMacrotask(() => {
    for (let seed = from; seed < from + seeds; seed += 1) {
      if (attempt(seed, false).verdict === "violates") return attempt(seed, true);
    }
    return undefined;
  });
}

/** The repairs of a violating run say what was predicted, unless the table says that they miss it. */
export function expectRepairs(subject: Subject, report: RunReport, expected: ExpectedRepair): void {
  const { finding } = report;
  if (finding?.verdict !== "violates") throw new Error("the run violates nothing");
  const repairs = repairsOfRun(subject, report);
  expect(repairs.length).toBeGreaterThan(0);
  const isFulfilled = isNamed(expected, repairs, finding.violation.observation.event);
  expect(isFulfilled, repairs.map(({ text }) => text).join("\n")).toBe(expected.missed === undefined);
}
