import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../src/tla/diagnostics.ts";
import type { SourceFile } from "../../../src/tla/syntax/source.ts";
import { diagnosticJson, diagnosticsText, diagnosticText } from "../../../harness/report/diagnostics.ts";

const plain = picocolors.createColors(false);
const file: SourceFile = {
  path: "specs/Clock.tla",
  text: ["---- MODULE Clock ----", "VARIABLE hour", "Init == hour = 1", "Next == huor' = hour + 1", "===="].join("\n"),
};
const start = file.text.indexOf("huor");

describe("a diagnostic", () => {
  it("shows code, message, place, the line with a marker, and one hint", () => {
    const diagnostic: Diagnostic = {
      code: "LS2010",
      severity: "error",
      message: "unknown name huor",
      at: { file, start, end: start + 4 },
      hint: "did you mean hour?",
      notes: [{ message: "hour is declared here", at: { file, start: 32, end: 36 } }],
    };
    expect(diagnosticText(diagnostic, plain)).toBe(
      [
        "error LS2010: unknown name huor",
        "  at specs/Clock.tla:4:9",
        "    2 | VARIABLE hour",
        "    3 | Init == hour = 1",
        "  > 4 | Next == huor' = hour + 1",
        "      |         ^^^^",
        "    5 | ====",
        "  note at specs/Clock.tla:2:10: hour is declared here",
        "  hint: did you mean hour?",
        "",
      ].join("\n"),
    );
  });

  it("says errors before warnings", () => {
    const text = diagnosticsText(
      [
        { code: "LS2001", severity: "warning", message: "second" },
        { code: "LS2002", severity: "error", message: "first" },
      ],
      plain,
    );
    expect(text).toBe("error LS2002: first\n\nwarning LS2001: second\n");
  });

  it("shows a long range by its first line only", () => {
    const long: SourceFile = { path: "Long.tla", text: Array.from({ length: 40 }, (_, i) => `line ${i}`).join("\n") };
    const text = diagnosticText(
      { code: "LS2001", severity: "error", message: "m", at: { file: long, start: 14, end: long.text.length } },
      plain,
    );
    expect(text.split("\n").length).toBeLessThan(10);
  });

  it("cuts a line that would fill the screen, and shows places at the end of a file", () => {
    const wide: SourceFile = { path: "Wide.tla", text: `${"x".repeat(3_000)}!${"x".repeat(3_000)}` };
    const message = { code: "LS2001", severity: "error", message: "m", at: { file: wide, start: 3_000, end: 5_000 } };
    const lines = diagnosticText(message as Diagnostic, plain).split("\n");
    expect(lines[1]).toBe("  at Wide.tla:1:3001");
    expect(lines[2]).toMatch(/^ {2}> 1 \| x{100}!x{99}$/);
    expect(lines[3]).toBe(`      | ${" ".repeat(100)}${"^".repeat(100)}`);
    const end = { file, start: file.text.length, end: file.text.length };
    expect(diagnosticText({ code: "LS2001", severity: "error", message: "m", at: end }, plain)).toContain("> 5 | ====");
  });

  it("points into the command line without line numbers", () => {
    const at = { file: { path: "command line", text: "lockstep chek" }, start: 9, end: 13 };
    expect(diagnosticText({ code: "LS7001", severity: "error", message: "unknown command 'chek'", at }, plain)).toBe(
      "error LS7001: unknown command 'chek'\n  $ lockstep chek\n             ^^^^\n",
    );
  });

  it("is data in JSON, with 1-based places", () => {
    expect(
      diagnosticJson({
        code: "LS2010",
        severity: "error",
        message: "m",
        at: { file, start, end: start + 4 },
        hint: "h",
      }),
    ).toEqual({
      code: "LS2010",
      severity: "error",
      message: "m",
      file: "specs/Clock.tla",
      line: 4,
      column: 9,
      endLine: 4,
      endColumn: 13,
      hint: "h",
    });
  });
});
