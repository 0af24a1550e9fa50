import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { assignment, repeated, timeSpan, wantsJson, wholeNumber } from "../../../harness/cli/command-line.ts";

describe("option values", () => {
  it("read times with units", () => {
    expect(["30s", "5m", "1h", "500ms", "2", "1.5s"].map(timeSpan)).toEqual([30, 300, 3600, 0.5, 2, 1.5]);
    for (const wrong of ["", "0s", "-1s", "5 minutes", "1e3", "Infinity"])
      expect(() => timeSpan(wrong)).toThrow(InvalidArgumentError);
  });

  it("read whole numbers, and only those", () => {
    expect(wholeNumber(1)("12")).toBe(12);
    for (const wrong of ["0", "-1", "1.5", "0x10", "1e3", "", "99999999999999999999"]) {
      expect(() => wholeNumber(1)(wrong)).toThrow(InvalidArgumentError);
    }
  });

  it("collect what may be repeated", () => {
    expect(repeated("b", repeated("a", undefined))).toEqual(["a", "b"]);
    expect(assignment("N=a=b", assignment("RM=5", undefined))).toEqual({ RM: "5", N: "a=b" });
    expect(() => assignment("RM", undefined)).toThrow(InvalidArgumentError);
    expect(() => assignment("=5", undefined)).toThrow(InvalidArgumentError);
  });

  it("know that JSON was asked for before anything is parsed", () => {
    expect(wantsJson(["check", "--format", "json"])).toBe(true);
    expect(wantsJson(["check", "--format=json"])).toBe(true);
    expect(wantsJson(["check", "json", "--format", "text"])).toBe(false);
  });
});
