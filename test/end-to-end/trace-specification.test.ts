/** Trace specifications as users of TLC have them, under `lockstep check`; `lockstep validate` agrees about each log. */
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep, type Ran } from "../support/run-cli.ts";

const project = resolve(import.meta.dirname, "../..");

/** All commit: resource manager rm1 tells everything, rm2 hardly anything. */
const right: readonly object[] = [
  { action: "RMPrepare", args: { rm: "rm1" }, set: [[["rmState", "rm1"], "prepared"]] },
  { action: "TMRcvPrepared", args: { rm: "rm1" }, add: [[["tmPrepared"], "rm1"]] },
  { add: [[["msgs"], { type: "Prepared", rm: "rm2" }]] },
  { action: "TMRcvPrepared", args: { rm: "rm2" } },
  { set: [[["tmState"], "committed"]], add: [[["msgs"], { type: "Commit" }]] },
  { action: "RMRcvCommitMsg" },
  { action: "RMRcvCommitMsg", set: [[["rmState", "rm1"], "committed"]] },
];

/** The transaction manager commits after the first vote. */
const hasty = right.filter((_, line) => line !== 2 && line !== 3);

describe("a trace specification", () => {
  let folder: ReturnType<typeof folderWith>;
  afterEach(() => folder.remove());

  const log = (records: readonly object[]): void => {
    folder = folderWith({
      "run.ndjson": records.map((record) => `${JSON.stringify(record)}\n`).join(""),
    });
  };
  const check = (...args: string[]): Promise<Ran> =>
    lockstep(["check", resolve(project, "specs/TwoPhaseTrace.tla"), ...args], {
      folder: folder.path,
      environment: { TRACE_PATH: "run.ndjson" },
    });
  const validate = (): Promise<Ran> =>
    lockstep(["validate", "run.ndjson", "--spec", resolve(project, "specs/TwoPhase.tla"), "--set", "RM={rm1, rm2}"], {
      folder: folder.path,
    });

  it("accepts the log of a right run, breadth first and depth first", async () => {
    log(right);
    const breadth = await check();
    expect(breadth.out).toContain("TypeOK, Consistent, Accepted\n\n10 distinct states, 11 generated, depth 8");
    expect(breadth.code).toBe(0);
    expect(await check("--dfs")).toMatchObject({ code: 0 });
    expect(await validate()).toMatchObject({ code: 0 });
  });

  it("shows the behavior that explains a log when it is asked for as a violation", async () => {
    log(right);
    const { code, out } = await check("--dfs", "--config", resolve(project, "specs/TwoPhaseTraceSearch.cfg"));
    expect(out).toContain("invariant NotAccepted is violated");
    expect(out).toMatch(/State 8: TraceNext\(\"rm1\"\).*\n(?:.*\n)*\* \/\\ l = 8/);
    expect(code).toBe(1);
  });

  it("is not told constants that the specification does not have", async () => {
    log(right);
    const args = ["--spec", resolve(project, "specs/TwoPhase.tla"), "--set", "RN={rm1}"];
    const { code, err } = await lockstep(["validate", "run.ndjson", ...args], { folder: folder.path });
    expect(err).toContain("error LS5012: --set RN: the specification has no constant of that name");
    expect(err).toContain("hint: did you mean RM?");
    expect(code).toBe(64);
  });

  it("refuses the log of a wrong run, at the line that no step explains", async () => {
    log(hasty);
    const { code, out } = await check();
    expect(out).toMatch(/"no step explains line",\s+3,\s+\[ set \|-> <<<<<<"tmState">>, "committed">>>>/);
    expect(out).toContain("postcondition Accepted is false");
    expect(code).toBe(1);
    expect(await validate()).toMatchObject({ code: 1 });
  });
});
