import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError } from "../../../src/values/types.ts";

/** What `a = b` is: TRUE, FALSE, or the code of a refusal. */
function outcome(f: () => boolean): string {
  try {
    return f() ? "TRUE" : "FALSE";
  } catch (error) {
    if (error instanceof EvaluationError) return error.code;
    throw error;
  }
}

describe("equality, the table of TLC", () => {
  const store = createStore();
  const equal = (a: string, b: string) => outcome(() => store.equals(store.read(a), store.read(b), -1));

  it.each([
    ["1", "1", "TRUE"],
    ["1", "2", "FALSE"],
    ["1", '"a"', "LS4001"],
    ['"a"', "1", "LS4001"],
    ["TRUE", "1", "LS4001"],
    ["{1}", "1", "LS4001"],
    ["{}", '""', "LS4001"],
    ["<<>>", "{}", "LS4001"],
    // Sizes first.
    ["{1, 2}", '{"a"}', "FALSE"],
    ["{1}", '{"a"}', "LS4001"],
    // The first difference decides.
    ['<<1, "a">>', "<<2, 3>>", "FALSE"],
    ['<<1, "a">>', "<<1, 3>>", "LS4001"],
    ["<<1>>", '<<"a", 2>>', "FALSE"],
    // Records and tuples, in both directions.
    ["[a |-> 1]", "<<1>>", "LS4001"],
    ["<<>>", "[a |-> 1]", "FALSE"],
    ["[a |-> 1]", "<<>>", "FALSE"],
    ["[a |-> 1]", '[b |-> "x"]', "FALSE"],
    ["<<1>>", "[a |-> 1]", "LS4001"],
    ["<<1, 2>>", "[a |-> 1]", "FALSE"],
    ["(0 :> 1)", "<<1>>", "FALSE"],
    ["(mv :> 1)", "<<1>>", "FALSE"],
    // Sets that cannot be sorted.
    ['{1, "a"}', "{1}", "LS4001"],
    ['{1, "a"}', '{1, "a"}', "TRUE"],
    // Untyped model values.
    ["mv", "1", "FALSE"],
    ["1", "mv", "FALSE"],
    ["mv", "{1}", "FALSE"],
    ["{mv}", "{1}", "FALSE"],
    ["mv", "mw", "FALSE"],
    // Typed model values.
    ["A_x", "A_y", "FALSE"],
    ["A_x", "B_z", "LS4001"],
    ["A_x", "1", "LS4001"],
    ["1", "A_x", "LS4001"],
    ["A_x", "mv", "FALSE"],
    ["mv", "A_x", "FALSE"],
    ["A_", "1", "FALSE"],
    // Integers of all sizes.
    ["12345678901234567890", "12345678901234567890", "TRUE"],
    ["12345678901234567890", "1", "FALSE"],
    // Intervals and other lazy sets.
    ["1..100", "1..100", "TRUE"],
    ["1..100", "2..101", "FALSE"],
    ["1..100", "{1}", "FALSE"],
    ["Nat", "Nat", "TRUE"],
    ["Nat", "{1}", "LS4012"],
  ])("%s = %s is %s", (a, b, expected) => {
    expect(equal(a, b)).toBe(expected);
  });

  it("compares lazy sets by size before it lists them", () => {
    const subsets = store.powerSet(store.read("1..40"), -1);
    expect(store.equals(subsets, store.EMPTY_SET, -1)).toBe(false);
  });
});

describe("membership, the table of TLC", () => {
  const store = createStore();
  const member = (e: string, s: string) => outcome(() => store.in(store.read(e), store.read(s), -1));

  it.each([
    ["1", "{1, 2}", "TRUE"],
    ["3", "{1, 2}", "FALSE"],
    ["1", '{1, "a"}', "TRUE"],
    ['"a"', '{1, "a"}', "LS4001"],
    ["1", '{"a"}', "LS4001"],
    ["1", "BOOLEAN", "LS4001"],
    ["1", "{}", "FALSE"],
    ["mv", "{1, 2}", "FALSE"],
    ["1", "{mv, 1}", "TRUE"],
    ["2", "{mv, 1}", "FALSE"],
    ["2", '{mv, "a"}', "LS4001"],
    ["mv", "BOOLEAN", "FALSE"],
    ["A_x", "{1}", "LS4001"],
    ["1", "7", "LS4004"],
    ["1", "<<1>>", "LS4004"],
    // Lazy sets.
    ["5", "Nat", "TRUE"],
    ["-5", "Nat", "FALSE"],
    ["-5", "Int", "TRUE"],
    ["99999999999999", "Nat", "TRUE"],
    ['"a"', "Nat", "LS4014"],
    ["mv", "Nat", "FALSE"],
    ["A_x", "Nat", "LS4014"],
    ['"a"', "STRING", "TRUE"],
    ["1", "STRING", "LS4014"],
    ["50", "1..100", "TRUE"],
    ["101", "1..100", "FALSE"],
    ["TRUE", "1..100", "LS4014"],
    ["<<1, 2>>", "Seq(Nat)", "TRUE"],
    ["<<1, -2>>", "Seq(Nat)", "FALSE"],
    ["<<>>", "Seq(Nat)", "TRUE"],
    ["[a |-> 1]", "Seq(Nat)", "LS4014"],
    ["mv", "Seq(Nat)", "FALSE"],
  ])("%s \\in %s is %s", (e, s, expected) => {
    expect(member(e, s)).toBe(expected);
  });

  it("asks lazy sets without listing them", () => {
    const r = (text: string) => store.read(text);
    const into = (e: string, s: number) => outcome(() => store.in(r(e), s, -1));
    const nat = store.infiniteSet("Nat");
    const subsets = store.powerSet(nat, -1);
    expect(into("{1, 2}", subsets)).toBe("TRUE");
    expect(into("{-1}", subsets)).toBe("FALSE");
    expect(into("1", subsets)).toBe("LS4014");
    expect(into("mv", subsets)).toBe("LS4014");
    const functions = store.functionSet(r("{a, b}"), nat, -1);
    expect(into("(a :> 1 @@ b :> 2)", functions)).toBe("TRUE");
    expect(into("(a :> 1 @@ b :> -2)", functions)).toBe("FALSE");
    expect(into("(a :> 1)", functions)).toBe("FALSE");
    expect(into("1", functions)).toBe("LS4014");
    expect(into("mv", functions)).toBe("FALSE");
    const records = store.recordSet(store.shape(["a", "b"]), [nat, r("BOOLEAN")], -1);
    expect(into("[a |-> 1, b |-> TRUE]", records)).toBe("TRUE");
    expect(into("[a |-> -1, b |-> TRUE]", records)).toBe("FALSE");
    expect(into("[a |-> 1]", records)).toBe("FALSE");
    expect(into("1", records)).toBe("LS4014");
    const pairs = store.product([r("{5}"), nat], -1);
    expect(into("<<5, 1>>", pairs)).toBe("TRUE");
    expect(into("<<5, -1>>", pairs)).toBe("FALSE");
    expect(into("<<1>>", pairs)).toBe("FALSE");
    expect(into("[a |-> 1]", pairs)).toBe("LS4014");
    const even = store.predicateSet(nat, (e) => store.modulo(e, r("2"), -1) === r("0"));
    expect(into("4", even)).toBe("TRUE");
    expect(into("5", even)).toBe("FALSE");
    expect(into("-1", store.union(nat, r("{-1}"), -1))).toBe("TRUE");
    expect(into("-2", store.union(nat, r("{-1}"), -1))).toBe("FALSE");
    expect(into("5", store.union(nat, r('{"a"}'), -1))).toBe("LS4001");
    expect(outcome(() => store.subsetEq(r("{1}"), nat, -1))).toBe("TRUE");
    expect(outcome(() => store.subsetEq(nat, r("{1}"), -1))).toBe("LS4012");
    // The right side is asked for elements of the left one alone, as by TLC.
    expect(outcome(() => store.subsetEq(r("{}"), r("<<1>>"), -1))).toBe("TRUE");
    expect(outcome(() => store.subsetEq(r("{1}"), r("<<1>>"), -1))).toBe("LS4004");
  });
});
