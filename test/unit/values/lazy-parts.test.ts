/** Tuples, records and functions with parts that cannot be listed, as values of a specification: never in a state. */
import { describe, expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { createEvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import { createStore } from "../../../src/values/store.ts";
import type { Store, Value } from "../../../src/values/types.ts";
import { moduleText, specOf, valueOf } from "../../support/specs.ts";

const TYPES = `
Types == [counter |-> Nat, name |-> STRING, deep |-> [set |-> SUBSET Int, size |-> 3]]
Pair == <<Int, {1, 2}>>
ByKind == [k \\in {"number", "text"} |-> IF k = "number" THEN Nat ELSE STRING]
Merged == ("a" :> Nat) @@ ("b" :> {1})
Above(n) == [from |-> n, set |-> {k \\in Nat : k > n}]
`;

describe("a value with parts that cannot be listed", () => {
  it("gives its parts by name, index and argument", () => {
    const holds = `/\\ 3 \\in Types.counter /\\ "x" \\in Types["name"] /\\ {0 - 1} \\in Types.deep.set /\\ Types.deep.size = 3
/\\ 5 \\in Pair[1] /\\ 2 \\in Pair[2] /\\ Len(Pair) = 2 /\\ DOMAIN Pair = 1..2 /\\ DOMAIN Types = {"counter", "name", "deep"}
/\\ 4 \\in ByKind["number"] /\\ "x" \\in ByKind.text /\\ 7 \\in Merged.a /\\ Merged["b"] = {1}
/\\ 8 \\in Above(7).set /\\ 7 \\notin Above(7).set /\\ Above(7).from = 7`;
    expect(valueOf(holds, TYPES)).toBe("TRUE");
  });

  it("is listed again when EXCEPT replaces what could not be", () => {
    expect(valueOf("[Pair EXCEPT ![1] = {3}]", TYPES)).toBe("<<{3}, {1, 2}>>");
    expect(valueOf("[Pair EXCEPT ![1] = {3}] = <<{3}, {1, 2}>>", TYPES)).toBe("TRUE");
    expect(valueOf("8 \\in [Pair EXCEPT ![2] = Nat][2] /\\ [Pair EXCEPT ![5] = 1] = Pair", TYPES)).toBe("TRUE");
  });

  it("is compared part by part, as far as the parts can be", () => {
    const same = "Types = [counter |-> Nat, name |-> STRING, deep |-> [set |-> SUBSET Int, size |-> 3]]";
    expect(valueOf(same, TYPES)).toBe("TRUE");
    expect(valueOf("Pair = <<Int, {1, 3}>> \\/ <<Int, {2}>> = Pair", "Pair == <<Int, {1, 2}>>\n")).toBe("FALSE");
    expect(valueOf("Pair = <<Int>> \\/ Types = [counter |-> Nat]", TYPES)).toBe("FALSE");
    expect(valueOf("Pair = <<Nat, {1, 2}>>", TYPES)).toBe("FALSE");
    expect(() => valueOf("Pair = <<{1}, {1, 2}>>", TYPES)).toThrow("Cannot list the elements of the set Int");
  });

  it("is shown with its parts as they are written", () => {
    expect(valueOf("ToString(Types.deep)", TYPES)).toBe('"[set |-> SUBSET Int, size |-> 3]"');
    expect(valueOf("ToString(<<Pair, 1>>)", TYPES)).toBe('"<<<<Int, {1, 2}>>, 1>>"');
    expect(valueOf("ToString(1 :> 2 @@ 3 :> Nat)", TYPES)).toBe('"(1 :> 2 @@ 3 :> Nat)"');
  });

  it("is no element of a set, and no value of a variable", () => {
    expect(() => valueOf("{Pair}", TYPES)).toThrow(
      "Cannot list the elements of the set Int: there are infinitely many.",
    );
    const spec = specOf(moduleText(`${TYPES}VARIABLE x\nInit == x = Pair\nNext == x' = x`), "INIT Init NEXT Next");
    for (const make of [createEvaluatorMachine, compileMachine])
      expect(() => make(spec, { store: createStore() }).initialStates(() => undefined)).toThrow("the set Int");
  });

  it("is the same for the compiled machine, with parts that the state decides", () => {
    const text = moduleText(`${TYPES}
VARIABLE x
Init == x \\in Pair[2]
Next == /\\ x + 1 \\in Above(x).set /\\ ~(x \\in Above(x).set)
        /\\ x \\in [Types EXCEPT !.counter = {1, 2, 3, 4}].counter
        /\\ [Above(x) EXCEPT !.from = @ + 1].from = x + 1
        /\\ x' = (CHOOSE t \\in {1, 2} : x \\in <<Int, {k \\in Nat : k < x}>>[t]) + x`);
    const spec = specOf(text, "INIT Init NEXT Next");
    const found = [createEvaluatorMachine, compileMachine].map((make) => {
      const store = createStore({ stringOrder: spec.stringOrder });
      const machine = make(spec, { store });
      const seen: string[] = [];
      for (let x = 1; x <= 5; x++)
        machine.successors(Int32Array.of(store.integer(x)), (next) => seen.push(store.print(next[0]!)));
      return seen;
    });
    expect(found[1]).toEqual(found[0]);
    expect(found[0]).toEqual(["2", "3", "4", "5"]);
  });
});

describe("a store that builds values with lazy parts", () => {
  const integers = (store: Store): Value => store.infiniteSet("Int");

  it("builds others as ever, also after a building that failed", () => {
    const store = createStore();
    const mark = store.mark();
    store.push(integers(store));
    store.release(mark);
    const plain = store.tuple([store.integer(1), store.integer(2)]);
    expect(store.isLazy(plain)).toBe(false);
    expect(store.print(plain)).toBe("<<1, 2>>");
  });

  it("tells the parts of the outer value from those of an inner one", () => {
    const store = createStore();
    const outer = store.mark();
    store.push(integers(store));
    const inner = store.mark();
    store.push(store.integer(1));
    store.push(integers(store));
    const pair = store.finishTuple(inner);
    store.push(pair);
    store.push(store.tuple([store.integer(3)]));
    expect(store.show(store.finishTuple(outer))).toBe("<<Int, <<1, Int>>, <<3>>>>");
  });

  it("keeps the listed parts when values are given back", () => {
    const store = createStore();
    store.keepAll();
    const value = store.tuple([integers(store), store.read('{"a", "b"}')]);
    store.collect();
    for (let i = 0; i < 50; i++) store.tuple([store.integer(i)]);
    expect(store.show(value)).toBe('<<Int, {"a", "b"}>>');
  });
});
