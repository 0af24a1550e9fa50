import { describe, expect, it } from "vitest";
import {
  bindsLooser,
  bindsTighter,
  canonicalSymbol,
  operatorOf,
  operators,
} from "../../../../src/tla/syntax/operators.ts";
import { tokenize } from "../../../../src/tla/syntax/lexer.ts";
import { fileOf } from "./outline.ts";

describe("the operator table", () => {
  it("has one symbol for all spellings of an operator", () => {
    expect(["<=", "=<", "\\leq", "≤"].map(canonicalSymbol)).toEqual(["=<", "=<", "=<", "=<"]);
    expect(canonicalSymbol("\\union")).toBe("\\cup");
    expect(canonicalSymbol("\\equiv")).toBe("<=>");
    expect(canonicalSymbol("(+)")).toBe("\\oplus");
    expect(canonicalSymbol("\\foo")).toBeUndefined();
  });

  it("has every spelling once", () => {
    const spellings = operators.flatMap((operator) => operator.spellings);
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(operators.length).toBeGreaterThan(90);
  });

  it("agrees with the lexer on every spelling", () => {
    for (const operator of operators) {
      for (const spelling of operator.spellings) {
        expect(tokenize(fileOf(`${spelling} `))).toMatchObject([{ kind: "operator", symbol: operator.symbol }]);
      }
    }
  });

  it("decides by ranges of precedence", () => {
    const [times, plus, equals, cdot] = ["*", "+", "=", "\\cdot"].map((symbol) => operatorOf(symbol)!);
    expect(bindsTighter(times!, plus!)).toBe(true);
    expect(bindsLooser(equals!, plus!)).toBe(true);
    expect(bindsTighter(cdot!, plus!) || bindsLooser(cdot!, plus!)).toBe(false);
    expect(bindsTighter(plus!, plus!)).toBe(true);
    expect(bindsTighter(equals!, equals!)).toBe(false);
  });
});
