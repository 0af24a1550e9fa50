import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError, type Store, type Value } from "../../../src/values/types.ts";

const site = 3;

function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof EvaluationError) return error.code;
    throw error;
  }
  return "no error";
}

/** A store, a reader of value text, and the text of a set's elements. */
function setUp(options = {}): { store: Store; r: (text: string) => Value; listed: (s: Value) => string } {
  const store = createStore(options);
  return { store, r: (text) => store.read(text), listed: (s) => store.print(store.enumerate(s, site)) };
}

describe("lazy sets", () => {
  it("are described until their elements are needed, and listed in canonical order", () => {
    const { store, r, listed } = setUp();
    const subsets = store.powerSet(r("{3, 1, 2}"), site);
    expect(store.isLazy(subsets)).toBe(true);
    expect(listed(subsets)).toBe("{{}, {1}, {2}, {3}, {1, 2}, {1, 3}, {2, 3}, {1, 2, 3}}");
    expect(store.print(subsets)).toBe(listed(subsets));

    const functions = store.functionSet(r('{"a", "b"}'), r("{0, 1}"), site);
    expect(listed(functions)).toBe("{[a |-> 0, b |-> 0], [a |-> 0, b |-> 1], [a |-> 1, b |-> 0], [a |-> 1, b |-> 1]}");
    expect(listed(store.functionSet(r("{1, 2}"), r("{5, 6}"), site))).toBe("{<<5, 5>>, <<5, 6>>, <<6, 5>>, <<6, 6>>}");
    expect(listed(store.product([r("{1, 2}"), r('{"x"}')], site))).toBe('{<<1, "x">>, <<2, "x">>}');
    const records = store.recordSet(store.shape(["b", "a"]), [r("{1}"), r("{TRUE, FALSE}")], site);
    expect(listed(records)).toBe("{[a |-> 1, b |-> FALSE], [a |-> 1, b |-> TRUE]}");
    expect(listed(store.interval(r("-1"), r("1"), site))).toBe("{-1, 0, 1}");
  });

  it("are what any other way of writing the set is", () => {
    const { store, r } = setUp();
    expect(store.equals(store.powerSet(r("{1}"), site), r("{{}, {1}}"), site)).toBe(true);
    expect(store.equals(r("1..100"), store.union(r("1..99"), r("{100}"), site), site)).toBe(true);
    expect(store.tuple([r("1..3"), store.powerSet(r("{}"), site)])).toBe(r("<<{1, 2, 3}, {{}}>>"));
    expect(store.hashLow(r("1..100"))).toBe(store.hashLow(store.normalize(r("1..100"), site)));
    // Described twice, listed once.
    expect(store.powerSet(r("{1}"), site)).toBe(store.powerSet(r("{1}"), site));
  });

  it("have their limits at the edges", () => {
    const { store, r, listed } = setUp();
    expect(listed(store.powerSet(r("{}"), site))).toBe("{{}}");
    expect(listed(store.functionSet(r("{}"), store.infiniteSet("Nat"), site))).toBe("{<<>>}");
    expect(listed(store.functionSet(r("{1}"), r("{}"), site))).toBe("{}");
    expect(listed(store.product([store.infiniteSet("Nat"), r("{}")], site))).toBe("{}");
    expect(listed(store.recordSet(store.shape(["a"]), [r("{}")], site))).toBe("{}");
    expect(listed(store.sequenceSet(r("{}"), site))).toBe("{<<>>}");
    expect(listed(store.interval(r("2"), r("1"), site))).toBe("{}");
    expect(store.print(store.interval(r("99999999999"), r("100000000001"), site))).toBe(
      "{99999999999, 100000000000, 100000000001}",
    );
  });

  it("are counted without being listed", () => {
    const { store, r } = setUp();
    const count = (s: Value) => store.print(store.cardinality(s, site));
    expect(count(store.powerSet(r("1..20"), site))).toBe("1048576");
    expect(count(store.powerSet(r("1..40"), site))).toBe("1099511627776");
    expect(count(store.functionSet(r("1..10"), r("1..3"), site))).toBe("59049");
    expect(count(store.product([r("1..1000"), r("1..1000"), r("{}")], site))).toBe("0");
    expect(count(r("1..100000000"))).toBe("100000000");
    expect(count(store.predicateSet(r("1..100"), (e) => store.less(e, r("11"), site)))).toBe("10");
    expect(codeOf(() => store.cardinality(store.infiniteSet("Nat"), site))).toBe("LS4012");
    expect(codeOf(() => store.cardinality(r('{1, "a"}'), site))).toBe("LS4001");
    expect(codeOf(() => store.cardinality(r("<<1>>"), site))).toBe("LS4004");
    expect(store.isFinite(store.powerSet(r("1..40"), site), site)).toBe(true);
    expect(store.isFinite(store.powerSet(store.infiniteSet("Int"), site), site)).toBe(false);
  });

  it("are not listed beyond the bound, which is named", () => {
    const { store, r } = setUp({ setElementsMax: 1000 });
    expect(() => store.normalize(store.powerSet(r("1..10"), site), site)).toThrow(
      /1024 values.*setElementsMax is 1000/,
    );
    expect(codeOf(() => store.normalize(r("1..1001"), site))).toBe("LS4013");
    expect(codeOf(() => store.normalize(store.functionSet(r("1..900"), r("1..900"), site), site))).toBe("LS4013");
    expect(store.size(store.normalize(r("1..1000"), site))).toBe(1000);
  });

  it("too large to be listed are run through all the same, in the order of the listing", () => {
    const large = setUp({ setElementsMax: 5 });
    const small = setUp();
    const runThrough = ({ store }: typeof small, set: Value): string[] => {
      const elements = store.enumerate(set, site);
      return Array.from({ length: store.size(elements) }, (_, i) => store.print(store.at(elements, i)));
    };
    const made: readonly ((s: typeof small) => Value)[] = [
      ({ store, r }) => store.powerSet(r("{1, 5, 7, 9, 11}"), site),
      ({ store, r }) => store.functionSet(r("{1, 2, 5}"), r("{0, 3, 4}"), site),
      ({ store, r }) => store.product([r("1..3"), r("{2}"), r("0..4")], site),
      ({ store, r }) => store.recordSet(store.shape(["b", "a"]), [r("1..3"), r("{4, 6}")], site),
    ];
    for (const make of made) expect(runThrough(large, make(large))).toEqual(runThrough(small, make(small)));
    const interval = small.store.enumerate(small.r("-2..1000000"), site);
    expect(small.store.isLazy(interval)).toBe(true);
    expect([small.store.size(interval), small.store.at(interval, 0), small.store.at(interval, 1_000_002)]).toEqual([
      1_000_003,
      small.r("-2"),
      small.r("1000000"),
    ]);
  });

  it("are filtered without being listed", () => {
    const { store, r } = setUp({ setElementsMax: 1000 });
    const two = (s: Value): boolean => store.cardinality(s, site) === r("2");
    const pairs = store.predicateSet(store.powerSet(r("1..12"), site), two);
    expect(store.print(store.cardinality(pairs, site))).toBe("66");
  });

  it("that no loop comes to the end of begin, and fail by name when they go on too long", () => {
    const { store, r } = setUp();
    const functions = store.enumerate(store.functionSet(r("1..40"), r("0..9"), site), site);
    expect(store.print(store.at(functions, 12)).endsWith("0, 1, 2>>")).toBe(true);
    expect(() => store.at(functions, 50_000_000)).toThrow(/LOOP_ELEMENTS_MAX/);
  });

  it("combine with infinite sets", () => {
    const { store, r, listed } = setUp();
    const nat = store.infiniteSet("Nat");
    expect(listed(store.intersect(nat, r("{-1, 0, 1}"), site))).toBe("{0, 1}");
    expect(listed(store.intersect(r("{-1, 0, 1}"), nat, site))).toBe("{0, 1}");
    expect(listed(store.minus(r("{-1, 0, 1}"), nat, site))).toBe("{-1}");
    const positive = store.minus(nat, r("{0}"), site);
    expect(store.in(r("5"), positive, site)).toBe(true);
    expect(store.in(r("0"), positive, site)).toBe(false);
    expect(codeOf(() => store.enumerate(positive, site))).toBe("LS4012");
    const even = store.predicateSet(nat, (e) => store.modulo(e, r("2"), site) === r("0"));
    expect(() => store.enumerate(even, site)).toThrow("{x \\in Nat : ...}");
    expect(listed(store.intersect(even, r("1..100"), site)).slice(0, 9)).toBe("{2, 4, 6,");
    expect(store.print(store.powerSet(nat, site))).toBe("SUBSET Nat");
    expect(store.print(store.sequenceSet(r("{1}"), site))).toBe("Seq({1})");
  });

  it("refuse what is no set when they are made", () => {
    const { store, r } = setUp();
    expect(codeOf(() => store.powerSet(r("5"), site))).toBe("LS4004");
    expect(codeOf(() => store.union(r("{1}"), r("2"), site))).toBe("LS4004");
    expect(codeOf(() => store.bigUnion(r("{1}"), site))).toBe("LS4004");
    expect(codeOf(() => store.functionSet(r("{1}"), r("1"), site))).toBe("LS4004");
    expect(codeOf(() => store.interval(r("{1}"), r("1"), site))).toBe("LS4003");
    expect(codeOf(() => store.intersect(r("{1}"), r('{"a"}'), site))).toBe("LS4001");
  });
});

describe("forgetting", () => {
  it("lets go of lazy values made since a mark, and of them only", () => {
    const { store, r, listed } = setUp();
    const before = store.powerSet(r("{1}"), site);
    const mark = store.lazyMark();
    const after = store.powerSet(r("{1, 2}"), site);
    const closure = store.predicateSet(store.infiniteSet("Nat"), () => true);
    store.forgetLazies(mark);
    expect(listed(before)).toBe("{{}, {1}}");
    expect(() => store.enumerate(after, site)).toThrow("forgotten");
    expect(() => store.in(r("1"), closure, site)).toThrow("forgotten");
    expect(listed(store.powerSet(r("{1, 2}"), site))).toBe("{{}, {1}, {2}, {1, 2}}");
    store.forgetLazies(store.lazyMark());
    expect(store.lazyMark()).toBe(mark + 4);
  });
});

describe("lazy functions", () => {
  it("are applied by their closure within their domain, and changed by EXCEPT", () => {
    const { store, r } = setUp();
    const square = store.lazyFunction(store.infiniteSet("Nat"), (x) => store.multiply(x, x, site));
    expect(store.apply(square, r("9"), site)).toBe(r("81"));
    expect(codeOf(() => store.apply(square, r("-9"), site))).toBe("LS4006");
    const changed = store.update(square, r("9"), r("0"), site);
    expect(store.apply(changed, r("9"), site)).toBe(r("0"));
    expect(store.apply(changed, r("8"), site)).toBe(r("64"));
    expect(store.inDomain(square, r("3"), site)).toBe(true);
    expect(codeOf(() => store.normalize(square, site))).toBe("LS4012");
    expect(store.print(square)).toBe("[x \\in Nat |-> ...]");
  });

  it("become tables when their domain is finite", () => {
    const { store, r } = setUp();
    const f = store.lazyFunction(r("{0, 1}"), (x) => store.add(x, r("5"), site));
    expect(store.normalize(f, site)).toBe(r("(0 :> 5 @@ 1 :> 6)"));
    expect(store.equals(f, r("(0 :> 5 @@ 1 :> 6)"), site)).toBe(true);
    expect(store.print(f)).toBe("(0 :> 5 @@ 1 :> 6)");
  });
});
