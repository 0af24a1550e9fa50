import { describe, expect, it } from "vitest";
import { Exploration } from "../../../src/check/exploration.ts";
import { Simulation } from "../../../src/check/simulation.ts";
import type { Bound } from "../../../src/check/types.ts";
import { compiled } from "../../support/check.ts";
import { moduleText, specOf } from "../../support/specs.ts";

const config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE";

function explorationOf(body: string, options: { limit?: () => Bound | undefined; statesMax?: number }) {
  const { machine, explainer } = compiled(specOf(moduleText(body), config));
  return new Exploration(machine, explainer, options);
}

describe("bounds on a search", () => {
  it("are asked while initial states are found, of which there may be more than anyone can wait for", () => {
    const endless = "VARIABLE x\nInit == x \\in [1 .. 12 -> 1 .. 12]\nNext == UNCHANGED x";
    const late = explorationOf(endless, { limit: () => "time" });
    expect(late.step(1)).toBe(false);
    expect(late.result()).toMatchObject({ verdict: "unknown", bound: "time", violations: [] });
    const many = explorationOf(endless, { statesMax: 10_000 });
    expect(many.step(1)).toBe(false);
    expect(many.result()).toMatchObject({ verdict: "unknown", bound: "states" });
    expect(many.progress.distinct).toBeLessThan(20_000);
  });

  it("are asked while the successors of one state are found", () => {
    const wide = "VARIABLE x\nInit == x = <<>>\nNext == x' \\in [1 .. 12 -> 1 .. 12]";
    let asked = 0;
    const exploration = explorationOf(wide, { limit: () => (++asked < 3 ? undefined : "memory") });
    expect(exploration.step(1)).toBe(false);
    expect(exploration.result()).toMatchObject({ verdict: "unknown", bound: "memory", depth: 2 });
  });

  it("end an evaluation that needs more memory than there is: not decided, and said where", () => {
    const large = `
VARIABLE x
Init == x = 0
Next == x < 3 /\\ x' = x + 1
Inv == x < 2 \\/ [i \\in 1 .. 2500000 * x |-> i] # <<>>`;
    const spec = specOf(moduleText(large), `${config} INVARIANT Inv`);
    let isOver = false;
    const { machine, explainer } = compiled(spec, { hasRoomFor: () => !isOver });
    const exploration = new Exploration(machine, explainer);
    expect(exploration.step(1)).toBe(true);
    isOver = true;
    while (exploration.step(1));
    const result = exploration.result();
    expect(result).toMatchObject({ verdict: "unknown", bound: "memory", violations: [], distinct: 3 });
    expect(result.exhausted).toMatchObject({ code: "LS4020", at: { file: { path: "Test.tla" } } });
    expect(result.exhausted!.chain.at(-1)).toMatchObject({ name: "Inv" });

    const simulated = compiled(spec, { hasRoomFor: () => false });
    const options = { behaviours: 3, depthMax: 9, seed: "0" };
    const simulation = new Simulation(simulated.machine, simulated.explainer, options);
    while (simulation.step(10));
    expect(simulation.result()).toMatchObject({ verdict: "unknown", bound: "memory", exhausted: { code: "LS4020" } });
  });
});
