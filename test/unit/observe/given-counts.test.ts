/** Arguments that a mapping gives and no report tells. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GivenCounts, mergeGiven, neverObserved, type GivenCount } from "../../../src/observe/given-counts.ts";
import { added, anyOf, parts, sequence, stutter, type Step, type StepResult } from "../../../src/observe/mapping.ts";

const step = (action: string, args: Step["args"], values: Step["values"] = {}): Step => ({
  kind: "step",
  action,
  args,
  values,
});

function countsOf(...reports: readonly (readonly [word: string, result: StepResult])[]): GivenCount[] {
  const counts = new GivenCounts();
  for (const [word, result] of reports) counts.add(word, result);
  return counts.list();
}

describe("what step functions give", () => {
  it("is never observed when it was undefined in each report, as a misspelt field is", () => {
    const granted = (event: Readonly<Record<string, unknown>>) => step("Grant", { n: event["too"], by: event["by"] });
    const counts = countsOf(["granted", granted({ to: 1, by: "a" })], ["granted", granted({ to: 2, by: "b" })]);
    expect(neverObserved(counts)).toEqual([
      { word: "granted", action: "Grant", kind: "argument", name: "n", reports: 2 },
    ]);
  });

  it("is partly observed when one report tells it: that is legitimate", () => {
    const counts = countsOf(["granted", step("Grant", { n: undefined })], ["granted", step("Grant", { n: 0 })]);
    expect(neverObserved(counts)).toEqual([]);
  });

  it("leaves out on purpose what it does not name", () => {
    expect(countsOf(["granted", step("Grant", {})], ["noise", stutter])).toEqual([]);
  });

  it("is told for each word by itself, wherever the step stands in what the word means", () => {
    const counts = countsOf(
      ["granted", step("Grant", { n: 1 })],
      ["moved", sequence(step("Free", {}), anyOf(step("Grant", { n: undefined }), stutter))],
    );
    expect(neverObserved(counts)).toMatchObject([{ word: "moved", action: "Grant", name: "n" }]);
  });

  it.each<[string, unknown, boolean]>([
    ["a whole variable", undefined, false],
    ["a whole variable", 0, true],
    ["parts by key", { a: undefined, b: undefined }, false],
    ["parts by key", { a: undefined, b: null }, true],
    ["parts by path", parts([["a", "b"], undefined]), false],
    ["parts by path", parts([["a"], undefined], [["b"], 1]), true],
    ["what is added", added(1), true],
    ["no key at all", {}, true],
  ])("counts values too: %s, %j", (_, value, isObserved) => {
    const never = neverObserved(countsOf(["w", step("Free", {}, { holders: value })]));
    expect(never).toEqual(
      isObserved ? [] : [{ word: "w", action: "Free", kind: "value", name: "holders", reports: 1 }],
    );
  });

  it("adds up to the same, however the reports were divided", () => {
    const report = fc.tuple(
      fc.constantFrom("a", "b"),
      fc.record({ n: fc.option(fc.nat(1), { nil: undefined }), m: fc.constantFrom(1, undefined) }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(report)), (divided) => {
        const given = divided.map((part) => part.map(([word, args]) => [word, step("Act", args)] as const));
        expect(mergeGiven(given.map((part) => countsOf(...part)))).toEqual(countsOf(...given.flat()));
      }),
    );
  });
});
