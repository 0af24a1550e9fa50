import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";
import { counterFiles, counterSystem, rightCounter, wrongCounter } from "../support/tiny-system.ts";

const folders: ReturnType<typeof folderWith>[] = [];
const folder = (files: Record<string, string>): ReturnType<typeof folderWith> => {
  const made = folderWith(files);
  folders.push(made);
  return made;
};
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

interface FuzzJson {
  readonly verdict: string;
  readonly phase: string;
  readonly runs: number;
  readonly hash: string;
  readonly coverage: { readonly actions: Record<string, number>; readonly states: number; readonly statesOf: number };
  readonly failures: readonly {
    readonly seed: string;
    readonly file: string;
    readonly hash: string;
    readonly kind: string;
    readonly isCalm: boolean;
  }[];
}

const json = async (args: readonly string[], path?: string): Promise<{ code: number | null; report: FuzzJson }> => {
  const { code, out } = await lockstep([...args, "--format", "json"], path === undefined ? {} : { folder: path });
  return { code, report: JSON.parse(out) as FuzzJson };
};

describe("lockstep fuzz", () => {
  it("holds a right system against its specification, step by step", async () => {
    const made = folder(counterFiles(rightCounter));
    const { code, out } = await lockstep(["fuzz", ".", "--seeds", "50", "--workers", "1"], { folder: made.path });
    expect(out).toContain("specification  holds: 4 states, 3 transitions, depth 4");
    expect(out).toContain("calm           20 runs");
    expect(out).toContain("1 of 1 actions, 4 of 4 states (100 %), 3 of 3 transitions (100 %)");
    expect(out).toContain("OK  every step of 50 runs with faults is a step of Counter");
    expect(code).toBe(0);
    const again = await lockstep(["fuzz", ".", "--seeds", "50", "--workers", "1"], { folder: made.path });
    expect(again.out).toContain("(verified before)");
  });

  it("calls a failure without any fault a disagreement, not a found bug, and replays it", async () => {
    const made = folder(counterFiles(wrongCounter));
    const { code, out } = await lockstep(["fuzz", ".", "--workers", "1"], { folder: made.path });
    expect(code).toBe(1);
    expect(out).toContain("mapping and program disagree before any fault");
    const file = /npx lockstep replay (\S+)/.exec(out)?.[1] ?? "";
    expect(existsSync(join(made.path, file))).toBe(true);
    const replay = await lockstep(["replay", file], { folder: made.path });
    expect(replay.out).toContain("the same run, event for event");
    expect(replay.code).toBe(1);
  });

  it("says so when nothing happened: that is no success", async () => {
    const made = folder(counterFiles(counterSystem("")));
    const { code, out } = await lockstep(["fuzz", ".", "--seeds", "5", "--workers", "1"], { folder: made.path });
    expect(out).toContain("never reported: incremented");
    expect(out).toContain("UNKNOWN  nothing happened");
    expect(code).toBe(2);
  });

  it("says what no report has told, and where, with any number of workers", async () => {
    const made = folder(counterFiles(wrongCounter.replace("e.count as", "e.cuont as")));
    const fuzz = (...more: string[]) =>
      lockstep(["fuzz", ".", "--calm", "--seeds", "40", ...more], { folder: made.path });
    const one = await fuzz("--workers", "1");
    const told =
      /never observed: the value of count after Increment is undefined in all 120 reports of incremented \(.*\)/;
    expect(told.exec(one.out)?.[0]).toMatch(/ \(system\.ts:32:12\)$/);
    expect(one.code).toBe(0);
    const { out } = await fuzz("--workers", "2", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      verdict: "conforms",
      neverObserved: [{ word: "incremented", kind: "value", name: "count", reports: 120, place: "system.ts:32:12" }],
    });
  });

  it("runs nothing against a specification that does not hold", async () => {
    const files = counterFiles(rightCounter);
    const made = folder({
      ...files,
      "Counter.tla": files["Counter.tla"]!.replace("count \\in 0..Max", "count \\in 0..2"),
    });
    const { code, out } = await lockstep(["fuzz", ".", "--workers", "1"], { folder: made.path });
    expect(out).toContain("invariant TypeOK is violated");
    expect(code).toBe(1);
  });

  it("waits once for a specification that is too large, and again only when it is given more time", async () => {
    const files = counterFiles(rightCounter);
    const made = folder({ ...files, "Counter.cfg": files["Counter.cfg"]!.replace("Max = 3", "Max = 1000000000") });
    const fuzz = (time: string) =>
      lockstep(["fuzz", ".", "--seed", "1", "--workers", "1", "--verify-time", time], { folder: made.path });
    const first = await fuzz("100ms");
    const size = /not verified: [\d,]+ states in 0.10 s are not all/.exec(first.out)?.[0];
    expect(size).toBeDefined();
    expect(first.out).toContain("OK  every step of 1 run with faults is a step of Counter");
    expect((await fuzz("100ms")).out).toContain(`${size!} (tried before)\n`);
    expect((await fuzz("200ms")).out).toMatch(/states in 0.20 s are not all\n/);
  });

  it("needs no symmetry: the system may give strings for what the config permutes", async () => {
    const files = counterFiles(
      rightCounter.replace(
        'spec: "Counter.tla",',
        'spec: "Counter.tla",\n  constants: { Colour: setOf("red", "green") },',
      ),
    );
    const made = folder({
      ...files,
      "Counter.tla": files["Counter.tla"]!.replace("Naturals", "Naturals, TLC")
        .replace("Max\n", "Max, Colour\n")
        .replace("TypeOK ==", "Colours == Permutations(Colour)\nTypeOK =="),
      "Counter.cfg": `${files["Counter.cfg"]!}CONSTANT Colour = {c1, c2}\nSYMMETRY Colours\n`,
      "system.ts": files["system.ts"]!.replace("modelValue, stutter }", "modelValue, setOf, stutter }"),
    });
    const { code, out, err } = await lockstep(["fuzz", ".", "--seeds", "5", "--workers", "1"], { folder: made.path });
    expect(err).toBe("");
    expect(out).toContain("specification  holds: 4 states");
    expect(code).toBe(0);
  });

  it("says where a bound was reached, in which run, what was left open, and how to go on", async () => {
    const files = counterFiles(
      rightCounter.replace('spec: "Counter.tla",', 'spec: "Counter.tla",\n  candidatesMax: 4,'),
    );
    const lucky = files["Counter.tla"]!.replace("VARIABLE count", "VARIABLES count, luck")
      .replace("Init == count = 0", "Init == count = 0 /\\ luck = 0")
      .replace("count' = count + 1", "count' = count + 1 /\\ luck' \\in luck..luck + 2")
      .replace("_count", "_<<count, luck>>");
    const made = folder({ ...files, "Counter.tla": lucky });
    const { code, out } = await lockstep(["fuzz", ".", "--workers", "1"], { folder: made.path });
    expect(out.slice(out.indexOf("not decided"))).toBe(
      [
        "not decided    CANDIDATES_MAX is reached in event 6 of seed calm-1",
        "               0.003 s  counter receives tick from clock: incremented at system.ts:12",
        "               3 candidates before it differ in luck",
        "               observe more of it (`state`, values and arguments in `steps`),",
        "               or raise `candidatesMax` in the system file",
        'again          npx lockstep fuzz system.ts --calm --seed "calm-1"',
        "",
        "UNKNOWN  not decided: CANDIDATES_MAX in 20 runs, 20 runs without faults",
        "",
      ].join("\n"),
    );
    expect(code).toBe(2);
  });

  it("keeps stdout to one JSON document, whatever the program prints", async () => {
    const noisy = `console.log("loading");\n${counterSystem('console.log("tick"); probe.event("incremented", { count: ++this.count });')}`;
    const made = folder(counterFiles(noisy));
    const { code, report } = await json(["fuzz", ".", "--seeds", "5", "--workers", "1"], made.path);
    expect(report).toMatchObject({ verdict: "conforms", phase: "faults", runs: 5, failures: [] });
    expect(code).toBe(0);
  });
});

describe("Ctrl-C", () => {
  it("ends a campaign, says what is known, and exits with 130", async () => {
    const made = folder(counterFiles(rightCounter));
    let asked = false;
    const { code, out } = await lockstep(["fuzz", ".", "--time", "50s", "--workers", "1"], {
      folder: made.path,
      onOutput: (text, kill) => {
        if (!asked && text.includes("faults:")) kill("SIGINT");
        asked ||= text.includes("faults:");
      },
    });
    expect(out).toContain("hash ");
    expect(out).toContain(", interrupted");
    expect(code).toBe(130);
  });
});

describe("two-phase commit", () => {
  const system = "sample-systems/two-phase-commit";

  it("conforms under faults, with the same hash for one worker and for two", async () => {
    const one = await json(["fuzz", system, "--seeds", "120", "--workers", "1"]);
    const two = await json(["fuzz", system, "--seeds", "120", "--workers", "2"]);
    expect(one.report.verdict).toBe("conforms");
    expect(one.report.hash).toMatch(/^[0-9a-f]{8}$/);
    const { seconds: _one, ...first } = one.report as FuzzJson & { seconds: number };
    const { seconds: _two, ...second } = two.report as FuzzJson & { seconds: number };
    expect(second).toEqual(first);
  });

  it("counts as covered by the runs with faults what they did, and not what the calm runs before them did", async () => {
    const alone = await json(["fuzz", system, "--seed", "1"]);
    const afterCalm = await json(["fuzz", system, "--seeds", "1", "--workers", "1"]);
    expect(alone.report.coverage.states).toBeGreaterThan(1);
    expect(afterCalm.report.coverage).toEqual(alone.report.coverage);
  });

  it("lists its wrong variants, catches one, and replays it in a new process with the same hash", async () => {
    const listed = await lockstep(["fuzz", system, "--list-variants"]);
    expect(listed.out.trim().split("\n").length).toBeGreaterThanOrEqual(6);
    expect(listed.out).toContain("counts-any-reply");
    const { code, report } = await json([
      "fuzz",
      system,
      "--seeds",
      "2000",
      "--variant",
      "counts-any-reply",
      "--workers",
      "2",
    ]);
    expect(code).toBe(1);
    const [failure] = report.failures;
    expect(failure).toMatchObject({ kind: "step" });
    const replayed = await lockstep(["replay", failure!.file, "--format", "json"]);
    expect(JSON.parse(replayed.out)).toMatchObject({ verdict: "violates", reproduced: true, hash: failure!.hash });
    expect(replayed.code).toBe(1);
    const bySeed = await json(["fuzz", system, "--seed", failure!.seed, "--variant", "counts-any-reply"]);
    expect(bySeed.report.failures[0]).toMatchObject({ hash: failure!.hash, file: failure!.file });
  });
});
