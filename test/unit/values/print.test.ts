import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError } from "../../../src/values/types.ts";

const store = createStore();

describe("printing", () => {
  it.each([
    "{1, 2}",
    "{}",
    "<<1, <<>>, {{}}>>",
    "[a |-> 1, b |-> 2]",
    "(0 :> 1 @@ 1 :> 2)",
    "(r1 :> {} @@ r2 :> {r1})",
    '"a \\"quoted\\" \\\\ line\\n"',
    "{FALSE, TRUE}",
    "-5",
    "Nat",
    "Seq({1})",
  ])("%s stays as it is", (text) => {
    expect(store.print(store.read(text))).toBe(text);
  });

  it("breaks a wide value at its outermost level, one element a line", () => {
    const element = '[type |-> "phase1a", ballot |-> 0, acceptor |-> acceptor_number_one]';
    const set = store.read(`{${element}, [type |-> "phase2a", ballot |-> 1]}`);
    expect(store.print(set, 80)).toBe(
      [
        '{ [ballot |-> 1, type |-> "phase2a"],',
        '  [acceptor |-> acceptor_number_one, ballot |-> 0, type |-> "phase1a"] }',
      ].join("\n"),
    );
    expect(store.print(set)).toBe(
      '{[ballot |-> 1, type |-> "phase2a"], [acceptor |-> acceptor_number_one, ballot |-> 0, type |-> "phase1a"]}',
    );
  });

  it("indents by the width of the bracket, and pairs that do not fit by four more", () => {
    const p = (text: string, width: number) => store.print(store.read(text), width).split("\n");
    expect(p("<<100, 200, 300>>", 10)).toEqual(["<< 100,", "   200,", "   300 >>"]);
    expect(p("[aa |-> 100, bb |-> 200]", 20)).toEqual(["[ aa |-> 100,", "  bb |-> 200 ]"]);
    expect(p("(11 :> 100 @@ 22 :> 200)", 20)).toEqual(["( 11 :> 100 @@", "  22 :> 200 )"]);
    expect(p("[name |-> <<1000, 2000>>]", 18)).toEqual(["[ name |->", "      << 1000,", "         2000 >> ]"]);
    expect(p("{{1, 2, 3, 4}, {5, 6, 7, 8}}", 14)).toEqual([
      "{ { 1,",
      "    2,",
      "    3,",
      "    4 },",
      "  { 5,",
      "    6,",
      "    7,",
      "    8 } }",
    ]);
  });

  it("keeps room at the end of the last line for the closing brackets", () => {
    // 10 columns: `<<1, 2>>` would fit but for the ` >>` that follows it.
    expect(store.print(store.read("<<<<1, 2>>>>"), 11)).toBe("<< << 1,\n      2 >> >>");
    expect(store.print(store.read("<<<<1, 2>>>>"), 12)).toBe("<<<<1, 2>>>>");
  });
});

describe("reading", () => {
  it.each([
    [" { 2 , 1 } ", "{1, 2}"],
    ["a :> 1 @@ b :> 2", "(a :> 1 @@ b :> 2)"],
    ["1 :> 5", "<<5>>"],
    ['"a" :> 5', "[a |-> 5]"],
    ["1..3", "{1, 2, 3}"],
    ["{ ( 0 :> 1 ) }", "{(0 :> 1)}"],
    ["BOOLEAN", "{FALSE, TRUE}"],
    ["1a", "1a"],
    ["[x y |-> 1]", "[x y |-> 1]"],
    ["a :> 1 @@ a :> 2", "(a :> 1)"],
  ])("%s is %s", (text, printed) => {
    expect(store.print(store.read(text))).toBe(printed);
  });

  it.each([
    ["", "expected a value at offset 0, found the end"],
    ["{1, 2", 'expected "}" at offset 5, found the end'],
    ["1 2", 'expected the end of the value at offset 2, found "2"'],
    ["<<1}", 'expected ">>" at offset 3, found "}"'],
    ['"abc', 'expected the closing " at offset 4, found the end'],
    ["[a 1]", 'expected a field name and |-> at offset 1, found "a 1]"'],
    ["(1", 'expected ")" at offset 2, found the end'],
    ["x + 1", 'expected the end of the value at offset 2, found "+ 1"'],
  ])("refuses %s with the offset", (text, message) => {
    expect(() => store.read(text)).toThrow(message);
  });

  it("bounds the nesting", () => {
    expect(store.print(store.read("{".repeat(500) + "}".repeat(500))).length).toBe(1000);
    expect(() => store.read("{".repeat(5000) + "}".repeat(5000))).toThrow(EvaluationError);
  });
});
