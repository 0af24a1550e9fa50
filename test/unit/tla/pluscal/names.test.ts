/** Names that two parts of an algorithm share, and comments that say what became of them. */
import { describe, expect, it } from "vitest";
import { definition, mistakesIn, moduleWith, translated } from "./support.ts";

const t = String.raw;

describe("names are made different", () => {
  const text = t`--algorithm M { variables x = 0;
  process (p \in 1..2) variable v = 0; { L: v := x; goto L }
  process (q = 0) variable v = 1; { L: x := v } }`;
  const lines = translated(moduleWith(text));

  it("the last of several keeps its name, and comments tell the others'", () => {
    expect(lines.slice(0, 2)).toEqual([
      "\\* Label L of process p at line 4 col 45 changed to L_",
      "\\* Process variable v of process p at line 4 col 33 changed to v_",
    ]);
  });

  it("uses and jumps follow", () => {
    expect(definition(lines, "L_(self)")).toBe(t`L_(self) == /\ pc[self] = "L_"
            /\ v_' = [v_ EXCEPT ![self] = x]
            /\ pc' = [pc EXCEPT ![self] = "L_"]
            /\ UNCHANGED << x, v >>`);
    expect(definition(lines, "L")).toContain("x' = v");
  });
});

describe("a name that cannot be", () => {
  const declared = (variables: string, more = ""): string =>
    moduleWith(`--algorithm M { variables ${variables}; ${more} { A: skip } }`);

  it.each([
    ["pc = 0", "", "LS1144 pc cannot be declared: the translation has a variable of that name"],
    ["stack = 0", "procedure f() { F: return }", "LS1144 stack cannot be declared"],
    ["x = 0, x = 1", "", "LS1144 global variable x is declared twice"],
    ["x = 0", "procedure f(x) { F: return }", "LS1144 parameter x has the name of a global variable"],
    ["defaultInitValue = 0, y", "", "LS1145"],
  ])("%s %s", (variables, more, message) => {
    expect(mistakesIn(declared(variables, more))).toContain(message);
  });

  it("stack may be declared where there are no procedures", () => {
    expect(mistakesIn(declared("stack = 0"))).toBe("no mistake");
  });
});
