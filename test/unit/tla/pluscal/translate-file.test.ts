/** Writing a translation into a file: markers, checksums, options, and everything else left as it is. */
import { describe, expect, it } from "vitest";
import { checksum } from "../../../../src/tla/pluscal/checksum.ts";
import { defaultOptions } from "../../../../src/tla/pluscal/options.ts";
import { translateFile } from "../../../../src/tla/pluscal/translate-file.ts";
import { mistakesIn, moduleWith, specOfAlgorithm, translated } from "./support.ts";

const algorithm = "--algorithm M { variables x = 0; { A: x := 1 } }";
const translate = (text: string) => translateFile({ path: "M.tla", text }, defaultOptions);

describe("translating a file", () => {
  const text = moduleWith(algorithm, "After == x\n");
  const result = translate(text).text;

  it("puts the translation behind the algorithm's comment, with checksums", () => {
    expect(result).toMatch(
      /^.*\n.*\n.*\*\)\n\\\* BEGIN TRANSLATION \(chksum\(pcal\) = "[0-9a-f]{1,8}" \/\\ chksum\(tla\) = "[0-9a-f]{1,8}"\)\nVARIABLES pc, x\n/,
    );
    expect(result).toContain("\n\\* END TRANSLATION \nAfter == x\n====\n");
  });

  it("changes nothing the second time", () => {
    const again = translate(result);
    expect(again.text).toBe(result);
    expect(again.state).toEqual({ kind: "identical" });
  });

  it("leaves the rest as it is, whatever it is", () => {
    const strange = `\uFEFFtext before\t\r\n${text.replaceAll("\n", "\r\n")}after  \r\n\r\nno line break at the end`;
    const { text: made } = translate(strange);
    const [before, rest] = made.split(/\\\* BEGIN TRANSLATION.*\r\n/);
    const [, after] = rest!.split(/\\\* END TRANSLATION \r\n/);
    expect(before! + after!).toBe(strange);
    expect(made.replaceAll("\r\n", "")).not.toContain("\n");
    expect(translate(made).text).toBe(made);
  });

  it("replaces an old translation and keeps its markers", () => {
    const old = text.replace("After", "  \\**** BEGIN TRANSLATION ****\nOld == 1\n\\* END  TRANSLATION here\nAfter");
    const made = translate(old);
    expect(made.text).not.toContain("Old");
    expect(made.text).toContain("  \\**** BEGIN TRANSLATION ****\nVARIABLES pc, x\n");
    expect(made.text).toContain("\\* END  TRANSLATION here\nAfter");
    expect(made.state).toEqual({ kind: "different", difference: "VARIABLES", isEdited: false });
  });

  it("says when the old translation had been edited", () => {
    const edited = result.replace("x' = 1", "x' = 2");
    expect(translate(edited).state).toEqual({ kind: "different", difference: "A", isEdited: true });
  });

  it("takes markers that stand before the algorithm, and an algorithm in no comment", () => {
    const bare = `---- MODULE M ----\n\\* BEGIN TRANSLATION\n\\* END TRANSLATION\n====\n${algorithm}\n`;
    expect(translate(bare).text).toContain("BEGIN TRANSLATION\nVARIABLES pc, x\n");
  });

  it("counts lines in assertions as if there were no old translation", () => {
    const asserting = "--algorithm M { variables x = 0; { A: assert x = 0 } }";
    const bare = `---- MODULE M ----\n\\* BEGIN TRANSLATION\n\\* END TRANSLATION\n(* ${asserting} *)\n====\n`;
    const once = translate(bare).text;
    expect(once).toContain("assertion at line 4, column 42");
    expect(translate(once).text).toBe(once);
  });
});

describe("a file that cannot be translated", () => {
  it.each([
    ["---- MODULE M ----\n====\n", "1:1 LS1101"],
    [`---- MODULE M ----\n(* ${algorithm}\n====\n`, "LS1102"],
    [`---- MODULE M ----\n(* ${algorithm} *) A == 1\n====\n`, "LS1102"],
    [`---- MODULE M ----\n(* ${algorithm} *)\n\\* BEGIN TRANSLATION\n====\n`, "3:1 LS1103"],
  ])("%j", (text, message) => {
    expect(mistakesIn(text)).toContain(message);
  });
});

describe("options in the file", () => {
  const loop = "--algorithm M { variables x = 0; { A: while (x < 3) { x := x + 1; x := x + 1 } } }";

  it.each([
    ["\\* PlusCal options (label)", true],
    ["\\* PlusCal   options   (-wf, label)", true],
    ["(* see PlusCal options (label) *)", true],
    ["(*PlusCal options (label) *)", false],
    ["\\* PlusCal optionsX (label)", false],
  ])("%s", (line, isRead) => {
    const text = moduleWith(loop, `${line}\n`);
    if (isRead) expect(translated(text).join("\n")).toContain("Lbl_1 ==");
    else expect(mistakesIn(text)).toContain("LS1124");
  });

  it("go before the command line's", () => {
    const text = moduleWith(algorithm, "\\* PlusCal options (nof)\n");
    expect(translated(text, { fairness: "wf" }).join("\n")).not.toContain("WF_vars");
    expect(specOfAlgorithm(algorithm, { fairness: "wf" })).toContain("WF_vars(Next)");
  });

  it("that are none are warned about, and those before them count", () => {
    const text = moduleWith(algorithm, "\\* PlusCal options (wf, fairness, sf)\n");
    const { warnings, text: made } = translate(text);
    expect(warnings).toMatchObject([{ code: "LS1104", message: "fairness is no option of PlusCal" }]);
    expect(made).toContain("WF_vars(Next)");
  });
});

describe("a checksum", () => {
  it("is CRC-32 without leading zeros", () => {
    // The check value of CRC-32, and the checksum of every fair algorithm.
    expect(checksum("123456789")).toBe("cbf43926");
    expect(checksum("fair")).toBe("7c28162a");
    expect(checksum("")).toBe("0");
  });
});
