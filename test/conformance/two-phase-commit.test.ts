/**
 * The sample system against its specification: what issue and README claim of it, on fewer seeds than a campaign has.
 */
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { hostFiles, libraryText } from "../../harness/cli/host-files.ts";
import { compileSpec } from "../../harness/cli/load-machine.ts";
import system from "../../sample-systems/two-phase-commit/system.ts";
import { variantDescriptions } from "../../sample-systems/two-phase-commit/variants/index.ts";
import { Campaign } from "../../src/search/campaign.ts";
import { explainRun, run, type RunReport } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import type { CampaignReport } from "../../src/search/types.ts";
import { Choices } from "../../src/simulate/choices.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { prepare } from "../../src/system/prepare.ts";

const FOLDER = resolve(import.meta.dirname, "../../sample-systems/two-phase-commit");

function subjectOf(variant?: string, set: Readonly<Record<string, string>> = {}): Subject {
  return prepare(system.definition, {
    folder: FOLDER,
    files: hostFiles,
    library: libraryText,
    set,
    ...(variant === undefined ? {} : { variant }),
    resolvePath: resolve,
    compile: compileSpec,
  }).subject;
}

/** Seeds from 0 on, with the faults of the system file. */
function campaign(subject: Subject, seeds: number, useProbes = true): Promise<CampaignReport> {
  const { faults } = subject;
  const runs = new Campaign(subject, {
    useProbes,
    variant: undefined,
    constants: {},
    faults,
    isCalm: false,
  });
  return inMacrotask(() => {
    for (let seed = 0; seed < seeds && !runs.hasFailed; seed += 1) runs.run(String(seed));
    return runs.report();
  });
}

/** The first violation within so many seeds, in detail. */
function firstViolation(subject: Subject, seeds: number, useProbes: boolean): Promise<RunReport | undefined> {
  const attempt = (seed: number, isDetailed: boolean): RunReport =>
    run(subject, { choices: new Choices({ seed: String(seed) }), faults: subject.faults, useProbes, isDetailed });
  return inMacrotask(() => {
    for (let seed = 0; seed < seeds; seed += 1) {
      if (attempt(seed, false).verdict === "violates") return attempt(seed, true);
    }
    return undefined;
  });
}

describe("two-phase commit conforms to its specification", () => {
  it("with all faults, deciding nearly always and committing often, through every action and most states", async () => {
    const report = await campaign(subjectOf(), 600);
    expect(report.verdicts).toEqual({ conforms: 600, violates: 0, exception: 0, unknown: 0 });
    const { committed = 0, aborted = 0, undecided = 0 } = report.outcomes;
    const transactions = committed + aborted + undecided;
    expect(undecided / transactions).toBeLessThanOrEqual(0.001);
    expect(committed / transactions).toBeGreaterThanOrEqual(0.2);
    expect(Object.values(report.coverage.actions).every((times) => times > 0)).toBe(true);
    expect(Object.keys(report.coverage.actions)).toHaveLength(7);
    expect(report.coverage.states.length).toBeGreaterThan(230);
  });

  it("with five resource managers", async () => {
    const report = await campaign(subjectOf(undefined, { RM: "5" }), 100);
    expect(report.verdicts).toMatchObject({ conforms: 100 });
    const { committed = 0, aborted = 0 } = report.outcomes;
    expect(committed / (committed + aborted)).toBeGreaterThanOrEqual(0.2);
  });

  it("with every probe removed: messages and memory tell the same story", async () => {
    const report = await campaign(subjectOf(), 300, false);
    expect(report.verdicts).toMatchObject({ conforms: 300 });
  });
});

describe.each(variantDescriptions)("the variant $name", ({ name, expected }) => {
  it("is found within 2,000 seeds and explained by the conjunct that was predicted", async () => {
    const subject = subjectOf(name);
    const report = await firstViolation(subject, 2_000, true);
    const explained = report === undefined ? undefined : explainRun(subject, report);
    const [nearest] = explained?.explanation.nearest ?? [];
    expect(nearest?.name).toBe(expected.action);
    expect(nearest?.conjuncts.map(({ text }) => text)).toContain(expected.conjunct);
  });

  it("is found without probes too", async () => {
    expect(await firstViolation(subjectOf(name), 2_000, false)).toBeDefined();
  });
});
