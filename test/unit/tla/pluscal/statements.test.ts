/** Each statement of PlusCal and the formula that it becomes. */
import { describe, expect, it } from "vitest";
import { action, definition, moduleWith, translated } from "./support.ts";

const t = String.raw;

describe("a statement becomes a conjunct of its step's action", () => {
  it("a step tests pc, does its statements, and moves pc on; what it does not assign is unchanged", () => {
    expect(action("x := x + 1; y := x;")).toBe(t`A == /\ pc = "A"
     /\ x' = x + 1
     /\ y' = x'
     /\ pc' = "B"
     /\ f' = f`);
  });

  it("an assignment to a part of a variable is an EXCEPT", () => {
    expect(action("f[x + 1] := @ + 1;")).toContain(t`/\ f' = [f EXCEPT ![x + 1] = @ + 1]`);
    expect(action("f.rest[2] := 3;")).toContain(t`/\ f' = [f EXCEPT !.rest[2] = 3]`);
  });

  it("assignments joined by || read the state before, sorted by variable", () => {
    expect(action("y := x || f[2] := y || x := y || f[1] := 0;")).toContain(t`/\ /\ f' = [f EXCEPT ![2] = y,
                          ![1] = 0]
        /\ x' = y
        /\ y' = x`);
  });

  it("an equation on the right side gets parentheses", () => {
    expect(action("x := y = 1;")).toContain(t`/\ x' = (y = 1)`);
    expect(action("x := <<1, 2>> \\o f;")).toContain(t`/\ x' = <<1, 2>> \o f`);
  });

  it.each(["await", "when"])("%s is its condition", (word) => {
    expect(action(`${word} x > 0;`)).toContain(t`/\ x > 0`);
  });

  it("print is PrintT, skip is TRUE", () => {
    expect(action("print <<x, y>>;")).toContain(t`/\ PrintT(<<x, y>>)`);
    expect(action("skip;")).toContain(t`/\ TRUE`);
  });

  it("assert says where it stands", () => {
    expect(action("assert x = 0;")).toContain(`/\\ Assert(x = 0, "Failure of assertion at line 3, column 73.")`);
  });

  it("if without else changes nothing otherwise", () => {
    expect(action("if (x = 0) { y := 1 };")).toBe(t`A == /\ pc = "A"
     /\ IF x = 0
           THEN /\ y' = 1
           ELSE /\ TRUE
                /\ y' = y
     /\ pc' = "B"
     /\ UNCHANGED << x, f >>`);
  });

  it("elsif is an if in the else branch", () => {
    const text = t`--algorithm M variables x = 0; begin A: if x = 0 then x := 1; elsif x = 1 then x := 2; else skip; end if; end algorithm`;
    expect(definition(translated(moduleWith(text)), "A")).toContain(t`ELSE /\ IF x = 1
                      THEN /\ x' = 2
                      ELSE /\ TRUE
                           /\ x' = x`);
  });

  it("either is a disjunction", () => {
    expect(action("either x := 1; or { y := 2; x := 3 } or skip;")).toBe(t`A == /\ pc = "A"
     /\ \/ /\ x' = 1
           /\ y' = y
        \/ /\ y' = 2
           /\ x' = 3
        \/ /\ TRUE
           /\ UNCHANGED <<x, y>>
     /\ pc' = "B"
     /\ f' = f`);
  });

  it("with chooses an element of a set, or names a value; several bindings nest", () => {
    expect(action("with (i \\in {1, 2}, j = i + x) { x := j; y := i };")).toContain(t`/\ \E i \in {1, 2}:
          LET j == i + x IN
            /\ x' = j
            /\ y' = i`);
    expect(action("with (i \\in {1, 2}) x := i;")).toContain("\\E i \\in {1, 2}:\n          x' = i");
  });

  it("while is an IF whose THEN comes back", () => {
    expect(action("while (x < 3) { x := x + 1 }; y := 1;")).toBe(t`A == /\ pc = "A"
     /\ IF x < 3
           THEN /\ x' = x + 1
                /\ pc' = "A"
                /\ y' = y
           ELSE /\ y' = 1
                /\ pc' = "B"
                /\ x' = x
     /\ f' = f`);
  });

  it("goto sets pc in its branch, and then every branch sets it", () => {
    expect(action("if (x = 0) goto A; else y := 1;")).toContain(t`THEN /\ pc' = "A"
                /\ y' = y
           ELSE /\ y' = 1
                /\ pc' = "B"`);
  });

  it("a label inside a branch splits the step", () => {
    const statements = "if (x = 0) { y := 1; C: y := 2 };";
    expect(action(statements)).toContain(t`THEN /\ y' = 1
                /\ pc' = "C"
           ELSE /\ pc' = "B"
                /\ y' = y`);
    expect(action(statements, "C")).toContain(t`/\ y' = 2`);
  });
});

describe("a macro", () => {
  const inMacro = (macro: string, body: string): string =>
    definition(
      translated(moduleWith(`--algorithm M { variables x = 0, f = [a |-> 1]; ${macro} { A: ${body} } }`)),
      "A",
    );

  it("is its statements with the parameters replaced", () => {
    expect(inMacro("macro add(v, by) { v := v + by }", "add(x, 2)")).toContain("x' = x + 2");
  });

  it("puts parentheses around an argument of several tokens that becomes a part", () => {
    expect(inMacro("macro double(v) { x := v * 2 }", "double(x + 1)")).toContain("x' = (x + 1) * 2");
    expect(inMacro("macro set(v) { x := v }", "set(x + 1)")).toContain("x' = x + 1");
  });

  it("assigns a part of a variable when the argument is one", () => {
    expect(inMacro("macro set(v) { v := 3 }", "set(f.a)")).toContain("f' = [f EXCEPT !.a = 3]");
  });

  it("tells an assertion where it was called", () => {
    expect(inMacro("macro check(v) { assert v }", "check(x = 0)")).toMatch(
      /line 3, column \d+ of macro called at line 3, column \d+/,
    );
  });
});

describe("variables", () => {
  const init = (algorithm: string): string => definition(translated(moduleWith(algorithm)), "Init");

  it("have a value, one of a set, or none", () => {
    expect(init(t`--algorithm M { variables x = 1 = 2, y \in {1} \cup {2}, z; { A: skip } }`)).toBe(
      t`Init == (* Global variables *)
        /\ x = (1 = 2)
        /\ y \in ({1} \cup {2})
        /\ z = defaultInitValue
        /\ pc = "A"`,
    );
  });

  it("of a set of processes are functions", () => {
    const text = t`--algorithm M { variables x = 0; process (p \in 1..2) variables v = self, w \in {v}; { A: x := v } process (q = 0) variable k = 1; { B: x := k } }`;
    expect(init(text)).toBe(t`Init == (* Global variables *)
        /\ x = 0
        (* Process p *)
        /\ v = [self \in 1..2 |-> self]
        /\ w \in [1..2 -> {v[CHOOSE self \in  1..2 : TRUE]}]
        (* Process q *)
        /\ k = 1
        /\ pc = [self \in ProcSet |-> CASE self \in 1..2 -> "A"
                                        [] self = 0 -> "B"]`);
  });

  it("stand in the order pc, globals, stack, procedures, processes; definitions come between", () => {
    const text = t`--algorithm M { variables x = 0; define { Small == x < 3 } procedure f(a = 1) variable b = 2; { F: return } process (p \in 1..2) variable v = 0; { A: call f(v) } }`;
    expect(translated(moduleWith(text)).slice(0, 8)).toEqual([
      "VARIABLES pc, x, stack",
      "",
      "(* define statement *)",
      "Small == x < 3",
      "",
      "VARIABLES a, b, v",
      "",
      "vars == << pc, x, stack, a, b, v >>",
    ]);
  });
});

describe("what an endless loop of one step does not need", () => {
  it("is pc, a label, and Terminating", () => {
    const lines = translated(moduleWith("--algorithm M { variables x = 0; { A: while (TRUE) x := 1 - x } }"));
    expect(lines.join("\n")).toBe(
      "VARIABLE x\n\nvars == << x >>\n\nInit == (* Global variables *)\n        /\\ x = 0\n\nNext == x' = 1 - x\n\nSpec == Init /\\ [][Next]_vars\n",
    );
  });
});
