/** Coverage of conjuncts: which part of an action was never true, and how often each part was. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blockerOf } from "../../../harness/report/coverage-report.ts";
import { lastStates } from "../../../src/check/ancestry.ts";
import { sampledNumbers } from "../../../src/check/conjunct-coverage.ts";
import { Judge } from "../../../src/check/judge.ts";
import { StateKey } from "../../../src/check/state-key.ts";
import type { CheckResult } from "../../../src/check/types.ts";
import { checked, compiled } from "../../support/check.ts";
import { specOf } from "../../support/specs.ts";

const CFG = "INIT Init NEXT Next";

function clock(next: string, definitions = "", init = "x = 0"): CheckResult {
  const text = `---- MODULE Clock ----\nEXTENDS Naturals\nVARIABLE x\nInit == ${init}\n${definitions}\nNext == x' = (x + 1) % 3 \\/ ${next}\n====`;
  return checked(text, CFG, { coversConjuncts: true });
}

/** The conjuncts of the last action, as `text reached/passed`. */
function tally(result: CheckResult): string[] {
  const { conjuncts } = result.actions.at(-1)!.conjuncts!;
  return conjuncts.map(({ text, depth, reached, passed }) => `${"  ".repeat(depth)}${text} ${reached}/${passed}`);
}

function blocker(result: CheckResult): string | undefined {
  const found = blockerOf(result.actions.at(-1)!.conjuncts!.conjuncts);
  return found === undefined ? undefined : `${found.isEmpty ? "empty" : "false"}: ${found.conjunct.text}`;
}

describe("coverage of conjuncts", () => {
  it("says how often each was reached, and true; the first that never was is why the action is never enabled", () => {
    const result = clock("Stop", "Stop == x > 0 /\\ x = 7 /\\ x' = 0");
    expect(tally(result)).toEqual(["x > 0 3/2", "x = 7 2/0", "x' = 0 0/0"]);
    expect(blocker(result)).toBe("false: x = 7");
  });

  it("tells a choice without elements from one whose elements do not fit", () => {
    const empty = clock("(\\E y \\in {z \\in 1..9 : z < x - 5} : Take(y))", "Take(y) == x' = y", "x = 5");
    expect(blocker(empty)).toBe("empty: \\E y \\in {z \\in 1..9 : z < x - 5}");
    const unfit = clock("(\\E y \\in 5..6 : Take(y))", "Take(y) == y < x /\\ x' = y");
    expect(tally(unfit)).toEqual(["\\E y \\in 5..6 3/0", "  y < x 6/0", "  x' = y 0/0"]);
    expect(blocker(unfit)).toBe("false: y < x");
  });

  it("looks into definitions that say something of the next state", () => {
    const result = clock("Move", "Allowed == x = 8\nSet == Allowed /\\ x' = 1\nMove == x < 3 /\\ Set");
    expect(tally(result)).toEqual(["x < 3 3/3", "Set 3/0", "  Allowed 3/0", "  x' = 1 0/0"]);
    expect(blocker(result)).toBe("false: Allowed");
  });

  it("blames alternatives as a whole, and counts each", () => {
    const result = clock(
      "Move",
      "Move == /\\ x = 1\n        /\\ \\/ x = 2 /\\ x' = 2\n           \\/ x = 1 /\\ x > 4 /\\ x' = 3",
    );
    expect(blocker(result)).toBe("false: \\/ x = 2 /\\ x' = 2 \\/ x = 1 /\\ x > 4 /\\ x' = 3");
    expect(tally(result).slice(1)).toContain("  x = 1 1/1");
  });

  it("counts what cannot be evaluated as reached and not true", () => {
    const result = clock("Odd", 'Odd == x = 2 /\\ x["a"] = 1 /\\ x\' = 0');
    expect(result.verdict).toBe("error");
    expect(tally(result)).toEqual(["x = 2 3/1", 'x["a"] = 1 1/0', "x' = 0 0/0"]);
  });

  it("looks at enabled actions only on request, and at none when something is violated", () => {
    const text =
      "---- MODULE M ----\nEXTENDS Naturals\nVARIABLE x\nInit == x = 0\nUp == x < 3 /\\ x' = x + 1\nNo == x = 9 /\\ x' = 0\nNext == Up \\/ No\nSmall == x < 2\n====";
    const has = (result: CheckResult): boolean[] => result.actions.map(({ conjuncts }) => conjuncts !== undefined);
    expect(has(checked(text, CFG, { checkDeadlock: false }))).toEqual([false, true]);
    expect(has(checked(text, CFG, { checkDeadlock: false, coversConjuncts: true }))).toEqual([true, true]);
    expect(has(checked(text, `${CFG} INVARIANT Small`))).toEqual([false, false]);
  });

  it("agrees with the compiled machine on how often actions are enabled", () => {
    const read = (name: string): string => readFileSync(new URL(`../../../specs/${name}`, import.meta.url), "utf8");
    const modules = [read("TwoPhase.tla"), read("TransactionCommit.tla")] as const;
    const result = checked(modules[0], read("TwoPhase.cfg"), { coversConjuncts: true }, modules[1]);
    for (const { name, enabled, conjuncts } of result.actions) {
      const { states, conjuncts: all } = conjuncts!;
      expect(states).toBe(288);
      const whole = all[0]!.kind === "choice" ? all[0]! : all.at(-1)!;
      expect([name, whole.passed]).toEqual([name, enabled]);
    }
  });
});

describe("the states that are looked at", () => {
  it("are all of them, or evenly spread", () => {
    expect(sampledNumbers(0, false)).toEqual([]);
    expect(sampledNumbers(3, false)).toEqual([0, 1, 2]);
    const spread = sampledNumbers(1_000_001, true);
    expect(spread.length).toBeLessThanOrEqual(2_000);
    expect(spread.slice(0, 3)).toEqual([0, 501, 1_002]);
  });

  it("are found again at the ends of their paths", () => {
    const spec = specOf(
      "---- MODULE M ----\nEXTENDS Naturals\nVARIABLE x\nInit == x \\in {10, 20}\nNext == x' = x + 1 \\/ x' = x + 5\n====",
      CFG,
    );
    const { machine } = compiled(spec);
    const paths = [[1], [0, 1, 0], [0], [0, 1], [1, 0, 0], [0, 7], [5]];
    const found = lastStates(machine, new Judge(machine, {}), new StateKey(machine), paths);
    const values = found.map((state) => machine.store.show(state[0]!)).sort();
    expect(values).toEqual(["10", "15", "16", "20", "22"]);
  });
});
