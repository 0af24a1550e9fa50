import { describe, expect, it } from "vitest";
import { body, complaints, definition, resolve, substitutions } from "./support.ts";

describe("resolving a module", () => {
  it("lowers a small specification: operators become built-ins or references, spellings are gone", () => {
    const resolved = resolve({
      Root: `EXTENDS Naturals
CONSTANT N
VARIABLE x
Init == x = 0
Next == /\\ x < N
        /\\ x' = x + 1
Spec == Init /\\ [][Next]_x`,
    });

    expect(resolved.root.constants.map((constant) => constant.name)).toEqual(["N"]);
    expect(resolved.root.variables.map((variable) => variable.name)).toEqual(["x"]);
    expect(body(resolved, "Init")).toBe("equals(x, 0)");
    expect(body(resolved, "Next")).toBe("and(<(x, N), equals(prime(x), +(x, 1)))");
    expect(body(resolved, "Spec")).toBe("and(Init, always([Next]_x))");
    expect(definition(resolved, "Next").level).toBe(2);
    expect(resolved.root.names.get("+")?.target).toMatchObject({ native: "Naturals!+", body: { kind: "native" } });
  });

  it("gathers infix chains of /\\ and \\/ and keeps junction lists and parentheses apart", () => {
    const resolved = resolve({
      Root: `A == TRUE /\\ FALSE /\\ TRUE
B == /\\ TRUE
     /\\ \\/ FALSE
        \\/ TRUE
C == {1} \\cup {2} \\cup {3}
D == {1} \\X {2} \\X {3}
E == ({1} \\X {2}) \\X {3}`,
    });
    expect(body(resolved, "A")).toBe("and(TRUE, FALSE, TRUE)");
    expect(body(resolved, "B")).toBe("and(TRUE, or(FALSE, TRUE))");
    expect(body(resolved, "C")).toBe("union(union({1}, {2}), {3})");
    expect(body(resolved, "D")).toBe("product({1}, {2}, {3})");
    expect(body(resolved, "E")).toBe("product(product({1}, {2}), {3})");
  });

  it("binds names: groups for several names, tuples, EXCEPT with @", () => {
    const resolved = resolve({
      Root: `A == \\E x, y \\in {1}, <<a, b>> \\in {2} : x = b
B(f) == [f EXCEPT ![1].n[2, 3] = @, ![2] = [@ EXCEPT !.k = @]]
C == {<<p, q>> \\in {} : p = q}
f[x \\in {1}, y \\in {2}] == f[y, x]
g[x \\in {1}] == x`,
    });
    expect(body(resolved, "A")).toBe("exists x in {1}, y in {1}, <<a, b>> in {2} : equals(x, b)");
    expect(body(resolved, "B")).toBe("[f except [1].n[<<2, 3>>] = @, [2] = [@ except .k = @]]");
    expect(body(resolved, "C")).toBe("{<<p, q>> in {} : equals(p, q)}");
    expect(body(resolved, "f")).toBe("[f = x in {1}, y in {2} |-> f[<<y, x>>]]");
    expect(definition(resolved, "f").isRecursive).toBe(true);
    expect(body(resolved, "g")).toBe("[x in {1} |-> x]");
    expect(definition(resolved, "g").isRecursive).toBe(false);
  });

  it("passes operators as arguments: names, symbols, built-ins, LAMBDA, parameters", () => {
    const resolved = resolve({
      Root: `EXTENDS Integers
Apply(Op(_, _), a, b) == Op(a, b)
Twice(F(_)) == F(F(1))
Neg == Twice( - )
Neg2(x) == Twice(-.)
Plus == Apply(+, 1, 2)
Cup == Apply(\\cup, {1}, {2})
Lam == Apply(LAMBDA p, q : p, 1, 2)
Pass(G(_, _)) == Apply(G, 1, 2)`,
    });
    expect(body(resolved, "Plus")).toBe("Apply(&+, 1, 2)");
    expect(body(resolved, "Neg")).toBe("Twice(&-.)");
    expect(body(resolved, "Cup")).toBe("Apply(&union, {1}, {2})");
    expect(body(resolved, "Lam")).toBe("Apply((p, q -> p), 1, 2)");
    expect(body(resolved, "Pass")).toBe("Apply(&G, 1, 2)");
  });

  it("resolves operators that a specification defines itself, in every fixity", () => {
    const resolved = resolve({
      Root: `a \\oplus b == <<a, b>>
a ^+ == {a}
CONSTANT _ \\prec _
A == (1 (+) 2)^+
B == 1 \\prec 2
C == \\oplus(1, 2)`,
    });
    expect(body(resolved, "A")).toBe("^+(\\oplus(1, 2))");
    expect(body(resolved, "B")).toBe("\\prec(1, 2)");
    expect(body(resolved, "C")).toBe("\\oplus(1, 2)");
  });

  it("knows recursive operators, also through one another and through helpers between them", () => {
    const resolved = resolve({
      Root: `EXTENDS Naturals
RECURSIVE Even(_), Odd(_)
Helper(n) == Odd(n - 1)
Even(n) == IF n = 0 THEN TRUE ELSE Helper(n)
Odd(n) == IF n = 0 THEN FALSE ELSE Even(n - 1)
Plain(n) == Even(n)
Local == LET RECURSIVE Down(_)
             Down(n) == IF n = 0 THEN 0 ELSE Down(n - 1)
         IN Down(3)`,
    });
    for (const name of ["Even", "Odd", "Helper"])
      expect([name, definition(resolved, name).isRecursive]).toEqual([name, true]);
    expect(definition(resolved, "Plain").isRecursive).toBe(false);
    expect(body(resolved, "Local")).toBe("let Down(n) == if(equals(n, 0), 0, Down(-(n, 1))) in Down(3)");
  });
});

describe("EXTENDS", () => {
  it("shares declarations, also when two ways lead to one module", () => {
    const resolved = resolve({
      Root: "EXTENDS Left, Right\nBoth == x",
      Left: "EXTENDS Base\nL == x",
      Right: "EXTENDS Base\nR == x",
      Base: "VARIABLE x\nASSUME TRUE\nLOCAL Hidden == 1\nLOCAL INSTANCE Naturals",
    });
    expect(resolved.root.variables).toHaveLength(1);
    expect(resolved.root.assumptions).toHaveLength(1);
    expect(resolved.root.names.has("Hidden")).toBe(false);
    expect(resolved.root.names.has("+")).toBe(false);
    expect(body(resolved, "Both")).toBe("x");
  });

  it("reports a circle of modules", () => {
    const modules = { Root: "EXTENDS A", A: "EXTENDS B", B: "EXTENDS A" };
    expect(complaints(() => resolve(modules))).toEqual([
      "LS2003 B.tla:2:9 modules depend on each other in a circle: A needs B needs A",
    ]);
  });

  it("takes the first of two different definitions of one name, with a warning", () => {
    const resolved = resolve({ Root: "EXTENDS A, B\nX == F", A: "F == 1", B: "F == 2" });
    expect(definition(resolved, "F").module).toBe("A");
    expect(resolved.problems.warnings.map((warning) => warning.code)).toEqual(["LS2040"]);
  });

  it("makes one of equally named constants or variables of two modules", () => {
    const resolved = resolve({ Root: "EXTENDS A, B\nX == FB", A: "VARIABLE x\nFA == x", B: "VARIABLE x\nFB == x" });
    expect(resolved.root.variables.map((variable) => variable.module)).toEqual(["A"]);
    const use = definition(resolved, "X").body;
    expect(substitutions(use)).toEqual({ x: "x" });
  });
});

describe("INSTANCE", () => {
  const Inner = "CONSTANT C\nVARIABLE v\nOp(a) == <<C, v, a>>\nLOCAL Hidden == 1\na ++ b == v";

  it("substitutes by WITH and, for the rest, by the same name", () => {
    const resolved = resolve({
      Root: "VARIABLES v, w\nI == INSTANCE Inner WITH C <- 3\nJ == INSTANCE Inner WITH v <- w, C <- {}\nA == I!Op(1)\nB == J!Op(2)\nD == I!++(1, 2)",
      Inner,
    });
    expect(body(resolved, "A")).toBe("I!Op(1)");
    expect(substitutions(definition(resolved, "A").body)).toEqual({ C: "3", v: "v" });
    expect(substitutions(definition(resolved, "B").body)).toEqual({ C: "{}", v: "w" });
    expect(body(resolved, "D")).toBe("I!++(1, 2)");
    expect([...resolved.root.instances.keys()]).toEqual(["I", "J"]);
  });

  it("without a name brings the definitions in, but no LOCAL ones and no declarations", () => {
    const resolved = resolve({ Root: "VARIABLE v\nINSTANCE Inner WITH C <- 1\nA == Op(2)", Inner });
    expect(body(resolved, "A")).toBe("Inner?!Op(2)");
    expect(resolved.root.names.has("Hidden")).toBe(false);
    expect(resolved.root.names.has("C")).toBe(false);
  });

  it("takes parameters, which may stand in the substitutions", () => {
    const resolved = resolve({
      Root: "I(p, u) == INSTANCE Inner WITH C <- p, v <- u\nA == \\E x \\in {1} : I(x, 2)!Op(x) = I(x, 3)!Op(x)",
      Inner,
    });
    expect(body(resolved, "A")).toBe("exists x in {1} : equals(I(x, 2)!Op(x), I(x, 3)!Op(x))");
  });

  it("chains: J!I!Op, outermost instance last in the parents", () => {
    const resolved = resolve({
      Root: "VARIABLE y\nJ == INSTANCE Middle WITH m <- y\nA == J!I!Op(1)\nB == J!Through",
      Middle: "VARIABLE m\nI == INSTANCE Inner WITH C <- 0, v <- m\nINSTANCE Other WITH o <- m\nThrough == Last",
      Other: "VARIABLE o\nLast == o",
      Inner,
    });
    expect(body(resolved, "A")).toBe("J!I!Op(1)");
    expect(body(resolved, "B")).toBe("J!Through");
  });

  it("in a LET sees the names that are bound there", () => {
    const resolved = resolve({ Root: "F(p) == LET I == INSTANCE Inner WITH C <- p, v <- 1 IN I!Op(p)", Inner });
    expect(body(resolved, "F")).toBe("I!Op(p)");
    const use = definition(resolved, "F").body;
    expect(substitutions(use)).toEqual({ C: "p", v: "1" });
  });

  it("drops the instance where nothing can depend on it", () => {
    const resolved = resolve({
      Root: "LOCAL INSTANCE Naturals\nN == INSTANCE FiniteSets\nM == INSTANCE Inner WITH C <- 1, v <- 2\nA == 1 + 2\nB == N!Cardinality({})\nX == M!Sum",
      Inner: "EXTENDS Naturals\nCONSTANT C\nVARIABLE v\nSum == C + v",
    });
    expect(body(resolved, "A")).toBe("+(1, 2)");
    expect(body(resolved, "B")).toBe("Cardinality({})");
    expect(body(resolved, "X")).toBe("M!Sum");
  });

  it("finds nested modules, which see what is around them", () => {
    const resolved = resolve({
      Root: "VARIABLE x\n---- MODULE In ----\nVARIABLE y\nBoth == <<x, y>>\n====\nI == INSTANCE In WITH y <- x\nA == I!Both",
    });
    expect(body(resolved, "A")).toBe("I!Both");
    expect(resolved.modules.has("Root!In")).toBe(true);
  });

  it("substitutes operators for operator constants", () => {
    const resolved = resolve({
      Root: "F(a, b) == a\nI == INSTANCE Ops WITH Op <- F, ## <- F\nA == I!Use",
      Ops: "CONSTANTS Op(_, _), _ ## _\nUse == Op(1, 2) ## 3",
    });
    expect(substitutions(definition(resolved, "A").body)).toEqual({ Op: "&F", "##": "&F" });
  });
});

describe("subexpression names", () => {
  const Base = `EXTENDS Naturals
VARIABLE v
Op(a) == /\\ a = 1
         /\\ \\A x \\in {1, 2}, y \\in {3} : lab(x, y) :: x + y > a
Let == LET d == v IN d + 1
Rec == [f |-> 1, g |-> v]
Fair == WF_v(v' = 1)
Theorem1 == TRUE
THEOREM Named == v = 1 => v > 0`;

  const resolved = resolve({
    Root: `EXTENDS Base
F(G(_)) == G(1)
A == Op(5)!1
B == Op(5)!2!1
C == Op(5)!2!(7, 8)
D == Op(5)!2!(7, 8)!<<
E == Op(5)!2!lab(1, 2)
L == Let!1
P == Let!1!>>
R == Rec!2
W == Fair!2
T == Named!2
Whole == Op(3)!:
H == F(Op!1)`,
    Base,
  });
  const selected = (name: string): string => {
    const use = definition(resolved, name).body;
    if (use.kind !== "ref" || use.target.kind !== "definition") return "nothing";
    const { target } = use;
    const given = use.arguments.map((argument) => (argument.kind === "number" ? argument.value.toString() : "?"));
    return `${target.parameters.map((parameter) => parameter.name).join()}=${given.join()} ${body({ root: { ...resolved.root, names: new Map([["it", { target }]]) } }, "it")}`;
  };

  it("select parts by number, through binders with arguments, by label, in LET and records", () => {
    expect(selected("A")).toBe("a=5 equals(a, 1)");
    expect(selected("B")).toBe("a=5 {1, 2}");
    expect(selected("C")).toBe("a,x,y=5,7,8 lab:: >(+(x, y), a)");
    expect(selected("D")).toBe("a,x,y=5,7,8 +(x, y)");
    expect(selected("E")).toBe("a,x,y=5,1,2 >(+(x, y), a)");
    expect(selected("L")).toBe("= let d == v in +(d, 1)");
    expect(selected("P")).toBe("= let d == v in 1");
    expect(selected("R")).toBe("= v");
    expect(selected("W")).toBe("= equals(prime(v), 1)");
    expect(selected("T")).toBe("= >(v, 0)");
    expect(selected("Whole")).toMatch(/^a=3 and/);
    expect(body(resolved, "H")).toBe("F(&Op!1)");
  });

  it("select by a label that stands before the whole definition", () => {
    const resolved = resolve({
      Root: "VARIABLE v\nOp(a) == whole:: a = v /\\ inner:: v = 1\nA == Op(2)!whole\nB == Op(2)!whole!inner",
    });
    expect(body(resolved, "A")).toBe("Op(2)!whole(2)");
    expect(body(resolved, "B")).toBe("Op(2)!whole!inner(2)");
    expect(complaints(() => resolve({ Root: "Op == whole:: TRUE\nA == Op!other" }))).toEqual([
      "LS2021 Root.tla:3:9 other is not a label or definition inside Op",
    ]);
  });

  it("that lead nowhere are refused with the place", () => {
    const modules = { Root: "Op == TRUE /\\ FALSE\nA == Op!3\nB == Op!missing\nC == Op!1!(2)" };
    expect(complaints(() => resolve(modules))).toEqual([
      "LS2021 Root.tla:3:9 there is no part 3 here: TRUE /\\ FALSE has only 2",
      "LS2021 Root.tla:4:9 missing is not a label or definition inside Op",
      "LS2021 Root.tla:5:11 there are no bound names here to put arguments for",
    ]);
  });
});

describe("mistakes in names", () => {
  const mistakes: readonly (readonly [what: string, root: string, expected: readonly string[]])[] = [
    [
      "an undefined name",
      "VARIABLE count\nA == conut",
      ["LS2010 Root.tla:3:6 conut is not defined (did you mean count?)"],
    ],
    [
      "an operator without its module",
      "A == 1 + 2",
      ["LS2010 Root.tla:2:8 the operator + is not defined (add EXTENDS Integers)"],
    ],
    [
      "a library name without its module",
      "A == Len(<<>>)",
      ["LS2010 Root.tla:2:6 Len is not defined (add EXTENDS Sequences)"],
    ],
    [
      "a use before the definition",
      "A == Later\nLater == 1",
      ["LS2010 Root.tla:2:6 Later is not defined (it is defined further down: move its definition before this one)"],
    ],
    [
      "recursion without RECURSIVE",
      "F(x) == F(x)",
      ["LS2010 Root.tla:2:9 F is not defined (declare RECURSIVE F(_) before it)"],
    ],
    [
      "RECURSIVE without a definition",
      "RECURSIVE F(_)",
      ["LS2017 Root.tla:2:11 F is declared RECURSIVE but never defined"],
    ],
    [
      "RECURSIVE with another arity",
      "RECURSIVE F(_)\nF(a, b) == 1",
      ["LS2017 Root.tla:3:1 F was declared RECURSIVE with 1 argument, but its definition has 2"],
    ],
    [
      "too many arguments",
      "F(a) == a\nA == F(1, 2)",
      ["LS2013 Root.tla:3:6 F takes 1 argument, but 2 are given (write F(a))"],
    ],
    [
      "too few arguments",
      "F(a, b) == a\nA == F",
      ["LS2013 Root.tla:3:6 F takes 2 arguments, but none are given (write F(a, b))"],
    ],
    [
      "arguments for a variable",
      "VARIABLE x\nA == x(1)",
      [
        "LS2013 Root.tla:3:6 x is a variable and takes no arguments, but 1 is given (a function is applied with square brackets: x[x])",
      ],
    ],
    [
      "a value for an operator",
      "F(G(_)) == G(1)\nA == F(1)",
      [
        "LS2014 Root.tla:3:8 an operator with 1 argument is needed here, not a value (name an operator, or write LAMBDA x : ...)",
      ],
    ],
    [
      "an operator of another arity",
      "F(G(_)) == G(1)\nH(a, b) == a\nA == F(H)",
      ["LS2015 Root.tla:4:8 an operator with 1 argument is needed here, but H takes 2 arguments"],
    ],
    [
      "@ outside EXCEPT",
      "A == @",
      [
        "LS2020 Root.tla:2:6 @ has a meaning only on the right side of an EXCEPT update (@ stands for the old value in [f EXCEPT ![i] = @ + 1])",
      ],
    ],
    [
      "an instance as a value",
      "I == INSTANCE M\nA == I",
      ["LS2014 Root.tla:3:6 I is an instance, not a value (name one of its definitions, as in I!Init)"],
    ],
    [
      "a missing member",
      "I == INSTANCE M\nA == I!Frist",
      ["LS2016 Root.tla:3:8 the instance I has no definition Frist (did you mean First?)"],
    ],
    [
      "WITH for an unknown name",
      "I == INSTANCE M WITH z <- 1",
      ["LS2018 Root.tla:2:22 module M declares no constant or variable z"],
    ],
    [
      "a missing module",
      "EXTENDS Integer",
      ["LS2001 Root.tla:2:9 module Integer is neither beside Root.tla, nor in the library (did you mean Integers?)"],
    ],
  ];
  it.each(mistakes)("%s", (_, root, expected) => {
    expect(complaints(() => resolve({ Root: root, M: "First == 1" }))).toEqual(expected);
  });

  it("a missing substitution names what is missing", () => {
    const modules = { Root: "I == INSTANCE M WITH a <- 1", M: "CONSTANTS a, b\nVARIABLE c" };
    expect(complaints(() => resolve(modules))).toEqual([
      "LS2019 Root.tla:2:15 the instance of M gives no value to b, c (write INSTANCE M WITH b <- ..., c <- ...)",
    ]);
  });

  it("a name that is taken, by whatever it is", () => {
    const root = "VARIABLE x\nF == 1\nF == 2\nG(x) == x\nH == \\E F \\in {} : TRUE\nK == LET x == 1 IN x\nx == 3";
    expect(complaints(() => resolve({ Root: root })).map((text) => text.replace(/ \(choose.*/, ""))).toEqual([
      "LS2012 Root.tla:4:1 F is already a definition",
      "LS2012 Root.tla:5:3 x is already a variable",
      "LS2012 Root.tla:6:9 F is already a definition",
      "LS2012 Root.tla:7:10 x is already a variable",
      "LS2012 Root.tla:8:1 x is already a variable",
    ]);
  });

  it("the operators of the language cannot be defined again", () => {
    expect(complaints(() => resolve({ Root: "a \\cup b == 1" }))).toEqual([
      "LS2012 Root.tla:2:3 \\cup is an operator of the language and cannot be defined",
    ]);
  });

  it("are reported together, also from several modules, and none for names of a missing module", () => {
    const modules = { Root: "EXTENDS M, Missing\nA == anything", M: "B == nothing + 1" };
    expect(complaints(() => resolve(modules)).map((text) => text.slice(0, 20))).toEqual([
      "LS2010 M.tla:2:6 not",
      "LS2010 M.tla:2:14 th",
      "LS2001 Root.tla:2:12",
    ]);
  });

  it("names such as constructor and __proto__ are only names", () => {
    const resolved = resolve({
      Root: "constructor == 1\n__proto__ == 2\ntoString(hasOwnProperty) == hasOwnProperty\nA == toString(constructor) = __proto__\nR == [__proto__ |-> 1]",
    });
    expect(body(resolved, "A")).toBe("equals(toString(constructor), __proto__)");
    expect(complaints(() => resolve({ Root: "A == valueOf" }))).toEqual(["LS2010 Root.tla:2:6 valueOf is not defined"]);
  });
});
