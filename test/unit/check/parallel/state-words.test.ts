import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingArray } from "../../../../src/check/growing-array.ts";
import { commonValues, endOfState, exportState, importState } from "../../../../src/check/parallel/state-words.ts";
import { createStore } from "../../../../src/values/store.ts";

const leaf = fc.constantFrom("1", "-7", "98765432109876543210", "TRUE", '"text"', "model", "{}", "<<>>");
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }).map((parts) => `<<${parts.join(", ")}>>`),
    fc.array(tie("value"), { maxLength: 3 }).map((parts) => `{${parts.join(", ")}}`),
    fc.tuple(tie("value"), tie("value")).map(([f, g]) => `[f |-> ${f}, g |-> ${g}]`),
    fc.tuple(tie("value"), tie("value")).map(([x, y]) => `(5 :> ${x} @@ model :> ${y})`),
  ),
}));

describe("states on their way to another store", () => {
  it("arrive as the same values, with the same hashes", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), fc.boolean(), (texts, isAlike) => {
        const here = createStore({ stringOrder: ["text"] });
        const there = createStore({ stringOrder: ["text"] });
        for (const store of isAlike ? [here, there] : [there]) store.read('<<"text", model, {"text"}>>');
        const common = isAlike ? commonValues(here) : { count: 0, digest: 0 };
        expect(commonValues(there, common.count)).toEqual(common);
        there.string("met before");
        const state = Int32Array.from(texts, (text) => here.normalize(here.read(text), -1));
        const words = new GrowingArray();
        exportState(here, common.count, state, words);
        const arrived = new Int32Array(state.length);
        expect(importState(there, common.count, words.view(), 0, arrived)).toBe(words.length);
        expect(endOfState(words.view(), 0, state.length)).toBe(words.length);
        expect([...arrived].map((one) => there.print(one))).toEqual([...state].map((one) => here.print(one)));
        expect([...arrived].map((one) => there.hashLow(one))).toEqual([...state].map((one) => here.hashLow(one)));
        expect([...arrived].map((one) => there.hashHigh(one))).toEqual([...state].map((one) => here.hashHigh(one)));
      }),
    );
  });

  it("send what their variables share once, and nothing of what the other side begins with", () => {
    const store = createStore();
    const common = commonValues(store).count;
    const big = store.normalize(store.read("{<<1, 2, 3>>, <<4, 5, 6>>}"), -1);
    const lengthOf = (known: number, ...state: number[]): number => {
      const words = new GrowingArray();
      exportState(store, known, Int32Array.from(state), words);
      return words.length;
    };
    expect(lengthOf(common, big, big)).toBe(lengthOf(common, big) + 1);
    expect(lengthOf(store.statistics().values, big)).toBe(2);
  });

  it("are not taken for alike when stores begin otherwise", () => {
    const [one, other] = [createStore(), createStore()];
    one.string("a");
    other.string("b");
    expect(commonValues(other, commonValues(one).count)).not.toEqual(commonValues(one));
    expect(commonValues(createStore(), commonValues(one).count)).not.toEqual(commonValues(one));
  });
});
