import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledDraw } from "../../../src/simulate/choices.ts";
import { shrink } from "../../../src/search/shrink.ts";

function draw(ordinal: number, value: number, stream = "network/a>b"): LabelledDraw {
  return { stream, kind: "delay", ordinal, bound: 1000, value };
}

describe("shrink", () => {
  it("keeps only the draws that the failure needs, at their smallest values", () => {
    const draws = Array.from({ length: 40 }, (_, i) => draw(i, 100 + i));
    // It fails when the third draw is at least 17 and the ninth happens at all.
    const oracle = (candidate: readonly LabelledDraw[]) => {
      const value = (ordinal: number) => candidate.find((d) => d.ordinal === ordinal)?.value ?? 0;
      return value(3) >= 17 && value(9) >= 1 ? 10 : undefined;
    };
    const { draws: left } = shrink(draws, oracle, { runsMax: 1000 });
    expect(left.map(({ ordinal, value }) => [ordinal, value])).toEqual([
      [3, 17],
      [9, 1],
    ]);
  });

  it("never returns draws that do not fail, whatever the oracle needs", () => {
    const needs = fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 6 });
    fc.assert(
      fc.property(needs, fc.integer({ min: 1, max: 300 }), (needed, runsMax) => {
        const draws = Array.from({ length: 30 }, (_, i) => draw(i, i + 1, `stream/${i % 5}`));
        const oracle = (candidate: readonly LabelledDraw[]) =>
          needed.every((ordinal) => candidate.some((d) => d.ordinal === ordinal)) ? candidate.length : undefined;
        const shrunk = shrink(draws, oracle, { runsMax });
        expect(oracle(shrunk.draws)).toBeDefined();
        expect(shrunk.runs).toBeLessThanOrEqual(runsMax);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("does not accept a run that takes longer than the one it has", () => {
    const draws = [draw(0, 5), draw(1, 5)];
    const events = (candidate: readonly LabelledDraw[]) => (candidate.length === 2 ? 10 : 20);
    expect(shrink(draws, events, { runsMax: 100 }).draws).toHaveLength(2);
  });

  it("tells the oracle what a run may cost, so that a longer one can be cut", () => {
    const asked: number[] = [];
    shrink(
      ["a", "b", "c"].map((stream) => draw(0, 1, stream)),
      (candidate, costMax) => {
        asked.push(costMax);
        return candidate.length;
      },
      { runsMax: 100 },
    );
    expect(asked).toEqual([Infinity, 3, 2, 1]);
  });

  it("gives up when something else is spent, with what it has, and says so", () => {
    const draws = Array.from({ length: 30 }, (_, i) => draw(i, 100));
    let events = 0;
    const oracle = (candidate: readonly LabelledDraw[]) => {
      events += 50;
      return candidate.some(({ ordinal }) => ordinal === 7) ? candidate.length : undefined;
    };
    const shrunk = shrink(draws, oracle, { runsMax: 1000, isSpent: () => events >= 200 });
    expect(shrunk).toMatchObject({ runs: 4, isExhausted: true });
    expect(shrunk.draws.length).toBeLessThan(30);
    expect(shrink(draws, oracle, { runsMax: 1000 })).toMatchObject({ cost: 1, isExhausted: false });
  });
});
