/** `npm run conformance`: what counts as a difference, and that the recorded facts can be used. */
import { describe, expect, it } from "vitest";
import { differences } from "../../../harness/conformance/compare.ts";
import type { RecordedModel } from "../../../harness/conformance/recorded-outcomes.ts";
import outcomes from "../../conformance/tlc-outcomes.json" with { type: "json" };
import explained from "../../conformance/explained-differences.json" with { type: "json" };

const recorded: RecordedModel = {
  tla: "Jugs/Jugs.tla",
  cfg: "Jugs/Jugs.cfg",
  outcome: "invariant",
  violated: "NotSolved",
  distinct: 14,
  depth: 7,
  traceLength: 7,
  generated: 73,
  seconds: 0.7,
};
const found = { outcome: "invariant", violated: "NotSolved", distinct: 14, depth: 7, traceLength: 7, generated: 73 };

describe("comparing with a recorded outcome", () => {
  it("finds nothing where every part agrees", () => {
    expect(differences(recorded, found, [])).toEqual([]);
  });

  it("names each part that differs, with both figures", () => {
    expect(differences(recorded, { ...found, violated: "TypeOK", depth: 6 }, [])).toEqual([
      { part: "violated", recorded: "NotSolved", found: "TypeOK" },
      { part: "depth", recorded: "7", found: "6" },
    ]);
  });

  it("says that something was violated where nothing should be", () => {
    const { violated: _violated, traceLength: _trace, ...rest } = recorded;
    expect(differences({ ...rest, outcome: "ok" }, found, []).map(({ part }) => part)).toEqual(["outcome", "violated"]);
  });

  it("gives the reason of a difference that is explained, for the parts that are", () => {
    const known = [{ cfg: recorded.cfg, parts: ["generated" as const], reason: "drawn at random" }];
    const [generated, distinct] = [
      differences(recorded, { ...found, generated: 74 }, known),
      differences(recorded, { ...found, distinct: 15 }, known),
    ];
    expect(generated).toEqual([{ part: "generated", recorded: "73", found: "74", reason: "drawn at random" }]);
    expect(distinct[0]?.reason).toBeUndefined();
  });
});

describe("the recorded facts", () => {
  it("are 77 different models", () => {
    expect(new Set(outcomes.models.map(({ cfg }) => cfg)).size).toBe(77);
  });

  it("explain only models that are recorded", () => {
    const configs = new Set(outcomes.models.map(({ cfg }) => cfg));
    expect(explained.differences.filter(({ cfg }) => !configs.has(cfg))).toEqual([]);
  });
});
