import { describe, expect, it } from "vitest";
import { bufferTerminal, wantsColor } from "../../../harness/cli/terminal.ts";
import { StatusLine } from "../../../harness/report/status-line.ts";

describe("colour", () => {
  it("is for terminals, unless the environment says otherwise", () => {
    expect(wantsColor(true, {})).toBe(true);
    expect(wantsColor(false, {})).toBe(false);
    expect(wantsColor(true, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColor(true, { NO_COLOR: "" })).toBe(true);
    expect(wantsColor(false, { FORCE_COLOR: "1" })).toBe(true);
    expect(wantsColor(true, { FORCE_COLOR: "0" })).toBe(false);
    expect(wantsColor(true, { NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
    expect(wantsColor(true, { TERM: "dumb" })).toBe(false);
  });
});

describe("the status line", () => {
  it("writes nothing into the log of a short run", () => {
    const terminal = bufferTerminal();
    const status = new StatusLine(terminal.err);
    for (let i = 0; i < 100; i++) status.update(() => `run ${i}`);
    status.clear();
    expect(terminal.text.err).toBe("");
  });

  it("is one line that rewrites itself where a person watches, and is gone before results are printed", () => {
    const terminal = bufferTerminal(20);
    const status = new StatusLine({ ...terminal.err, isInteractive: true });
    status.update(() => "checking: a line longer than the terminal is wide");
    status.update(() => "too soon");
    status.clear();
    status.clear();
    expect(terminal.text.err).toBe("\rchecking: a line lo\u001b[K\r\u001b[K");
  });

  it("leaves out whole parts that have no room", () => {
    const terminal = bufferTerminal(30);
    const status = new StatusLine({ ...terminal.err, isInteractive: true });
    status.update(() => "checking: 1,000 states, 200,000 generated, depth 7");
    expect(terminal.text.err).toBe("\rchecking: 1,000 states\u001b[K");
  });
});
