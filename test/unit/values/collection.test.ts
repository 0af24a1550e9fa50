import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStore } from "../../../src/values/store.ts";
import type { Store, Value } from "../../../src/values/types.ts";

/** A store in which nothing is permanent but what every store has. */
function started(options: Parameters<typeof createStore>[0] = {}): Store {
  const store = createStore(options);
  store.keepAll();
  return store;
}

describe("giving values back", () => {
  it("gives back what nobody holds; what is held stays, with its parts and its handle", () => {
    const store = started();
    const held = store.read('[messages |-> {<<1, "a">>, <<2, "b">>}, next |-> 123456789012345]');
    const before = store.statistics().values;
    store.read('{"forgotten", <<"a">>, (1 :> 2)}');
    const letGo = store.hold({ visitValues: (visit) => visit(held) });

    store.collect();
    expect(store.statistics().values).toBe(before);
    expect(store.print(held)).toBe('[messages |-> {<<1, "a">>, <<2, "b">>}, next |-> 123456789012345]');
    expect(store.read(store.print(held))).toBe(held);

    letGo();
    store.collect();
    expect(store.statistics()).toEqual(started().statistics());
  });

  it("never gives back what exists when all is kept", () => {
    const store = createStore();
    const constant = store.read("{1, 2, {3}}");
    store.keepAll();
    const later = store.read("{1, 2, {4}}");
    store.keepAll();
    store.read("{1, 2, {5}}");
    const before = store.statistics().values;
    store.collect();
    expect(store.statistics().values).toBe(before - 2);
    expect([constant, later].map((v) => store.print(v))).toEqual(["{1, 2, {3}}", "{1, 2, {4}}"]);
  });

  it("keeps the parts of lazy values, and what they were once listed as", () => {
    const store = started();
    const subsets = store.powerSet(store.read('{"p", "q"}'), -1);
    const listed = store.print(subsets);
    store.collect();
    store.read('{"other", "values", "in", "between"}');
    expect(store.print(subsets)).toBe(listed);
  });

  it("tells those who remember handles, and counts", () => {
    const store = started();
    const remembered = new Map<Value, string>();
    store.hold({ forgetValues: () => remembered.clear() });
    remembered.set(store.read("<<1>>"), "one");
    store.collect();
    expect(remembered.size).toBe(0);
    expect(store.collections()).toBe(1);
  });

  it("happens by itself when about as much was made as was left, and not before", () => {
    const store = started();
    const make = (): void => {
      for (let n = 0; n < 1_000; n++) store.tuple([store.integer(n), store.integer(store.collections() + 7)]);
      store.collectIfDue();
    };
    make();
    expect(store.collections()).toBe(0);
    for (let round = 0; round < 2_000 && store.collections() < 3; round++) {
      for (let n = 0; n < 1_000; n++) store.tuple([store.integer(n), store.integer(round)]);
      store.collectIfDue();
    }
    expect(store.collections()).toBe(3);
  });

  it("makes the domain of a sequence anew when it was given back", () => {
    const store = started();
    const sequence = (): Value => store.tuple(Array.from({ length: 30 }, (_, n) => store.integer(n)));
    const domain = store.print(store.domain(sequence(), -1));
    store.collect();
    const taking = Array.from({ length: 60 }, (_, n) => store.tuple([store.integer(n), store.integer(n)]));
    expect(taking.length).toBe(60);
    expect(store.print(store.domain(sequence(), -1))).toBe(domain);
  });

  it("forgets answers about values that are no more", () => {
    const store = started();
    for (let round = 0; round < 40; round++) {
      const elements = Array.from({ length: 20 }, (_, i) => ((i * 7 + round * 3) % 50) * 2 ** 40);
      const set = store.set(elements.map((n) => store.integer(n)));
      const f = store.functionOf(elements.map((n) => [store.integer(n), store.integer(n + round)]));
      for (let n = 0; n < 50; n++) {
        const number = store.integer(n * 2 ** 40);
        const isElement = elements.includes(n * 2 ** 40);
        expect([store.in(number, set, -1), store.inDomain(f, number, -1)]).toEqual([isElement, isElement]);
        if (isElement) expect(Number(store.integerOf(store.apply(f, number, -1), -1))).toBe(n * 2 ** 40 + round);
      }
      store.collect();
    }
  });

  it("makes a handle that is used too late fail or differ, when handles are never given out again", () => {
    const store = started({ collects: "always, never reusing handles" });
    const stale = store.read("{1, 2}");
    store.collectIfDue();
    const fresh = store.read("{1, 2}");
    expect(stale).not.toBe(fresh);
    expect(store.hashHigh(stale)).not.toBe(store.hashHigh(fresh));
    expect(() => store.union(stale, fresh, -1)).toThrow();
  });

  it("leaves the values that are held as they are, whichever these are, and makes others anew", () => {
    const part = fc.constantFrom("1", '"a"', '"b"', "TRUE", "m1", "98765432109876543210");
    const text = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        part,
        fc.array(tie("value"), { maxLength: 4 }).map((parts) => `{${parts.join(", ")}}`),
        fc.array(tie("value"), { maxLength: 4 }).map((parts) => `<<${parts.join(", ")}>>`),
        fc
          .array(tie("value"), { minLength: 1, maxLength: 3 })
          .map((parts) => `(${parts.map((p) => `${p} :> ${p}`).join(" @@ ")})`),
        fc.tuple(tie("value"), tie("value")).map(([a, b]) => `[x |-> ${a}, y |-> ${b}]`),
      ),
    })).value;
    const rounds = fc.array(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 12 }), { maxLength: 6 });
    fc.assert(
      fc.property(rounds, (all) => {
        const store = started();
        const held = new Map<string, Value>();
        store.hold({ visitValues: (visit) => held.forEach(visit) });
        for (const round of all) {
          for (const [source, isHeld] of round) {
            const value = store.read(source);
            const printed = store.print(value);
            if (held.has(printed)) expect(value).toBe(held.get(printed));
            if (isHeld) held.set(printed, value);
          }
          store.collect();
          const other = createStore();
          for (const [printed, value] of held) {
            const same = other.read(printed);
            expect(store.print(value)).toBe(printed);
            expect([store.hashLow(value), store.hashHigh(value)]).toEqual([other.hashLow(same), other.hashHigh(same)]);
          }
        }
      }),
      { seed: 20_261_126, numRuns: 60 },
    );
  });
});
