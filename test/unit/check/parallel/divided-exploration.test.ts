import { describe, expect, it } from "vitest";
import { checked } from "../../../support/check.ts";
import { dividedCheck } from "../../../support/divided.ts";
import { moduleText, specOf } from "../../../support/specs.ts";

const COUNTERS = moduleText(`
VARIABLES x, y, log
Init == x \\in 0..3 /\\ y = 0 /\\ log = {}
Up == x < 9 /\\ x' = x + 1 /\\ log' = log \\cup {<<"up", y>>} /\\ UNCHANGED y
Over == x > 2 /\\ x' = 0 /\\ y' = (y + 1) % 5 /\\ log' = log \\ {<<"up", y + 1>>}
Next == Up \\/ Over
Small == x + y < 12
Few == x < 4`);

describe("an exploration divided between threads", () => {
  it("comes to the result of one thread", () => {
    const spec = specOf(COUNTERS, "INIT Init NEXT Next INVARIANT Small");
    const division = { expanders: 2, aloneStates: 3, seed: "1", enoughStates: 0, gatherStates: 0 };
    const options = { countTransitions: true };
    expect(dividedCheck(spec, options, division)).toEqual(checked(COUNTERS, "INIT Init NEXT Next INVARIANT Small", options));
  });
});
