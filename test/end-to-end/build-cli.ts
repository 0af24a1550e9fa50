/**
 * Compiles the sources once for all end-to-end tests, into `.lockstep/test-build/`: the same files as `npm run build`
 * makes, without the type check that is a step of its own.
 */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
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
  rmSync(out, { recursive: true, force: true });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const flags = [
    "--noCheck",
    "--declaration",
    "false",
    "--declarationMap",
    "false",
    "--sourceMap",
    "false",
    "--outDir",
    out,
  ];
  const built = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json"), ...flags], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`the sources do not compile:\n${built.stdout}${built.stderr}`);
  cpSync(join(root, "src/tla/library"), join(out, "src/tla/library"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
  project.provide("cli", join(out, "harness/cli/main.js"));
}
