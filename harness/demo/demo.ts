/**
 * `npm run demo`: the product in under a minute, through its own command line: the specification is verified, the right
 * program runs calm and then with faults, and a wrong variant is caught, shrunk and explained.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compiledFile } from "../workers/compiled-file.ts";

const commandLine = fileURLToPath(compiledFile("harness/cli/main.js"));
const system = "sample-systems/two-phase-commit";

/** Each command, and the exit code it must have. */
const steps: readonly (readonly [string, readonly string[], number])[] = [
  ["1. The specification: every state, every property.", ["check", "specs/TwoPhase.tla"], 0],
  ["2. The right program: calm, then thousands of runs with faults.", ["fuzz", system, "--seeds", "4000"], 0],
  [
    "3. A mistake that people make: the vote is sent before the promise is on disk.",
    ["fuzz", system, "--variant", "votes-before-logging", "--seeds", "2000"],
    1,
  ],
];

for (const [title, words, expected] of steps) {
  process.stdout.write(`\n${title}\n$ npx lockstep ${words.join(" ")}\n\n`);
  const { status } = spawnSync(process.execPath, [commandLine, ...words], { stdio: "inherit" });
  if (status !== expected) {
    process.stderr.write(`\nexpected exit code ${expected}, got ${status}\n`);
    process.exit(status === 0 ? 1 : (status ?? 70));
  }
}
