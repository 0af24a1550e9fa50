import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError } from "../../../src/values/types.ts";

const store = createStore();
type Operator = "add" | "subtract" | "multiply" | "divide" | "modulo" | "power";

function compute(a: string, operator: Operator, b: string): string {
  try {
    return store.print(store[operator](store.read(a), store.read(b), -1));
  } catch (error) {
    if (error instanceof EvaluationError) return error.code;
    throw error;
  }
}

describe("integers", () => {
  it.each<[string, Operator, string, string]>([
    ["2", "add", "3", "5"],
    // Division floors, the rest is never negative.
    ["-7", "divide", "2", "-4"],
    ["7", "divide", "-2", "-4"],
    ["-7", "modulo", "2", "1"],
    ["-8", "modulo", "2", "0"],
    ["0", "divide", "-5", "0"],
    ["0", "multiply", "-5", "0"],
    ["7", "modulo", "-3", "LS4011"],
    ["7", "modulo", "0", "LS4011"],
    ["7", "divide", "0", "LS4011"],
    ["99999999999", "divide", "0", "LS4011"],
    ["2", "power", "10", "1024"],
    ["2", "power", "0", "1"],
    ["0", "power", "0", "LS4011"],
    ["0", "power", "5", "0"],
    ["2", "power", "-1", "LS4011"],
    ["-1", "power", "99999999999", "-1"],
    ["-1", "power", "99999999998", "1"],
    ["2", "power", "70000", "LS4019"],
    // Where TLC overflows.
    ["2147483647", "add", "1", "2147483648"],
    ["-2147483648", "subtract", "1", "-2147483649"],
    ["1073741823", "add", "1", "1073741824"],
    ["1073741824", "subtract", "1", "1073741823"],
    ["-1073741824", "divide", "-1", "1073741824"],
    ["65536", "multiply", "65536", "4294967296"],
    ["3037000500", "multiply", "3037000500", "9223372037000250000"],
    ["9223372037000250000", "modulo", "3037000500", "0"],
    ["2", "power", "100", "1267650600228229401496703205376"],
    ['"a"', "add", "1", "LS4003"],
    ["1", "add", "mv", "LS4003"],
    ["{}", "multiply", "1", "LS4003"],
  ])("%s %s %s is %s", (a, operator, b, expected) => {
    expect(compute(a, operator, b)).toBe(expected);
  });

  it("come back as the handle of the small integer when they get small again", () => {
    const large = store.read("5000000000");
    expect(store.subtract(large, store.read("4999999999"), -1)).toBe(store.integer(1));
    expect(store.integer(5_000_000_000)).toBe(large);
    expect(store.integer(5_000_000_000n)).toBe(large);
    expect(store.integerOf(large, -1)).toBe(5_000_000_000n);
    expect(store.negate(store.read("-1073741824"), -1)).toBe(store.read("1073741824"));
    expect(() => store.integer(1.5)).toThrow(RangeError);
    expect(() => store.integer(2 ** 53)).toThrow(RangeError);
  });
});
