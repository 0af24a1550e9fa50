import { describe, expect, it } from "vitest";
import { geometricMean, summaryText, type Measurement } from "../../../harness/bench/check-table.ts";

function measured(cfg: string, tlcSeconds: number, cpuSeconds: number, isSame = true): Measurement {
  const outcome = { outcome: "ok", generated: 10, distinct: 5, depth: 2 };
  return {
    model: { ...outcome, tla: "M.tla", cfg, seconds: tlcSeconds },
    run: { found: outcome, seconds: cpuSeconds + 0.1, usage: { cpuSeconds, peakMegabytes: 80 } },
    isSame,
  };
}

describe("the summary of bench:check", () => {
  it("takes the mean over long models that came to the recorded result, and names what is slower", () => {
    const text = summaryText([
      measured("fast.cfg", 40, 2),
      measured("slow.cfg", 10, 20),
      measured("short.cfg", 0.8, 0.3),
      measured("wrong.cfg", 100, 1, false),
    ]);
    expect(text).toContain("4 models, 3 with the recorded result");
    // 20 and 0.5: the root of 10.
    expect(text).toContain("over the 2 that take TLC 5 s or more: 3.2");
    expect(text).toContain("slower than TLC: slow.cfg");
    expect(text).toContain("the 1 that take TLC 1 s at most: 0.40 s of wall time at most");
  });

  it("does not make up a mean where there is none", () => {
    expect(summaryText([measured("short.cfg", 0.8, 0.3)])).not.toContain("geometric mean");
    expect(geometricMean([2, 8])).toBeCloseTo(4);
  });
});
