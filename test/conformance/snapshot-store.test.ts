/**
 * The snapshot store against its specification: the right program conforms whatever happens, each wrong one is explained by
 * the conjunct that was predicted.
 */
import { describe, expect, it } from "vitest";
import system from "../../sample-systems/snapshot-store/system.ts";
import { variantDescriptions } from "../../sample-systems/snapshot-store/variants/index.ts";
import { levels } from "../../src/observe/levels.ts";
import { explainRun } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import { snapshotStoreRepairs } from "../support/expected-repairs.ts";
import { campaign, expectRepairs, firstViolation, subjectOf, verdictsAt } from "../support/sample-runs.ts";

const snapshotStore = (variant?: string): Subject => subjectOf(system, "snapshot-store", variant);

describe("the snapshot store conforms to its specification", () => {
  it("with all faults, through every action", async () => {
    const report = await campaign(snapshotStore(), 100);
    expect(report.verdicts).toEqual({ conforms: 100, violates: 0, exception: 0, unknown: 0 });
    expect(Object.keys(report.coverage.actions)).toEqual(["Begin", "Read", "Write", "Commit", "Abort"]);
    expect(Object.values(report.coverage.actions).every((times) => times > 0)).toBe(true);
  });
});

describe("the snapshot store at levels of observation", () => {
  const observed = levels.filter(({ name }) => ["everything", "names and arguments", "arguments only"].includes(name));

  it.each(observed)("conforms with $name, and no bound is hit", async (level) => {
    expect(new Set(await verdictsAt(snapshotStore(), level, 10))).toEqual(new Set(["conforms"]));
  });
});

describe.each(variantDescriptions)("the variant $name", ({ name, expected }) => {
  it("is found within 1,000 seeds, explained by the conjunct that was predicted, and its mistake named by a repair", async () => {
    const subject = snapshotStore(name);
    const report = await firstViolation(subject, 1_000);
    const explained = report === undefined ? undefined : explainRun(subject, report);
    const [nearest] = explained?.explanation.nearest ?? [];
    expect(nearest?.name).toBe(expected.action);
    expect(nearest?.conjuncts.map(({ text }) => text)).toContain(expected.conjunct);
    expectRepairs(subject, report!, snapshotStoreRepairs[name]!);
  });
});
