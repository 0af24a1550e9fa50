/** An event that needs steps which nobody reported, earlier than it: found in the past, or not known where not all was looked at. */
import { describe, expect, it } from "vitest";
import { Bench } from "../../support/observations.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** `Fill` and `Pour` are steps of a process that is killed; they can be taken only before the `Look`. */
const spec = specOf(
  moduleText(`VARIABLES a, b, seen
Init == a = 0 /\\ b = 0 /\\ seen = 0
Fill == seen = 0 /\\ a = 0 /\\ a' \\in 1..10 /\\ UNCHANGED <<b, seen>>
Pour == seen = 0 /\\ a > 0 /\\ b = 0 /\\ b' \\in 1..2 /\\ UNCHANGED <<a, seen>>
Look == seen = 0 /\\ seen' \\in 1..2 /\\ UNCHANGED <<a, b>>
Use(n, m) == a = n /\\ b = m /\\ UNCHANGED <<a, b, seen>>
Next == Fill \\/ Pour \\/ Look \\/ \\E n, m \\in 0..11 : Use(n, m)`),
  "INIT Init\nNEXT Next",
);

interface Killed {
  /** Whether `Look` is observed before the kill is known. */
  readonly looks?: boolean;
  readonly lost: readonly string[];
  readonly candidatesMax?: number;
}

/** What comes of `Use(n, m)` after the kill of a process that does `lost`. */
function used(n: number, m: number, { looks = false, lost, candidatesMax }: Killed) {
  const bench = new Bench(spec);
  const max = candidatesMax === undefined ? {} : { candidatesMax };
  const validator = bench.validator({ looksBack: true, keepsWitness: true, ...max });
  if (looks) expect(validator.observe(bench.event([{ action: "Look" }]))).toBeUndefined();
  validator.allowLost("killed", { id: "kill", actions: lost.flatMap((name) => bench.actions(name)) });
  const use = bench.event([{ action: "Use", args: { n: `${n}`, m: `${m}` } }]);
  return { outcome: validator.observe(use), steps: validator.steps };
}

describe("lost steps of a killed process", () => {
  it("are found before events that were taken without them", () => {
    expect(used(10, 0, { looks: true, lost: ["Fill"] })).toEqual({ outcome: undefined, steps: 3 });
    expect(used(10, 2, { looks: true, lost: ["Fill", "Pour"] })).toEqual({ outcome: undefined, steps: 4 });
  });

  it("make no violation right that they cannot lead to", () => {
    expect(used(10, 0, { looks: true, lost: [] }).outcome).toMatchObject({ verdict: "violates" });
    expect(used(11, 2, { looks: true, lost: ["Fill", "Pour"] }).outcome).toMatchObject({ verdict: "violates" });
  });

  const unknown = { verdict: "unknown", bound: "CANDIDATES_MAX" };

  it("are not known where there are too many states for more of them", () => {
    // Filled to the tenth way it is looked at last, when 1 + 10 + 9 * 2 states are known.
    expect(used(10, 2, { lost: ["Fill", "Pour"], candidatesMax: 28 }).outcome).toEqual(unknown);
    expect(used(10, 2, { lost: ["Fill", "Pour"], candidatesMax: 29 }).outcome).toBeUndefined();
  });

  it("are not known where an event that is gone through again leaves too many states", () => {
    // Looking doubles the ten states, of which one would be the right one.
    expect(used(10, 0, { looks: true, lost: ["Fill"], candidatesMax: 19 }).outcome).toEqual(unknown);
    expect(used(10, 0, { looks: true, lost: ["Fill"], candidatesMax: 20 }).outcome).toBeUndefined();
  });
});

describe("events that are tried in several orders", () => {
  it("leave nothing that is certain where there were too many states on the way", () => {
    const bench = new Bench(spec);
    const look = bench.event([{ action: "Look" }]);
    const fill = bench.event([{ action: "Fill" }]);
    const impossible = bench.event([{ action: "Use", args: { n: "11", m: "0" } }]);
    const cut = bench.validator({ candidatesMax: 5 });
    expect(cut.explore(cut.branches, fill)).toEqual([]);
    cut.adopt(cut.explore(cut.branches, look), [look]);
    expect(cut.observe(impossible)).toEqual({ verdict: "unknown", bound: "CANDIDATES_MAX" });
    const whole = bench.validator();
    whole.adopt(whole.explore(whole.branches, look), [look]);
    expect(whole.observe(impossible)).toMatchObject({ verdict: "violates" });
  });
});
