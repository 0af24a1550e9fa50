/** `lockstep strength` as a person or CI runs it. */
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";
import { counterFiles, counterSystem, rightCounter, wrongCounter } from "../support/tiny-system.ts";

/** The counter's system file with a mapping that does not read what the counter says. */
const deafCounter = counterSystem('probe.event("incremented", { count: ++this.count });').replace(
  "act.Increment({}, { count: e.count as number })",
  "(void e, act.Increment())",
);

describe("lockstep strength", () => {
  let folder: ReturnType<typeof folderWith>;
  const strength = (system: string, ...args: string[]) => {
    folder = folderWith(counterFiles(system));
    return lockstep(["strength", ".", ...args], { folder: folder.path });
  };
  afterEach(() => folder.remove());

  it("finds nothing to complain of in a mapping that reads everything", async () => {
    const { code, out, err } = await strength(rightCounter, "--seeds", "5", "--at-least", "90");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/^counter {2}Counter\n\n5 runs, 15 events; \d+ edits, of which \d+ are wrong/);
    expect(out).toMatch(/\nall +(\d+) +\1 +100 %/);
    expect(out).toMatch(/OK {2}(\d+) of \1 wrong edits are noticed, 100 % \(at least 90 % asked for\)/);
  });

  it("fails in CI for a mapping that does not, and says what is not read and what survives", async () => {
    const { code, out } = await strength(deafCounter, "--seeds", "5", "--at-least", "90");
    expect(code).toBe(1);
    expect(out).toContain("fields that nothing reads: incremented.count\n");
    expect(out).toContain("variables that are not observed: count");
    expect(out).toMatch(/\d+ × Increment left out: a behaviour of the specification too, as far as it is observed\n/);
    expect(out).toMatch(/seed \d, event \d+ \(counter: incremented\) left out/);
    expect(out).toMatch(/\nWEAK {2}/);
  });

  it("gives one document of JSON, the same for the same seed", async () => {
    const args = ["--seeds", "3", "--format", "json"];
    const { code, out } = await strength(deafCounter, ...args);
    expect(code).toBe(0);
    const { seconds, ...first } = JSON.parse(out) as Record<string, unknown>;
    expect(seconds).toBeGreaterThan(0);
    expect(first).toMatchObject({ verdict: "strong", atLeast: null, runs: 3, events: 9, unobserved: ["count"] });
    const again = await lockstep(["strength", ".", ...args], { folder: folder.path });
    expect(JSON.parse(again.out)).toMatchObject(first);
    const other = await lockstep(["strength", ".", ...args, "--seed", "7"], { folder: folder.path });
    expect(JSON.parse(other.out)).not.toMatchObject(first);
  });

  it("does not measure with runs that are wrong", async () => {
    const { code, out } = await strength(wrongCounter);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}the run with seed 1 is not accepted as it is \(violates\): `lockstep fuzz` says why/);
  });

  it("refuses a percentage that is none", async () => {
    const { code, err } = await strength(rightCounter, "--at-least", "110");
    expect(code).toBe(64);
    expect(err).toContain("Expected a number from 0 to 100");
  });
});
