import { describe, expect, it } from "vitest";
import { checkCommand } from "../../../harness/cli/check.ts";
import { bufferTerminal } from "../../../harness/cli/terminal.ts";
import { folderWith } from "../../support/folder.ts";

const spec = String.raw`
---- MODULE Huge ----
EXTENDS Naturals
VARIABLE x
Init == x = {{0}}
Next == UNCHANGED x
Small == x \in SUBSET SUBSET (1..40)
====
`;

describe("a report", () => {
  it("shows a set that is too large to list as it is written", async () => {
    const folder = folderWith({ "Huge.tla": spec, "Huge.cfg": "INIT Init NEXT Next INVARIANT Small" });
    for (const format of ["text", "json"] as const) {
      const terminal = bufferTerminal();
      await checkCommand(`${folder.path}/Huge.tla`, { deadlock: true, format }, terminal);
      expect(terminal.text.out).toContain("SUBSET (SUBSET {1, 2,");
    }
    folder.remove();
  });
});
