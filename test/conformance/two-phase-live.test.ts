/** Two-phase commit that gets somewhere: what a program leaves undone is a debt, which no step shows. */
import { describe, expect, it } from "vitest";
import system from "../../sample-systems/two-phase-commit/live.ts";
import { campaign, subjectOf } from "../support/sample-runs.ts";

describe("what runs owe at their end", () => {
  it("is nothing for the right program, once the faults are over", async () => {
    const report = await campaign(subjectOf(system, "two-phase-commit"), 150);
    expect(report.verdicts).toMatchObject({ conforms: 150 });
    expect(report.debts).toEqual([]);
  });

  it("is the decision for the participant that is never told, though every step conforms", async () => {
    const report = await campaign(subjectOf(system, "two-phase-commit", "skips-the-last"), 30);
    expect(report.verdicts).toMatchObject({ conforms: 30 });
    const steps = report.debts.map((debt) => debt.steps).sort();
    expect(steps).toEqual(["RMRcvAbortMsg(rm3)", "RMRcvCommitMsg(rm3)"]);
    expect(report.debts.every(({ instances, since }) => instances > 1 && since !== undefined)).toBe(true);
  });
});
