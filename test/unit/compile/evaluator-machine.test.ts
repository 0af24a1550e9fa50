import { describe, expect, test } from "vitest";
import { explore, machineOf, machineOfSpec, specFromFiles } from "../../support/specs.ts";

describe("the evaluator's state machine", () => {
  test("explores a clock, counting as TLC does", () => {
    const machine = machineOf(
      `---- MODULE Clock ----
EXTENDS Naturals
VARIABLE hour
Init == hour \\in 1..12
Tick == hour' = IF hour = 12 THEN 1 ELSE hour + 1
Next == Tick
InRange == hour \\in 1..12
====`,
      "INIT Init\nNEXT Next\nINVARIANT InRange",
    );
    expect(machine.actions.map((action) => action.name)).toEqual(["Tick"]);
    expect(explore(machine)).toMatchObject({ outcome: "ok", generated: 24, distinct: 12, depth: 1, initial: 12 });
  });

  test("explores two-phase commit", () => {
    const machine = machineOfSpec(specFromFiles("specs/TwoPhase.tla"));
    expect(machine.actions.map((action) => action.name)).toEqual([
      "TMCommit",
      "TMAbort",
      "TMRcvPrepared",
      "RMPrepare",
      "RMChooseToAbort",
      "RMRcvCommitMsg",
      "RMRcvAbortMsg",
    ]);
    expect(machine.actionProperties.map((property) => property.name)).toEqual(["ImplementsTransactionCommit"]);
    expect(explore(machine)).toMatchObject({ outcome: "ok", generated: 1146, distinct: 288, depth: 11, initial: 1 });
  });
});
