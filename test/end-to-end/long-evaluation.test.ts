/** One evaluation that takes minutes, or nests thousands of calls deep: the process can still be ended, and goes on. */
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep, type RunOptions, type Ran } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

function check(next: string, onOutput?: RunOptions["onOutput"], options: readonly string[] = []): Promise<Ran> {
  const text = `
---- MODULE Long ----
EXTENDS Naturals, FiniteSets, TLC
VARIABLE x
RECURSIVE Sum(_)
Sum(n) == IF n = 0 THEN 0 ELSE n + Sum(n - 1)
RECURSIVE Endless(_)
Endless(n) == 1 + Endless(n + 1)
Init == x = 0
Next == ${next}
====
`;
  const made = folderWith({ "Long.tla": text, "Long.cfg": "INIT Init NEXT Next" });
  folders.push(made);
  return lockstep(["check", "Long.tla", ...options], {
    folder: made.path,
    ...(onOutput === undefined ? {} : { onOutput }),
  });
}

const never = String.raw`\A s, t \in SUBSET (1..19) : Cardinality(s) + Cardinality(t) + x < 99`;

describe("lockstep check", () => {
  it("ends on Ctrl-C in the middle of one evaluation", async () => {
    const { code, err } = await check(String.raw`PrintT("begins") /\ x' = IF ${never} THEN 1 ELSE 2`, (text, kill) => {
      if (text.includes("begins") && !text.includes("interrupted")) kill("SIGINT");
    });
    expect(code).toBe(130);
    expect(err === "" || err.includes("interrupted in the middle of one evaluation")).toBe(true);
  });

  it("ends when --time is up in the middle of one evaluation", async () => {
    const { code, err } = await check(String.raw`x' = IF ${never} THEN 1 ELSE 2`, undefined, ["--time", "1s"]);
    expect(err).toContain("the time is up in the middle of one evaluation");
    expect(code).toBe(2);
  });

  it("evaluates recursion that is ten thousand calls deep", async () => {
    const { code, out } = await check("x' = Sum(10000)");
    expect(out).toContain("2 distinct states");
    expect(code).toBe(0);
  });

  it("says where a recursion has no end", async () => {
    const { code, out } = await check("x' = Endless(0)");
    expect(out).toMatch(/error LS425[01]: /);
    expect(out).toContain("while evaluating Endless");
    expect(code).toBe(2);
  });
});
