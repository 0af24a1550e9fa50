/**
 * The steps of continuous integration, one after the other: install, lint, type check, formatting, tests. Each step
 * other than the tests counts as one; the tests count as vitest counts them. A step that fails does not stop the later
 * ones, except the installation, without which there is nothing to run.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let passed = 0;
let failed = 0;

/** Runs npm with the terminal's output; true when it exits with 0. */
function npm(...args) {
  console.log(`\n$ npm ${args.join(" ")}`);
  return spawnSync("npm", args, { stdio: "inherit" }).status === 0;
}

function step(...args) {
  const ok = npm(...args);
  if (ok) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED: npm ${args.join(" ")}`);
  }
  return ok;
}

/** Runs the tests and adds vitest's own counts. A file that does not load, or an error outside a test, is a failure. */
function tests() {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-ci-"));
  const file = join(folder, "results.json");
  const ok = npm("test", "--", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`);
  let failures = 0;
  try {
    const results = JSON.parse(readFileSync(file, "utf8"));
    passed += results.numPassedTests;
    const unloaded = results.testResults.filter(
      (suite) => suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"),
    );
    failures = results.numFailedTests + unloaded.length;
  } catch (error) {
    console.log(`no test results: ${error instanceof Error ? error.message : String(error)}`);
  }
  rmSync(folder, { recursive: true, force: true });
  failed += ok ? failures : Math.max(1, failures);
}

if (step("ci", "--no-audit", "--no-fund")) {
  step("run", "lint");
  step("run", "typecheck");
  step("run", "format:check");
  tests();
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
