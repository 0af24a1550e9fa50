/**
 * Bundles the sources once for all end-to-end tests, into `.lockstep/test-build/`: the same scripts as `npm run build`
 * makes, without the type check that is a step of its own.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { root } from "../support/import-graph.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Absolute path of the compiled command line. */
    cli: string;
  }
}

export default function setup(project: TestProject): void {
  const out = join(root, ".lockstep", "test-build");
  const built = spawnSync(process.execPath, [join(root, "harness/build/bundle.mjs"), out], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the sources do not compile:\n${built.stdout}${built.stderr}`);
  project.provide("cli", join(out, "harness/cli/main.js"));
}
