/** Scripts of the build start with the code that V8 made of them before, when it still fits. */
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadScript } from "../../../harness/workers/code-cache.ts";
import { folderWith } from "../../support/folder.ts";

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

function script(text: string) {
  const made = folderWith({ "script.cjs": text });
  folders.push(made);
  const path = join(made.path, "script.cjs");
  const caches = (): string[] => made.list().filter((name) => name.endsWith(".cache"));
  return { path, folder: made.path, load: () => loadScript(path), caches };
}

describe("a script of the build", () => {
  it("leaves its code beside it, and runs with it the next time", () => {
    const { load, caches } = script(`exports.twice = (n) => 2 * n;`);
    const first = load();
    expect((first.exports as { twice(n: number): number }).twice(21)).toBe(42);
    expect(caches()).toEqual([]);
    first.keepCode();
    expect(caches()).toHaveLength(1);
    expect((load().exports as { twice(n: number): number }).twice(21)).toBe(42);
  });

  it("requires Node's modules and its own path, as a CommonJS module does", () => {
    const { load, path } = script(
      `exports.name = require("node:path").basename(__filename); exports.path = __filename;`,
    );
    expect(load().exports).toEqual({ name: "script.cjs", path });
  });

  it("runs as it is written when it is younger than its code, even if it is no longer than before", () => {
    const { load, path, caches } = script(`exports.word = "one";`);
    load().keepCode();
    writeFileSync(path, `exports.word = "two";`);
    utimesSync(path, new Date(), new Date(Date.now() + 10_000));
    expect(load().exports).toEqual({ word: "two" });
    expect(caches()).toHaveLength(1);
  });

  it("runs as it is written when what lies there is no code", () => {
    const { load, folder, caches } = script(`exports.word = "one";`);
    load().keepCode();
    writeFileSync(join(folder, caches()[0]!), "damaged");
    const again = load();
    expect(again.exports).toEqual({ word: "one" });
    again.keepCode();
    expect(caches()).toHaveLength(1);
  });

  it("lets no more than eight sets of flags leave code", () => {
    const { load, folder, caches } = script(`exports.word = "one";`);
    for (let flags = 0; flags < 8; flags++) writeFileSync(join(folder, `script.cjs.${flags}.cache`), "");
    load().keepCode();
    expect(caches()).toHaveLength(8);
  });
});
