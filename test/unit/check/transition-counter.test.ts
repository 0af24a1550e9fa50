import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TransitionCounter } from "../../../src/check/transition-counter.ts";

describe("the transition counter", () => {
  it("counts each pair of different states once, however often it is met", () => {
    const counter = new TransitionCounter();
    for (const to of [1, 2, 1, 0, 2]) counter.add(0, to);
    for (const to of [0, 2]) counter.add(1, to);
    expect(counter.count).toBe(4);
  });

  it("agrees with a set of pairs when each state is expanded once", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(20_000), { maxLength: 8 }), { maxLength: 30 }), (expansions) => {
        const counter = new TransitionCounter();
        const pairs = new Set<string>();
        expansions.forEach((successors, from) => {
          for (const to of successors) {
            counter.add(from, to);
            if (from !== to) pairs.add(`${String(from)} ${String(to)}`);
          }
        });
        expect(counter.count).toBe(pairs.size);
      }),
      { numRuns: 50 },
    );
  });
});
