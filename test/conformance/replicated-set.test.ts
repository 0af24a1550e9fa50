/**
 * The replicated set against its specification: the specification implements a plain set, the right servers conform whatever
 * happens, each wrong one is explained by the conjunct that was predicted.
 */
import { describe, expect, it } from "vitest";
import system from "../../sample-systems/replicated-set/system.ts";
import { variantDescriptions } from "../../sample-systems/replicated-set/variants/index.ts";
import { levels } from "../../src/observe/levels.ts";
import { UNKNOWN } from "../../src/compile/types.ts";
import { explainRun, run } from "../../src/search/run.ts";
import type { Subject } from "../../src/search/subject.ts";
import { Choices } from "../../src/simulate/choices.ts";
import { inMacrotask } from "../../src/simulate/host.ts";
import { checkedSpec } from "../support/check.ts";
import { campaign, firstViolation, subjectOf, verdictsAt } from "../support/sample-runs.ts";
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
    const report = await campaign(replicatedSet(), 10);
    expect(report.verdicts).toEqual({ conforms: 10, violates: 0, exception: 0, unknown: 0 });
    expect(Object.keys(report.coverage.actions)).toHaveLength(19);
    expect(Object.values(report.coverage.actions).every((times) => times > 0)).toBe(true);
  });
});

describe("the network of the replicated set", () => {
  it("is observed, messages that wait to be dealt with too, until a crash cuts an event", async () => {
    const subject = replicatedSet();
    const network = subject.machine.variables.indexOf("network");
    const known: boolean[] = [];
    let cut: number | undefined;
    await inMacrotask(() =>
      run(subject, {
        choices: new Choices({ seed: "3" }),
        faults: subject.faults,
        useProbes: true,
        isDetailed: false,
        onObservation: (_instance, { end }) => known.push(end[network] !== UNKNOWN),
        listener: { crash: (_process, effects) => (cut ??= effects === undefined ? undefined : known.length) },
      }),
    );
    expect(known.length).toBeGreaterThan(100);
    expect(known.indexOf(false)).toBe(cut ?? -1);
  });
});

describe("the replicated set at levels of observation", () => {
  const observed = levels.filter(({ name }) => ["names and arguments", "arguments only"].includes(name));

  it.each(observed)("conforms with $name, where nobody tells of duplicated messages", async (level) => {
    expect(new Set(await verdictsAt(replicatedSet(), level, 3))).toEqual(new Set(["conforms"]));
  });
});

/** Mistakes that take several elections, or a request asked again, to show: seeds before these do not. */
const firstSeeds: Readonly<Record<string, number>> = { "keeps-conflict": 30, "applies-twice": 20 };

describe.each(variantDescriptions)("the variant $name", ({ name, expected }) => {
  it("is found within 10 seeds, and explained by the conjunct that was predicted", async () => {
    const subject = replicatedSet(name);
    const report = await firstViolation(subject, 10, true, firstSeeds[name]);
    const [nearest] = (report === undefined ? undefined : explainRun(subject, report))?.explanation.nearest ?? [];
    expect(nearest?.name).toBe(expected.action);
    expect(nearest?.conjuncts[0]?.text).toBe(expected.conjunct);
  });
});
