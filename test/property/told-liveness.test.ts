/**
 * Random specifications whose meaning is written beside their text, checked as a user would. The answers must be those of
 * the reference checkers, and every lasso must be one by definition. `numRuns` can be raised at will: with other seeds,
 * thousands were run.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checked } from "../support/check.ts";
import { boundedSpecs, toldSpecs } from "../support/told-arbitraries.ts";
import { shortestDeadlock, toldCase } from "../support/told-case.ts";
import type { Temporal, ToldSpec } from "../support/told.ts";
import { configOf, disjunction, graphOf, holds, moduleOf, negation } from "../support/told.ts";

const answers = (specs: fc.Arbitrary<ToldSpec>, parameters: { readonly seed: number; readonly numRuns: number }) => {
  const seen = { found: 0, none: 0, twice: 0 };
  fc.assert(
    fc.property(specs, (spec) => {
      const { expected, isDecidedTwice, problem } = toldCase(spec);
      expect(expected, moduleOf(spec)).toBeDefined();
      seen[expected === true ? "found" : "none"]++;
      if (isDecidedTwice) seen.twice++;
      expect(problem, moduleOf(spec)).toBeUndefined();
    }),
    parameters,
  );
  return seen;
};

const verdictOf = (spec: ToldSpec): string => checked(moduleOf(spec), configOf(spec)).verdict;

describe("specifications with a meaning beside them", () => {
  it("are violated exactly when the reference checker finds a behaviour", { timeout: 60_000 }, () => {
    const { found, none, twice } = answers(toldSpecs, { seed: 11, numRuns: 150 });
    expect(found).toBeGreaterThan(50);
    expect(none).toBeGreaterThan(50);
    expect(twice).toBeGreaterThan(100);
  });

  it(
    "are judged under a constraint as if the states outside were not there, but for ENABLED",
    { timeout: 60_000 },
    () => {
      const { found, none } = answers(boundedSpecs, { seed: 12, numRuns: 80 });
      expect(found).toBeGreaterThan(10);
      expect(none).toBeGreaterThan(10);
    },
  );

  it("deadlock where a state has no successor, at the least depth", { timeout: 60_000 }, () => {
    const seen = { deadlock: 0, ok: 0 };
    fc.assert(
      fc.property(toldSpecs, (spec) => {
        const { verdict, violations } = checked(moduleOf(spec), "SPECIFICATION Spec\n");
        const depth = shortestDeadlock(graphOf(spec));
        expect(verdict, moduleOf(spec)).toBe(depth === undefined ? "ok" : "deadlock");
        expect(violations[0]?.trace.length).toBe(depth);
        seen[depth === undefined ? "ok" : "deadlock"]++;
      }),
      { seed: 13, numRuns: 100 },
    );
    expect(seen.deadlock).toBeGreaterThan(20);
    expect(seen.ok).toBeGreaterThan(10);
  });
});

describe("answers that must agree with one another", () => {
  const related = (
    specs: fc.Arbitrary<ToldSpec>,
    seed: number,
    check: (spec: ToldSpec, verdict: string) => void,
  ): void =>
    fc.assert(
      fc.property(specs, (spec) => {
        const verdict = verdictOf(spec);
        fc.pre(verdict !== "unknown");
        check(spec, verdict);
      }),
      { seed, numRuns: 30 },
    );
  const isHeld = (spec: ToldSpec): boolean => verdictOf(spec) === "ok";

  it("do not change with the order of the fairness conditions", { timeout: 60_000 }, () => {
    related(toldSpecs, 14, (spec, verdict) => {
      expect(isHeld({ ...spec, fairness: [...spec.fairness].reverse() }), moduleOf(spec)).toBe(verdict === "ok");
    });
  });

  it("hold with more fairness if they hold with less", { timeout: 60_000 }, () => {
    related(toldSpecs, 15, (spec, verdict) => {
      const [, ...less] = spec.fairness;
      if (isHeld({ ...spec, fairness: less })) expect(verdict, moduleOf(spec)).toBe("ok");
    });
  });

  it("hold of a weaker property if they hold of a stronger one", { timeout: 60_000 }, () => {
    const isZero: Temporal = holds({ text: "x = 0", means: ({ x }) => x === 0 });
    related(toldSpecs, 16, (spec, verdict) => {
      if (verdict !== "ok") return;
      expect(isHeld({ ...spec, property: disjunction(spec.property, isZero) }), moduleOf(spec)).toBe(true);
      expect(isHeld({ ...spec, property: negation(negation(spec.property)) }), moduleOf(spec)).toBe(true);
    });
  });

  it("hold of both or neither of two ways to write a formula", { timeout: 60_000 }, () => {
    const ways = [
      ["[](x = 0 => <>(y = 1))", "x = 0 ~> y = 1"],
      ["~<>~(x = 0)", "[](x = 0)"],
      ["\\A p \\in 1..2 : x = p ~> y = p", "(x = 1 ~> y = 1) /\\ (x = 2 ~> y = 2)"],
      ["WF_vars(Next)", "[]<>(~ENABLED <<Next>>_vars) \\/ []<><<Next>>_vars"],
      ["SF_vars(Next)", "<>[](~ENABLED <<Next>>_vars) \\/ []<><<Next>>_vars"],
      ["<>[](x = 0) => []<>(y = 1)", "[]<>(x # 0) \\/ []<>(y = 1)"],
      ["[]<>[](x = 1)", "<>[](x = 1)"],
    ] as const;
    const property = (text: string) => ({ text, means: () => ({ kind: "true" as const }) });
    const agreed = { ok: 0, violated: 0 };
    // Of behaviours without fairness: what is safety is checked in all states, also where nothing fair leads on.
    const unfair = toldSpecs.map((spec): ToldSpec => ({ ...spec, fairness: [] }));
    related(unfair, 17, (spec) => {
      for (const [one, other] of ways) {
        const isOne = isHeld({ ...spec, property: property(one) });
        expect(isHeld({ ...spec, property: property(other) }), `${one} in ${moduleOf(spec)}`).toBe(isOne);
        agreed[isOne ? "ok" : "violated"]++;
      }
    });
    expect(agreed.ok).toBeGreaterThan(50);
    expect(agreed.violated).toBeGreaterThan(50);
  });
});
