import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep, type Ran } from "../support/run-cli.ts";
import { counterConfig, counterFiles, counterSpec, counterSystem, rightCounter } from "../support/tiny-system.ts";

const folders: ReturnType<typeof folderWith>[] = [];
const folder = (files: Record<string, string>): ReturnType<typeof folderWith> => {
  const made = folderWith(files);
  folders.push(made);
  return made;
};
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

/** Runs in a folder with these files, and holds what every mistake must keep: one message, exit 64, nothing written. */
async function mistake(files: Record<string, string>, args: readonly string[]): Promise<Ran> {
  const made = folder(files);
  const before = made.list();
  const ran = await lockstep(args, { folder: made.path });
  expect(ran.err, "our own fault").not.toContain("Lockstep itself failed");
  expect(ran.err, "a stack trace").not.toMatch(/^\s+at .*\.js:\d+/m);
  expect(ran.err).toMatch(/^error LS\d{4}: /);
  expect(ran.out).toBe("");
  expect(ran.code).toBe(64);
  expect(made.list()).toEqual(before);
  return ran;
}

const spec = (change: (text: string) => string): Record<string, string> => ({
  "Counter.tla": change(counterSpec),
  "Counter.cfg": counterConfig,
});
const config = (text: string): Record<string, string> => ({ "Counter.tla": counterSpec, "Counter.cfg": text });

describe("a specification with", () => {
  it("a syntax error: its place", async () => {
    const { err } = await mistake(
      spec((text) => text.replace("Increment ==", "Increment =")),
      ["check", "Counter.tla"],
    );
    expect(err).toContain("at Counter.tla:6:");
    expect(err).toContain("> 6 | Increment =");
  });

  it("an undefined name: its place and the nearest name", async () => {
    const { err } = await mistake(
      spec((text) => text.replace("count' = count + 1", "count' = cuont + 1")),
      ["check", "Counter.tla"],
    );
    expect(err).toContain("cuont");
    expect(err).toContain("at Counter.tla:6:");
    expect(err).toContain("hint: did you mean count?");
  });

  it("a missing module: where it was looked for", async () => {
    const { err } = await mistake(
      spec((text) => text.replace("Naturals", "Naturals, Folds2")),
      ["check", "Counter.tla"],
    );
    expect(err).toContain("module Folds2 is neither beside Counter.tla, nor in the library");
    expect(err).toContain("at Counter.tla:2:");
  });

  it("a config that replaces something that does not exist", async () => {
    const { err } = await mistake(config(`${counterConfig}CONSTANT Mx <- Init\n`), ["check", "Counter.tla"]);
    expect(err).toContain("Mx");
    expect(err).toContain("at Counter.cfg:5:");
  });

  it("a config that is missing, or no text at all", async () => {
    await mistake(config(counterConfig), ["check", "Counter.tla", "--config", "Other.cfg"]);
    await mistake({ "Counter.tla": "\u0000\u0001\u0002".repeat(1_000) }, ["check", "Counter.tla"]);
    await mistake({ "Counter.tla": "" }, ["check", "Counter.tla"]);
  });
});

describe("a system file that", () => {
  it("does not exist, or is a folder without one", async () => {
    expect((await mistake({}, ["fuzz", "nowhere"])).err).toContain("LS6001");
    expect((await mistake({ "empty/readme.md": "" }, ["fuzz", "empty"])).err).toContain("system.ts");
  });

  it("asks lockstep for a name that it does not have: its place and the nearest name", async () => {
    const { err } = await mistake(counterFiles(rightCounter.replace("handler,", "handlers as handler,")), [
      "fuzz",
      ".",
    ]);
    expect(err).toMatch(
      /"lockstep" does not export handlers\n {2}at system\.ts:1:24\n[^]*hint: did you mean handler\?/,
    );
  });

  it("cannot be parsed: its place", async () => {
    const { err } = await mistake(counterFiles(rightCounter.replace("export default", "export defualt")), [
      "fuzz",
      ".",
    ]);
    expect(err).toContain("LS6002");
    expect(err).toMatch(/at system\.ts:\d+:\d+/);
  });

  it("throws: its line", async () => {
    const thrower = `${rightCounter}\nconst late: { name: string }[] = [];\nconsole.log(late[0]!.name);\n`;
    const { err } = await mistake(counterFiles(thrower), ["fuzz", "."]);
    expect(err).toContain("LS6003");
    expect(err).toContain("Cannot read properties of undefined (reading 'name')");
    expect(err).toContain("console.log(late[0]!.name)");
  });

  it("exports no system", async () => {
    expect((await mistake(counterFiles("export default { spec: 1 };\n"), ["fuzz", "."])).err).toContain("LS6004");
  });

  it("names an import that does not exist", async () => {
    const { err } = await mistake(counterFiles(rightCounter.replace("lockstep/probe", "lockstep/prob")), ["fuzz", "."]);
    expect(err).toContain("lockstep/prob");
  });

  it("has a specification with a mistake: the place is in the specification", async () => {
    const files = {
      ...counterFiles(rightCounter),
      ...spec((text) => text.replace("count' = count + 1", "count' = cuont + 1")),
    };
    expect((await mistake(files, ["fuzz", "."])).err).toContain("at Counter.tla:6:");
  });
});

describe("a failure file that", () => {
  it("is truncated: its end", async () => {
    const { err } = await mistake({ "failure.json": '{\n  "format": 1,\n  "lockstep": "0.1' }, [
      "replay",
      "failure.json",
    ]);
    expect(err).toContain("LS7004");
    expect(err).toContain("at failure.json:3:");
  });

  it("does not exist", async () => {
    expect((await mistake({}, ["replay", ".lockstep/failures/step-1.json"])).err).toContain("LS7003");
  });
});

describe("a command line with", () => {
  it("an unknown option, command or value", async () => {
    expect((await mistake({}, ["check", "a.tla", "--confg", "x"])).err).toContain("hint: did you mean --config?");
    expect((await mistake({}, ["chek", "a.tla"])).err).toContain("hint: did you mean check?");
    expect((await mistake({}, ["check"])).err).toContain("missing required argument 'file'");
    expect((await mistake({}, ["check", "a.tla", "--workers", "many"])).err).toContain("--workers");
    expect((await mistake({}, ["check", "a.tla", "--format", "xml"])).err).toContain("text, json");
    expect((await mistake({}, ["fuzz", ".", "--time", "soon"])).err).toContain("30s");
  });

  it("an unknown variant or constant of the system", async () => {
    expect((await mistake(counterFiles(rightCounter), ["fuzz", ".", "--variant", "idel"])).err).toContain("idle");
    expect((await mistake(counterFiles(rightCounter), ["fuzz", ".", "--set", "RM=5"])).err).toContain("RM");
  });

  it("--format json: the message is JSON on stdout", async () => {
    const made = folder({});
    const { code, out } = await lockstep(["check", "missing.tla", "--format", "json"], { folder: made.path });
    expect(code).toBe(64);
    expect(JSON.parse(out)).toMatchObject({ verdict: "error", diagnostics: [{ code: "LS7002", severity: "error" }] });
  });

  it("nothing: the help", async () => {
    const { code, err } = await lockstep([]);
    expect(code).toBe(64);
    expect(err).toContain("Usage: lockstep");
  });
});

describe("a program that", () => {
  it("loops for ever inside one event is stopped and named", async () => {
    const made = folder(counterFiles(counterSystem("for (;;) this.count++;")));
    const { code, out } = await lockstep(["fuzz", ".", "--seed", "7", "--workers", "1"], { folder: made.path });
    expect(out).toMatch(/process counter never returned from event \d+ \(seed 7\)/);
    expect(code).toBe(2);
  });

  it("throws is a failure of its own kind, with its line", async () => {
    const made = folder(counterFiles(counterSystem('throw new Error("no ticks today");')));
    const { code, out } = await lockstep(["fuzz", ".", "--seeds", "5", "--workers", "1"], { folder: made.path });
    expect(out).toContain("the program throws");
    expect(out).toContain("no ticks today");
    expect(out).toMatch(/system\.ts:\d+:\d+/);
    expect(code).toBe(1);
  });

  it("needs more memory than a worker has is stopped and named", async () => {
    const hog = "const kept: unknown[] = []; for (;;) kept.push(new Array(1_000).fill(kept.length));";
    const made = folder(counterFiles(counterSystem(hog)));
    const args = ["fuzz", ".", "--seed", "7", "--workers", "1", "--memory", "64"];
    const { code, out } = await lockstep(args, { folder: made.path });
    expect(out).toContain("needs more memory");
    expect(out).toContain("seed 7");
    expect(code).toBe(2);
  });

  it("ends its process is a failure with its line, and not the end of the campaign", async () => {
    const made = folder(counterFiles(counterSystem("process.exit(3);")));
    const { code, out } = await lockstep(["fuzz", ".", "--seed", "7", "--workers", "1"], { folder: made.path });
    expect(out).toContain("process.exit(3) is called");
    expect(out).toMatch(/system\.ts:\d+:\d+/);
    expect(code).toBe(1);
  });
});
