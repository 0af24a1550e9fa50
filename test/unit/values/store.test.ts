import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError, Kind, type Store, type Value } from "../../../src/values/types.ts";

const site = 7;

/** Code of the EvaluationError that `f` throws. */
function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof EvaluationError) return error.code;
    throw error;
  }
  return "no error";
}

function readers(store: Store) {
  return (text: string): Value => store.read(text);
}

describe("the value store", () => {
  it("makes equal values the same handle, however they were made", () => {
    const store = createStore();
    const one = store.integer(1);
    const two = store.integer(2);

    const set = store.setAdd(store.setAdd(store.EMPTY_SET, two, site), one, site);
    expect(set).toBe(store.set([one, two, two]));
    expect(set).toBe(store.interval(one, two, site));
    expect(store.print(set)).toBe("{1, 2}");

    // A function on 1..n is a tuple, one on strings is a record, and every empty function is <<>>.
    expect(
      store.functionOf([
        [two, one],
        [one, two],
      ]),
    ).toBe(store.tuple([two, one]));
    const shape = store.shape(["a"]);
    expect(store.functionOf([[store.string("a"), one]])).toBe(store.recordOf(shape, [one]));
    expect(store.functionOf([])).toBe(store.EMPTY_TUPLE);
    expect(store.recordOf(store.shape([]), [])).toBe(store.EMPTY_TUPLE);

    // Lazy sets get the handle of their elements when they are normalised.
    const subsets = store.powerSet(store.set([one]), site);
    expect(store.isLazy(subsets)).toBe(true);
    expect(store.normalize(subsets, site)).toBe(store.set([store.EMPTY_SET, store.set([one])]));
  });

  it("finds what it knows: an update of an update is the old value", () => {
    const store = createStore();
    const r = readers(store);
    const f = r("(r1 :> 1 @@ r2 :> 2 @@ r3 :> 3)");
    const g = store.update(f, r("r2"), r("5"), site);
    expect(store.print(g)).toBe("(r1 :> 1 @@ r2 :> 5 @@ r3 :> 3)");
    expect(store.update(g, r("r2"), r("2"), site)).toBe(f);
    expect(store.update(f, r("r9"), r("2"), site)).toBe(f);
    expect(store.inDomain(f, r("r9"), site)).toBe(false);
    expect(store.inDomain(f, r("r3"), site)).toBe(true);
    const s = r("{1, 5, 9}");
    expect(store.setRemove(store.setAdd(s, r("7"), site), r("7"), site)).toBe(s);
    const t = r("<<1, 2>>");
    expect(store.append(t, r("3"), site)).toBe(r("<<1, 2, 3>>"));
    expect(store.update(r("<<1, 2, 3>>"), r("3"), r("9"), site)).toBe(r("<<1, 2, 9>>"));
  });

  it("orders strings and model values as told, then by code units", () => {
    const store = createStore({ stringOrder: ["zebra", "apple", "r2"] });
    const set = store.set(["q", "zebra", "apple", "b"].map((s) => store.string(s)));
    expect(store.print(set)).toBe('{"zebra", "apple", "b", "q"}');
    expect(store.print(store.set(["r1", "r2"].map((s) => store.modelValue(s))))).toBe("{r2, r1}");
    expect(store.print(store.read("[apple |-> 1, zebra |-> 2]"))).toBe("[zebra |-> 2, apple |-> 1]");
  });

  it.each([
    ["{{1, 2}, {5}, {0, 9}, {}}", "{{}, {5}, {0, 9}, {1, 2}}"],
    ["{<<9, 9>>, (0 :> 7 @@ 1 :> 7), (5 :> 1), <<1>>}", "{<<1>>, (5 :> 1), (0 :> 7 @@ 1 :> 7), <<9, 9>>}"],
    ["{3, 1, mv}", "{mv, 1, 3}"],
    ["{TRUE, FALSE}", "{FALSE, TRUE}"],
    ["{10, -1, 2, 99999999999, -99999999999}", "{-99999999999, -1, 2, 10, 99999999999}"],
    ["{[b |-> 1], [a |-> 9], [a |-> 1, b |-> 0]}", "{[a |-> 9], [b |-> 1], [a |-> 1, b |-> 0]}"],
    ["{<<2, 1>>, <<1, 9>>, <<7>>, <<>>}", "{<<>>, <<7>>, <<1, 9>>, <<2, 1>>}"],
    ["{{600, 1}, {500, 2}}", "{{1, 600}, {2, 500}}"],
    ["{<<100000, 1>>, <<200000, 0>>, <<150000, 9>>}", "{<<100000, 1>>, <<150000, 9>>, <<200000, 0>>}"],
  ])("prints %s as %s", (text, printed) => {
    const store = createStore();
    expect(store.print(store.read(text))).toBe(printed);
  });

  it("keeps kinds apart", () => {
    const store = createStore();
    const r = readers(store);
    const kinds = (text: string) => store.kind(r(text));
    expect(kinds("1")).toBe(Kind.Integer);
    expect(kinds("12345678901")).toBe(Kind.Integer);
    expect(kinds('"a"')).toBe(Kind.String);
    expect(kinds("a")).toBe(Kind.ModelValue);
    expect(kinds("TRUE")).toBe(Kind.Boolean);
    expect(kinds("{}")).toBe(Kind.Set);
    expect(kinds("<<>>")).toBe(Kind.Tuple);
    expect(kinds("[a |-> 1]")).toBe(Kind.Record);
    expect(kinds("(0 :> 1)")).toBe(Kind.Function);
    expect(kinds("1..1000")).toBe(Kind.Interval);
    expect(r('"a"')).not.toBe(r("a"));
  });

  it("applies functions, and says why it cannot", () => {
    const store = createStore();
    const r = readers(store);
    expect(store.apply(r("<<5, 6>>"), r("2"), site)).toBe(r("6"));
    expect(store.apply(r("[a |-> 5]"), r('"a"'), site)).toBe(r("5"));
    expect(store.apply(r("({1} :> 5)"), r("{1}"), site)).toBe(r("5"));
    expect(store.field(r("[a |-> 5, b |-> 6]"), r('"b"'), site)).toBe(r("6"));
    expect(codeOf(() => store.apply(r("<<5, 6>>"), r("3"), site))).toBe("LS4006");
    expect(codeOf(() => store.apply(r("<<5, 6>>"), r("0"), site))).toBe("LS4006");
    expect(codeOf(() => store.apply(r("<<5, 6>>"), r('"a"'), site))).toBe("LS4006");
    expect(codeOf(() => store.apply(r("(0 :> 1)"), r("3"), site))).toBe("LS4006");
    expect(codeOf(() => store.apply(r("[a |-> 5]"), r('"b"'), site))).toBe("LS4007");
    expect(codeOf(() => store.field(r("[a |-> 5]"), r('"b"'), site))).toBe("LS4007");
    expect(codeOf(() => store.field(r("<<1>>"), r('"b"'), site))).toBe("LS4007");
    expect(codeOf(() => store.field(r("3"), r('"b"'), site))).toBe("LS4005");
    expect(codeOf(() => store.apply(r('"a"'), r("1"), site))).toBe("LS4005");
    expect(codeOf(() => store.apply(r("{1}"), r("1"), site))).toBe("LS4005");
    expect(codeOf(() => store.domain(r("1"), site))).toBe("LS4005");
    expect(codeOf(() => store.update(r("1"), r("1"), r("1"), site))).toBe("LS4005");
    expect(store.print(store.domain(r("<<4, 5>>"), site))).toBe("{1, 2}");
    expect(store.domain(r("<<>>"), site)).toBe(store.EMPTY_SET);
    expect(store.print(store.domain(r("[b |-> 1, a |-> 1]"), site))).toBe('{"a", "b"}');
  });

  it("brings the site back in the error, and shows values cut at a sane length", () => {
    const store = createStore();
    const long = store.tuple(Array.from({ length: 5000 }, (_, i) => store.integer(i)));
    try {
      store.apply(long, store.integer(0), 42);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EvaluationError);
      if (!(error instanceof EvaluationError)) return;
      expect(error.site).toBe(42);
      expect(error.message).toMatch(/^Index 0 is out of bounds of the sequence <<0, 1, 2/);
      expect(error.message.length).toBeLessThan(600);
    }
  });

  it("asks for booleans by name of the place", () => {
    const store = createStore();
    expect(store.truth(store.TRUE, "the condition of an IF", site)).toBe(true);
    expect(store.truth(store.FALSE, "the condition of an IF", site)).toBe(false);
    expect(() => store.truth(store.integer(5), "the condition of an IF", site)).toThrow(
      "Expected TRUE or FALSE as the condition of an IF, found the integer 5.",
    );
  });

  it("keeps sets of more elements than a scan looks at", () => {
    const store = createStore();
    let s = store.EMPTY_SET;
    for (let i = 0; i < 500; i++)
      s = store.setAdd(s, store.tuple([store.integer((i * 37) % 500), store.integer(1)]), site);
    expect(store.size(s)).toBe(500);
    for (let i = 0; i < 500; i++)
      expect(store.in(store.tuple([store.integer(i), store.integer(1)]), s, site)).toBe(true);
    expect(store.in(store.tuple([store.integer(500), store.integer(1)]), s, site)).toBe(false);
    expect(store.print(store.at(s, 0))).toBe("<<0, 1>>");
    expect(store.print(store.at(s, 499))).toBe("<<499, 1>>");
  });

  it("drops leftovers of a failed construction", () => {
    const store = createStore();
    const mark = store.mark();
    store.push(store.integer(1));
    store.push(store.infiniteSet("Nat"));
    expect(codeOf(() => store.finishSet(mark))).toBe("LS4012");
    store.release(mark);
    expect(store.finishSet(store.mark())).toBe(store.EMPTY_SET);
  });
});

describe("sequences", () => {
  it("has the operators of module Sequences", () => {
    const store = createStore();
    const r = readers(store);
    const s = r("<<1, 2, 3>>");
    expect(store.head(s, site)).toBe(r("1"));
    expect(store.tail(s, site)).toBe(r("<<2, 3>>"));
    expect(store.tail(r("<<1>>"), site)).toBe(store.EMPTY_TUPLE);
    expect(store.length(s, site)).toBe(r("3"));
    expect(store.concat(s, r("<<4>>"), site)).toBe(r("<<1, 2, 3, 4>>"));
    expect(store.concat(s, store.EMPTY_TUPLE, site)).toBe(s);
    expect(store.append(store.EMPTY_TUPLE, r("{}"), site)).toBe(r("<<{}>>"));
    expect(store.subSequence(s, r("2"), r("3"), site)).toBe(r("<<2, 3>>"));
    expect(store.subSequence(s, r("3"), r("2"), site)).toBe(store.EMPTY_TUPLE);
    expect(store.subSequence(s, r("9"), r("8"), site)).toBe(store.EMPTY_TUPLE);
  });

  it("treats strings as TLC does", () => {
    const store = createStore();
    const r = readers(store);
    expect(store.length(r('"abc"'), site)).toBe(r("3"));
    expect(store.concat(r('"ab"'), r('"cd"'), site)).toBe(r('"abcd"'));
    expect(store.tail(r('"abc"'), site)).toBe(r('"bc"'));
    expect(store.subSequence(r('"abc"'), r("2"), r("2"), site)).toBe(r('"b"'));
    expect(codeOf(() => store.head(r('"abc"'), site))).toBe("LS4008");
    expect(codeOf(() => store.concat(r('"ab"'), r("<<1>>"), site))).toBe("LS4008");
  });

  it("refuses what is no sequence, empty, or out of range", () => {
    const store = createStore();
    const r = readers(store);
    expect(codeOf(() => store.append(r("{}"), r("1"), site))).toBe("LS4008");
    expect(codeOf(() => store.length(r("[a |-> 1]"), site))).toBe("LS4008");
    expect(codeOf(() => store.head(r("<<>>"), site))).toBe("LS4009");
    expect(codeOf(() => store.tail(r("<<>>"), site))).toBe("LS4009");
    expect(codeOf(() => store.subSequence(r("<<1>>"), r("0"), r("1"), site))).toBe("LS4010");
    expect(codeOf(() => store.subSequence(r("<<1>>"), r("1"), r("2"), site))).toBe("LS4010");
    expect(codeOf(() => store.subSequence(r("<<1>>"), r("{}"), r("2"), site))).toBe("LS4003");
  });
});
