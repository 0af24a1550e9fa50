import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fingerprint } from "../../../src/check/fingerprint.ts";
import { createStore } from "../../../src/values/store.ts";

describe("fingerprints of states", () => {
  it("depend on the values alone, not on the store that holds them", () => {
    const first = createStore();
    const second = createStore();
    second.string("met earlier");
    const a = new Fingerprint(first);
    const b = new Fingerprint(second);
    a.ofState(Int32Array.of(first.string("x"), first.tuple([first.integer(1), first.string("y")])));
    b.ofState(Int32Array.of(second.string("x"), second.tuple([second.integer(1), second.string("y")])));
    expect([a.low, a.high]).toEqual([b.low, b.high]);
  });

  it("of a successor are those of the state, however it was reached", () => {
    const store = createStore();
    const states = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(states, states, (before, after) => {
        const handles = (values: readonly number[]) => Int32Array.from(values, (n) => store.integer(n));
        const incremental = new Fingerprint(store);
        incremental.expand(handles(before));
        incremental.ofSuccessor(handles(after));
        const direct = new Fingerprint(store);
        direct.ofState(handles(after));
        expect([incremental.low, incremental.high]).toEqual([direct.low, direct.high]);
      }),
    );
  });

  it("tell exchanged variables apart", () => {
    const store = createStore();
    const fingerprint = new Fingerprint(store);
    fingerprint.ofState(Int32Array.of(store.integer(1), store.integer(2)));
    const { low, high } = fingerprint;
    fingerprint.ofState(Int32Array.of(store.integer(2), store.integer(1)));
    expect([fingerprint.low, fingerprint.high]).not.toEqual([low, high]);
  });
});
