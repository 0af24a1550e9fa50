/** When the translation in a file is used, when another is made, and where places in either lead. */
import { describe, expect, it } from "vitest";
import { checked } from "../../../support/check.ts";
import { DiagnosticError } from "../../../../src/tla/diagnostics.ts";
import { translatedModule } from "../../../../src/tla/pluscal/module-translation.ts";
import { defaultOptions } from "../../../../src/tla/pluscal/options.ts";
import { translateFile } from "../../../../src/tla/pluscal/translate-file.ts";
import { positionAt, textOf, writtenAt, type SourceFile } from "../../../../src/tla/syntax/source.ts";
import { moduleWith } from "./support.ts";

const t = String.raw;
const algorithm = t`--algorithm M {
  variables x = 0, y = 1;
  process (p \in {1, 2}) variable v = self; {
    A: x := x + v;
       y := x
  }
}`;
const written = translateFile({ path: "M.tla", text: moduleWith(algorithm) }, defaultOptions).text;
const withoutChecksums = written.replace(/ \(chksum.*\)/, "");

function read(text: string): { file: SourceFile; codes: string[]; isFresh: boolean } {
  const { file, warnings } = translatedModule({ path: "M.tla", text });
  return { file, codes: warnings.map((warning) => warning.code), isFresh: file.text !== text };
}

describe("a module with an algorithm", () => {
  it("and no translation is translated, and says so", () => {
    const { file, codes } = read(moduleWith(algorithm));
    expect(file.text).toBe(written);
    expect(codes).toEqual(["LS1160"]);
  });

  it("and empty markers is translated too", () => {
    const text = moduleWith(algorithm, "\\* BEGIN TRANSLATION\n\\* END TRANSLATION\n");
    expect(read(text)).toMatchObject({ codes: ["LS1160"], isFresh: true });
  });

  it("and its current translation is read as it is", () => {
    expect(read(written)).toMatchObject({ codes: [], isFresh: false });
    expect(read(withoutChecksums)).toMatchObject({ codes: [], isFresh: false });
  });

  it("whose translation is laid out otherwise, or by an older translator, is read as it is", () => {
    const older = withoutChecksums
      .replace("VARIABLES pc, x, y, v", "VARIABLES x, y,\n          pc, v")
      .replace("<< pc, x, y, v >>", "<< x, y, pc, v >>")
      .replace(/\(\* Allow[^]*?UNCHANGED vars\n\n/, "")
      .replace(
        "\\/ Terminating",
        t`\/ (* Disjunct to prevent deadlock on termination *)
              ((\A self \in ProcSet: pc[self] = "Done") /\ UNCHANGED vars)`,
      );
    expect(older).not.toContain("Terminating");
    expect(read(older)).toMatchObject({ codes: [], isFresh: false });
  });

  it("that was changed since is translated again", () => {
    const changed = (text: string): string => text.replace("A: x := x + v;", "A: x := x - v;");
    expect(read(changed(written))).toMatchObject({ codes: ["LS1161"], isFresh: true });
    expect(read(changed(withoutChecksums))).toMatchObject({ codes: ["LS1161"], isFresh: true });
    expect(read(changed(written)).file.text).toContain("x' = x - v[self]");
  });

  it("whose translation was edited is read with the edits", () => {
    const edited = written.replace("x' = x + v[self]", "x' = x + 2 * v[self]");
    expect(read(edited)).toMatchObject({ codes: ["LS1162"], isFresh: false });
  });

  it("whose author switched the comparison off is read as it is", () => {
    const off = written
      .replace(/\(chksum.*\)/, t`(chksum(pcal) \in STRING /\ chksum(tla) \in STRING)`)
      .replace("A: x := x + v;", "A: x := x - v;");
    expect(read(off)).toMatchObject({ codes: [], isFresh: false });
  });

  it("whose translation asks for fairness that the algorithm does not was made with an option", () => {
    const fair = withoutChecksums.replace(
      t`Spec == Init /\ [][Next]_vars`,
      t`Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in {1, 2} : WF_vars(p(self))`,
    );
    expect(fair).toContain("WF_vars");
    expect(read(fair)).toMatchObject({ codes: [], isFresh: false });
  });

  it("that is fair is compared by what it defines, since its checksum says nothing", () => {
    const fairAlgorithm = algorithm.replace("--algorithm", "--fair algorithm");
    const { text } = translateFile({ path: "M.tla", text: moduleWith(fairAlgorithm) }, defaultOptions);
    expect(read(text)).toMatchObject({ codes: [] });
    expect(read(text.replace("A: x := x + v;", "A: x := x - v;"))).toMatchObject({ codes: ["LS1161"], isFresh: true });
  });

  it("with a mistake is an error where it must be translated, and a warning where nobody knows", () => {
    const broken = (text: string): string => text.replace("A: x := x + v;", "A: x = x + v;");
    expect(() => read(broken(moduleWith(algorithm)))).toThrow(DiagnosticError);
    expect(() => read(broken(written))).toThrow(DiagnosticError);
    expect(read(broken(withoutChecksums))).toMatchObject({ codes: ["LS1163"], isFresh: false });
  });
});

describe("a module without an algorithm", () => {
  it.each([
    "(* The --algorithm of Lamport, in prose. *)\n",
    "(* It is --fair to all. *)\n",
    "\\* --algorithm\n",
    "(* BEGIN TRANSLATION of a poem *)\n",
  ])("is not touched by %s", (comment) => {
    const text = `---- MODULE M ----\n${comment}A == 1\n====\n`;
    expect(read(text)).toMatchObject({ codes: [], isFresh: false });
  });

  it("has none behind its end", () => {
    const text = `---- MODULE M ----\nA == 1\n====\n(* ${algorithm} *)\n`;
    expect(read(text)).toMatchObject({ codes: [], isFresh: false });
  });

  it("may have lines of ==== in comments before an algorithm", () => {
    const text = moduleWith(algorithm).replace("EXTENDS", "(*\n=====\nTitle\n=====\n*)\nEXTENDS");
    expect(read(text).codes).toEqual(["LS1160"]);
  });
});

describe("a place in a translation", () => {
  const placeOf = (file: SourceFile, text: string): string => {
    const start = file.text.lastIndexOf(text);
    const at = writtenAt({ file, start, end: start + text.length });
    const { line, column } = positionAt(at.file, at.start);
    return `${line}:${column} ${textOf(at)}`;
  };

  it.each([
    ["made on the spot", moduleWith(algorithm)],
    ["in the file", written],
    ["in the file, in another layout", withoutChecksums.replace("x + v[self]", "x\n      + v[self]")],
  ])("%s leads to the algorithm", (_, text) => {
    const { file } = read(text);
    const sum = file.text.includes("x + v[self]") ? "x + v[self]" : "x\n      + v[self]";
    expect(placeOf(file, sum)).toBe("6:8 x := x + v");
    expect(placeOf(file, `y' = x'`)).toBe("7:8 y := x");
    expect(placeOf(file, "v = [self")).toMatch(/^5:35 v = self/);
    expect(placeOf(file, "A(self) ==")).toMatch(/^6:5 A: x := x/);
    expect(placeOf(file, "p(self) == A(self)")).toMatch(/^5:3 process/);
    expect(placeOf(file, "Next ==")).toBe("3:16 M");
  });

  it("outside is where it was", () => {
    const text = `${moduleWith(algorithm).replace("====\n", "After == x\n====\n")}`;
    const { file } = read(text);
    expect(file.text.indexOf("After")).toBeGreaterThan(text.indexOf("After"));
    expect(placeOf(file, "After == x")).toBe("10:1 After == x");
    expect(placeOf(file, "EXTENDS")).toBe("2:1 EXTENDS");
  });
});

describe("checking", () => {
  it("works on an algorithm alone, with its invariant behind it", () => {
    const text = moduleWith(algorithm, "Small == x < 3\n").replace("MODULE M", "MODULE Main");
    const result = checked(text, "SPECIFICATION Spec\nINVARIANT Small");
    expect(result.verdict).toBe("invariant");
    const { property, trace } = result.violations[0]!;
    expect(property).toBe("Small");
    expect(trace.map((state) => state.action?.name)).toEqual([undefined, "A", "A"]);
    const place = writtenAt(trace[1]!.action!.at);
    expect(positionAt(place.file, place.start)).toEqual({ line: 6, column: 5 });
  });

  it("takes defaultInitValue for a model value when the config does not give it", () => {
    const text = moduleWith("--algorithm M { variables x; { A: x := 1 } }", "Unset == x # 1\n");
    const main = text.replace("MODULE M", "MODULE Main");
    expect(checked(main, "SPECIFICATION Spec\nINVARIANT Unset").violations[0]?.trace[0]?.values[1]?.value).toBe(
      "defaultInitValue",
    );
  });
});
