import { describe, expect, it } from "vitest";
import {
  geometricMean,
  headerText,
  rowText,
  summaryText,
  type Measurement,
} from "../../../harness/bench/check-table.ts";

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

describe("a row of bench:check", () => {
  const one = measured("large.cfg", 40, 9.9);
  const divided = { ...one.run, threads: 2, seconds: 5, usage: { cpuSeconds: 11.88, peakMegabytes: 100 } };
  const cells = (measurement: Measurement): string[] => rowText(measurement, [one.model]).trim().split(/ {2,}/);

  it("says with --workers how much faster several threads are, and what they cost", () => {
    const titles = headerText([one.model], 2).trim().split(/ {2,}/);
    expect(titles.slice(-3)).toEqual(["wall s/2", "faster", "CPU x"]);
    expect(cells({ ...one, divided }).slice(-3)).toEqual(["5.00", "2.00", "1.20"]);
    expect(cells(one)).toHaveLength(titles.length - 3);
  });

  it("compares nothing where one thread explored all, and marks another result", () => {
    expect(cells({ ...one, divided: { ...divided, threads: 1 } }).slice(-3)).toEqual(["5.00", "-", "-"]);
    const found = { ...divided.found, distinct: 6 };
    expect(cells({ ...one, divided: { ...divided, found } }).at(-1)).toBe("differs with several threads: ok");
  });
});
