/** The textbook's blocking problem: a counterexample of a temporal property as a person reads it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lockstep } from "../support/run-cli.ts";

const golden = new URL("../golden/liveness/", import.meta.url);

/** The report without the time that it took. */
const timeless = (text: string): string => text.replace(/, [\d.]+ s\n/g, "\n");

describe("two-phase commit with a transaction manager that may crash", () => {
  it("blocks: all prepared, crash, and nothing happens any more", async () => {
    const { code, out, err } = await lockstep(["check", "specs/TwoPhaseCrash.tla"]);
    expect(timeless(out)).toBe(readFileSync(new URL("two-phase-crash.txt", golden), "utf8"));
    expect(err).toBe("");
    expect(code).toBe(1);
  });

  it("says so as data too", async () => {
    const { out } = await lockstep(["check", "specs/TwoPhaseCrash.tla", "--format", "json"]);
    const result = JSON.parse(out) as { violations: { trace: { action: { name: string } | null }[] }[] };
    expect(result).toMatchObject({
      verdict: "liveness",
      property: "PreparedLeadsToDecided",
      cycle: { to: 5, stuttering: true, action: null },
      violations: [{ property: "PreparedLeadsToDecided" }, { property: "TMDecides" }],
    });
    expect(result.violations[0]!.trace.map((state) => state.action?.name)).toEqual([
      undefined,
      "RMPrepare",
      "RMPrepare",
      "RMPrepare",
      "TMCrash",
    ]);
  });

  it("decides as long as nobody crashes", async () => {
    const { code, out } = await lockstep([
      "check",
      "specs/TwoPhaseCrash.tla",
      "--config",
      "specs/TwoPhaseCrashNever.cfg",
    ]);
    expect(out).toContain("OK  specs/TwoPhaseCrash.tla: TypeOK, Consistent, PreparedLeadsToDecided, TMDecides");
    expect(code).toBe(0);
  });
});
