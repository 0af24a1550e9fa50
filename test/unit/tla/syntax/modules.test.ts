import { describe, expect, it } from "vitest";
import type { Module, Unit } from "../../../../src/tla/syntax/ast.ts";
import { maxNesting, maxTreeDepth } from "../../../../src/tla/syntax/cursor.ts";
import { parseModuleFile } from "../../../../src/tla/syntax/parse.ts";
import { complaints, fileOf, moduleOf, outline } from "./outline.ts";

const t = String.raw;

/** The first module of a file of these lines, a header and an end around them. */
function read(...lines: readonly string[]): Module {
  return parseModuleFile(moduleOf(...lines)).modules[0]!;
}

/** What kind of units a module has, with the names that definitions give. */
function units(module: Module): string[] {
  return module.units.map((unit) =>
    "name" in unit && unit.name !== undefined ? `${unit.kind} ${unit.name.text}` : unit.kind,
  );
}

function only<Kind extends Unit["kind"]>(module: Module, kind: Kind): Extract<Unit, { kind: Kind }> {
  const unit = module.units.find((candidate): candidate is Extract<Unit, { kind: Kind }> => candidate.kind === kind);
  if (unit === undefined) throw new Error(`no ${kind} in the module`);
  return unit;
}

describe("reading a module", () => {
  it("gives its name, what it extends, and its units in order", () => {
    const module = parseModuleFile(
      fileOf(
        [
          "---- MODULE Counter ----",
          "EXTENDS Naturals, Sequences",
          "CONSTANT Limit",
          "VARIABLE x",
          "Init == x = 0",
          t`Next == /\ x < Limit`,
          t`        /\ x' = x + 1`,
          "----",
          "THEOREM Init => x = 0",
          "====",
        ].join("\n"),
      ),
    ).modules[0]!;
    expect(module.name.text).toBe("Counter");
    expect(module.extends.map((name) => name.text)).toEqual(["Naturals", "Sequences"]);
    expect(units(module)).toEqual(["constants", "variables", "operator Init", "operator Next", "separator", "theorem"]);
  });

  it("ignores the text around a module, whatever it is", () => {
    const text = `"unclosed (* text \` ?\n---- MODULE M ----\nA == 1\n====\nmore "text (* \``;
    expect(units(parseModuleFile(fileOf(text)).modules[0]!)).toEqual(["operator A"]);
  });

  it("reads several modules in a file, and does not stumble over a later one that is broken", () => {
    const file = parseModuleFile(
      fileOf(
        [
          "---- MODULE A ----",
          "====",
          "text",
          "---- MODULE B ----",
          "x == (",
          "====",
          "---- MODULE C ----",
          "y == 1",
          "====",
        ].join("\n"),
      ),
    );
    expect(file.modules.map((module) => module.name.text)).toEqual(["A", "C"]);
    expect(file.unreadable?.map((module) => module.name)).toEqual(["B"]);
  });

  it("reads nested modules", () => {
    const module = read("---- MODULE Inner ----", "EXTENDS Naturals", "x == 1", "====", "y == x");
    expect(units(module)).toEqual(["module Inner", "operator y"]);
    expect(units(only(module, "module"))).toEqual(["operator x"]);
  });

  it("takes reserved words for names of modules and fields", () => {
    expect(read("INSTANCE ACTION", "A == r.THEN").units.length).toBe(2);
  });

  it("reads declarations of operators of every fixity", () => {
    const { declarations } = only(read(t`CONSTANTS N, F(_, _), _ + _, _ ^+, -. _`), "constants");
    expect(declarations.map(({ name, arity, fixity }) => `${name.text} ${arity} ${fixity}`)).toEqual([
      "N 0 name",
      "F 2 name",
      "+ 2 infix",
      "^+ 1 postfix",
      "-. 1 prefix",
    ]);
  });

  it.each([
    ["A == 1", "operator A name"],
    [t`F(x, G(_, _), _ \cup _) == 1`, "operator F name x G/2 \\cup/2"],
    [t`a \union b == 1`, "operator \\cup infix a b"],
    ["-. a == 1", "operator -. prefix a"],
    ["~ a == 1", "operator ~ prefix a"],
    ["a ^+ == 1", "operator ^+ postfix a"],
    ["a %% b == 1", "operator %% infix a b"],
    ["LOCAL A == 1", "operator A name local"],
  ])("reads the head of %s", (line, expected) => {
    const unit = only(read(line), "operator");
    const parameters = unit.parameters.map(({ name, arity }) => (arity === 0 ? name.text : `${name.text}/${arity}`));
    const words = [unit.kind, unit.name.text, unit.fixity, ...parameters, ...(unit.isLocal ? ["local"] : [])];
    expect(words.join(" ")).toBe(expected);
  });

  it("reads function definitions with several bounds", () => {
    const unit = only(read(t`f[x, y \in S, <<a, b>> \in T] == x`), "functionDefinition");
    expect(unit.bounds.map((bound) => bound.names.length)).toEqual([2, 2]);
    expect(unit.bounds.map((bound) => bound.isTuple)).toEqual([false, true]);
  });

  it("reads instances: named, parametrised, local, with substitutions of expressions, symbols and LAMBDA", () => {
    const module = read(
      "INSTANCE A",
      t`LOCAL INSTANCE B WITH x <- y + 1, \cup <- +, F <- LAMBDA a : a`,
      "I(p) == INSTANCE C WITH + <- -",
      "J == INSTANCE D",
    );
    expect(units(module)).toEqual(["instance", "instance", "instanceDefinition I", "instanceDefinition J"]);
    const [, local] = module.units as Extract<Unit, { kind: "instance" }>[];
    expect(local!.isLocal).toBe(true);
    expect(local!.instance.substitutions.map(({ name, value }) => `${name.text} <- ${outline(value)}`)).toEqual([
      "x <- [y + 1]",
      "\\cup <- operator +",
      "F <- lambda{a : a}",
    ]);
  });

  it("ends a definition where the next one begins, whatever its fixity", () => {
    expect(units(read("A == 1 B == 2", "-. a == A", "a ++ b == a c ^+ == c", "f[x \\in S] == x G(x) == x"))).toEqual([
      "operator A",
      "operator B",
      "operator -.",
      "operator ++",
      "operator ^+",
      "functionDefinition f",
      "operator G",
    ]);
  });

  it("reads assumptions and theorems with and without names", () => {
    const module = read(
      "ASSUME x",
      "ASSUMPTION A == x",
      "AXIOM B == y",
      "LEMMA C == z",
      "THEOREM z",
      "COROLLARY",
      "D == z",
    );
    expect(units(module)).toEqual(["assume", "assume A", "assume B", "theorem C", "theorem", "theorem D"]);
    const isAxiom = module.units.map((unit) => unit.kind === "assume" && unit.isAxiom);
    expect(isAxiom).toEqual([false, false, true, false, false, false]);
  });
});

describe("proofs", () => {
  it("are skipped by the levels of their steps, and what follows them is not", () => {
    const module = read(
      "THEOREM T == Spec => []Inv",
      "<1>1. Init => Inv",
      "  BY DEF Init, Inv",
      t`<1>2. Inv /\ Next => Inv'`,
      "  <2> SUFFICES ASSUME NEW x \\in S, Inv PROVE Inv'",
      "    OBVIOUS",
      "  <2>a. CASE x = 1",
      "    <3>. DEFINE f == 1 g(y) == y",
      "    <3>1. f = 1 BY <2>a",
      "    <3>. QED BY <3>1, <2>a DEF +, g",
      "  <2>b. PICK y \\in S : y = x PROOF OMITTED",
      "  <2> QED BY <2>a, <2>b",
      "<1>. QED BY <1>1, <1>2, PTL DEF Spec",
      "A == 1",
      "LEMMA ASSUME NEW x, x > 1, NEW CONSTANT y \\in S, ASSUME x PROVE y PROVE x > 0",
      "PROOF",
      "<*>1. x",
      "  <+> QED OBVIOUS",
      "<*> QED BY <*>1",
      "B == 2",
      "LEMMA x BY ONLY A, MODULE M, ~ <1>1 DEFS A, |",
      "C == 3",
      "THEOREM x OMITTED",
      "USE A DEF B, +",
      "HIDE DEF C",
      "D(x) == 4",
    );
    expect(units(module)).toEqual([
      "theorem T",
      "operator A",
      "theorem",
      "operator B",
      "theorem",
      "operator C",
      "theorem",
      "useOrHide",
      "useOrHide",
      "operator D",
    ]);
  });

  it("keep their range but not their text, and neither does ASSUME ... PROVE", () => {
    const file = moduleOf("THEOREM ASSUME x PROVE y", "BY DEF z", "A == 1");
    const theorem = only(parseModuleFile(file).modules[0]!, "theorem");
    expect(theorem.expression).toBeUndefined();
    expect(file.text.slice(theorem.start, theorem.end)).toBe("THEOREM ASSUME x PROVE y\nBY DEF z");
  });

  it("must have a QED", () => {
    expect(complaints(moduleOf("THEOREM x", "<1>1. y", "  BY DEF z", "A == 1"))).toContain("5:1 LS1012");
  });
});

describe("bounds", () => {
  it.each([
    ["brackets", (n: number) => "(".repeat(n) + "1" + ")".repeat(n)],
    ["functions", (n: number) => t`[x \in `.repeat(n) + "1" + " |-> 2]".repeat(n)],
    ["filters", (n: number) => t`{x \in `.repeat(n) + "1" + " : 2}".repeat(n)],
    ["LET", (n: number) => "LET a == ".repeat(n) + "1" + " IN a".repeat(n)],
    ["IF", (n: number) => "IF a THEN b ELSE ".repeat(n) + "1"],
    ["prefix operators", (n: number) => "~".repeat(n) + "1"],
  ])("refuses more nesting than it can read: %s", (_, nested) => {
    expect(complaints(moduleOf(`A == ${nested(maxNesting - 10)}`))).toBe("none");
    expect(complaints(moduleOf(`A == ${nested(20_000)}`))).toContain("LS1013");
  });

  it("refuses chains that make a tree too deep to walk", () => {
    expect(complaints(moduleOf(`A == 1${" + 1".repeat(maxTreeDepth - 10)}`))).toBe("none");
    expect(complaints(moduleOf(`A == 1${" + 1".repeat(20_000)}`))).toContain("LS1013");
  });

  it("has none on lists", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => String(index)).join(", ");
    expect(complaints(moduleOf(`A == {${many}}`))).toBe("none");
  });
});
