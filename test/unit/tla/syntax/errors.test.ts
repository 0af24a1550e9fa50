/**
 * What a mistake says: place, sentence, hint, and the places that belong to it. Changing a message changes this file.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { maxDiagnostics } from "../../../../src/tla/syntax/module-parser.ts";
import { parseExpression } from "../../../../src/tla/syntax/parse.ts";
import { complaints, fileOf, moduleOf } from "./outline.ts";

const t = String.raw;

function complaint(text: string): string {
  return complaints(fileOf(text), (file) => parseExpression(file));
}

describe("a mistake in a module", () => {
  it("is reported with its place, what was expected and found, and a hint", () => {
    expect(complaints(moduleOf("Init = x = 1"))).toMatchInlineSnapshot(`
      "2:6 LS1007 expected == after Init, found "="
        hint: a definition is written with ==; = is equality"
    `);
  });

  it("does not hide the next one: several are reported together", () => {
    const file = moduleOf(
      "EXTENDS Naturals Sequences",
      "VARIABLES x, y,",
      "Init == x = 1",
      "VARIABLE IN",
      t`Next == /\ x' = 1`,
      t`        /\ y' = (2`,
      t`        /\ z`,
      "Foo == IF x THEN y",
      "Bar == 2 +",
      "Baz == 3",
    );
    expect(complaints(file)).toMatchInlineSnapshot(`
      "2:18 LS1007 expected a comma, or the next definition on a line of its own, found "Sequences"
      3:15 LS1007 expected the name of a variable, found the definition of Init
        hint: remove the comma, or complete the list
        note 4:1: found here
      5:10 LS1014 expected the name of a variable, but IN is a reserved word of TLA+
        hint: choose another name, for example in
      7:17 LS1008 this ( is never closed
        hint: add the missing )
        note 8:9: ) was expected before this
        note 7:9: column 9 is not right of this /\\ in column 9, so its item ends before it
      9:18 LS1007 expected ELSE, found the definition of Bar
        hint: every IF of TLA+ has an ELSE
        note 10:1: found here
      10:10 LS1007 expected an expression after +, found the definition of Baz
        hint: complete what stands before it; or, if nothing is defined here, write = for equality
        note 11:1: found here"
    `);
  });

  it.each([
    ["a list that goes on without a bullet", ["A == /\\ x", "     /\\ y", "       z", "B == 1"]],
    ["equality with two signs", ["A == x == 1", "B == 2"]],
    ["an unclosed string", ['A == "unclosed', "B == 1"]],
    ["an unclosed comment", ["A == (* unclosed", "B == 1"]],
    ["a second EXTENDS", ["A == 1", "EXTENDS Naturals"]],
    ["an unclosed head", ["F(a == 1", "B == 2"]],
    ["a bad parameter", ["CONSTANT _ x"]],
    ["a missing substitution", ["I == INSTANCE M WITH x = 2"]],
    ["a proof without QED", ["THEOREM x", "<1>1. y", "  BY DEF z", "A == 1"]],
    ["a precedence conflict over two lines", ["A == x /\\", "   y \\/ z"]],
  ])("says what is wrong: %s", (_, lines) => {
    expect(complaints(moduleOf(...lines))).toMatchSnapshot();
  });

  it("stops counting at a bound", () => {
    const file = moduleOf(...Array.from({ length: 100 }, (_, index) => `A${index} == (`));
    expect(complaints(file).match(/LS1/g)?.length).toBe(maxDiagnostics);
  });

  it.each([
    ["no module here"],
    [""],
    ["---- MODULE M ----\nx == 1"],
    ["---- MODULE M\nx == 1\n===="],
    ["---- MODULE ----\n===="],
  ])("may be the module itself: %j", (text) => {
    expect(complaints(fileOf(text))).toMatchSnapshot();
  });
});

describe("a mistake in an expression", () => {
  it.each([
    "(a",
    "(a]",
    "<<a, b",
    "F(a, b",
    "[f EXCEPT ![1] = 2",
    "IF a THEN b",
    "x == 1",
    "x != 1",
    "x <- 1",
    "x; y",
    "a b",
    "1 +",
    "+ 1",
    "a + * b",
    "a <1> b",
    "F(+)",
    "F()",
    "LAMBDA x : x",
    t`{x, y \in S : P}`,
    t`[x \in S -> T]`,
    t`[x \in 1..N]`,
    "[a |-> 1, b -> 2]",
    "[f EXCEPT !a = 1]",
    "[f EXCEPT a = 1]",
    "[A]",
    "[a, b]",
    "[A]_",
    "WF_v",
    "WF_v(A, B)",
    t`\E x \in S, y : P`,
    t`\EE x \in S : P`,
    "CHOOSE IF : x",
    "CASE a -> b [] OTHER -> c [] d -> e",
    "OTHER",
    "F(1) :: b",
    "LET IN x",
    "LET x = 1 IN x",
    "a “b”",
    "a – b",
    "2 ^ -1",
    "a = b = c",
  ])("says what is wrong: %s", (text) => {
    expect(complaint(text)).toMatchSnapshot();
  });
});

describe("the page of errors", () => {
  it("has an entry for every code of the parser", () => {
    const page = readFileSync("docs/errors.md", "utf8");
    for (let code = 1001; code <= 1014; code++) expect(page).toContain(`| LS${code} |`);
  });
});
