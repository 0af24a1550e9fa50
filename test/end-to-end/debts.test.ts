/** What a program leaves undone, as a person is told of it: no step is wrong, one is missing for ever. */
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";
import { counterConfig, counterFiles, counterSpec, rightCounter } from "../support/tiny-system.ts";

/** A counter that has to get somewhere. */
const spec = counterSpec
  .replace("[][Next]_count", "[][Next]_count /\\ WF_count(Increment)")
  .replace("====", "GetsThere == <>(count = Max)\n====");
const config = `${counterConfig}PROPERTY GetsThere\n`;
const log = (counts: readonly number[]): string =>
  counts.map((count) => `${JSON.stringify({ name: "incremented", data: { count } })}\n`).join("");

describe("a promise of the specification", () => {
  let folder: ReturnType<typeof folderWith>;
  const inFolder = (files: Record<string, string>): void =>
    void (folder = folderWith({ ...counterFiles(rightCounter), "Counter.tla": spec, "Counter.cfg": config, ...files }));
  const run = (...args: string[]) => lockstep(args, { folder: folder.path });
  afterEach(() => folder.remove());

  it("that simulated runs do not keep is a debt, and a violation with --fail-on-debts", async () => {
    inFolder({ "system.ts": rightCounter.replace("i <= 3", "i <= 2") });
    const fuzz = ["fuzz", ".", "--seeds", "5", "--workers", "1"];
    const told = await run(...fuzz);
    expect(told.out).toMatch(
      /debts +Increment never taken at the end of 5 instances, 5 of them at rest .*GetsThere false/,
    );
    expect(told.code).toBe(0);
    const failed = await run(...fuzz, "--fail-on-debts");
    expect(failed.out).toContain("FAIL  steps were left undone in 5 runs with faults");
    expect(failed.code).toBe(1);
  });

  it("that a log does not keep likewise, and its end is judged when the system is at rest then", async () => {
    inFolder({ "short.ndjson": log([1, 2]), "whole.ndjson": log([1, 2, 3]) });
    const told = await run("validate", "short.ndjson", "--system", ".");
    expect(told.out).toContain("debt     Increment never taken, possible since line 2");
    expect(told.code).toBe(0);
    const failed = await run("validate", "short.ndjson", "--system", ".", "--fail-on-debts");
    expect(failed.out).toMatch(
      /^FAIL {2}short\.ndjson: each of 2 events of counter is allowed, but something is left undone/,
    );
    expect(failed.code).toBe(1);

    const atRest = await run("validate", "short.ndjson", "--system", ".", "--at-rest", "--format", "json");
    expect(JSON.parse(atRest.out)).toMatchObject({
      verdict: "violates",
      debtsTotal: 1,
      atRest: [{ property: "GetsThere", verdict: "false", instance: "" }],
    });
    expect(atRest.code).toBe(1);
    expect((await run("validate", "whole.ndjson", "--system", ".", "--at-rest")).code).toBe(0);
    expect((await run("validate", "whole.ndjson", "--system", ".", "--at-rest", "--follow")).err).toContain("LS7012");
  });
});
