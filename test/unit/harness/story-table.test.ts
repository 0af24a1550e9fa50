/** The table of steps that matter keeps its most useful column, the place in the program, on a terminal of any width. */
import { describe, expect, it } from "vitest";
import { storyLines } from "../../../harness/report/story-table.ts";
import type { StoryLine } from "../../../src/search/types.ts";
import { bufferTerminal } from "../../../harness/cli/terminal.ts";

function step(event: number, description: string, actions: readonly string[], place?: string): StoryLine {
  return { event, time: event * 1_000, process: "tm", description, actions, place } as StoryLine;
}

const story = [
  step(18, "receives vote from rm2", ["TMRcvPrepared(rm2)"], "/app/coordinator.ts:165:9"),
  step(19, "receives vote from rm3", ["TMRcvPrepared(rm3)", "TMCommit"], "/app/coordinator.ts:165:9"),
  step(20, "disk sync completes", []),
];

const linesAt = (columns: number, steps = story): string =>
  ["", ...storyLines(steps, bufferTerminal(columns).out)].join("\n");

describe("the steps that matter", () => {
  it("stand on one line each where there is room", () => {
    expect(linesAt(100)).toBe(`
    18  0.018 s  tm  receives vote from rm2  TMRcvPrepared(rm2)            coordinator.ts:165
    19  0.019 s  tm  receives vote from rm3  TMRcvPrepared(rm3), TMCommit  coordinator.ts:165
  > 20  0.020 s  tm  disk sync completes     -`);
  });

  it("have no times where there is not, are wrapped inside their columns, and keep the place whole", () => {
    expect(linesAt(80)).toBe(`
    18  tm  receives vote from rm2  TMRcvPrepared(rm2)        coordinator.ts:165
    19  tm  receives vote from rm3  TMRcvPrepared(rm3),       coordinator.ts:165
                                    TMCommit
  > 20  tm  disk sync completes     -`);
  });

  it("cut what is of any length, an argument or a message", () => {
    const long = linesAt(80, [step(1, "starts", [`Put(${"x".repeat(90)})`, "A", "B"], "/app/a.ts:3:1")]);
    expect(long.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(long).toMatch(/x… +a\.ts:3$/m);
  });
});
