/** ENABLED: one assignment by the rules of enumeration; under an instance its primed variables are its own. */
import { describe, expect, test } from "vitest";
import { machineOf, moduleText } from "../../support/specs.ts";

function holds(formula: string, body = "", ...more: readonly string[]): boolean {
  const machine = machineOf(
    moduleText(`VARIABLES x, y\n${body}\nInit == x = 0 /\\ y = 0\nNext == UNCHANGED <<x, y>>\nTested == ${formula}`),
    "INIT Init\nNEXT Next\nINVARIANT Tested",
    ...more,
  );
  const zero = machine.store.integer(0);
  return machine.invariants[0]!.test(Int32Array.of(zero, zero));
}

describe("ENABLED", () => {
  test("asks whether some next state makes the action true", () => {
    expect(holds("ENABLED (x = 0 /\\ x' = 5)")).toBe(true);
    expect(holds("ENABLED (x = 1 /\\ x' = 5)")).toBe(false);
    expect(holds("ENABLED (x' = 5 /\\ x' = 6)")).toBe(false);
    expect(holds("ENABLED (x' \\in {1, 2} /\\ x' > 1)")).toBe(true);
  });

  test("of <<A>>_v needs a step that changes v", () => {
    expect(holds("ENABLED (x' = x)")).toBe(true);
    expect(holds("ENABLED <<x' = x>>_x")).toBe(false);
    expect(holds("ENABLED <<x' = x /\\ y' = 1>>_y")).toBe(true);
  });

  test("does not distribute over substitution: primed variables of the instance are fresh", () => {
    const inner =
      "---- MODULE Inner ----\nEXTENDS Integers\nVARIABLES u, v\nA == u' = 1 /\\ v' = 0\nEn == ENABLED A\nB == u' = u + 1\nEnB == ENABLED B\nGuarded == ENABLED (u = 0 /\\ u' = 3)\n====";
    const both = "I == INSTANCE Inner WITH u <- x, v <- x";
    expect(holds("I!En", both, inner)).toBe(true);
    expect(holds("ENABLED I!A", both, inner)).toBe(false);
    const sum = "I == INSTANCE Inner WITH u <- x + y, v <- y";
    expect(holds("I!EnB", sum, inner)).toBe(true);
    expect(holds("I!Guarded", sum, inner)).toBe(true);
    expect(holds("I!Guarded", "I == INSTANCE Inner WITH u <- x + y + 1, v <- y", inner)).toBe(false);
  });

  test("arguments of an instanced operator keep their own variables", () => {
    const inner = "---- MODULE Inner ----\nVARIABLE u\nEn(A) == ENABLED (A /\\ u' = u)\n====";
    expect(holds("I!En(y' = 1)", "I == INSTANCE Inner WITH u <- x", inner)).toBe(true);
    expect(holds("I!En(y' = 1 /\\ y' = 2)", "I == INSTANCE Inner WITH u <- x", inner)).toBe(false);
  });
});
