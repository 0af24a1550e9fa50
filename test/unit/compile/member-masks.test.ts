import { expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { MemberMasks } from "../../../src/compile/emit/member-masks.ts";
import { createStore } from "../../../src/values/store.ts";
import { moduleText, specOf } from "../../support/specs.ts";

it("answers which of some constants are in a set, and forgets the set when values are given back", () => {
  const store = createStore();
  const constants = ["<<1>>", "<<2>>", "<<3>>"].map((text) => store.read(text));
  store.keepAll();
  const masks = new MemberMasks(store, constants);
  store.hold({ forgetValues: () => masks.forget() });
  const has = (set: number): boolean[] => constants.map((_, index) => masks.has(set, index, -1));

  const set = store.read("{<<1>>, <<3>>}");
  expect(has(set)).toEqual([true, false, true]);
  store.collect();
  const other = store.read("{<<2>>}");
  expect(other).toBe(set);
  expect(has(other)).toEqual([false, true, false]);
});

it("is told to forget by the code that uses it", () => {
  const sources: string[] = [];
  const spec = specOf(
    moduleText(`
VARIABLE s
Init == s = {<<0>>}
Next == (\\A k \\in 1..4 : <<k>> \\notin s) /\\ s' = {<<1>>}`),
    "INIT Init NEXT Next",
  );
  compileMachine(spec, { store: createStore(), dumpSource: (source) => sources.push(source) });
  expect(sources.join("\n")).toMatch(
    /const g0 = memberMasks[^]*S_hold\(\{ forgetValues: \(\) => \{[^}]*g0\.forget\(\);/,
  );
});
