/** A variable that is a function of nodes, mapped with `on` as if it were the value at one of them: the message says how. */
import { describe, expect, it } from "vitest";
import snapshotStore from "../../../sample-systems/snapshot-store/system.ts";
import twoPhaseCommit from "../../../sample-systems/two-phase-commit/system.ts";
import { on, volatile, type VariableMapping } from "../../../src/observe/mapping.ts";
import type { System } from "../../../src/system/define-system.ts";
import { DiagnosticError, type Diagnostic } from "../../../src/tla/diagnostics.ts";
import { campaign, subjectOf } from "../../support/sample-runs.ts";

/** What is wrong with a sample whose state is mapped like this instead. */
async function mistakeOf(system: System, folder: string, state: Record<string, VariableMapping>): Promise<Diagnostic> {
  const changed: System = { ...system, definition: { ...system.definition, state: () => state } };
  try {
    await campaign(subjectOf(changed, folder), 1);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0]!;
    throw error;
  }
  throw new Error("nothing was wrong");
}

const onNode = (node: string, value: unknown): VariableMapping =>
  on(
    node,
    volatile(() => value, value),
  );

describe("a variable that is a function, read as a whole on one node", () => {
  it("gets a hint at perNode when what is read would do at each key", async () => {
    const rmState = onNode("rm1", "working");
    expect(await mistakeOf(twoPhaseCommit, "two-phase-commit", { rmState })).toMatchObject({
      code: "LS5014",
      message: 'rmState: expected a function, got "working"',
      hint: 'rmState is a function: perNode(names, part) reads its value at each node on that node; on("rm1", part) has to give all of it',
    });
  });

  it("gets it too where the keys are strings, so that the function is a record", async () => {
    const mistake = await mistakeOf(snapshotStore, "snapshot-store", { version: onNode("primary", 3) });
    expect(mistake.message).toBe("version: expected a record, got 3");
    expect(mistake.hint).toMatch(/^version is a function: perNode/);
  });

  it("gets none when what is read is wrong for a key as well", async () => {
    const mistake = await mistakeOf(snapshotStore, "snapshot-store", { updates: onNode("primary", 3) });
    expect(mistake.message).toBe("updates: expected a record, got 3");
    expect(mistake.hint).toBeUndefined();
  });
});
