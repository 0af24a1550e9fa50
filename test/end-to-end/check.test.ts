import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
const folder = (files: Record<string, string>): ReturnType<typeof folderWith> => {
  const made = folderWith(files);
  folders.push(made);
  return made;
};
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

const module = (name: string, body: string): string => `---- MODULE ${name} ----\nEXTENDS Naturals\n${body}\n====\n`;

describe("lockstep check", () => {
  it("confirms two-phase commit with the numbers that TLC gives", async () => {
    const { code, out, err } = await lockstep(["check", "specs/TwoPhase.tla"]);
    expect(out).toContain("OK  specs/TwoPhase.tla: TypeOK, Consistent, ImplementsTransactionCommit, no deadlock");
    expect(out).toContain("288 distinct states, 1,146 generated, depth 11, 1 initial state");
    expect(err).toBe("");
    expect(code).toBe(0);
  });

  it.each([
    [
      "no initial state",
      "x = 0 /\\ x = 1",
      "note: no state satisfies the initial predicate, so there was nothing to check",
    ],
    [
      "none inside the constraint",
      "x = 9",
      "note: every initial state is outside the constraint, so there was nothing to check",
    ],
  ])("says of %s that there was nothing to check", async (_, init, note) => {
    const body = `VARIABLE x\nInit == ${init}\nNext == x' = 1 - x\nSmall == x < 9`;
    const made = folder({ "M.tla": module("M", body), "M.cfg": "INIT Init NEXT Next CONSTRAINT Small" });
    const { code, out } = await lockstep(["check", "M.tla"], { folder: made.path });
    expect(out).toContain(note);
    expect(code).toBe(0);
  });

  it("prints one JSON document on stdout when asked to", async () => {
    const { code, out } = await lockstep(["check", "specs/TwoPhase.tla", "--format", "json", "--workers", "2"]);
    const { seconds, ...result } = JSON.parse(out) as Record<string, unknown>;
    expect(result).toMatchObject({
      verdict: "ok",
      property: null,
      generated: 1146,
      distinct: 288,
      depth: 11,
      initial: 1,
      transitions: 653,
      trace: [],
    });
    expect(typeof seconds).toBe("number");
    expect(code).toBe(0);
  });

  it("shows how an invariant comes to be violated, step by step", async () => {
    const body =
      "VARIABLES x, y\nInit == x = 0 /\\ y = {}\nAdd(n) == x' = x + n /\\ y' = y\nNext == \\E n \\in {1, 2} : Add(n)\nSmall == x < 3";
    const { path } = folder({
      "Adder.tla": module("Adder", body),
      "Adder.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n",
    });
    const { code, out } = await lockstep(["check", "Adder.tla"], { folder: path });
    expect(code).toBe(1);
    expect(out).toContain("FAIL  Adder.tla: invariant Small is violated");
    expect(out).toContain("State 1: initial state\n  /\\ x = 0\n  /\\ y = {}\n");
    expect(out).toContain("State 2: Add(1)  Adder.tla:5:11\n* /\\ x = 1\n  /\\ y = {}\n");
    expect(out).toContain("State 3: Add(2)  Adder.tla:5:11\n* /\\ x = 3\n");
  });

  it("gives the trace as data too", async () => {
    const body = "VARIABLE x\nInit == x = 0\nAdd(n) == x' = x + n\nNext == \\E n \\in {1, 2} : Add(n)\nSmall == x < 2";
    const { path } = folder({
      "Adder.tla": module("Adder", body),
      "Adder.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n",
    });
    const { code, out } = await lockstep(["check", "Adder.tla", "--format=json"], { folder: path });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: "invariant",
      property: "Small",
      trace: [
        { number: 1, action: null, state: { x: "0" }, changed: [] },
        {
          number: 2,
          action: { name: "Add", parameters: { n: "2" }, location: { file: "Adder.tla", line: 5 } },
          state: { x: "2" },
          changed: ["x"],
        },
      ],
    });
  });

  it("finds a deadlock unless told that behaviours may end", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1";
    const { path } = folder({ "Ends.tla": module("Ends", body), "Ends.cfg": "INIT Init\nNEXT Next\n" });
    const deadlock = await lockstep(["check", "Ends.tla"], { folder: path });
    expect(deadlock.out).toContain("FAIL  Ends.tla: deadlock");
    expect(deadlock.out).toContain("--no-deadlock");
    expect(deadlock.code).toBe(1);
    expect((await lockstep(["check", "Ends.tla", "--no-deadlock"], { folder: path })).code).toBe(0);
  });

  it("goes on after a violation when asked to, and reports each property once", async () => {
    const body =
      "VARIABLE x\nInit == x = 0\nNext == x < 5 /\\ x' = x + 1\nBelow2 == x < 2\nBelow4 == x < 4\nGrows == [][x' > x + 1]_x";
    const { path } = folder({
      "Counter.tla": module("Counter", body),
      "Counter.cfg": "INIT Init\nNEXT Next\nINVARIANTS Below4 Below2\nPROPERTY Grows\n",
    });
    const { code, out } = await lockstep(["check", "Counter.tla", "--continue", "--format=json"], { folder: path });
    expect(code).toBe(1);
    const result = JSON.parse(out) as { violations: { property: string; verdict: string; trace: unknown[] }[] };
    expect(result).toMatchObject({ verdict: "action-property", property: "Grows", distinct: 6 });
    expect(result.violations.map(({ property, verdict, trace }) => [property ?? verdict, trace.length])).toEqual([
      ["Grows", 2],
      ["Below2", 3],
      ["Below4", 5],
      ["deadlock", 6],
    ]);
    const text = await lockstep(["check", "Counter.tla", "--continue"], { folder: path });
    expect(text.out.match(/^FAIL .*$/gm)).toEqual([
      "FAIL  Counter.tla: property Grows is violated by a step",
      "FAIL  Counter.tla: invariant Below2 is violated",
      "FAIL  Counter.tla: invariant Below4 is violated",
      "FAIL  Counter.tla: deadlock: a state without successor is reached",
    ]);
  });

  it("looks no deeper than it is told, and says so", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = (x + 1) % 5\nSmall == x < 4";
    const { path } = folder({
      "Ring.tla": module("Ring", body),
      "Ring.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n",
    });
    const shallow = await lockstep(["check", "Ring.tla", "--depth", "4"], { folder: path });
    expect(shallow.out).toContain("UNKNOWN  Ring.tla: stopped by the bound on depth, 4; nothing is violated so far");
    expect(shallow.out).toContain("4 distinct states, 4 generated, depth 4, 1 initial state, 1 not expanded");
    expect(shallow.code).toBe(2);
    expect((await lockstep(["check", "Ring.tla", "--depth", "5"], { folder: path })).code).toBe(1);
  });

  it("stops when its time is over", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = (x + 1) % 100000000";
    const { path } = folder({ "Long.tla": module("Long", body), "Long.cfg": "INIT Init\nNEXT Next\n" });
    const { code, out } = await lockstep(["check", "Long.tla", "--time", "200ms"], { folder: path });
    expect(out).toContain("UNKNOWN  Long.tla: stopped by the bound on time; nothing is violated so far");
    expect(code).toBe(2);
  });

  it("stops before it takes more memory than it may", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = x + 1";
    const { path } = folder({ "Large.tla": module("Large", body), "Large.cfg": "INIT Init\nNEXT Next\n" });
    const { code, out } = await lockstep(["check", "Large.tla", "--memory", "1"], { folder: path });
    expect(out).toMatch(/^UNKNOWN {2}Large.tla: stopped by the bound on memory after \d+ distinct states/m);
    expect(code).toBe(2);
  });

  it("names actions that are never enabled, and counts the others when asked to", async () => {
    const body = "VARIABLE x\nInit == x = 0\nTick == x' = (x + 1) % 3\nStop == x = 7 /\\ x' = 0\nNext == Tick \\/ Stop";
    const { path } = folder({ "Clock.tla": module("Clock", body), "Clock.cfg": "INIT Init\nNEXT Next\n" });
    const plain = await lockstep(["check", "Clock.tla"], { folder: path });
    expect(plain.out).toContain("never enabled: Stop (Clock.tla:6:9)\n  false all 3 times: x = 7  Clock.tla:6:9\n");
    const { out } = await lockstep(["check", "Clock.tla", "--coverage"], { folder: path });
    expect(out).toContain("  action  enabled  taken  new\n");
    expect(out).toContain("  Tick          3      3    2  Clock.tla:5:9\n");
    expect(out).toContain("  Stop          0      0    0  Clock.tla:6:9\n");
    expect(out).toContain("  conjunct in 3 states  reached  true\n");
    expect(out).toContain(
      "    x = 7                     3     0  Clock.tla:6:9\n    x' = 0                    0     0  ",
    );
    const json = await lockstep(["check", "Clock.tla", "--format", "json"], { folder: path });
    const { actions } = JSON.parse(json.out) as { actions: unknown[] };
    expect(actions[0]).not.toHaveProperty("conjuncts");
    expect(actions[1]).toMatchObject({
      name: "Stop",
      conjunctStates: 3,
      conjuncts: [
        { text: "x = 7", kind: "conjunct", depth: 0, reached: 3, passed: 0, location: { line: 6, column: 9 } },
        { text: "x' = 0", kind: "conjunct", depth: 0, reached: 0, passed: 0 },
      ],
    });
  });

  it("makes random behaviours, the same ones for the same seed", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' \\in {x + 1, x + 2}\nSmall == x # 9";
    const { path } = folder({
      "Walk.tla": module("Walk", body),
      "Walk.cfg": "INIT Init\nNEXT Next\nINVARIANT Small\n",
    });
    const run = (...more: string[]) => lockstep(["check", "Walk.tla", "--simulate", "50", ...more], { folder: path });
    const short = await run("--depth", "4", "--seed", "7");
    expect(short.out).toContain("SIMULATED  Walk.tla: nothing is violated in 50 random behaviours");
    expect(short.out).toMatch(/50 behaviours of up to 4 states, \d+ distinct states, \d+ generated, seed 7/);
    expect(short.code).toBe(0);
    const long = await run("--seed", "7");
    expect(long.out).toContain("FAIL  Walk.tla: invariant Small is violated");
    expect(long.code).toBe(1);
    const withoutTime = (text: string): string => text.replace(/[\d.]+ s$/m, "");
    expect(withoutTime((await run("--seed", "7")).out)).toBe(withoutTime(long.out));
  });

  it("writes the error trace for other tools, and as a module that it can check itself", async () => {
    const body =
      "CONSTANT P\nVARIABLE seen\nInit == seen = {}\nSee(p) == seen' = seen \\cup {p}\nNext == \\E p \\in P : See(p)\nNotAll == seen # P";
    const { path, read } = folder({
      "Seen.tla": module("Seen", body),
      "Seen.cfg": "CONSTANT P = {p1, p2}\nINIT Init\nNEXT Next\nINVARIANT NotAll\n",
    });
    const itf = await lockstep(["check", "Seen.tla", "--trace-out", "bad.itf.json"], { folder: path });
    expect(itf.err).toContain("written: bad.itf.json");
    expect(JSON.parse(read("bad.itf.json"))).toMatchObject({
      vars: ["seen"],
      states: [{ seen: { "#set": [] } }, { seen: { "#set": ["p1"] } }, { seen: { "#set": ["p1", "p2"] } }],
    });
    await lockstep(["check", "Seen.tla", "--trace-out", "Bad.tla"], { folder: path });
    const again = await lockstep(["check", "Bad.tla"], { folder: path });
    expect(again.out).toContain("3 distinct states, 3 generated, depth 3, 1 initial state");
    expect(again.code).toBe(0);
    const wrong = await lockstep(["check", "Seen.tla", "--trace-out", "bad.txt"], { folder: path });
    expect(wrong.err).toContain("LS7010");
    expect(wrong.code).toBe(64);
  });

  it("writes the state graph, and explores depth first when asked to", async () => {
    const body = "VARIABLE x\nInit == x = 0\nTick == x' = (x + 1) % 3\nNext == Tick";
    const { path, read } = folder({ "Clock.tla": module("Clock", body), "Clock.cfg": "INIT Init\nNEXT Next\n" });
    const { code, out } = await lockstep(["check", "Clock.tla", "--dfs", "--dump", "clock.dot", "--workers", "auto"], {
      folder: path,
    });
    expect(code).toBe(0);
    expect(out).toContain("3 distinct states, 4 generated, depth 3");
    expect(read("clock.dot")).toContain('  0 [label="/\\\\ x = 0\\l", fillcolor=lightgray];\n  0 -> 1 [label="Tick"];');
    const both = await lockstep(["check", "Clock.tla", "--dfs", "--simulate", "3"], { folder: path });
    expect(both.err).toContain("--simulate does not go with --dfs");
    expect(both.code).toBe(64);
  });

  it("is not sure when a bound was hit", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = x + 1";
    const { path } = folder({ "Endless.tla": module("Endless", body), "Endless.cfg": "INIT Init\nNEXT Next\n" });
    const { code, out } = await lockstep(["check", "Endless.tla", "--max-states", "100"], { folder: path });
    expect(out).toContain("UNKNOWN  Endless.tla: stopped by the bound on states after 101; nothing is violated so far");
    expect(code).toBe(2);
  });

  it("stops at Ctrl-C, says what it knows, and exits with 130", async () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = (x + 1) % 100000000";
    const { path } = folder({ "Long.tla": module("Long", body), "Long.cfg": "INIT Init\nNEXT Next\n" });
    let asked = false;
    const { code, out } = await lockstep(["check", "Long.tla"], {
      folder: path,
      onOutput: (text, kill) => {
        if (!asked && text.includes("checking:")) kill("SIGINT");
        asked ||= text.includes("checking:");
      },
    });
    expect(out).toContain("interrupted; nothing is violated so far");
    expect(out).toMatch(/[\d,]+ distinct states/);
    expect(code).toBe(130);
  });

  it("finds modules on the path, and colours only when told to", async () => {
    const { path } = folder({
      "Main.tla": "---- MODULE Main ----\nEXTENDS Helper\nVARIABLE x\nInit == x = Zero\nNext == UNCHANGED x\n====\n",
      "Main.cfg": "INIT Init\nNEXT Next\n",
      "lib/Helper.tla": "---- MODULE Helper ----\nZero == 0\n====\n",
    });
    const found = await lockstep(["check", "Main.tla", "--path", "lib"], {
      folder: path,
      environment: { NO_COLOR: "", FORCE_COLOR: "1" },
    });
    expect(found.code).toBe(0);
    expect(found.out).toContain("\u001b[");
    const missing = await lockstep(["check", "Main.tla"], { folder: path });
    expect(missing.code).toBe(64);
    expect(missing.err).toContain("Main.tla:2:9");
    expect(missing.err).toContain("--path");
  });
});

describe("lockstep describe", () => {
  it("lists what a system file can name", async () => {
    const { code, out } = await lockstep(["describe", "specs/TwoPhase.tla"]);
    expect(code).toBe(0);
    expect(out).toMatch(/RM +\{rm1, rm2, rm3\}|RM += \{rm1, rm2, rm3\}/);
    for (const name of [
      "rmState",
      "tmPrepared",
      "RMPrepare(rm)",
      "TMCommit",
      "Consistent",
      "ImplementsTransactionCommit",
    ])
      expect(out).toContain(name);
  });

  it("is data in JSON", async () => {
    const { out } = await lockstep(["describe", "specs/TwoPhase.tla", "--format", "json"]);
    const described = JSON.parse(out) as {
      module: string;
      variables: { name: string }[];
      actions: { name: string; parameters: string[] }[];
    };
    expect(described.module).toBe("TwoPhase");
    expect(described.variables.map(({ name }) => name)).toEqual(["rmState", "tmState", "tmPrepared", "msgs"]);
    expect(described.actions.find(({ name }) => name === "RMPrepare")?.parameters).toEqual(["rm"]);
  });
});

describe("--help", () => {
  it("teaches each command with an example", async () => {
    for (const command of ["check", "fuzz", "replay", "describe"]) {
      const { code, out } = await lockstep([command, "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(`$ lockstep ${command} `);
    }
    const { code, out } = await lockstep(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Exit codes: 0 conforms, 1 violation, 2 unknown");
    expect((await lockstep(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
