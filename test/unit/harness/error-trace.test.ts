/** How an error trace is printed: whole states with a star at what changed, or only what changed. */
import { describe, expect, it } from "vitest";
import { bufferTerminal } from "../../../harness/cli/terminal.ts";
import { traceText } from "../../../harness/report/error-trace.ts";
import type { TraceState } from "../../../src/check/types.ts";

const at = { file: { path: "Tank.tla", text: "Fill == level' = level + 1" }, start: 0, end: 4 };
const action = { name: "Fill", parameters: [], at };
const state = (number: number, level: string, changed: boolean): TraceState => ({
  number,
  ...(number === 1 ? {} : { action }),
  values: [
    { name: "level", value: level, isChanged: changed },
    { name: "valve", value: '"open"', isChanged: false },
  ],
});
const trace = [state(1, "0", false), state(2, "1", true), state(3, "1", false)];
const { out } = bufferTerminal();

describe("an error trace", () => {
  it("shows whole states, as TLC does, with a star at each variable that the step changed", () => {
    expect(traceText(trace, out)).toBe(
      [
        "State 1: initial state",
        "  /\\ level = 0",
        '  /\\ valve = "open"',
        "",
        "State 2: Fill  Tank.tla:1:1",
        "* /\\ level = 1",
        '  /\\ valve = "open"',
        "",
        "State 3: Fill  Tank.tla:1:1",
        "  /\\ level = 1",
        '  /\\ valve = "open"',
        "",
      ].join("\n"),
    );
  });

  it("shows of all states but the first only what changed, on request", () => {
    expect(traceText(trace, out, { onlyChanges: true })).toBe(
      [
        "State 1: initial state",
        "  /\\ level = 0",
        '  /\\ valve = "open"',
        "",
        "State 2: Fill  Tank.tla:1:1",
        "* /\\ level = 1",
        "",
        "State 3: Fill  Tank.tla:1:1",
        "  no variable changes",
        "",
      ].join("\n"),
    );
  });
});
