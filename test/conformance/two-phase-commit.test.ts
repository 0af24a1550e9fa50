/**
 * The sample system against its specification: what issue and README claim of it, on fewer seeds than a campaign has.
 */
import { describe, expect, it } from "vitest";
import system from "../../sample-systems/two-phase-commit/system.ts";
import { variantDescriptions } from "../../sample-systems/two-phase-commit/variants/index.ts";
import { levels } from "../../src/observe/levels.ts";
import { explainRun } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import { twoPhaseCommitRepairs } from "../support/expected-repairs.ts";
import { campaign, expectRepairs, firstViolation, subjectOf, verdictsAt } from "../support/sample-runs.ts";

const twoPhaseCommit = (variant?: string, set: Readonly<Record<string, string>> = {}): Subject =>
  subjectOf(system, "two-phase-commit", variant, set);

describe("two-phase commit conforms to its specification", () => {
  it("with all faults, deciding nearly always and committing often, through every action and most states", async () => {
    const report = await campaign(twoPhaseCommit(), 600);
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
    const report = await campaign(twoPhaseCommit(undefined, { RM: "5" }), 100);
    expect(report.verdicts).toMatchObject({ conforms: 100 });
    const { committed = 0, aborted = 0 } = report.outcomes;
    expect(committed / (committed + aborted)).toBeGreaterThanOrEqual(0.2);
  });

  it("with every probe removed: messages and memory tell the same story", async () => {
    const report = await campaign(twoPhaseCommit(), 300, false);
    expect(report.verdicts).toMatchObject({ conforms: 300 });
  });
});

describe("two-phase commit at each level of observation", () => {
  it.each(levels)("conforms with $name, and no bound is hit", async (level) => {
    expect(new Set(await verdictsAt(twoPhaseCommit(), level, 60))).toEqual(new Set(["conforms"]));
  });
});

describe.each(variantDescriptions)("the variant $name", ({ name, expected }) => {
  it("is found within 2,000 seeds, explained by the conjunct that was predicted, and its mistake named by a repair", async () => {
    const subject = twoPhaseCommit(name);
    const report = await firstViolation(subject, 2_000);
    const explained = report === undefined ? undefined : explainRun(subject, report);
    const [nearest] = explained?.explanation.nearest ?? [];
    expect(nearest?.name).toBe(expected.action);
    expect(nearest?.conjuncts.map(({ text }) => text)).toContain(expected.conjunct);
    expectRepairs(subject, report!, twoPhaseCommitRepairs[name]!);
  });

  it("is found without probes too", async () => {
    expect(await firstViolation(twoPhaseCommit(name), 2_000, false)).toBeDefined();
  });
});
