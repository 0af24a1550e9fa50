import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openLog, type LineSource } from "../../../harness/logs/line-source.ts";
import { folderWith } from "../../support/folder.ts";

describe("lines of a log", () => {
  let folder: ReturnType<typeof folderWith>;
  const opened: LineSource[] = [];
  const open = async (text: string, follow = false): Promise<{ path: string; lines: LineSource }> => {
    folder = folderWith({ "app.ndjson": text });
    const path = join(folder.path, "app.ndjson");
    const lines = await openLog(path, { follow, signal: new AbortController().signal });
    opened.push(lines);
    return { path, lines };
  };
  const taken = (lines: LineSource): string[] => {
    const all: string[] = [];
    for (let line = lines.take(); line !== undefined; line = lines.take()) all.push(line);
    return all;
  };
  afterEach(async () => {
    for (const lines of opened.splice(0)) await lines.close();
    folder.remove();
  });

  it("are taken one by one; what stands behind the last line feed is the rest", async () => {
    const { lines } = await open("a\nb\nc");
    expect(await lines.fill()).toBe(true);
    expect(taken(lines)).toEqual(["a", "b"]);
    expect(await lines.fill()).toBe(false);
    expect(lines.rest).toBe("c");
  });

  it("begin behind a byte order mark", async () => {
    const { lines } = await open("\uFEFFa\n\uFEFFb\n");
    await lines.fill();
    expect(taken(lines)).toEqual(["a", "\uFEFFb"]);
    folder.remove();
    const one = await open("\uFEFFa");
    expect(await one.lines.fill()).toBe(false);
    expect(one.lines.rest).toBe("a");
  });

  it.each([
    ["cut", (path: string) => writeFileSync(path, "a\n"), "it was cut: 6 bytes were read, and it has 2"],
    [
      "moved away",
      (path: string) => renameSync(path, `${path}.1`),
      "another file has taken its place, or it was removed",
    ],
  ])("of a log that is %s while it is followed are not waited for", async (_, change, reason) => {
    const { path, lines } = await open("a\nb\nc\n", true);
    await lines.fill();
    expect(taken(lines)).toEqual(["a", "b", "c"]);
    const filling = lines.fill();
    change(path);
    await expect(filling).rejects.toThrow(`${path} cannot be followed further: ${reason}`);
  });
});
