/** Procedures: calls, returns, recursion, and that the translation computes what the algorithm says. */
import { describe, expect, it } from "vitest";
import { defaultOptions } from "../../../../src/tla/pluscal/options.ts";
import { translateFile } from "../../../../src/tla/pluscal/translate-file.ts";
import { checked } from "../../../support/check.ts";
import { definition, moduleWith, mistakesIn, translated } from "./support.ts";

const t = String.raw;

describe("a call", () => {
  const text = t`--algorithm M { variables x = 0; procedure f(a, b = 2) variable c = a + b; { F: x := c; return } { A: call f(x + 1, x); B: skip } }`;
  const lines = translated(moduleWith(text));

  it("puts a record on the stack, sets the parameters, and then the locals", () => {
    expect(definition(lines, "A")).toBe(t`A == /\ pc = "A"
     /\ /\ a' = x + 1
        /\ b' = x
        /\ stack' = << [ procedure |->  "f",
                         pc        |->  "B",
                         c         |->  c,
                         a         |->  a,
                         b         |->  b ] >>
                     \o stack
     /\ c' = a' + b'
     /\ pc' = "F"
     /\ x' = x`);
  });

  it("is undone by a return", () => {
    expect(definition(lines, "F")).toBe(t`F == /\ pc = "F"
     /\ x' = c
     /\ pc' = Head(stack).pc
     /\ c' = Head(stack).c
     /\ a' = Head(stack).a
     /\ b' = Head(stack).b
     /\ stack' = Tail(stack)`);
  });

  it("before a return replaces the caller's record", () => {
    const tail = t`--algorithm M { variables x = 0; procedure f(a) variable l = 1; { F: call g(a); return } procedure g(b) { G: return } { A: call f(1) } }`;
    expect(definition(translated(moduleWith(tail)), "F")).toContain(t`/\ /\ b' = a
        /\ l' = Head(stack).l
        /\ stack' = << [ procedure |->  "g",
                         pc        |->  Head(stack).pc,
                         b         |->  b ] >>
                     \o Tail(stack)`);
  });

  it("of the procedure itself before a return keeps the record", () => {
    const tail = t`--algorithm M { variables x = 0; procedure f(a) variable l = 1; { F: call f(a - 1); return } { A: call f(1) } }`;
    expect(definition(translated(moduleWith(tail)), "F")).toBe(t`F == /\ pc = "F"
     /\ a' = a - 1
     /\ l' = 1
     /\ pc' = "F"
     /\ UNCHANGED << x, stack >>`);
  });

  it("followed by a goto returns to that label", () => {
    const jump = t`--algorithm M { variables x = 0; procedure f() { F: return } { A: call f(); goto A } }`;
    expect(definition(translated(moduleWith(jump)), "A")).toContain(t`pc        |->  "A"`);
  });

  it("followed by a goto to a label that is not there, or is renamed, is warned about", () => {
    const warnings = (text: string): string[] =>
      translateFile({ path: "M.tla", text: moduleWith(text) }, defaultOptions).warnings.map((one) => one.message);
    const two = (label: string): string =>
      t`--algorithm M { variables x = 0; procedure f() { F: return } process (p = 1) { A: call f(); goto ${label} } process (q = 2) { A: skip } }`;
    expect(warnings(two("Done"))).toEqual([]);
    expect(warnings(two("B"))).toEqual([expect.stringContaining("goto B behind a call: there is no such label here")]);
    expect(warnings(two("A"))).toEqual([expect.stringContaining("label A is called A_ in the translation")]);
  });

  it("in a process has its own stack", () => {
    const ofProcess = text.replace("{ A:", "process (p = 7) { A:");
    expect(definition(translated(moduleWith(`${ofProcess}`)), "A")).toContain("stack' = [stack EXCEPT ![7] = << [");
  });
});

describe("the end of a procedure without return", () => {
  it("is the label Error, from which nothing goes on", () => {
    const text = "--algorithm M { variables x = 0; procedure f() { F: x := 1 } { A: call f(); B: skip } }";
    expect(definition(translated(moduleWith(text)), "F")).toContain(`pc' = "Error"`);
    const result = checked(moduleWith(text).replace("MODULE M", "MODULE Main"), "SPECIFICATION Spec");
    expect(result.verdict).toBe("deadlock");
  });
});

describe("recursion", () => {
  const factorial = (end: string): string =>
    moduleWith(
      t`--algorithm Factorial { variables result = 1;
  procedure factorial(n) variable m = n;
  { F: if (n = 0) { result := 1; return } else { G: call factorial(n - 1) };
    H: result := result * m; return }
  { A: call factorial(5); B: assert result = ${end} } }`,
    ).replace("MODULE M", "MODULE Main");

  it("computes 5! with a stack of six records", () => {
    const result = checked(factorial("120"), "SPECIFICATION Spec");
    expect(result.verdict).toBe("ok");
    // A; F and G down to n = 1 and F at n = 0; H for each of the five that wait; B; the end.
    expect(result.distinct).toBe(1 + 11 + 5 + 1 + 1);
  });

  it("and would notice another result", () => {
    expect(checked(factorial("121"), "SPECIFICATION Spec").verdict).toBe("assert");
  });

  it("of two procedures in several processes at once ends where it should", () => {
    const text = moduleWith(
      t`--algorithm Parity { variables even = [p \in {1, 2} |-> FALSE];
  procedure isEven(a) { E: if (a = 0) { even[self] := TRUE; return } else { call isOdd(a - 1); return } }
  procedure isOdd(b) { O: if (b = 0) { even[self] := FALSE; return } else { call isEven(b - 1); return } }
  fair process (p \in {1, 2}) { A: call isEven(self + 3); B: assert even[self] = (self = 1) } }`,
    ).replace("MODULE M", "MODULE Main");
    expect(checked(text, "SPECIFICATION Spec").verdict).toBe("ok");
  });
});

describe("a procedure that cannot be called so", () => {
  const withCall = (call: string): string =>
    moduleWith(`--algorithm M { variables x = 0; procedure f(a) { F: return } { A: ${call} } }`);

  it("does not exist", () => {
    expect(mistakesIn(withCall("call g(1)"))).toContain("LS1147 there is no procedure g to call");
  });

  it("takes another number of arguments", () => {
    expect(mistakesIn(withCall("call f(1, 2)"))).toContain("LS1148 procedure f takes 1 argument, and gets 2");
  });

  it("is not the place that a return stands in", () => {
    expect(mistakesIn(withCall("return"))).toContain("LS1149");
  });
});
