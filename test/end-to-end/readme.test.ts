/** The README's example, run as its reader would: the files as printed, then with the line taken out that it says to. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fencedFiles } from "../support/fenced-files.ts";
import { folderWith } from "../support/folder.ts";
import { root } from "../support/import-graph.ts";
import { lockstep } from "../support/run-cli.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the failure at the top of the README", () => {
  it("is what the command prints", async () => {
    const [, command, failure] = /^\$ npx lockstep (.*)\n\n(FAIL[\s\S]*?)^```$/m.exec(readme)!;
    const { code, out } = await lockstep(command!.split(" "));
    expect(out).toContain(failure);
    expect(code).toBe(1);
  });
});

describe("the README's example", () => {
  const files = fencedFiles(readme);

  it("conforms", async () => {
    expect(Object.keys(files).sort()).toEqual(["Lock.cfg", "Lock.tla", "lock.ts", "system.ts"]);
    const folder = folderWith(files);
    try {
      const { code, out } = await lockstep(["fuzz", ".", "--seeds", "100", "--workers", "1"], { folder: folder.path });
      expect(out).toContain("OK  every step of 100 runs with faults is a step of Lock");
      expect(code).toBe(0);
    } finally {
      folder.remove();
    }
  });

  it("is caught without the line that the text names", async () => {
    const program = files["lock.ts"]!.replace(/^.*a late copy of an earlier release.*\n/m, "");
    expect(program).not.toBe(files["lock.ts"]);
    const folder = folderWith({ ...files, "lock.ts": program });
    try {
      const { code, out } = await lockstep(["fuzz", ".", "--seeds", "100", "--workers", "1"], { folder: folder.path });
      expect(out).toContain("c \\in holders");
      expect(out).toContain("released at lock.ts:19");
      expect(code).toBe(1);
    } finally {
      folder.remove();
    }
  });
});
