import { describe, expect, it } from "vitest";
import { RandomSource } from "../../../src/check/random-source.ts";
import { Simulation, type SimulationOptions } from "../../../src/check/simulation.ts";
import type { CheckResult } from "../../../src/check/types.ts";
import { checked, compiled } from "../../support/check.ts";
import { moduleText, specOf } from "../../support/specs.ts";

function simulated(body: string, cfg: string, options: Partial<SimulationOptions> = {}, slice = 1_000): CheckResult {
  const { machine, explainer } = compiled(specOf(moduleText(body), cfg));
  const all = { behaviours: 200, depthMax: 20, seed: "1", ...options };
  const simulation = new Simulation(machine, explainer, all);
  while (simulation.step(slice));
  return simulation.result();
}

const WALK = `
VARIABLES x, y
Init == x = 0 /\\ y = 0
Right == x' = x + 1 /\\ UNCHANGED y
Up == y' = y + 1 /\\ UNCHANGED x
Next == Right \\/ Up
Near == x < 12
Even == [][x' = x \\/ y' = y]_<<x, y>>
Bound == x + y < 5`;
const CONFIG = "INIT Init NEXT Next\n";

describe("simulation", () => {
  it("makes behaviours until they are long enough, and claims no more than that", () => {
    const result = simulated(WALK, `${CONFIG}PROPERTY Even`);
    expect(result).toMatchObject({ verdict: "simulated", behaviours: 200, depth: 20, violations: [] });
    // Each step of each behaviour: two successors.
    expect(result.generated).toBe(200 * 19 * 2);
  });

  it("finds a violation far away, and shows how it came about", () => {
    const [violation] = simulated(WALK, `${CONFIG}INVARIANT Near`).violations;
    expect(violation).toMatchObject({ verdict: "invariant", property: "Near" });
    expect(violation!.trace.at(-1)!.values).toContainEqual({ name: "x", value: "12", isChanged: true });
    expect(violation!.trace.slice(1).every(({ action }) => action !== undefined)).toBe(true);
  });

  it("judges every initial state, also those that no behaviour begins with", () => {
    const body = "VARIABLE x\nInit == x \\in 0 .. 999\nNext == x' = x\nFew == x # 777";
    const { verdict, violations } = simulated(body, `${CONFIG}INVARIANT Few`, { behaviours: 1 });
    expect(verdict).toBe("invariant");
    expect(violations[0]!.trace).toMatchObject([{ values: [{ name: "x", value: "777" }] }]);
  });

  it("gives the same behaviours for the same seed, however the work is cut into slices", () => {
    const one = simulated(WALK, `${CONFIG}INVARIANT Near`, { seed: "s" }, 1);
    const other = simulated(WALK, `${CONFIG}INVARIANT Near`, { seed: "s" }, 10_000);
    expect(other).toEqual(one);
    const different = simulated(WALK, `${CONFIG}INVARIANT Near`, { seed: "t" });
    expect(different.violations[0]!.trace).not.toEqual(one.violations[0]!.trace);
  });

  it("stays inside the constraints, and ends a behaviour that cannot", () => {
    const result = simulated(WALK, `${CONFIG}CONSTRAINT Bound`);
    expect(result).toMatchObject({
      verdict: "simulated",
      depth: 5,
      distinct: checked(moduleText(WALK), `${CONFIG}CONSTRAINT Bound`).distinct,
    });
  });

  it("finds deadlocks, and steps that break a property", () => {
    const stuck = "VARIABLE x\nInit == x = 0\nNext == x < 3 /\\ x' = x + 1\nByTwo == [][x' = x + 2]_x";
    expect(simulated(stuck, CONFIG)).toMatchObject({ verdict: "deadlock" });
    const broken = simulated(stuck, `${CONFIG}PROPERTY ByTwo`);
    expect(broken.violations[0]).toMatchObject({ verdict: "action-property", property: "ByTwo" });
    expect(broken.violations[0]!.trace).toHaveLength(2);
    const all = simulated(stuck, `${CONFIG}PROPERTY ByTwo`, { keepsGoing: true });
    expect(all.violations.map(({ verdict, trace }) => [verdict, trace.length])).toEqual([
      ["action-property", 2],
      ["deadlock", 4],
    ]);
  });

  it("draws evenly", () => {
    const random = new RandomSource("seed", 0);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) counts[random.below(10)]!++;
    // 2,000 expected; the standard deviation is 42.
    expect(Math.min(...counts)).toBeGreaterThan(1_800);
    expect(Math.max(...counts)).toBeLessThan(2_200);
  });

  it("says which conjunct kept an action from being enabled, in a sample of the states that it met", () => {
    const body = `${WALK}\nLeft == x > 2 /\\ y < 0 /\\ x' = x - 1 /\\ UNCHANGED y\nNextLeft == Next \\/ Left`;
    const options = { behaviours: 60, depthMax: 30, seed: "coverage" };
    const { actions, distinct } = simulated(body, "INIT Init NEXT NextLeft", options);
    expect(distinct).toBeGreaterThan(200);
    const [right, , left] = actions;
    expect([right!.enabled, right!.conjuncts]).toEqual([60 * 29, undefined]);
    expect(left!.enabled).toBe(0);
    const { states, conjuncts } = left!.conjuncts!;
    expect(states).toBeGreaterThan(100);
    expect(states).toBeLessThan(distinct);
    const [far, below, ...effects] = conjuncts;
    expect(far).toMatchObject({ text: "x > 2", reached: states });
    expect(below).toMatchObject({ text: "y < 0", reached: far!.passed, passed: 0 });
    expect(effects.every(({ reached }) => reached === 0)).toBe(true);
  });

  it("counts the conjuncts of all actions on request, also beside a violation", () => {
    const { actions } = simulated(WALK, `${CONFIG}INVARIANT Bound`, { coversConjuncts: true });
    expect(actions.map(({ conjuncts }) => conjuncts?.conjuncts.map(({ text }) => text))).toEqual([
      ["x' = x + 1", "UNCHANGED y"],
      ["y' = y + 1", "UNCHANGED x"],
    ]);
    expect(simulated(WALK, `${CONFIG}INVARIANT Bound`).actions[0]!.conjuncts).toBeUndefined();
  });
});
