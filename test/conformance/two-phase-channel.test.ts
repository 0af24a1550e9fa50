/**
 * Two-phase commit over a network that is a bag of messages: what the simulator does to a message is a step of the
 * specification, and a fault that it forbids is reported as that fault.
 */
import { describe, expect, it } from "vitest";
import system from "../../sample-systems/two-phase-commit/channel.ts";
import { variantDescriptions } from "../../sample-systems/two-phase-commit/variants/index.ts";
import { explainRun } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { Strength } from "../../src/strength/strength.ts";
import { checkedSpec } from "../support/check.ts";
import { campaign, firstViolation, subjectOf } from "../support/sample-runs.ts";
import { specFromFiles } from "../support/specs.ts";

const overChannel = (variant?: string, set: Readonly<Record<string, string>> = {}): Subject =>
  subjectOf(system, "two-phase-commit", variant, set);

describe("specs/TwoPhaseChannel.tla", () => {
  it("holds, with the numbers that TLC gives for it", () => {
    expect(checkedSpec(specFromFiles("specs/TwoPhaseChannel.tla"))).toMatchObject({
      verdict: "ok",
      generated: 78_889,
      distinct: 6_916,
      depth: 22,
    });
  });
});

describe("two-phase commit over a channel", () => {
  it("conforms with all faults, through every action: messages lost, duplicated, delivered, crashes and restarts", async () => {
    const report = await campaign(overChannel(), 100);
    expect(report.verdicts).toEqual({ conforms: 100, violates: 0, exception: 0, unknown: 0 });
    expect(Object.keys(report.coverage.actions)).toHaveLength(14);
    expect(Object.values(report.coverage.actions).every((times) => times > 0)).toBe(true);
  });

  it("notices every wrong edit of its observations: the state of the processes and the messages on their way are mapped", async () => {
    const strength = new Strength(overChannel(), { mutantsPerKind: 6, seed: "0" });
    await inMacrotask(() => ["1", "2", "3"].forEach((seed) => strength.record(seed)));
    for (const _ of strength.mutate());
    const { total, survivors } = strength.report();
    expect(survivors).toEqual([]);
    expect(total.counted).toBeGreaterThan(50);
  });

  it("takes no set for a bag", () => {
    const definition = { ...system.definition, messages: { ...system.definition.messages!, variable: "arrived" } };
    expect(() => subjectOf({ ...system, definition }, "two-phase-commit")).toThrow(/arrived.* does not begin as a bag/);
  });

  it.each([
    ["AllowDuplicate", "Duplicate", /^the network duplicated (vote|decision) from \w+ to \w+$/],
    ["AllowDrop", "Drop", /^the network lost (vote|decision) from \w+ to \w+$|^\w+ was down when decision from tm to/],
    ["AllowCrash", "Crash", /^rm\d crashed$/],
  ])("without %s a fault is reported as exactly that", async (constant, action, fault) => {
    const subject = overChannel(undefined, { [constant]: "false" });
    const report = await firstViolation(subject, 200);
    const explanation = report === undefined ? undefined : explainRun(subject, report)?.explanation;
    expect(explanation?.fault).toMatch(fault);
    expect(explanation?.nearest[0]?.name).toBe(action);
    expect(explanation?.nearest[0]?.conjuncts.map(({ text }) => text)).toEqual([constant]);
  });

  // With two resource managers a majority is everybody, and a promise that is lost takes many seeds to matter.
  const slow = ["decides-early", "votes-before-logging", "announces-before-logging"];
  it.each(variantDescriptions.filter(({ name }) => !slow.includes(name)))(
    "catches $name by the same conjunct, or by that of what has arrived",
    async ({ name, expected }) => {
      const subject = overChannel(name);
      const report = await firstViolation(subject, 200);
      const [nearest] = (report === undefined ? undefined : explainRun(subject, report)?.explanation.nearest) ?? [];
      expect(nearest?.name).toBe(expected.action);
      expect(nearest?.conjuncts.map(({ text }) => text.replace("arrived", "msgs"))).toContain(expected.conjunct);
    },
  );
});
