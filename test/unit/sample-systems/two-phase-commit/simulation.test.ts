import { describe, expect, it } from "vitest";
import { variantDescriptions } from "../../../../sample-systems/two-phase-commit/variants/index.ts";
import { simulate, type Fault, type Judgement } from "./simulation.ts";

/** More where more can go wrong. */
const SEEDS: Readonly<Record<Fault, number>> = { calm: 40, reorder: 60, lossy: 100, chaos: 200 };

async function campaign(seeds: number, profile: Fault, variant?: string): Promise<Judgement[]> {
  const runs: Judgement[] = [];
  for (let seed = 0; seed < seeds; seed += 1) runs.push(await simulate(`${profile} ${seed}`, profile, variant));
  return runs;
}

const sum = (runs: readonly Judgement[], what: "committed" | "aborted" | "undecided"): number =>
  runs.reduce((total, run) => total + run[what], 0);

describe("two-phase commit in the simulated world", () => {
  it("commits without faults, and everybody agrees", async () => {
    const run = await simulate("tutorial", "calm");
    expect(run.complaints).toEqual([]);
    expect(run.result.end).toEqual({ kind: "quiescent" });
    expect(run.committed + run.aborted).toBeGreaterThan(0);
    expect(run.undecided).toBe(0);
  });

  it.each(["calm", "reorder", "lossy", "chaos"] as const)(
    "is atomic and decides under %s, and commits often enough",
    async (profile) => {
      const runs = await campaign(SEEDS[profile], profile);
      expect(runs.flatMap(({ complaints }, seed) => complaints.map((text) => `${seed}: ${text}`))).toEqual([]);
      const [committed, aborted, undecided] = [sum(runs, "committed"), sum(runs, "aborted"), sum(runs, "undecided")];
      expect(undecided / (committed + aborted + undecided)).toBeLessThanOrEqual(0.001);
      expect(committed / (committed + aborted)).toBeGreaterThan(0.2);
    },
  );

  it("gives the same run for the same seed", async () => {
    const hashes = async (): Promise<string[]> => (await campaign(20, "chaos")).map(({ result }) => result.hash);
    const once = await hashes();
    expect(await hashes()).toEqual(once);
    expect(new Set(once).size).toBe(20);
  });

  it.each(variantDescriptions.map(({ name }) => name))("%s breaks a promise for some seed", async (variant) => {
    for (let seed = 0; seed < 2_000; seed += 1) {
      const { complaints } = await simulate(`chaos ${seed}`, "chaos", variant);
      if (complaints.length > 0) return;
    }
    expect.fail("no seed showed anything wrong");
  });
});
