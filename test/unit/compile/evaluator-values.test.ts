/** Evaluation of expressions: order, laziness, functions, recursion, overrides. */
import { describe, expect, test } from "vitest";
import { definitionBody, machineOf, machineOfSpec, moduleText, specOf, valueOf } from "../../support/specs.ts";

describe("expressions", () => {
  test("have the values that TLC prints", () => {
    expect(valueOf("{x * x : x \\in 1..3}")).toBe("{1, 4, 9}");
    expect(valueOf("[i \\in 1..3 |-> i + 1]")).toBe("<<2, 3, 4>>");
    expect(valueOf("CHOOSE x \\in {3, 1, 2} : x > 1")).toBe("2");
    expect(valueOf("LET S == {1, 2} IN {<<a, b>> \\in S \\X S : a < b}")).toBe("{<<1, 2>>}");
    expect(valueOf("[f EXCEPT ![1].a = @ + 1, ![1].a = @ * 10]", "f == <<[a |-> 1]>>")).toBe("<<[a |-> 20]>>");
    expect(valueOf("IF 2 \\in {1, 2} THEN <<1>> \\o <<2>> ELSE <<>>")).toBe("<<1, 2>>");
    expect(valueOf("[a |-> 1, b |-> {TRUE}].b")).toBe("{TRUE}");
    expect(valueOf("{f \\in [{1, 2} -> {0, 1}] : f[1] # f[2]}")).toBe("{<<0, 1>>, <<1, 0>>}");
    expect(valueOf("DOMAIN [x \\in {5, 7} |-> x]")).toBe("{5, 7}");
    expect(valueOf("UNION {{1}, {2, 3}}")).toBe("{1, 2, 3}");
    expect(valueOf("CASE 1 > 2 -> 1 [] 2 > 1 -> 2 [] OTHER -> 3")).toBe("2");
    expect(valueOf("(1 :> 2 @@ 1 :> 3)[1]")).toBe("2");
    expect(valueOf("{y : <<x, y>> \\in {<<1, 2>>, <<3, 4>>}}")).toBe("{2, 4}");
  });

  test("stop as soon as the result is known", () => {
    expect(valueOf("1 = 1 \\/ 1")).toBe("TRUE");
    expect(valueOf("FALSE => 1")).toBe("TRUE");
    expect(valueOf("FALSE /\\ 1")).toBe("FALSE");
    expect(valueOf('IF TRUE THEN 1 ELSE 1 + "a"')).toBe("1");
    expect(() => valueOf("1 /\\ TRUE")).toThrow();
    expect(() => valueOf("\\A x \\in {1} : 5")).toThrow(/body of a quantifier/);
  });

  test("arguments and LET definitions are evaluated when needed, and once", () => {
    const printed: string[] = [];
    const ports = { output: (text: string) => void printed.push(text) };
    expect(valueOf('F(1 + "a")', "F(a) == 5")).toBe("5");
    expect(valueOf('G(PrintT("once"))', "G(a) == a /\\ a", ports)).toBe("TRUE");
    expect(valueOf('LET a == PrintT("twice") IN a /\\ a', "", ports)).toBe("TRUE");
    expect(printed).toEqual(['"once"', '"twice"']);
  });

  test("functions are lazy where it matters", () => {
    expect(valueOf("[x \\in Nat |-> x * 2][21]")).toBe("42");
    expect(valueOf("f[10]", "f[n \\in Nat] == IF n = 0 THEN 1 ELSE n * f[n - 1]")).toBe("3628800");
    expect(valueOf("[i \\in 1..3 |-> 6 \\div (i - 2)][3]")).toBe("6");
    expect(valueOf("f[3]", "f[n \\in 1..3] == IF n = 1 THEN <<>> ELSE Append(f[n - 1], n)")).toBe("<<2, 3>>");
    expect(valueOf("f[2, 3]", "f[a \\in Nat, b \\in Nat] == IF b = 0 THEN a ELSE f[a + 1, b - 1]")).toBe("5");
    expect(() => valueOf("[x \\in 1..2 |-> x][3]")).toThrow();
  });

  test("sets are lazy where it matters", () => {
    expect(valueOf("4 \\in {x \\in Nat : x % 2 = 0}")).toBe("TRUE");
    expect(valueOf("{1, 2} \\in SUBSET (1..100)")).toBe("TRUE");
    expect(valueOf("<<1, 5>> \\in Seq(Nat)")).toBe("TRUE");
    expect(valueOf("{1} \\in {s \\in SUBSET (1..60) : 1 \\in s}")).toBe("TRUE");
    expect(valueOf("2 \\in {x \\in {1, 2} : 6 \\div (x - 1) = 6}")).toBe("TRUE");
    expect(() => valueOf("{x \\in Nat : TRUE} = {1}")).toThrow();
    expect(() => valueOf("CHOOSE x \\in Nat : x = 1")).toThrow();
    expect(() => valueOf("CHOOSE x : x = 1")).toThrow(/without a set/);
  });

  test("operators may be recursive and take operators", () => {
    expect(
      valueOf(
        "Sum({1, 2, 3})",
        "RECURSIVE Sum(_)\nSum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + Sum(S \\ {x})",
      ),
    ).toBe("6");
    expect(valueOf("Map(LAMBDA x : x + 1, {1, 2})", "Map(F(_), S) == {F(x) : x \\in S}")).toBe("{2, 3}");
    expect(valueOf("Apply(+, 1)", "Apply(F(_, _), n) == F(n, n)")).toBe("2");
    expect(valueOf("Apply(\\cup, {1})", "Apply(F(_, _), n) == F(n, {2})")).toBe("{1, 2}");
    expect(valueOf("LET Twice(F(_), x) == F(F(x))\n    Inc(x) == x + 1 IN Twice(Inc, 1)")).toBe("3");
  });

  test("recursion without end is an error that says so", () => {
    expect(() => valueOf("Loop(1)", "RECURSIVE Loop(_)\nLoop(n) == Loop(n + 1) + 1")).toThrow(
      /CALL_DEPTH_MAX|nested too deep/,
    );
  });

  test("EXCEPT leaves a function alone at an argument outside its domain", () => {
    expect(valueOf('[f EXCEPT ![5] = 1 + "a"]', "f == <<1, 2>>")).toBe("<<1, 2>>");
  });
});

describe("configuration", () => {
  test("gives constants values, operators tables and definitions other meanings, in every module", () => {
    const spec = specOf(
      moduleText(`CONSTANTS N, S, Op(_)
MyNat == 0..3
NoVal == CHOOSE v : v \\notin {N}
Result == <<N, S, Op(1), Op(2), Nat, NoVal>>`),
      "CONSTANTS N = 5\nS = {a, b, 1}\nOp(1) = 10\nOp(2) = 20\nNat <- MyNat\nNoVal = NoVal",
    );
    const machine = machineOfSpec(spec);
    expect(machine.store.print(machine.evaluate(definitionBody(spec, "Result")))).toBe(
      "<<5, {a, b, 1}, 10, 20, 0..3, NoVal>>".replace("0..3", "{0, 1, 2, 3}"),
    );
  });

  test("a predicate that is not a boolean fails and names what it is", () => {
    const machine = machineOf(
      moduleText("VARIABLE x\nInit == x = 0\nNext == x' = x\nBad == x"),
      "INIT Init\nNEXT Next\nINVARIANT Bad",
    );
    expect(() => machine.invariants[0]!.test(Int32Array.of(machine.store.integer(0)))).toThrow(/Bad/);
  });
});

describe("instances", () => {
  const stack = `---- MODULE Stack ----
EXTENDS Sequences, Integers
CONSTANTS Limit, Good(_)
VARIABLE items
Room == Len(items) < Limit
AllGood == \\A i \\in 1..Len(items) : Good(items[i])
====`;

  test("are evaluated in context, with parameters and operator constants", () => {
    const spec = specOf(
      moduleText(`Pos(n) == n > 0
S(l, q) == INSTANCE Stack WITH Limit <- l, items <- q, Good <- Pos
Result == <<S(2, <<1>>)!Room, S(1, <<1>>)!Room, S(1, <<1, 0>>)!AllGood, LET T == INSTANCE Stack WITH Limit <- 9, items <- <<>>, Good <- LAMBDA n : FALSE IN T!Room /\\ T!AllGood>>`),
      "",
      stack,
    );
    const machine = machineOfSpec(spec);
    expect(machine.store.print(machine.evaluate(definitionBody(spec, "Result")))).toBe("<<TRUE, FALSE, FALSE, TRUE>>");
  });
});

describe("remembered values", () => {
  test("do not outlive the state that they depend on", () => {
    const machine = machineOf(
      moduleText(`VARIABLE x
Init == x = 0
Big == {n \\in Nat : n > x}
Later == [n \\in Nat |-> n + x]
F(s) == LET here == x IN here
Next == x' = Later[1] /\\ x' \\in Big /\\ F(1) = x`),
      "INIT Init\nNEXT Next",
    );
    for (const start of [0, 7, 3]) {
      const found: string[] = [];
      machine.successors(Int32Array.of(machine.store.integer(start)), (next) => {
        found.push(machine.store.print(next[0]!));
      });
      expect(found).toEqual([String(start + 1)]);
    }
  });

  test("an argument that is primed is evaluated again for each next value", () => {
    const machine = machineOf(
      moduleText(
        "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nCopy(v) == y' = v\nNext == LET later == x' * 10 IN x' \\in {1, 2} /\\ Copy(later)",
      ),
      "INIT Init\nNEXT Next",
    );
    const found: string[] = [];
    const zero = machine.store.integer(0);
    machine.successors(Int32Array.of(zero, zero), (next) => {
      found.push([...next].map((value) => machine.store.print(value)).join(" "));
    });
    expect(found).toEqual(["1 10", "2 20"]);
  });
});
