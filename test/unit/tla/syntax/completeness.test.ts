/** Corners of TLA+ that specifications of other people have: each text is read without a word. */
import { describe, expect, it } from "vitest";
import { operators } from "../../../../src/tla/syntax/operators.ts";
import { parseModuleFile } from "../../../../src/tla/syntax/parse.ts";
import { complaints, fileOf, moduleOf } from "./outline.ts";

const t = String.raw;

function units(...lines: readonly string[]): number {
  return parseModuleFile(moduleOf(...lines)).modules[0]!.units.length;
}

describe("a module", () => {
  it("may define every operator that is infix, prefix or postfix, under each of its spellings", () => {
    for (const { spellings, fixity, symbol } of operators) {
      if (symbol === "\\X" || symbol === "UNCHANGED" || symbol === "ENABLED") continue;
      for (const spelling of spellings) {
        const head = fixity === "infix" ? `a ${spelling} b` : fixity === "prefix" ? `${spelling} a` : `a ${spelling}`;
        expect(units(`${head} == 1`, "Next == 2"), head).toBe(2);
      }
    }
  });

  it.each([
    ["line ends of Windows", ["A == /\\ TRUE\r", "     /\\ FALSE\r", "B == 1\r"], 2],
    ["form feeds", ["A == 1", "\f", "B == 2"], 2],
    ["tabs that count as eight columns", ["A == /\\ TRUE", "\t/\\ FALSE", "B == 1"], 2],
    ["numbers of every base", [t`A == {\b01, \B11, \o7, \O17, \hFF, \Hff}`], 1],
    ["names that begin with a digit", ["1x == 2", "A == 1x"], 2],
    ["lines of minus signs anywhere", ["A == 1", "------", "----", "B == 2"], 4],
    ["nested comments", [t`(* a (* b *) c *) A == 1 \* (* d`, "(***) B == 2 (**)"], 2],
    ["labels", [t`A == lab:: 1 + 2`, t`B == \E x \in {1} : l(x):: x = 1`], 2],
    ["a list after =>", ["A == TRUE =>", t`       /\ TRUE`, t`       /\ \/ FALSE`, t`          \/ TRUE`], 1],
    ["a list in EXCEPT", [t`A == [f EXCEPT ![1] = /\ TRUE`, t`                      /\ FALSE]`], 1],
    ["operator parameters of every fixity", ["F(_ + _, G(_), -. _, _ ^+) == 1", "CONSTANT _ \\prec _, H(_, _)"], 2],
    ["reserved words as fields", ["A == [IN |-> 1].IN", "B == [r EXCEPT !.IF = 2]"], 2],
    ["a function and an action that are primed", ["A == f[1]' = f'[1] /\\ (f[1])' = 2 /\\ f.a' = 1"], 1],
    ["everything of LET", [t`A == LET RECURSIVE f(_) f(n) == f(n) I == INSTANCE N g[x \in S] == x IN f(1)`], 1],
    ["LOCAL of each kind", ["LOCAL INSTANCE N", "LOCAL A == 1", t`LOCAL f[x \in S] == x`, "LOCAL a ++ b == a"], 4],
    ["ASSUME ... PROVE and a proof", ["THEOREM ASSUME NEW x, P(x) PROVE Q", "<1> QED BY <1>1", "A == 1"], 2],
  ])("may have %s", (_, lines, count) => {
    expect(units(...lines)).toBe(count);
  });

  it("has no letters from outside ASCII in its names, and says so", () => {
    const message = complaints(moduleOf("größe == 1"));
    expect(message).toContain("LS1001");
    expect(message).toContain('"ö" (U+00F6)');
  });

  it("may stand in other text, with other modules after it", () => {
    const text = "junk ` ? ---- MODULE M ----\nEXTENDS N\n====\nmore ? text\n---- MODULE N ----\nX == 1\n====\n";
    expect(parseModuleFile(fileOf(text)).modules.map((module) => module.name.text)).toEqual(["M", "N"]);
  });
});
