/**
 * Values where the books are silent, as TLC decides them: equality and membership of mixed kinds, the canonical order,
 * sets that are never listed, arithmetic, application. Each line is asked of the evaluator and of emitted code; the
 * answer is the printed value, or `refused` for an evaluation error.
 */
import { describe, expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { createEvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import type { NativePorts } from "../../../src/compile/natives/native.ts";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError } from "../../../src/values/types.ts";
import { specOf } from "../../support/specs.ts";

const refused = "refused";

const traps: Readonly<Record<string, readonly (readonly [formula: string, answer: string])[]>> = {
  "equality and membership": [
    ['{1,2}={"a"}', "FALSE"],
    ['1 \\in {1,"a"}', "TRUE"],
    ['"a" \\in {1,"a"}', refused],
    ["<<>>={}", refused],
    ["1=1 \\/ 1", "TRUE"],
    ["{1} \\cup 2", refused],
    ["<<1>> \\in (5..5) \\X {1}", "FALSE"],
    ["1 \\in BOOLEAN", refused],
    ["5 \\in 7", refused],
    ["{1,2,3} \\ {2}", "{1, 3}"],
    ["A_x = B_z", refused],
    ["A_x = mv", "FALSE"],
    ["A_x = 1", refused],
    ["A_x \\in {A_y, mv}", "FALSE"],
    ["TRUE \\in {TRUE} \\cup BOOLEAN", "TRUE"],
    ["{x \\in {1,2} : x}", refused],
    ['<<1,"a">> = <<2,3>>', "FALSE"],
    ["[a|->1] = <<1>>", refused],
  ],
  "the canonical order": [
    ["CHOOSE x \\in {3,1,2} : TRUE", "1"],
    ["{{}, {5}, {0, 9}, {1, 2}}", "{{}, {5}, {0, 9}, {1, 2}}"],
    ["{mv, 1, 3}", "{mv, 1, 3}"],
    ["{<<9,9>>, <<1>>, (5 :> 1), (0 :> 7 @@ 1 :> 7)}", "{<<1>>, (5 :> 1), (0 :> 7 @@ 1 :> 7), <<9, 9>>}"],
    ["[1..3 -> {}]", "{}"],
    ["[{} -> {}]", "{<<>>}"],
    ["{<<x,y>> \\in {1,2} \\X {3} : x = 1}", "{<<1, 3>>}"],
  ],
  "sets that are not listed": [
    ["SUBSET 5", refused],
    ["UNION {1}", refused],
    ["{1} \\in SUBSET Nat", "TRUE"],
    ["<<1>> \\in Seq(Nat)", "TRUE"],
    ["4 \\in {x \\in Nat: x%2=0}", "TRUE"],
    ["4 \\in Nat \\cup {0-1}", "TRUE"],
    ["{1} \\subseteq Nat", "TRUE"],
    ['5 \\in Nat \\cup {"a"}', refused],
    ["mv \\in Nat", "FALSE"],
    ["mv \\in SUBSET {1}", refused],
    ["1 \\in SUBSET Nat", refused],
    ["1 \\in [a:Nat]", refused],
    ['"a" \\in Nat', refused],
    ["SUBSET (1..40) = {}", "FALSE"],
    ["Cardinality(SUBSET (1..20))", "1048576"],
    ["\\E x \\in Nat : x = 1", refused],
    ["{x : x \\in Nat}", refused],
    ["CHOOSE x \\in Nat : x > 3", refused],
    ["[x \\in Nat |-> x + 1][5]", "6"],
    ["LET f[n \\in Nat] == IF n = 0 THEN 1 ELSE n * f[n-1] IN f[20]", "2432902008176640000"],
    ["SubSeq(<<1,2>>, 1, 10)", refused],
    ["<<1, <<2>>>> \\in Seq(Nat) \\X Nat", refused],
    ['Cardinality({1,"a"})', refused],
    ["UNION {{1},{2,3}}", "{1, 2, 3}"],
    ["3 \\in UNION {Nat, {0-1}}", "TRUE"],
    ["{1} \\in UNION {SUBSET Nat, {{0-1}}}", "TRUE"],
    ["{} \\subseteq Nat", "TRUE"],
    ["Nat \\subseteq Int", refused],
    ["[a |-> 1, b |-> 2] \\in [a : Nat, b : {2}]", "TRUE"],
    ["[a |-> 1] \\in [a : Nat, b : {2}]", "FALSE"],
    ['<<1,"a">> \\in [{1,2} -> Nat]', refused],
    ["<<1,2>> \\in [{1,2} -> Nat]", "TRUE"],
    ["<<1,2,3>> \\in [{1,2} -> Nat]", "FALSE"],
    ["(SUBSET {1,2}) \\cap {{1}}", "{{1}}"],
    ["Seq({1}) \\cap {<<1>>, <<2>>}", "{<<1>>}"],
    ["3 \\in Nat \\ {1}", "TRUE"],
    ["Nat \\cap (1..3)", "{1, 2, 3}"],
    ["IsFiniteSet(Nat \\cap (1..3))", "TRUE"],
    ["IsFiniteSet(5)", refused],
    ["IsFiniteSet({x \\in Nat : x < 3})", refused],
    ["Nat = Int", "FALSE"],
    ["1 \\in TLCEval(Nat)", "TRUE"],
    ["Cardinality(5)", refused],
    ['SubSeq("abc", 2, 3)', '"bc"'],
    ['"x" \\in STRING', "TRUE"],
    ["<<>> \\in [{} -> Nat]", "TRUE"],
    ["<<>> \\in SUBSET Nat", refused],
    ["{} \\in Seq(Nat)", refused],
    ["<<1>> \\in UNION {[1..n -> Nat] : n \\in 0..3}", "TRUE"],
    ["<<0-1>> \\in UNION {[1..n -> Nat] : n \\in 0..3}", "FALSE"],
    ["<<1,2,3,4,5>> \\in UNION {[1..n -> Nat] : n \\in 0..3}", "FALSE"],
    ['[a |-> 5] \\in UNION {[D -> Nat] : D \\in SUBSET {"a","b"}}', "TRUE"],
    ['<<>> \\in UNION {[D -> Nat] : D \\in SUBSET {"a","b"}}', "TRUE"],
    ["<<1>> \\in UNION {[1..n -> {1,2}] : n \\in 0..3}", "TRUE"],
    ["<<1, <<2>>>> \\in UNION {{i} \\X Seq(Nat) : i \\in 1..2}", "TRUE"],
    ['[type |-> "a", v |-> 7] \\in [type : {"a"}, v : Nat] \\cup [type : {"b"}]', "TRUE"],
    ['[type |-> "b"] \\in [type : {"a"}, v : Nat] \\cup [type : {"b"}]', "TRUE"],
    ['{[type |-> "b"]} \\subseteq [type : {"a"}, v : Nat] \\cup [type : {"b"}]', "TRUE"],
    ["{<<1>>} \\in SUBSET Seq(Nat)", "TRUE"],
    ["<<{1}, {2}>> \\in Seq(SUBSET Nat)", "TRUE"],
    ["[x \\in {1} |-> <<>>] \\in [{1} -> Seq(Nat)]", "TRUE"],
    ["{{1}} \\in SUBSET SUBSET Nat", "TRUE"],
    ["(1..3) \\in SUBSET (Nat \\ {0})", "TRUE"],
    ["[SUBSET {1} -> Nat] = [SUBSET {1} -> Nat]", "TRUE"],
  ],
  "arithmetic and strings": [
    ["(0-7)\\div 2", "-4"],
    ["-7 \\div 2", "-3"],
    ["7 % (0-3)", refused],
    ["0^0", refused],
    ["2^(0-1)", refused],
    ['1 + "a"', refused],
    ['1 < "a"', refused],
    ['Len("abc")', "3"],
    ['"ab" \\o "cd"', '"abcd"'],
    ['"a"[1]', refused],
    ["1 <=> TRUE", refused],
    ["2147483647 + 1", "2147483648"],
    ["99999999999999999999 * 99999999999999999999", "9999999999999999999800000000000000000001"],
  ],
  "application, EXCEPT, CASE": [
    ["<<>>=[a|->1]", "FALSE"],
    ['[a|->1]=[b|->"x"]', "FALSE"],
    ["<<1>>=[a|->1]", refused],
    ["[<<1,2>> EXCEPT ![3] = 5]", "<<1, 2>>"],
    ["[[a|->1] EXCEPT !.b = 5]", "[a |-> 1]"],
    ["CHOOSE x : x = 3", refused],
    ["<<1,2>>[3]", refused],
    ['<<1,2>>["a"]', refused],
    ["[a|->1].b", refused],
    ['[a|->1]["b"]', refused],
    ["[x \\in 1..2 |-> x][3]", refused],
    ["(1:>2 @@ 5:>6)[3]", refused],
    ["DOMAIN 5", refused],
    ["Head(<<>>)", refused],
    ["Tail(<<>>)", refused],
    ["CASE FALSE -> 1", refused],
    ["CHOOSE x \\in {1} : FALSE", refused],
    ["DOMAIN <<1,2>>", "{1, 2}"],
    ["DOMAIN <<>>", "{}"],
    ["[<<1,2>> EXCEPT ![1] = @ + 1, ![1] = @ * 10]", "<<20, 2>>"],
    ["CASE TRUE -> 1 [] TRUE -> 2", "1"],
    ["(1:>2 @@ 1:>3)", "<<2>>"],
    ['"a" :> 1', "[a |-> 1]"],
    ["Append(5, 1)", refused],
    ["Append([a |-> 1], 1)", refused],
    ["Len([a |-> 1])", refused],
    ["Len(1 :> 2)", "1"],
    ["Len({})", refused],
    ['SortSeq("cab", <)', refused],
    ["[x \\in {1,2}, y \\in {3} |-> x + y]", "(<<1, 3>> :> 4 @@ <<2, 3>> :> 5)"],
    ["[x \\in {1,2}, y \\in {3} |-> x + y][1,3]", "4"],
    ["LET F(x) == x + 1 IN {F(y) : y \\in 1..3}", "{2, 3, 4}"],
  ],
  "functions that are needed in part": [
    ["[i \\in 0..2 |-> <<5,6>>[i]][1]", "5"],
    ["[i \\in 0..2 |-> <<5,6>>[i]]", refused],
    ["LET f == [n \\in 0..10 |-> 10 \\div n] IN f[4]", "2"],
    ["LET f == [n \\in 0..10 |-> 10 \\div n] IN f[0]", refused],
    ["LET f == [n \\in 0..10 |-> 10 \\div n] IN \\A k \\in 1..10 : f[k] <= 10 \\div k", "TRUE"],
    ["LET F(s) == IF s = <<>> THEN <<7>> ELSE [i \\in 0..Len(s) |-> s[i]] IN F(<<4,5>>)[2]", "5"],
    ["LET F(s, x) == s[x] IN F([i \\in 0..2, j \\in 1..2 |-> j \\div i], <<1,2>>)", "2"],
    ["LET F(S) == [x \\in S |-> x + 1] IN F(Nat)[5]", "6"],
    ["LET f[n \\in 0..10] == IF n = 1 THEN 1 ELSE n * f[n-1] IN f[3]", "6"],
    ["[a |-> [i \\in 0..1 |-> 1 \\div i]].a[1]", refused],
  ],
  "EXCEPT at what is no argument": [
    ['[<<1,2>> EXCEPT !["a"] = 3]', refused],
    ["[[a |-> 1] EXCEPT ![1] = 3]", refused],
    ['[(2 :> 3) EXCEPT !["a"] = 3]', refused],
    ["[(2 :> 3) EXCEPT ![mv] = 3]", "(2 :> 3)"],
    ['[[a |-> <<1>>] EXCEPT !.a["x"] = 2, !.a[1] = 5]', refused],
    ["[[a |-> <<1>>] EXCEPT !.b[1] = 1 \\div 0]", "[a |-> <<1>>]"],
  ],
  logic: [
    ["FALSE => 1", "TRUE"],
    ["IF 1 THEN 2 ELSE 3", refused],
    ["\\A x \\in {1} : 5", refused],
    ["1 /\\ TRUE", refused],
    ["\\A x \\in {} : x[1] = 5", "TRUE"],
    ["\\E x \\in {} : 1", "FALSE"],
    ["~1", refused],
  ],
};

/** What the two ways of evaluating print for a formula, or that they refuse it. */
function answers(formula: string): string[] {
  const text = `---- MODULE Traps ----
EXTENDS Integers, Sequences, FiniteSets, TLC
CONSTANTS mv, A_x, A_y, B_z
ASSUME LET result == ${formula} IN PrintT(result)
====`;
  const spec = specOf(text, "CONSTANTS mv = mv A_x = A_x A_y = A_y B_z = B_z");
  return [createEvaluatorMachine, compileMachine].map((create) => {
    let printed = "";
    const ports: NativePorts = { output: (line) => void (printed += line) };
    const machine = create(spec, { store: createStore({ stringOrder: spec.stringOrder }), ports });
    try {
      machine.assumptions[0]!.test();
      return printed;
    } catch (error) {
      if (error instanceof EvaluationError) return refused;
      throw error;
    }
  });
}

describe.each(Object.keys(traps))("%s", (kind) => {
  it.each(traps[kind]!)("%s is %s", (formula, answer) => {
    expect(answers(formula)).toEqual([answer, answer]);
  });
});
