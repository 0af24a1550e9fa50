/** A campaign reports what its own runs did: the worker that ran others before remembers more. */
import { describe, expect, it } from "vitest";
import system from "../../../sample-systems/two-phase-commit/system.ts";
import { Campaign, mergeReports } from "../../../src/search/campaign.ts";
import type { Subject } from "../../../src/search/subject.ts";
import type { CampaignReport } from "../../../src/search/types.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import { subjectOf } from "../../support/sample-runs.ts";

const fresh = (): Subject => subjectOf(system, "two-phase-commit");

function reportOf(subject: Subject, seeds: readonly number[]): Promise<CampaignReport> {
  return inMacrotask(() => {
    const options = { useProbes: true, variant: undefined, constants: {}, faults: subject.faults, isCalm: false };
    const campaign = new Campaign(subject, options);
    for (const seed of seeds) campaign.run(String(seed));
    return campaign.report();
  });
}

describe("a campaign", () => {
  it("covers the states, transitions and actions of its own runs, whatever its subject has run before", async () => {
    const used = fresh();
    const before = await reportOf(used, [1, 2, 3, 4, 5]);
    const after = await reportOf(used, [6]);
    expect(after).toEqual(await reportOf(fresh(), [6]));
    expect(before.coverage.states.length).toBeGreaterThan(after.coverage.states.length);
  });

  it("covers again what was covered before", async () => {
    const used = fresh();
    const first = await reportOf(used, [1, 2]);
    expect(await reportOf(used, [1, 2])).toEqual(first);
  });

  it("adds up to the same report, whichever of two workers ran which range", async () => {
    const whole = await reportOf(fresh(), [1, 2, 3, 4]);
    const [one, two] = [fresh(), fresh()];
    await reportOf(one, [9]);
    const divided = [await reportOf(one, [1, 2]), await reportOf(two, [3]), await reportOf(one, [4])];
    expect(mergeReports(divided)).toEqual(whole);
  });
});
