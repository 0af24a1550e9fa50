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

describe("a set that is made from the element of a set alone", () => {
  const neighbours = (set: string): string => `VARIABLES f, n
Cells == {<<x, y>> : x, y \\in 1..3}
Around(c) == ${set}
Init == f \\in [Cells -> 0..1] /\\ f[<<1, 1>>] + f[<<2, 2>>] + f[<<3, 3>>] = 3 /\\ n = 0
Next == n' = n + 1 /\\ n < 2 /\\ f' = [c \\in Cells |-> IF \\E d \\in Around(c) : d \\in Cells /\\ f[d] = 1 THEN n % 2 ELSE f[c]]`;

  test("is made once for each element", () => {
    const sets = neighbours("{<<c[1] + d, c[2] + e>> : d, e \\in {-1, 1}}");
    expect(sourceOf(sets)).toContain("// a value that depends on one value");
    agree(sets);
  });

  test("unless the state has a part in it", () => {
    const sets = neighbours("{<<c[1] + n, c[2] + e>> : e \\in {-1, 1}}");
    expect(sourceOf(sets)).not.toContain("// a value that depends on one value");
    agree(sets);
  });

  test("also when it is chosen, and fails for some", () => {
    agree(neighbours("{CHOOSE d \\in Cells : d[1] + d[2] > c[1] + c[2]}"));
    agree(neighbours("{d \\in Cells : d[1] = c[3]}"));
  });
});

describe("recursive operators that take a set apart", () => {
  const taking = (set: string, rest = "S \\ {x}"): string => `VARIABLE s
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + Sum(${rest})
RECURSIVE Weighted(_, _)
Weighted(k, S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN k * x + Weighted(k + 1, ${rest})
Init == s \\in {1, 2}
Next == s' = (Sum(${set}) + Weighted(1, ${set})) % 5`;

  test("take the first element without a loop", () => {
    expect(sourceOf(taking("1..3 \\cup {s}"))).toMatch(/S_at\(t\d+, 0\)/);
    agree(taking("1..3 \\cup {s}"));
  });

  test("whatever the sets are: listed, an interval, a filter, empty, none at all", () => {
    agree(taking("s..s + 3"));
    agree(taking("{x \\in 0..9 : x % 2 = s % 2}"));
    agree(taking("{}"));
    agree(taking("s"));
    agree(taking("Nat"));
    agree(taking("(SUBSET {s}) \\cup {{9}}"));
  });

  test("and get a listed set at first and one that is not in the calls behind, or the other way round", () => {
    agree(taking("{s, 7}", "(IF x = 7 THEN {} ELSE 5..s + 5)"));
    agree(taking("5..s + 5", "(IF x < 7 THEN S \\cap {7} ELSE {})"));
  });

  test("refuse to take away what cannot be compared", () => {
    agree(taking("{s, 7}", 'S \\ {"a"}'));
    agree(taking("{s, 7}", "S \\ {<<1>>}"));
  });
});

describe("an operator that is called with a listed set and with one that is not", () => {
  test("assumes nothing of the second that it knew of the first", () => {
    agree(`VARIABLES s, t
Both(S) == IF s = 0 THEN {e \\in S : e < 4 /\\ \\E d \\in S : d > e} ELSE S
Init == s = 0 /\\ t = {}
Next == s' = 1 - s /\\ t' = Both({1, 2, s}) \\cup Both((s + 1)..(s + 3))`);
    agree(`VARIABLES s, t
Large(S, n) == IF n = 0 /\\ \\A e \\in S : \\E d \\in S : d >= e THEN S ELSE {}
Init == s = 0 /\\ t = {}
Next == s' = 1 - s /\\ t' = <<Large({1, s}, s), Large(s..(s + 40), s)>>`);
  });
});

describe("guards with which several actions begin", () => {
  const queues = `VARIABLES queue, sum
Init == queue = [p \\in {1, 2} |-> <<p, 0>>] /\\ sum = 0
Add(p) == queue[p] # <<>> /\\ Head(queue[p]) > 0 /\\ sum' = sum + Head(queue[p]) /\\ queue' = [queue EXCEPT ![p] = Tail(@)]
Skip(p) == queue[p] # <<>> /\\ Head(queue[p]) = 0 /\\ queue' = [queue EXCEPT ![p] = Tail(@)] /\\ UNCHANGED sum
Next == \\E p \\in {1, 2} : Add(p) \\/ Skip(p)`;

  test("are evaluated once, and hand on what they have looked up", () => {
    const source = sourceOf(queues);
    expect(source.match(/S_apply\(v0, /g)).toHaveLength(2);
    expect(source.match(/same\(t\d+, k\d+, \d+\)/g)).not.toHaveLength(0);
    agree(queues);
  });

  test("fail in the first of them", () => {
    agree(queues.replace("{1, 2} : Add", "{1, 3} : Add"));
    agree(queues.replace("queue[p] # <<>> /\\ Head(queue[p]) = 0", "queue[p] # {} /\\ Head(queue[p]) = 0"));
  });

  test("are told from those about another state", () => {
    agree(`VARIABLE f
Init == f = [p \\in {1, 2} |-> 0]
Up(p) == f[p] = 0 /\\ f' = [f EXCEPT ![p] = 1]
Both(p) == f[p] = 0 /\\ (Up(p) \\cdot Up(3 - p))
Asks(p) == f[p] = 0 /\\ ENABLED (f[p] = 0 /\\ f' = f) /\\ f' = [f EXCEPT ![p] = 2]
Next == \\E p \\in {1, 2} : Up(p) \\/ Both(p) \\/ Asks(p)`);
  });
});

describe("functions on a small constant set", () => {
  const send = (set: string): string => `VARIABLE sent
Init == sent = [p \\in ${set} |-> 0]
Next == \\E p \\in ${set} : sent' = [q \\in ${set} |-> IF q = p THEN sent[q] ELSE (sent[q] + 1) % 3]`;

  test("are made without a loop, and without a question that is decided", () => {
    const text = `${send("{1, 2, 3}")}`;
    expect(sourceOf(text)).not.toMatch(/S_apply\(v0, t/);
    agree(text);
  });

  test("whatever the set is like", () => {
    for (const set of ['{"a", "b"}', "{2, 5}", "{<<1, 2>>, <<2, 1>>}", "(1 .. 3)", "BOOLEAN", "{{1}, {}}"]) {
      agree(`${send(set)}`);
    }
    agree("VARIABLE f\nInit == f = [p \\in {} |-> p.a]\nNext == f' = [p \\in {1, 2}, q \\in {3} |-> p]");
  });

  test("with a value that fails, or one inside the other", () => {
    agree(`VARIABLE f
Init == f = <<1, 2>>
Next == f' = [p \\in {1, 2, 3} |-> f[p]]`);
    agree(`VARIABLE f
Init == f = [p \\in 1 .. 2 |-> [q \\in {3, 4} |-> p * q]]
Next == f' = [p \\in 1 .. 2 |-> [q \\in {3, 4} |-> (f[p][q] + p) % 4]]`);
  });
});
