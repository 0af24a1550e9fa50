/** Where labels must stand and where they must not: each rule with its message. */
import { describe, expect, it } from "vitest";
import { mistakesIn, moduleWith, translated, definition } from "./support.ts";

/** A process in whose body nothing but what a test is about is wrong. */
const body = (statements: string, more = ""): string =>
  moduleWith(`--algorithm M { variables x = 0, y = 0; ${more}\nprocess (p \\in 1..2) {\n${statements}\n} }`);
const procedure = "procedure f(a) { F: return }";

describe("a label is required", () => {
  it("before the first statement", () => {
    expect(mistakesIn(body("x := 1;"))).toMatchInlineSnapshot(`
      "5:1 LS1120 a label is missing: the first statement of a process, procedure or algorithm begins a step
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("before a while", () => {
    expect(mistakesIn(body("A: x := 1;\nwhile (x < 3) { x := x + 1 };"))).toMatchInlineSnapshot(`
      "6:1 LS1121 a label is missing: a while begins a step, since each round of the loop does
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("after a goto", () => {
    expect(mistakesIn(body("A: goto A;\nx := 1;"))).toMatchInlineSnapshot(`
      "6:1 LS1122 a label is missing: a goto ends its step, so the statement after it begins another
        note: the statement before at 5:4
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("after a call", () => {
    expect(mistakesIn(body("A: call f(1);\nx := 1;", procedure))).toMatchInlineSnapshot(`
      "6:1 LS1122 a label is missing: a call ends its step, so the statement after it begins another
        note: the statement before at 5:4
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("after a return", () => {
    expect(mistakesIn(body("A: call f(1);", "procedure f(a) { F: return;\nx := 1 }"))).toMatchInlineSnapshot(`
      "4:1 LS1122 a label is missing: a return ends its step, so the statement after it begins another
        note: the statement before at 3:64
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("after an if with a label inside", () => {
    expect(mistakesIn(body("A: if (x = 0) { skip; B: x := 1 };\ny := 1;"))).toMatchInlineSnapshot(`
      "6:1 LS1123 a label is missing: the if before this statement has a label, call, return or goto inside, so its branches end their steps
        note: the statement before at 5:4
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("after an either with a jump inside", () => {
    expect(mistakesIn(body("A: either { goto A } or skip;\ny := 1;"))).toMatchInlineSnapshot(`
      "6:1 LS1123 a label is missing: the either before this statement has a label, call, return or goto inside, so its branches end their steps
        note: the statement before at 5:4
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("after a with that jumps", () => {
    expect(mistakesIn(body("A: with (i \\in {1}) { x := i; goto A };\ny := 1;"))).toMatchInlineSnapshot(`
      "6:1 LS1122 a label is missing: the with before this statement has a call, return or goto inside, which ends the step
        note: the statement before at 5:4
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("before a second assignment to a variable, of another part too", () => {
    expect(mistakesIn(body("A: x[1] := 1;\nx[2] := 2;"))).toMatchInlineSnapshot(`
      "6:1 LS1124 a label is missing: x is assigned earlier in this step, and a step assigns a variable once
        hint: write a label and a colon before it, or let labels be added with the option label"
    `);
  });

  it("before an assignment to what some branch has assigned", () => {
    expect(mistakesIn(body("A: if (y = 0) x := 1; else skip;\nx := 2;"))).toContain("6:1 LS1124");
  });

  it("before a call after a call: both put a record on the stack", () => {
    expect(mistakesIn(body("A: if (x = 0) { call f(1) } else { skip };\nB: skip;", procedure))).toBe("no mistake");
    expect(mistakesIn(body("A: call f(1);\ncall f(2);", procedure))).toContain("LS1122");
  });

  it("and all places are reported together", () => {
    expect(mistakesIn(body("x := 1;\nx := 2;\nwhile (TRUE) skip;")).match(/LS\d+/g)).toEqual([
      "LS1120",
      "LS1124",
      "LS1121",
    ]);
  });
});

describe("a label is forbidden", () => {
  it("inside a with", () => {
    expect(mistakesIn(body("A: with (i \\in {1}) { x := i; B: y := i };"))).toMatchInlineSnapshot(`
      "5:31 LS1125 label B stands inside a with: a with is a part of one step and has no labels
        hint: end the with before it; keep the chosen value in a variable if later steps need it"
    `);
  });

  it("inside a macro", () => {
    expect(mistakesIn(body("A: m();", "macro m() { B: x := 1 }"))).toMatchInlineSnapshot(`
      "3:56 LS1126 label B stands in macro m: a macro is a part of one step and has no labels
        hint: make it a procedure, or put the label before the call of the macro"
    `);
  });

  it.each(["Done", "Error"])("when it is %s", (name) => {
    expect(mistakesIn(body(`${name}: x := 1;`))).toContain(`LS1127 ${name} cannot be a label`);
  });

  it("when the statement has one", () => {
    expect(mistakesIn(body("A: { B: x := 1 };"))).toMatchInlineSnapshot(`
      "5:6 LS1128 one statement has two labels, A and B: a statement begins one step
        note: the other label at 5:1
        hint: remove one of them, or put "skip;" between"
    `);
  });

  it("when the process has it already", () => {
    expect(mistakesIn(body("A: x := 1;\nA: x := 2;"))).toMatchInlineSnapshot(`
      "6:1 LS1129 label A is defined twice: a goto could not tell the two apart
        note: the other one at 5:1
        hint: rename one of them; processes may share a name, parts of one may not"
    `);
  });
});

describe("inside a with, which is a part of one step,", () => {
  it("there is no while", () => {
    expect(mistakesIn(body("A: with (i \\in {1}) { while (x < i) x := x + 1 };"))).toMatchInlineSnapshot(`
      "5:23 LS1130 a while stands inside a with: each round of a loop is a step, and a with is a part of one
        hint: keep the chosen value in a variable and put the loop after the with"
    `);
  });

  it("a variable is assigned once", () => {
    expect(mistakesIn(body("A: with (i \\in {1}) { x := i; x := 2 };"))).toMatchInlineSnapshot(`
      "5:31 LS1131 x is assigned twice inside a with: a with is a part of one step, which assigns a variable once
        hint: combine the two assignments into one, or join them with || when they assign different parts"
    `);
  });

  it("nothing follows a jump", () => {
    expect(mistakesIn(body("A: with (i \\in {1}) { goto A; x := i };"))).toMatchInlineSnapshot(`
      "5:31 LS1132 a statement follows a call, return or goto inside a with: a jump ends the step, and so the with
        hint: move it before the jump, or behind the with and give it a label"
    `);
  });
});

describe("labels are added", () => {
  const loop = "--algorithm M { variables x = 0; { x := 1; x := 2; while (x < 9) { x := x + 1 } } }";

  it("to an algorithm without processes in which nobody wrote one", () => {
    expect(definition(translated(moduleWith(loop)), "Lbl_2")).toContain("x' = 2");
  });

  it("not to one with labels, unless the option asks for it", () => {
    const text = moduleWith(loop.replace("{ x := 1", "{ A: x := 1"));
    expect(mistakesIn(text)).toContain("LS1124");
    expect(definition(translated(text, { addLabels: true }), "Lbl_2")).toContain("IF x < 9");
  });

  it("with names that the author has not used, beginning as the option says", () => {
    const text = moduleWith("--algorithm M { variables x = 0; { S1: x := 1; x := 2 } }");
    expect(definition(translated(text, { addLabels: true, labelRoot: "S" }), "S2")).toContain("x' = 2");
  });
});
