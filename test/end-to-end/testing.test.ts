/** The examples of docs/testing.md, with the README's lock, in a project of their own that has the built package installed. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { fencedFiles } from "../support/fenced-files.ts";
import { folderWith } from "../support/folder.ts";
import { root } from "../support/import-graph.ts";

const files: Record<string, string> = {
  ...fencedFiles(readFileSync(join(root, "README.md"), "utf8")),
  ...fencedFiles(readFileSync(join(root, "docs/testing.md"), "utf8")),
  "package.json": '{"type":"module"}',
};

describe("the examples of docs/testing.md", () => {
  let folder: ReturnType<typeof folderWith>;
  afterEach(() => folder.remove());

  /** Runs the project's tests with vitest, as its author would. */
  function runTests(program: Record<string, string>): { readonly status: number | null; readonly output: string } {
    folder = folderWith(program);
    const installed = join(folder.path, "node_modules", "lockstep");
    mkdirSync(installed, { recursive: true });
    cpSync(join(root, "package.json"), join(installed, "package.json"));
    symlinkSync(join(dirname(inject("cli")), "../.."), join(installed, "dist"));
    symlinkSync(join(root, "node_modules", "vitest"), join(folder.path, "node_modules", "vitest"));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, "node_modules/vitest/vitest.mjs"), "run"],
      { cwd: folder.path, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "" } },
    );
    return { status, output: stdout + stderr };
  }

  it("pass for the right lock, and fail with the line of the program when a late release is believed", () => {
    expect(Object.keys(files)).toContain("lock-server.test.ts");
    const right = runTests(files);
    expect(right.output).toContain("2 passed");
    expect(right.status).toBe(0);
    folder.remove();

    const program = files["lock.ts"]!.replace(/^.*a late copy of an earlier release.*\n/m, "");
    const wrong = runTests({ ...files, "lock.ts": program });
    expect(wrong.output).toContain("ConformanceError: FAIL  lock: a step that Next does not allow, seed 3");
    // Which event and client that are depends on how small the failure was made.
    expect(wrong.output).toMatch(/holders since event \d+: server released at lock\.ts:19, Release\(c\d\)/);
    expect(wrong.output).toMatch(/replay {3}npx lockstep replay \.lockstep\/failures\/step-\w+\.json/);
    expect(wrong.output).toContain("❯ lock.test.ts:5:9");
    expect(wrong.output).not.toContain("assert-conforms");
    expect(wrong.status).toBe(1);
  });
});
