/** How the text of an explanation reads. */
import { describe, expect, it } from "vitest";
import { repairText } from "../../../harness/report/explanation-text.ts";

describe("what a hypothesis makes of the events that follow", () => {
  it.each([
    [0, 0, "it is one too many"],
    [1, 1, "it is one too many; then the next 1 fits"],
    [8, 8, "it is one too many; then the next 8 fit"],
    [8, 1, "it is one too many; then 1 of the next 8 fits"],
    [8, 0, "it is one too many; then 0 of the next 8 fit"],
  ])("of %d events %d: %s", (following, fits, text) => {
    expect(repairText({ kind: "extra", event: 3, text: "it is one too many", following, fits })).toBe(text);
  });
});
