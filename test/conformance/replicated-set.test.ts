/**
 * The replicated set against its specification: the specification implements a plain set, the right servers conform whatever
 * happens, each wrong one is explained by the conjunct that was predicted.
 */
import { describe, expect, it } from "vitest";
import system from "../../sample-systems/replicated-set/system.ts";
import { variantDescriptions } from "../../sample-systems/replicated-set/variants/index.ts";
import { explainRun } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import { checkedSpec } from "../support/check.ts";
import { campaign, firstViolation, subjectOf } from "../support/sample-runs.ts";
import { specFromFiles } from "../support/specs.ts";

const replicatedSet = (variant?: string): Subject => subjectOf(system, "replicated-set", variant);

const specs = `${import.meta.dirname}/../../specs`;

describe("the specification of the replicated set", () => {
  it("implements a plain set", () => {
    const result = checkedSpec(specFromFiles(`${specs}/RaftSet.tla`));
    expect(result).toMatchObject({ verdict: "ok", distinct: 3_981, generated: 33_936, depth: 31 });
  });

  it("does not when half of the servers are a quorum: there are two leaders", () => {
    const result = checkedSpec(specFromFiles(`${specs}/RaftSet.tla`, `${specs}/RaftSetSmallQuorum.cfg`));
    expect(result.violations[0]?.property).toBe("ElectionSafety");
  });
});

describe("the replicated set conforms to its specification", () => {
  it("with all faults, through every action", async () => {
    const report = await campaign(replicatedSet(), 30);
    expect(report.verdicts).toEqual({ conforms: 30, violates: 0, exception: 0, unknown: 0 });
    expect(Object.keys(report.coverage.actions)).toHaveLength(19);
    expect(Object.values(report.coverage.actions).every((times) => times > 0)).toBe(true);
  });
});

describe.each(variantDescriptions)("the variant $name", ({ name, expected }) => {
  it("is found within 100 seeds, and explained by the conjunct that was predicted", async () => {
    const subject = replicatedSet(name);
    const report = await firstViolation(subject, 100);
    const [nearest] = (report === undefined ? undefined : explainRun(subject, report))?.explanation.nearest ?? [];
    expect(nearest?.name).toBe(expected.action);
    expect(nearest?.conjuncts.map(({ text }) => text)).toContain(expected.conjunct);
  });
});
