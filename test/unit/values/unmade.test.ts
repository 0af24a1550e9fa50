import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import type { Store, Value } from "../../../src/values/types.ts";

const site = 7;
const variable = 1;

/** What is described for the variable: its hash, and the value once it is made. */
function described(store: Store, given: Value): { readonly made: Value; readonly low: number; readonly high: number } {
  const state = Int32Array.of(store.TRUE, given);
  const isMade = given !== 0;
  const low = isMade ? store.hashLow(given) : store.unmadeLow(variable);
  const high = isMade ? store.hashHigh(given) : store.unmadeHigh(variable);
  store.complete(state);
  expect(state[0]).toBe(store.TRUE);
  return { made: state[1]!, low, high };
}

describe("next values that are described only", () => {
  it("have the hash of the value, and become it when a state is completed", () => {
    const store = createStore();
    const sent = store.read('{[type |-> "vote"], [type |-> "ack"]}');
    const before = store.statistics().values;

    const message = store.read("[round |-> 2]");
    expect(store.setAddLater(variable, sent, message, site)).toBe(0);
    const after = store.statistics().values;
    const { made, low, high } = described(store, 0);
    expect(made).toBe(store.setAdd(sent, message, site));
    expect([low, high]).toEqual([store.hashLow(made), store.hashHigh(made)]);
    // Only the message was made before the state was completed: its field's name, its fields' names, itself.
    expect(after - before).toBe(3);
  });

  it("are the value itself when nothing changes, and fail as the operation does", () => {
    const store = createStore();
    const set = store.read("{1, 2}");
    const f = store.read("[a |-> 1, b |-> 2]");
    expect(store.setAddLater(variable, set, store.integer(2), site)).toBe(set);
    expect(store.setRemoveLater(variable, set, store.integer(3), site)).toBe(set);
    expect(store.updateLater(variable, f, store.string("c"), store.integer(3), site)).toBe(f);
    expect(store.replaceAtLater(variable, f, 1, store.integer(2), site)).toBe(f);
    expect(() => store.setRemoveLater(variable, set, store.string("x"), site)).toThrow("compare");
    expect(() => store.setAddLater(variable, store.integer(1), set, site)).toThrow("a set");
    expect(() => store.updateLater(variable, f, store.integer(1), set, site)).toThrow("domain");
    expect(() => store.appendLater(variable, set, set, site)).toThrow("sequence");
  });

  it("are made once for all successors that share them", () => {
    const store = createStore();
    expect(store.appendLater(variable, store.read("<<1>>"), store.integer(2), site)).toBe(0);
    const first = Int32Array.of(store.TRUE, 0);
    store.complete(first);
    const values = store.statistics().values;
    const second = Int32Array.of(store.FALSE, 0);
    store.complete(second);
    expect(second[1]).toBe(first[1]);
    expect(store.statistics().values).toBe(values);
  });

  it("are what the operations without Later give", () => {
    const element = fc.integer({ min: 0, max: 12 });
    const elements = fc.array(element, { maxLength: 40 });
    fc.assert(
      fc.property(elements, element, element, (parts, x, y) => {
        const store = createStore();
        const nested = (n: number): Value => store.tuple([store.integer(n), store.integer(n % 3)]);
        const set = store.set(parts.map(nested));
        const sequence = store.tuple(parts.map(nested));
        const f = store.functionOf(parts.map((n) => [nested(n), nested(n + 1)]));
        const pairs: readonly (readonly [Value, Value])[] = [
          [store.setAddLater(variable, set, nested(x), site), store.setAdd(set, nested(x), site)],
          [store.setRemoveLater(variable, set, nested(x), site), store.setRemove(set, nested(x), site)],
          [store.appendLater(variable, sequence, nested(x), site), store.append(sequence, nested(x), site)],
          [store.updateLater(variable, f, nested(x), nested(y), site), store.update(f, nested(x), nested(y), site)],
        ];
        const last = pairs.at(-1)!;
        // The last description is the one that is there; the others are asked for again, one by one.
        expect(described(store, last[0]).made).toBe(last[1]);
        const again = [
          () => store.setAddLater(variable, set, nested(x), site),
          () => store.setRemoveLater(variable, set, nested(x), site),
          () => store.appendLater(variable, sequence, nested(x), site),
        ];
        again.forEach((describeIt, i) => {
          const expected = pairs[i]![1];
          const { made, low, high } = described(store, describeIt());
          expect(made).toBe(expected);
          expect([low, high]).toEqual([store.hashLow(expected), store.hashHigh(expected)]);
        });
      }),
    );
  });
});
