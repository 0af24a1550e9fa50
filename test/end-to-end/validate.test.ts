/** `lockstep validate` as a person runs it. */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";
import { counterFiles, rightCounter } from "../support/tiny-system.ts";

const line = (record: object): string => `${JSON.stringify(record)}\n`;
const counted = (count: number): string => line({ process: "counter", name: "incremented", data: { count } });
const right = [1, 2, 3].map(counted).join("");
const wrong = [1, 3].map(counted).join("");

describe("lockstep validate", () => {
  let folder: ReturnType<typeof folderWith>;
  const inFolder = (files: Record<string, string> = {}) => {
    folder = folderWith({ ...counterFiles(rightCounter), ...files });
    return folder.path;
  };
  const validate = (...args: string[]) => lockstep(["validate", ...args], { folder: folder.path });
  afterEach(() => folder.remove());

  it("accepts a log of a system, and says what it cost", async () => {
    inFolder({ "app.ndjson": right });
    const { code, out } = await validate("app.ndjson", "--system", ".");
    expect(code).toBe(0);
    expect(out).toMatch(/^OK {2}app\.ndjson: 3 events of counter conform\n/);
    expect(out).toMatch(/3 events, 3 steps, 1 instance/);
    expect(out).toMatch(/candidates: at most 1; actions tried per event: 1\.00, bindings: 0\.00, ways found: 1\.00/);
  });

  it("says which line no action allows, which conjunct is false and what may be wrong", async () => {
    inFolder({ "app.ndjson": wrong });
    const { code, out } = await validate("app.ndjson", "--system", ".", "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: "violates",
      events: 2,
      accepted: 1,
      line: 2,
      action: "Increment",
      conjunct: "count' = count + 1",
      candidates: 1,
      repairs: [
        "count should be 2, not 3, in line 2 (counter incremented)",
        "Increment is missing before line 2 (counter incremented)",
        "line 2 (counter incremented, Increment) is one too many: count = 1 since line 1 (counter incremented, Increment)",
      ],
    });
  });

  it("reads a specification with a mapping in YAML or TypeScript, and gzip", async () => {
    const yaml = "steps:\n  incremented: { action: Increment, set: { count: $count } }\n";
    const typescript = `import { defineMapping } from "lockstep";
export default defineMapping({ steps: { incremented: (e, { act }) => act.Increment!({}, { count: e.count }) } });
`;
    inFolder({ "words.yaml": yaml, "words.ts": typescript });
    writeFileSync(join(folder.path, "right.ndjson.gz"), gzipSync(right));
    writeFileSync(join(folder.path, "wrong.ndjson.gz"), gzipSync(wrong));
    for (const mapping of ["words.yaml", "words.ts"]) {
      const against = ["--spec", "Counter.tla", "--mapping", mapping];
      expect((await validate("right.ndjson.gz", ...against)).code).toBe(0);
      expect((await validate("wrong.ndjson.gz", ...against)).code).toBe(1);
    }
  });

  it("says what no record has told, and where the mapping has its word", async () => {
    const misspelt = "steps:\n  incremented: { action: Increment, set: { count: $cuont? } }\n";
    inFolder({ "words.yaml": misspelt, "wrong.ndjson": wrong });
    const { code, out } = await validate("wrong.ndjson", "--spec", "Counter.tla", "--mapping", "words.yaml");
    expect(code).toBe(0);
    expect(out).toContain(
      "never observed: the value of count after Increment is undefined in all 2 reports of incremented (words.yaml:2:3)\n",
    );
    const json = await validate("wrong.ndjson", "--system", ".", "--mapping", "words.yaml", "--format", "json");
    expect(JSON.parse(json.out)).toMatchObject({
      neverObserved: [{ word: "incremented", action: "Increment", name: "count", reports: 2 }],
    });
  });

  it("merges the logs of several processes by their clocks", async () => {
    const spec = ["--spec", "Counter.tla"];
    const set = (count: number, clock: Record<string, number>, process: string): string =>
      line({ process, clock, action: "Increment", set: [[["count"], count]] });
    inFolder({
      "a.ndjson": set(1, { a: 1 }, "a") + set(3, { a: 2, b: 1 }, "a"),
      "b.ndjson": set(2, { a: 1, b: 1 }, "b"),
    });
    expect((await validate("a.ndjson", "b.ndjson", ...spec)).code).toBe(0);
    expect((await validate("a.ndjson", ...spec)).code).toBe(1);
  });

  it("does not read a last line that is cut off, and says so; any other bad line is a mistake with its place", async () => {
    inFolder({ "cut.ndjson": `${right}{"process":"cou`, "bad.ndjson": `${right}{"process":"cou\n${right}` });
    const cut = await validate("cut.ndjson", "--system", ".");
    expect(cut.code).toBe(0);
    expect(cut.out).toMatch(/cut\.ndjson: the last line is cut off/);
    const bad = await validate("bad.ndjson", "--system", ".");
    expect(bad.code).toBe(64);
    expect(bad.err).toMatch(/LS5016.*bad\.ndjson:4: the line is not JSON/s);
  });

  it("takes lines of megabytes, and an empty log for unknown", async () => {
    const long = line({ process: "counter", name: "incremented", data: { count: 1, note: "x".repeat(2_500_000) } });
    const endless = `${right}{"note":"${"x".repeat(9_000_000)}`;
    inFolder({
      "long.ndjson": long,
      "damaged.ndjson": long.slice(0, -2) + "\n",
      "endless.ndjson": endless,
      "empty.ndjson": "",
    });
    expect((await validate("long.ndjson", "--system", ".")).code).toBe(0);
    expect((await validate("damaged.ndjson", "--system", ".")).err).toMatch(
      /LS5016: damaged\.ndjson:1: .* not JSON: .{10,130}\n/,
    );
    expect((await validate("endless.ndjson", "--system", ".")).err).toMatch(/endless\.ndjson:4: .* LINE_LENGTH_MAX/);
    expect((await validate("empty.ndjson", "--system", ".")).code).toBe(2);
    expect((await validate("absent.ndjson", "--system", ".")).err).toMatch(/LS7006/);
    expect((await validate("empty.ndjson")).err).toMatch(/LS7008/);
  });

  it("takes a byte order mark and carriage returns for what they are", async () => {
    inFolder({ "mark.ndjson": `\uFEFF${right.replaceAll("\n", "\r\n")}`, "one.ndjson": `\uFEFF${counted(1).trim()}` });
    expect((await validate("mark.ndjson", "--system", ".")).out).toContain("3 events of counter conform");
    expect((await validate("one.ndjson", "--system", ".")).out).toContain("1 event of counter conform");
  });

  it("follows a log that grows, until something is wrong", async () => {
    inFolder({ "live.ndjson": counted(1) });
    const path = join(folder.path, "live.ndjson");
    const running = validate("live.ndjson", "--system", ".", "--follow");
    const append = (text: string) =>
      new Promise<void>((resolve) => setTimeout(() => resolve(appendFileSync(path, text)), 400));
    await append(counted(2).slice(0, 20));
    await append(counted(2).slice(20));
    await append(counted(7) + counted(8));
    const { code, out } = await running;
    expect(code).toBe(1);
    expect(out).toMatch(/live\.ndjson:3: a step that Next does not allow/);
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(5);
  });
});
