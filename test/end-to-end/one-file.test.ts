/** A specification in one file: further modules behind the first, and the config among them, as TLC writes its traces. */
import { afterEach, describe, expect, it } from "vitest";
import { folderWith } from "../support/folder.ts";
import { lockstep } from "../support/run-cli.ts";

const folders: ReturnType<typeof folderWith>[] = [];
const folder = (files: Record<string, string>): ReturnType<typeof folderWith> => {
  const made = folderWith(files);
  folders.push(made);
  return made;
};
afterEach(() => folders.splice(0).forEach((made) => made.remove()));

/** Three states of a clock, the last of which leads back to the second. */
const traceFile = `---- MODULE Clock_Trace ----
EXTENDS TLC, Naturals, Clock, Clock_States

_init == x = states[1].x
_next == \\E i, j \\in DOMAIN states :
           /\\ \\/ j = i + 1 /\\ i = TLCGet("level")
              \\/ i = loopEnd /\\ j = loopStart
           /\\ x = states[i].x
           /\\ x' = states[j].x
_prop == ~(([]<>(x = 1)) /\\ ([]<>(x = 2)))
_view == <<x, IF TLCGet("level") = loopEnd + 1 THEN loopStart ELSE TLCGet("level")>>
====

The module below may be uncommented instead:

\\*---- MODULE Clock_States ----
\\*states == <<>>
\\*====

---- MODULE Clock_States ----
CONSTANTS loopStart, loopEnd
states == <<[x |-> 0], [x |-> 1], [x |-> 2]>>
====

---- CONFIG Clock_Trace ----
CONSTANTS loopStart = 2
          loopEnd = 3
PROPERTY _prop
CHECK_DEADLOCK FALSE
INIT _init
NEXT _next
VIEW _view
====
`;

const clock = "---- MODULE Clock ----\nVARIABLE x\n====\n";

describe("a specification in one file", () => {
  it("is checked with the config that the file holds", async () => {
    const { path } = folder({ "Clock.tla": clock, "Clock_Trace.tla": traceFile });
    const { code, out } = await lockstep(["check", "Clock_Trace.tla"], { folder: path });
    expect(out).toContain("FAIL  Clock_Trace.tla: temporal property _prop is violated");
    expect(out).toContain("State 3: _next(2, 3)  Clock_Trace.tla:6:12\n* /\\ x = 2");
    expect(out).toContain("Back to state 2: _next(3, 2)");
    expect(out).toContain("3 distinct states, 4 generated, depth 3");
    expect(code).toBe(1);
  });

  it("may be given as the config of another module, and is then asked for by name", async () => {
    const { path } = folder({ "Clock.tla": clock, "Clock_Trace.tla": traceFile });
    const named = await lockstep(["check", "Clock_Trace.tla", "--config", "Clock_Trace.tla"], { folder: path });
    expect(named.out).toContain("_prop is violated");
    const without = await lockstep(["check", "Clock_Trace.tla", "--config", "Clock.tla"], { folder: path });
    expect(without.err).toContain("error LS7002: Clock.tla has no part ---- CONFIG Clock ----");
    expect(without.code).toBe(64);
  });

  it("points at mistakes in the config inside the file", async () => {
    const { path } = folder({
      "Clock.tla": clock,
      "Clock_Trace.tla": traceFile.replace("PROPERTY _prop", "PROPRTY _prop"),
    });
    const { code, err } = await lockstep(["check", "Clock_Trace.tla"], { folder: path });
    expect(err).toContain("error LS3002: expected = or <- after PROPRTY, found _prop");
    expect(err).toContain("at Clock_Trace.tla:28:9");
    expect(code).toBe(64);
  });

  it("leaves the file alone when a .cfg lies beside it", async () => {
    const { path } = folder({
      "Clock.tla": clock,
      "Clock_Trace.tla": traceFile,
      "Clock_Trace.cfg":
        "CONSTANTS loopStart = 2\nloopEnd = 3\nINIT _init\nNEXT _next\nVIEW _view\nCHECK_DEADLOCK FALSE\n",
    });
    const { code, out } = await lockstep(["check", "Clock_Trace.tla"], { folder: path });
    expect(out).toContain("OK  Clock_Trace.tla");
    expect(code).toBe(0);
  });
});
