import { describe, expect, it } from "vitest";
import { count, counted, cut, duration, layOutValue, share } from "../../../harness/report/values.ts";

describe("numbers in reports", () => {
  it("are grouped by thousands, whatever the locale", () => {
    expect([0, 999, 1_000, 1_146, 1_234_567].map(count)).toEqual(["0", "999", "1,000", "1,146", "1,234,567"]);
    expect([counted(1, "state"), counted(2, "state"), counted(0, "entry", "entries")]).toEqual([
      "1 state",
      "2 states",
      "0 entries",
    ]);
  });

  it("say durations as people do", () => {
    expect([0.0421, 12.34, 185.9].map(duration)).toEqual(["0.04 s", "12.3 s", "3 min 5 s"]);
  });

  it("round no share up to the whole", () => {
    expect(share(9_999, 10_000)).toBe("99.9 %");
    expect(share(10_000, 10_000)).toBe("100 %");
    expect(share(0, 0)).toBe("0 %");
  });
});

describe("TLA+ values in reports", () => {
  it("stay on one line when they fit", () => {
    expect(layOutValue("{1, 2, 3}", 100, 4)).toBe("{1, 2, 3}");
  });

  it("break after commas of the outermost brackets, aligned behind the opening one", () => {
    const text = '{[type |-> "Commit", rm |-> rm1], [type |-> "Abort", rm |-> rm2]}';
    expect(layOutValue(text, 48, 4)).toBe('{ [type |-> "Commit", rm |-> rm1],\n      [type |-> "Abort", rm |-> rm2] }');
  });

  it("break functions between their pairs", () => {
    const text = '(rm1 :> "working" @@ rm2 :> "prepared" @@ rm3 :> "aborted")';
    expect(layOutValue(text, 40, 2)).toBe('( rm1 :> "working" @@\n    rm2 :> "prepared" @@\n    rm3 :> "aborted" )');
  });

  it("look into no string, and leave alone what they cannot break", () => {
    const text = '{"a, }{ <<", "and another one that is long"}';
    expect(layOutValue(text, 30, 0)).toBe('{ "a, }{ <<",\n  "and another one that is long" }');
    expect(layOutValue(`"${"x".repeat(60)}"`, 30, 0)).toBe(`"${"x".repeat(60)}"`);
  });

  it("are cut with an ellipsis", () => {
    expect(cut("abcdef", 4)).toBe("abc…");
    expect(cut("abc", 4)).toBe("abc");
  });
});
