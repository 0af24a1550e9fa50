import { describe, expect, it } from "vitest";
import { parseExpression, parseModuleFile } from "../../../../src/tla/syntax/parse.ts";
import { printExpression, printModuleFile, printUnit, quoteString } from "../../../../src/tla/syntax/printer.ts";
import { fileOf, moduleOf, withoutPlaces } from "./outline.ts";

const t = String.raw;

function print(text: string): string {
  return printExpression(parseExpression(fileOf(text)));
}

describe("the printer", () => {
  it("writes a tree as TLA+ that parses to the same tree", () => {
    const tree = parseExpression(fileOf(t`[n \in Node|->IF n=self THEN-1 ELSE f[n].at]`));
    const text = printExpression(tree);
    expect(text).toBe(t`[n \in Node |-> IF n = self THEN -1 ELSE f[n].at]`);
    expect(withoutPlaces(parseExpression(fileOf(text)))).toEqual(withoutPlaces(tree));
  });

  it.each([
    "F( +, -, 1)",
    "F( (+), 1)",
    t`F( *, \cup, 1)`,
    "I!+(1, 2)",
    t`I! !!(1, 2)`,
    "- -x",
    "-x^+",
    "<<<<1>>>>",
    "[][A]_v",
    "<><<A>>_<<x, y>>",
    "WF_<<x, y>>(A!B)",
    "a - -b",
    "1 .. 2",
    "r.a.b[1].c'",
    "1 .1a",
    t`\land(a, b)`,
    "LET x == 1 -. y == 2 IN x",
    t`CASE a -> b [] OTHER -> c`,
    "[f EXCEPT ![a].b[c, d] = @ + 1, !.g = 2]",
    "lab(x) :: x + 1",
    t`"a\"b\\c\n"`,
    "Op!1!<<!>>!:!@",
    t`{x \in S : x > 1}`,
    t`CHOOSE <<x, y>> \in S : x`,
    t`\EE x, y : []P`,
    "x''",
    t`\b01 + \hFF`,
    "CASE OTHER -> 1",
  ])("does not let tokens grow together: %s", (text) => {
    const printed = print(text);
    expect(withoutPlaces(parseExpression(fileOf(printed)))).toEqual(withoutPlaces(parseExpression(fileOf(text))));
    expect(print(printed)).toBe(printed);
  });

  it.each([
    [t`(/\ a`, t` /\ b) => c`],
    [t`   /\ a`, t`   /\ b`, t` /\ c`],
    [t`   \/ a`, t`   \/ b`, t` \/ c`],
    [t`  /\ a`, t`  /\ b`, "=> c"],
    [t`/\ \/ a`, t`   \/ b`, t`/\ c`],
    [t`<< /\ a`, t`   /\ b`, t`, \/ c >>`],
    [t`IF /\ a`, t`   /\ b`, t`THEN /\ c ELSE d`],
    [t`/\ LET x == /\ a`, t`            /\ b`, t`       y == x`, t`   IN /\ x`, t`      /\ y`, t`/\ c`],
    [t`/\ \E x \in S :`, t`     /\ a`, t`     /\ b`, t`/\ c`],
  ])("ends junction lists where they ended: %s %s %s", (...lines) => {
    const tree = parseExpression(fileOf(lines.join("\n")));
    const printed = printExpression(tree);
    expect(withoutPlaces(parseExpression(fileOf(printed)))).toEqual(withoutPlaces(tree));
  });

  it("gives bullets a line each", () => {
    expect(print(t`/\ a` + "\n" + t`/\ \/ b` + "\n" + t`   \/ c`)).toBe([t`/\ a`, t`/\ \/ b`, t`   \/ c`].join("\n"));
  });

  it("writes whole modules", () => {
    const file = moduleOf(
      "EXTENDS Naturals",
      t`CONSTANTS N, F(_, _), _ + _, _ ^+, -. _`,
      "VARIABLES x, y",
      "RECURSIVE fact(_)",
      "fact(n) == n",
      "LOCAL a ++ b == a",
      "-. a == a",
      "a ^# == a",
      t`f[i, j \in N, <<a, b>> \in N] == i`,
      "I(p, G(_)) == INSTANCE A WITH x <- p, + <- -",
      "LOCAL INSTANCE B",
      "ASSUME Positive == N > 0",
      "AXIOM N > 0",
      "THEOREM T == ASSUME x PROVE y OBVIOUS",
      "USE DEF F",
      "----",
      "---- MODULE Inner ----",
      "z == 1",
      "====",
    );
    const tree = parseModuleFile(file);
    const printed = printModuleFile(tree);
    expect(withoutPlaces(parseModuleFile(fileOf(printed)))).toEqual(withoutPlaces(tree));
    expect(printed.split("\n")[2]).toBe("CONSTANTS N, F(_, _), _ + _, _ ^+, -. _");
  });

  it("writes single units", () => {
    expect(printUnit(parseModuleFile(moduleOf("A(x)==x+1")).modules[0]!.units[0]!)).toBe("A(x) == x + 1");
  });

  it("quotes strings", () => {
    expect(quoteString('say "hi"\n\\')).toBe(t`"say \"hi\"\n\\"`);
  });
});
