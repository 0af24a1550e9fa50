import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SpreadSample } from "../../../src/check/spread-sample.ts";

const sampleOf = (count: number, statesMax: number): number[] => {
  const sample = new SpreadSample(statesMax);
  for (let i = 0; i < count; i++) sample.add(Int32Array.of(i));
  return sample.states.map((state) => state[0]!);
};

describe("a sample of states that come one by one", () => {
  it("is all of them, or every second, fourth, eighth", () => {
    expect(sampleOf(4, 4)).toEqual([0, 1, 2, 3]);
    expect(sampleOf(5, 4)).toEqual([0, 2, 4]);
    expect(sampleOf(18, 4)).toEqual([0, 8, 16]);
  });

  it("is evenly spread and at least half as large as it may be", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 50 }), (count, statesMax) => {
        const sample = sampleOf(count, statesMax);
        expect(sample.length).toBeLessThanOrEqual(statesMax);
        expect(sample.length).toBeGreaterThan(Math.min(count, statesMax) / 2 - 1);
        const stride = sample[1] ?? count;
        expect(sample).toEqual(sample.map((_, i) => i * stride));
        expect(sample.length * stride).toBeGreaterThanOrEqual(count);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
