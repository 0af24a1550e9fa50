/**
 * What may be wrong with a run that a specification does not allow: hypotheses that were put to the test.
 */
import { describe, expect, it } from "vitest";
import { explain } from "../../../src/conform/explain.ts";
import { REPAIRS_SHOWN, repairsOf } from "../../../src/conform/repair/repair.ts";
import type { Observation, Repair } from "../../../src/conform/types.ts";
import { Bench, type StepText } from "../../support/observations.ts";
import { moduleText, specFromFiles, specOf } from "../../support/specs.ts";

/** Runs to the violation, and asks what is wrong. */
function repairs(bench: Bench, events: readonly Observation[]): Repair[] {
  const validator = bench.validator({ keepsWitness: true });
  for (const [i, event] of events.entries()) {
    const outcome = validator.observe(event);
    if (outcome?.verdict !== "violates") continue;
    const { space, explainer, machine } = bench;
    const { violation } = outcome;
    const explanation = explain(machine, explainer, violation, validator.witness());
    return repairsOf({ space, validator, explainer, violation, explanation, following: events.slice(i + 1) });
  }
  throw new Error("the run violates nothing");
}

const twoPhase = () => new Bench(specFromFiles("specs/TwoPhase.tla"));
const step = (action: string, rm?: string): StepText => ({ action, ...(rm === undefined ? {} : { args: { rm } }) });

/** One event a step. */
function run(bench: Bench, ...steps: StepText[]): Observation[] {
  return steps.map((one) => bench.event([one]));
}

describe("what may be wrong with a run", () => {
  it("a step is missing: what comes after fits with it", () => {
    const bench = twoPhase();
    const votes = ["rm1", "rm2", "rm3"].map((rm) => step("RMPrepare", rm));
    const counted = ["rm1", "rm2"].map((rm) => step("TMRcvPrepared", rm));
    const [first] = repairs(bench, run(bench, ...votes, ...counted, step("TMCommit"), step("RMRcvCommitMsg", "rm1")));
    expect(first).toEqual({
      kind: "missing",
      event: 5,
      text: "TMRcvPrepared(rm3) is missing before event 5 (test TMCommit)",
      following: 1,
      fits: 1,
    });
  });

  it("several steps are missing, each needed by the next", () => {
    const bench = twoPhase();
    const [first] = repairs(bench, run(bench, step("RMRcvAbortMsg", "rm1")));
    expect(first?.text).toBe("TMAbort is missing before event 0 (test RMRcvAbortMsg)");
    const votes = ["rm1", "rm2"].flatMap((rm) => [step("RMPrepare", rm), step("TMRcvPrepared", rm)]);
    const [two] = repairs(bench, run(bench, ...votes, step("TMCommit")));
    expect(two?.text).toMatch(/^RMPrepare\(rm3\), TMRcvPrepared\(rm3\) are missing before event 5/);
  });

  it("an earlier event is to blame: a refusal is counted as a vote", () => {
    const bench = twoPhase();
    const others = ["rm2", "rm3"].flatMap((rm) => [step("RMPrepare", rm), step("TMRcvPrepared", rm)]);
    const events = run(
      bench,
      step("RMChooseToAbort", "rm1"),
      step("TMRcvPrepared", "rm1"),
      ...others,
      step("TMCommit"),
    );
    expect(repairs(bench, events)[0]).toMatchObject({
      kind: "action",
      event: 0,
      text: "event 0 (test RMChooseToAbort) should be RMPrepare(rm1), not RMChooseToAbort(rm1)",
      following: 5,
      fits: 5,
    });
  });

  it("two events contradict each other, and both are named", () => {
    const bench = twoPhase();
    const found = repairs(bench, run(bench, step("TMAbort"), step("TMAbort"), step("RMRcvAbortMsg", "rm1")));
    expect(found.map((one) => one.text)).toContain(
      'event 1 (test TMAbort) is one too many: tmState = "aborted" since event 0 (test TMAbort)',
    );
  });

  it("a value is not what the conjunct asks for, as far down as the two differ", () => {
    const bench = twoPhase();
    const wrong = bench.event([step("RMPrepare", "rm1")], {
      rmState: '(rm1 :> "aborted" @@ rm2 :> "working" @@ rm3 :> "working")',
    });
    expect(repairs(bench, [wrong])[0]).toMatchObject({
      kind: "value",
      text: 'rmState[rm1] should be "prepared", not "aborted", in event 0 (test RMPrepare)',
    });
  });

  it("an event that is allowed by a repetition does not make an earlier one guilty", () => {
    const bench = twoPhase();
    const events = run(bench, step("TMAbort"), step("RMPrepare", "rm1"), step("TMCommit"));
    expect(repairs(bench, events).some((one) => one.text.includes("RMPrepare(rm1) is one too many"))).toBe(false);
  });
});

describe("how hypotheses are ordered", () => {
  const counter = () =>
    new Bench(
      specOf(
        moduleText(
          "VARIABLE n\nInit == n = 0\nUp == n < 9 /\\ n' = n + 1\nDown == n > 0 /\\ n' = n - 1\nNext == Up \\/ Down",
        ),
        "INIT Init\nNEXT Next",
      ),
    );
  const at = (bench: Bench, action: string, n: number) => bench.event([{ action }], { n: String(n) });

  it("by how much of what follows fits: a wrong value, not a missing step", () => {
    const bench = counter();
    const [first, ...others] = repairs(bench, [at(bench, "Up", 1), at(bench, "Up", 3), at(bench, "Up", 3)]);
    expect(first).toMatchObject({ kind: "value", text: "n should be 2, not 3, in event 1 (test Up)", fits: 1 });
    expect(others.length).toBeLessThan(REPAIRS_SHOWN);
  });

  it("and a missing step, not a wrong value, where what follows has it too", () => {
    const bench = counter();
    const [first] = repairs(bench, [
      at(bench, "Up", 1),
      at(bench, "Up", 3),
      at(bench, "Down", 2),
      at(bench, "Down", 1),
    ]);
    expect(first).toMatchObject({ kind: "missing", text: "Up is missing before event 1 (test Up)", fits: 2 });
  });
});
