/** How the command starts: quickly the second time, and with the places of its sources when it fails itself. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

describe("lockstep", () => {
  it("keeps the code of its functions beside them", async () => {
    const { code } = await lockstep(["check", "specs/TwoPhase.tla"]);
    expect(code).toBe(0);
    const workers = join(dirname(inject("cli")), "..", "workers");
    expect(readdirSync(workers).filter((name) => name.endsWith(".cache"))).not.toEqual([]);
  });

  it("names the line of its own sources where it fails itself", async () => {
    const made = folderWith({
      "sabotage.cjs": `if (!require("node:worker_threads").isMainThread)
        process.constrainedMemory = () => { throw new Error("sabotaged"); };`,
    });
    folders.push(made);
    const { code, err } = await lockstep(["check", "specs/TwoPhase.tla"], {
      environment: { NODE_OPTIONS: `--require ${join(made.path, "sabotage.cjs")}` },
    });
    expect(code).toBe(70);
    expect(err).toContain("Error: sabotaged");
    expect(err).toMatch(/at defaultMegabytesMax \(harness\/cli\/limits\.ts:\d+:\d+\)/);
  });
});
