/**
 * What the emitter does to be fast, one trap each: the evaluator, which does none of it, must agree on states, weights,
 * verdicts and failures.
 */
import { describe, expect, test } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { createStore } from "../../../src/values/store.ts";
import { moduleText, specOf } from "../../support/specs.ts";
import { agree } from "./emit-support.ts";

/** The emitted source of a specification. */
function sourceOf(body: string, cfg = "INIT Init\nNEXT Next"): string {
  const sources: string[] = [];
  const spec = specOf(moduleText(body), cfg);
  compileMachine(spec, { store: createStore(), dumpSource: (source) => sources.push(source) });
  return sources.join("\n");
}

describe("constants that are asked for in the set of one variable", () => {
  const votes = `VARIABLE votes
Vote(p) == [kind |-> "vote", from |-> p]
Init == votes = {}
Next == \\/ \\E p \\in {1, 2, 3} : votes' = votes \\cup {Vote(p)}
        \\/ (\\A p \\in {1, 2, 3} : Vote(p) \\in votes) /\\ votes' = {}
        \\/ Vote(1) \\notin votes /\\ Vote(2) \\in votes /\\ votes' = votes \\ {Vote(2)}`;

  test("are answered by one pass over the set", () => {
    expect(sourceOf(votes)).toMatch(/memberMasks\(\[k\d+, k\d+, k\d+\]\)/);
    agree(votes);
  });

  test("as long as there are enough of them", () => {
    const one = 'VARIABLE s\nInit == s = {"a"}\nNext == "a" \\in s /\\ s\' \\in SUBSET {"a", "b"}';
    expect(sourceOf(one)).not.toContain("memberMasks");
    agree(one);
  });

  const mixed = (sets: string): string => `VARIABLES s, n
Init == s \\in ${sets} /\\ n = 0
Next == n' = (IF "a" \\in s THEN 1 ELSE 0) + (IF "b" \\in s THEN 2 ELSE 0) + (IF "c" \\in s THEN 4 ELSE 0) /\\ s' = s`;

  test("fail where the store refuses to compare", () => {
    agree(mixed('{{"a"}, {1}, {"b", "c"}, {<<1>>}, {}}'));
    agree(mixed('{{1, "a"}, {2, 3}}'));
    agree(mixed('{SUBSET {"a", "b"}, {{"a"}}}'));
    agree(mixed('{3, {"a"}}'));
  });

  test("sets of model values are asked of the store each time", () => {
    const cfg = "CONSTANTS m1 = m1 m2 = m2 A_x = A_x B_x = B_x\nINIT Init\nNEXT Next";
    agree(`CONSTANTS m1, m2, A_x, B_x\n${mixed('{{m1, m2}, {m1, "a"}, {A_x}, {A_x, B_x}, {m2, 1}}')}`, cfg);
  });

  test("and for the next value as well", () => {
    agree(`VARIABLES s, n
Init == s = {} /\\ n = 0
Next == s' \\in SUBSET {"a", "b"} /\\ n' = (IF "a" \\in s' THEN 1 ELSE 0) + (IF "b" \\in s' THEN 2 ELSE 0)
        + (IF "c" \\in s' THEN 4 ELSE 0) + (IF "a" \\in s THEN 8 ELSE 0)`);
  });
});

describe("several clauses of one EXCEPT", () => {
  test("build one value", () => {
    const source = sourceOf(`VARIABLE r\nInit == r = [a |-> 1, b |-> 2]\nNext == r' = [r EXCEPT !.a = @ + 1, !.b = 0]`);
    expect(source).toContain("S_pack(");
    expect(source).not.toContain("S_replaceAt(");
  });

  test.each([
    ["the same key twice", "f' = [f EXCEPT ![n] = @ + 1, ![1] = @ + 2, ![n] = @ * 2]"],
    ["a key outside the domain", "f' = [f EXCEPT ![n] = 7, ![9] = 1 \\div 0, ![2] = @ + f[1]]"],
    ["nothing changed", "f' = [f EXCEPT ![1] = @, ![2] = f[2]]"],
    ["a failure in the middle", "f' = [f EXCEPT ![1] = 5, ![2] = f[n + 1]]"],
    ["what is no function", "f' = [n EXCEPT ![1] = 5, ![2] = 6]"],
    ["values that build others meanwhile", "f' = [f EXCEPT ![1] = Len(<<n, n, f>>), ![2] = Len([i \\in 1..n |-> f])]"],
    ["lazy values", "f' = [f EXCEPT ![1] = 1..n, ![2] = SUBSET {n}]"],
  ])("%s", (_, assignment) => {
    agree(`VARIABLES f, n
Init == f = <<1, 2>> /\\ n = 1
Next == n' = (n % 3) + 1 /\\ ${assignment}`);
  });

  test("nested functions and records", () => {
    agree(
      `VARIABLE f
Init == f = [p \\in {"x", "y"} |-> [q \\in 0..1 |-> [a |-> 0, b |-> q]]]
Next == \\E p \\in {"x", "y"}, q \\in 0..2 :
  f' = [f EXCEPT ![p][q].a = (@ + 1) % 2, ![p][q].b = @ + f[p][0].a, !["x"][1] = [@ EXCEPT !.b = 0, !.a = 1 - @]]
Bounded == \\A p \\in {"x", "y"}, q \\in 0..1 : f[p][q].b < 3`,
      "INIT Init\nNEXT Next\nCONSTRAINT Bounded",
    );
  });
});
