/** `lockstep translate`, and what the other commands do with algorithms. */
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
const folder = (files: Record<string, string>): string => {
  const made = folderWith(files);
  folders.push(made);
  return made.path;
};
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

const counter = `---- MODULE Counter ----
EXTENDS Naturals
(* --algorithm Counter {
  variables x = 0;
  process (p \\in {1, 2}) {
    Add: x := x + 1;
  }
} *)
Small == x < 2
====
`;
const cfg = "SPECIFICATION Spec\nINVARIANT Small\n";

describe("lockstep translate", () => {
  it("writes the translation, and then has nothing to do", async () => {
    const path = folder({ "Counter.tla": counter });
    const first = await lockstep(["translate", "Counter.tla"], { folder: path });
    expect(first).toMatchObject({ code: 0, out: "OK  Counter.tla: algorithm Counter: translation written\n", err: "" });
    const text = readFileSync(join(path, "Counter.tla"), "utf8");
    expect(text).toContain("Add(self) ==");
    const second = await lockstep(["translate", "Counter.tla"], { folder: path });
    expect(second.out).toBe("OK  Counter.tla: algorithm Counter: the translation is up to date\n");
    expect(readFileSync(join(path, "Counter.tla"), "utf8")).toBe(text);
  });

  it("with --check writes nothing and tells by the exit code", async () => {
    const path = folder({ "Counter.tla": counter });
    const missing = await lockstep(["translate", "--check", "Counter.tla"], { folder: path });
    expect(missing).toMatchObject({ code: 1, out: "STALE  Counter.tla: algorithm Counter: there is no translation\n" });
    expect(readFileSync(join(path, "Counter.tla"), "utf8")).toBe(counter);
    await lockstep(["translate", "Counter.tla"], { folder: path });
    expect((await lockstep(["translate", "--check", "Counter.tla"], { folder: path })).code).toBe(0);
    const changed = readFileSync(join(path, "Counter.tla"), "utf8").replace("x := x + 1", "x := x + 2");
    writeFileSync(join(path, "Counter.tla"), changed);
    const stale = await lockstep(["translate", "--check", "Counter.tla", "--format", "json"], { folder: path });
    expect(stale.code).toBe(1);
    expect(JSON.parse(stale.out)).toMatchObject({
      state: "different",
      difference: "Add",
      current: false,
      written: false,
    });
  });

  it("keeps bytes that are no UTF-8, the file's mode, and a link", async () => {
    const path = folder({ "Counter.tla": "" });
    const file = join(path, "Counter.tla");
    writeFileSync(file, Buffer.from(`\\* caf\u00e9 in Latin-1\n${counter}`, "latin1"));
    chmodSync(file, 0o600);
    symlinkSync(file, join(path, "Link.tla"));
    await lockstep(["translate", "Link.tla"], { folder: path });
    expect(readFileSync(file).subarray(0, 8)).toEqual(Buffer.from("\\* caf\u00e9 ", "latin1"));
    expect(readFileSync(file, "latin1")).toContain("END TRANSLATION");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(lstatSync(join(path, "Link.tla")).isSymbolicLink()).toBe(true);
  });

  it("says what is wrong with an algorithm, with its line, and leaves the file alone", async () => {
    const broken = counter.replace("x := x + 1;", "x = x + 1;");
    const path = folder({ "Counter.tla": broken });
    const { code, err, out } = await lockstep(["translate", "Counter.tla"], { folder: path });
    expect(code).toBe(64);
    expect(out).toBe("");
    expect(err).toContain("error LS1110");
    expect(err).toContain("> 6 |     Add: x = x + 1;");
    expect(readFileSync(join(path, "Counter.tla"), "utf8")).toBe(broken);
  });

  it("takes options from the command line", async () => {
    const path = folder({ "Counter.tla": counter.replace("Add: ", "") });
    const refused = await lockstep(["translate", "Counter.tla"], { folder: path });
    expect(refused.err).toContain("LS1120");
    const args = ["translate", "Counter.tla", "--label", "--label-root", "Step", "--fairness", "wf"];
    const { out } = await lockstep(args, { folder: path });
    expect(out).toContain("label Step1 added at Counter.tla:6:5");
    expect(readFileSync(join(path, "Counter.tla"), "utf8")).toContain("WF_vars(p(self))");
  });
});

describe("commands that read a specification", () => {
  it("translate by themselves, say so, and lead to the algorithm's lines", async () => {
    const path = folder({ "Counter.tla": counter, "Counter.cfg": cfg });
    const { code, out, err } = await lockstep(["check", "Counter.tla"], { folder: path });
    expect(code).toBe(1);
    expect(err).toContain("warning LS1160");
    expect(out).toContain("FAIL  Counter.tla: invariant Small is violated");
    expect(out).toContain("State 2: Add(1)  Counter.tla:6:5\n");
    expect(out).toContain("false: x < 2  Counter.tla:9:10");
    const described = await lockstep(["describe", "Counter.tla"], { folder: path });
    expect(described.out).toMatch(/Add\(self\) +changes pc, x +Counter\.tla:6:5\n/);
    expect(described.err).toContain("warning LS1160");
  });

  it("tell the line of the translation too when the file has it", async () => {
    const path = folder({ "Counter.tla": counter, "Counter.cfg": cfg });
    await lockstep(["translate", "Counter.tla"], { folder: path });
    const { out, err } = await lockstep(["check", "Counter.tla"], { folder: path });
    expect(err).toBe("");
    expect(out).toMatch(/State 2: Add\(1\) {2}Counter\.tla:6:5 \(translated at \d+:\d+\)/);
    const json = await lockstep(["check", "Counter.tla", "--format", "json"], { folder: path });
    expect(JSON.parse(json.out)).toMatchObject({
      trace: [{}, { action: { name: "Add", location: { line: 6, column: 5, translated: {} } } }, {}],
    });
  });
});
