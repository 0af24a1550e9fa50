/** Temporal properties of a run that stays where it is for ever: decided where one behaviour is known, or all agree. */
import { describe, expect, it } from "vitest";
import { BEHAVIOURS_MAX, judgeAtRest } from "../../../src/conform/at-rest.ts";
import { Bench } from "../../support/observations.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** A light that is switched, and may break for good. */
const text = moduleText(`VARIABLES light, seen
Init == light = "off" /\\ seen = {}
Switch(to) == /\\ light # "broken"
              /\\ light' = to
              /\\ seen' = seen \\union {light}
Break == /\\ light' = "broken"
         /\\ seen' = seen
Next == Break \\/ \\E to \\in {"on", "off"} : Switch(to)
Spec == Init /\\ [][Next]_<<light, seen>>
Shines == <>(light = "on")
Recovers == (light = "on") ~> (light = "off")
StaysOn == <>[](light = "on")`);
const light = () => new Bench(specOf(text, "SPECIFICATION Spec\nPROPERTIES Shines Recovers StaysOn"));

function judged(bench: Bench, ...steps: readonly (readonly [string, string?])[]): Record<string, string> {
  const validator = bench.validator({ keepsWitness: true });
  for (const [action, to] of steps) {
    const args = to === undefined ? {} : { args: { to: JSON.stringify(to) } };
    if (validator.observe(bench.event([{ action, ...args }])) !== undefined) throw new Error(`${action} is refused`);
  }
  const verdicts = judgeAtRest(bench.machine, bench.explainer, validator);
  return Object.fromEntries(verdicts.map(({ property, verdict }) => [property, verdict]));
}

describe("a run at rest", () => {
  it("has each temporal property or not, since its last state lasts for ever", () => {
    const bench = light();
    expect(judged(bench)).toEqual({ Shines: "false", Recovers: "holds", StaysOn: "false" });
    expect(judged(bench, ["Switch", "on"])).toEqual({ Shines: "holds", Recovers: "false", StaysOn: "holds" });
    expect(judged(bench, ["Switch", "on"], ["Switch", "off"])).toEqual({
      Shines: "holds",
      Recovers: "holds",
      StaysOn: "false",
    });
  });

  it("that could be one of several behaviours has the properties that they all have", () => {
    // Nobody said how it was switched; in the end it is broken.
    expect(judged(light(), ["Switch"])).toEqual({ Shines: "unknown", Recovers: "unknown", StaysOn: "unknown" });
    expect(judged(light(), ["Switch", "on"], ["Switch"])).toEqual({
      Shines: "holds",
      Recovers: "unknown",
      StaysOn: "unknown",
    });
  });

  it("is not decided where behaviours have met in one state, since only one of them is still known", () => {
    const bench = light();
    const validator = bench.validator({ keepsWitness: true });
    // Off, on or off, and then off by either way with the same `seen` only if it never shone: tell the end, not the way.
    for (const event of [
      bench.event([{ action: "Switch", args: { to: '"off"' } }]),
      bench.event([{ action: "Switch" }]),
    ])
      expect(validator.observe(event)).toBeUndefined();
    expect(validator.observe(bench.event([{ action: "Break" }]))).toBeUndefined();
    expect(validator.candidates).toHaveLength(1);
    expect(judgeAtRest(bench.machine, bench.explainer, validator).map(({ verdict }) => verdict)).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
  });

  it("is not decided without its past, nor with steps that nobody reported", () => {
    const bench = light();
    const forgetful = bench.validator();
    forgetful.observe(bench.event([{ action: "Switch", args: { to: '"on"' } }]));
    expect(judgeAtRest(bench.machine, bench.explainer, forgetful)[0]!.verdict).toBe("unknown");

    const validator = bench.validator({ keepsWitness: true, silent: bench.actions("Switch") });
    validator.observe(bench.event([{ action: "Switch", args: { to: '"on"' } }], { seen: '{"off", "on"}' }));
    expect(validator.silentSteps).toBeGreaterThan(0);
    expect(judgeAtRest(bench.machine, bench.explainer, validator)[0]!.verdict).toBe("unknown");
    expect(validator.behaviours(BEHAVIOURS_MAX)).toBeUndefined();
  });
});
