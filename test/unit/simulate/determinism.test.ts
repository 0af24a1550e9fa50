import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inMacrotask } from "../../../src/simulate/host.ts";
import { gossipHashes } from "../../support/gossip.ts";

const SEEDS = 200;
const repository = fileURLToPath(new URL("../../..", import.meta.url));

describe("the same seed gives the same hash", () => {
  let folder = "";
  beforeAll(() => {
    // Inside the repository, so that the bundle finds the one dependency that it leaves out.
    folder = mkdtempSync(join(repository, "node_modules", ".lockstep-test-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("twice in one process, and in another process", async () => {
    const here = await inMacrotask(() => gossipHashes(SEEDS));
    expect(new Set(here).size).toBe(SEEDS);
    expect(await inMacrotask(() => gossipHashes(SEEDS))).toEqual(here);

    const bundle = join(folder, "gossip.mjs");
    buildSync({
      stdin: {
        contents: `import { gossipHashes } from "./test/support/gossip.ts";
          setImmediate(() => console.log(JSON.stringify(gossipHashes(${SEEDS}))));`,
        resolveDir: repository,
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      outfile: bundle,
    });
    const there = execFileSync(process.execPath, [bundle], { encoding: "utf8", cwd: tmpdir() });
    expect(JSON.parse(there)).toEqual(here);
  });

  test("as it always was: a change here invalidates every recorded failure", async () => {
    expect((await inMacrotask(() => gossipHashes(3))).join(" ")).toMatchInlineSnapshot(
      `"6eef06c76ac91201 845c14e8ed6a5aac f50168964ceeb872"`,
    );
  });
});
