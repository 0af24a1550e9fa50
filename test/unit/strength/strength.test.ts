/** How strong a mapping is: which wrong edits of its recorded observations it notices, and why it misses the others. */
import { describe, expect, it } from "vitest";
import snapshotStore from "../../../sample-systems/snapshot-store/system.ts";
import twoPhaseCommit from "../../../sample-systems/two-phase-commit/system.ts";
import { Strength, type StrengthReport } from "../../../src/strength/strength.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import type { System, SystemDefinition } from "../../../src/system/define-system.ts";
import { subjectOf } from "../../support/sample-runs.ts";

interface Work {
  readonly system: System;
  readonly folder: string;
  readonly weakened?: Partial<SystemDefinition>;
  readonly seeds?: number;
}

function strengthOf({ system, folder, weakened = {}, seeds = 4 }: Work): Promise<StrengthReport> {
  const definition: SystemDefinition = { ...system.definition, ...weakened };
  const subject = subjectOf({ ...system, definition }, folder);
  const strength = new Strength(subject, { mutantsPerKind: 12, seed: "0" });
  return inMacrotask(() => {
    for (let seed = 1; seed <= seeds; seed++) strength.record(String(seed));
    for (const _ of strength.mutate());
    return strength.report();
  });
}

const share = ({ total }: StrengthReport): number => total.noticed / total.counted;
const twoPhase = { system: twoPhaseCommit, folder: "two-phase-commit" };
const store = { system: snapshotStore, folder: "snapshot-store" };

describe("the strength of a mapping", () => {
  it("is the share of wrong edits that it notices, of those that are wrong with everything observed", async () => {
    const { mutants, total, kinds, targets, unobserved } = await strengthOf(twoPhase);
    expect(mutants).toBeGreaterThan(100);
    expect(total.counted).toBeLessThan(mutants);
    expect(total.noticed).toBe(total.counted);
    expect(Object.keys(kinds)).toEqual(["drop", "duplicate", "swap", "change"]);
    expect(targets).toHaveProperty("vote.sent.vote");
    expect(unobserved).toEqual([]);
  });

  it("is at least 90 % for the samples", async () => {
    for (const sample of [twoPhase, store]) expect(share(await strengthOf(sample))).toBeGreaterThan(0.9);
  });

  it("is the same whenever it is measured", async () => {
    expect(await strengthOf({ ...twoPhase, seeds: 2 })).toEqual(await strengthOf({ ...twoPhase, seeds: 2 }));
  });

  it("falls when steps may go unreported, and the survivors say so", async () => {
    const report = await strengthOf({ ...twoPhase, weakened: { reportsEveryStep: false } });
    expect(share(report)).toBeLessThan(0.75);
    expect(report.survivors[0]).toMatchObject({ kind: "drop", reason: "unreported" });
    expect(report.survivors[0]!.example).toMatch(/^seed \d+, event \d+ of tm-\d+-\d+ \(.*\) left out$/);
  });

  it("falls when the state is not observed; what survives is a behaviour of the specification too", async () => {
    const log = snapshotStore.definition.state!;
    const weakened = { state: (constants: Parameters<typeof log>[0]) => ({ log: log(constants)["log"]! }) };
    const report = await strengthOf({ ...store, weakened });
    expect(share(report)).toBeLessThan(0.85);
    expect(report.unobserved).toEqual(["status", "updates"]);
    expect(report.survivors.map(({ reason }) => reason)).toContain("behaviour");
  });

  it("names the fields that make no difference, and the variables that never do", async () => {
    const { steps = {} } = twoPhaseCommit.definition;
    const deaf: SystemDefinition["steps"] = { ...steps, "vote.counted": (_, { act }) => act["TMRcvPrepared"]!() };
    const report = await strengthOf({ ...twoPhase, weakened: { steps: deaf } });
    expect(report.unreadFields).toContain("vote.counted.participant");
    expect(report.unreadFields).not.toContain("vote.sent.vote");
    expect(report.redundant).toEqual([]);
  });

  it("cannot be said of a system whose runs are not accepted", async () => {
    const subject = subjectOf(twoPhaseCommit, "two-phase-commit", "decides-early");
    const strength = new Strength(subject, { mutantsPerKind: 4, seed: "0" });
    const seeds = Array.from({ length: 40 }, (_, i) => String(i + 1));
    const accepted = await inMacrotask(() => seeds.every((seed) => strength.record(seed)));
    expect(accepted).toBe(false);
    expect(strength.report().refused?.verdict).toBe("violates");
  });
});
