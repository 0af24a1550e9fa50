/**
 * Properties of the value store, over values generated as JavaScript descriptions so that the same value can be built
 * in several stores and in several orders.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStore } from "../../src/values/store.ts";
import { EvaluationError, type Store, type Value } from "../../src/values/types.ts";

const SEED = 20_240_611;
const parameters = { seed: SEED, numRuns: 300 };

type Description =
  | { readonly kind: "integer"; readonly n: bigint }
  | { readonly kind: "string" | "modelValue"; readonly text: string }
  | { readonly kind: "boolean"; readonly b: boolean }
  | { readonly kind: "set" | "tuple"; readonly elements: readonly Description[] }
  | { readonly kind: "function"; readonly pairs: readonly (readonly [Description, Description])[] };

const names = fc.constantFrom("a", "b", "ab", "b2", "zebra", "Nil", "r1", "r2", "name_x", "type");
const texts = fc.oneof(names, fc.string({ maxLength: 6 }), fc.string({ unit: "binary", maxLength: 3 }));

const { value: anyValue } = fc.letrec<{ value: Description }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ kind: fc.constant("integer" as const), n: integers() }),
    fc.record({ kind: fc.constant("string" as const), text: texts }),
    fc.record({ kind: fc.constant("modelValue" as const), text: names }),
    fc.record({ kind: fc.constant("boolean" as const), b: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom("set" as const, "tuple" as const),
      elements: fc.array(tie("value"), { maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant("function" as const),
      pairs: fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant("function" as const),
      pairs: fc.array(fc.tuple(strings(), tie("value")), { maxLength: 4 }),
    }),
  ),
}));

function integers() {
  return fc.oneof(
    fc.integer({ min: -9, max: 9 }).map(BigInt),
    fc.integer().map(BigInt),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    fc.constantFrom(2n ** 30n - 1n, 2n ** 30n, -(2n ** 30n), -(2n ** 30n) - 1n, 2n ** 31n, 2n ** 53n),
  );
}

function strings() {
  return fc.record({ kind: fc.constant("string" as const), text: names });
}

function build(store: Store, d: Description): Value {
  switch (d.kind) {
    case "integer":
      return store.integer(d.n);
    case "string":
      return store.string(d.text);
    case "modelValue":
      return store.modelValue(d.text);
    case "boolean":
      return store.boolean(d.b);
    case "set":
      return store.set(d.elements.map((e) => build(store, e)));
    case "tuple":
      return store.tuple(d.elements.map((e) => build(store, e)));
    case "function":
      return store.functionOf(d.pairs.map(([x, v]) => [build(store, x), build(store, v)] as const));
  }
}

/** The same value built element by element, in the opposite order. */
function buildReversed(store: Store, d: Description): Value {
  if (d.kind === "set") {
    return [...d.elements].reverse().reduce((s, e) => store.setAdd(s, buildReversed(store, e), -1), store.EMPTY_SET);
  }
  if (d.kind === "tuple") {
    return d.elements.reduce((t, e) => store.append(t, buildReversed(store, e), -1), store.EMPTY_TUPLE);
  }
  if (d.kind === "function") {
    // Some value everywhere first, then the right ones by EXCEPT; of equal arguments the first counts.
    let f = store.functionOf(d.pairs.map(([x]) => [buildReversed(store, x), store.FALSE] as const));
    for (const [x, v] of [...d.pairs].reverse())
      f = store.update(f, buildReversed(store, x), buildReversed(store, v), -1);
    return f;
  }
  return build(store, d);
}

describe("values", () => {
  it("are the same handle when they are equal, and hash alike in every store", () => {
    const first = createStore();
    const second = createStore({ stringOrder: ["zebra", "b", "a", "Nil"] });
    fc.assert(
      fc.property(anyValue, anyValue, (noise, d) => {
        const v = build(first, d);
        expect(buildReversed(first, d)).toBe(v);
        build(second, noise);
        const w = buildReversed(second, d);
        expect([first.hashLow(v), first.hashHigh(v)]).toEqual([second.hashLow(w), second.hashHigh(w)]);
      }),
      parameters,
    );
  });

  it("have different hashes when they differ, in each half", () => {
    const store = createStore();
    const low = new Map<number, Value>();
    const high = new Map<number, Value>();
    fc.assert(
      fc.property(anyValue, (d) => {
        const v = build(store, d);
        expect(low.get(store.hashLow(v)) ?? v).toBe(v);
        expect(high.get(store.hashHigh(v)) ?? v).toBe(v);
        low.set(store.hashLow(v), v);
        high.set(store.hashHigh(v), v);
      }),
      { ...parameters, numRuns: 2000 },
    );
  });

  it("are totally ordered, in agreement with equality", () => {
    const store = createStore({ stringOrder: ["zebra", "r2", "r1"] });
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 2, maxLength: 12 }), (descriptions) => {
        const values = descriptions.map((d) => build(store, d));
        const sorted = [...values].sort((a, b) => store.compare(a, b));
        for (let i = 0; i < sorted.length; i++) {
          for (let j = 0; j < sorted.length; j++) {
            const order = store.compare(sorted[i]!, sorted[j]!);
            expect(order).toBe(-store.compare(sorted[j]!, sorted[i]!) + 0);
            expect(order === 0).toBe(sorted[i] === sorted[j]);
            // Sorting put them in an order that every pair agrees with: the order is transitive.
            if (i < j) expect(order).toBeLessThanOrEqual(0);
          }
        }
        const set = store.set(values);
        for (let i = 1; i < store.size(set); i++)
          expect(store.compare(store.at(set, i - 1), store.at(set, i))).toBe(-1);
      }),
      parameters,
    );
  });

  it("sort small variations right, where order keys saturate", () => {
    const store = createStore({ stringOrder: Array.from({ length: 600 }, (_, i) => `s${i}`) });
    const atom = fc.oneof(
      fc.integer({ min: -200, max: 600 }).map((n) => store.integer(n)),
      fc.integer({ min: 0, max: 599 }).map((n) => store.string(`s${n}`)),
      fc.integer({ min: 0, max: 599 }).map((n) => store.modelValue(`s${n}`)),
      fc.constantFrom("~~", "~a", "é", "éa", "", "a", "abcd", "abcde", "abcd~").map((s) => store.string(s)),
    );
    const pair = fc.tuple(atom, atom).map(([a, b]) => [a, b] as const);
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        const expected = store.compare(a, c) || store.compare(b, d);
        expect(store.compare(store.tuple([a, b]), store.tuple([c, d]))).toBe(expected);
        if (a !== b && c !== d) {
          const [p, q] = [store.set([a, b]), store.set([c, d])];
          const lexicographic =
            store.compare(store.at(p, 0), store.at(q, 0)) || store.compare(store.at(p, 1), store.at(q, 1));
          expect(store.compare(p, q)).toBe(lexicographic);
        }
      }),
      { ...parameters, numRuns: 5000 },
    );
  });

  it("equal handles are what equality says, where it says anything", () => {
    const store = createStore();
    fc.assert(
      fc.property(anyValue, anyValue, (d, e) => {
        const [a, b] = [build(store, d), build(store, e)];
        expect(store.equals(a, a, -1)).toBe(true);
        try {
          expect(store.equals(a, b, -1)).toBe(a === b);
        } catch (error) {
          expect(error).toBeInstanceOf(EvaluationError);
          expect(a).not.toBe(b);
        }
      }),
      { ...parameters, numRuns: 1000 },
    );
  });

  it("survive printing and reading, on one line and broken over many", () => {
    const store = createStore();
    fc.assert(
      fc.property(anyValue, fc.integer({ min: 5, max: 90 }), (d, width) => {
        const v = build(store, d);
        expect(store.read(store.print(v))).toBe(v);
        expect(store.read(store.print(v, width))).toBe(v);
      }),
      parameters,
    );
  });
});

describe("sets", () => {
  const integer = fc.integer({ min: 0, max: 30 });
  const elements = fc.array(fc.oneof(fc.tuple(integer), fc.tuple(integer, integer)), { maxLength: 80 });

  it("behave like sets of their printed elements", () => {
    const store = createStore();
    const make = (list: readonly (readonly number[])[]) =>
      store.set(list.map((t) => store.tuple(t.map((n) => store.integer(n)))));
    const printed = (s: Value) => new Set(Array.from({ length: store.size(s) }, (_, i) => store.print(store.at(s, i))));
    fc.assert(
      fc.property(elements, elements, (p, q) => {
        const [a, b] = [make(p), make(q)];
        const [x, y] = [printed(a), printed(b)];
        expect(printed(store.union(a, b, -1))).toEqual(new Set([...x, ...y]));
        expect(printed(store.intersect(a, b, -1))).toEqual(new Set([...x].filter((e) => y.has(e))));
        expect(printed(store.minus(a, b, -1))).toEqual(new Set([...x].filter((e) => !y.has(e))));
        expect(store.subsetEq(a, b, -1)).toBe([...x].every((e) => y.has(e)));
        expect(store.subsetEq(store.intersect(a, b, -1), b, -1)).toBe(true);
        expect(store.integerOf(store.cardinality(a, -1), -1)).toBe(x.size);
        // Laws on handles: nothing depends on how a set was made.
        expect(store.union(a, b, -1)).toBe(store.union(b, a, -1));
        expect(store.union(store.minus(a, b, -1), store.intersect(a, b, -1), -1)).toBe(a);
        const e = store.tuple([store.integer(77)]);
        expect(store.setRemove(store.setAdd(a, e, -1), e, -1)).toBe(a);
        expect(store.bigUnion(store.set([a, b]), -1)).toBe(store.union(a, b, -1));
        for (let i = 0; i < store.size(a); i++) expect(store.in(store.at(a, i), a, -1)).toBe(true);
      }),
      parameters,
    );
  });
});

describe("membership of a pair that is not made", () => {
  it("is that of the pair, asked once or twice, or refused as that is", () => {
    const store = createStore();
    const sets = [
      "{<<1, 1>>, <<1, 2>>, <<2, 2>>, <<3, 1>>}",
      "{<<1, 1, 1>>, <<2, 2>>}",
      '{<<"a", 1>>, <<"b", 2>>, <<"a", 2>>}',
      "{}",
      "{1, 2}",
      "{{1}, {2}}",
    ].map((text) => store.read(text));
    const small = store.read("{1, 2, 3}");
    sets.push(store.product([small, store.infiniteSet("Nat")], -1), store.product([small, small, small], -1));
    sets.push(store.functionSet(store.read("{1, 2}"), small, -1), store.sequenceSet(store.infiniteSet("Nat"), -1));
    sets.push(store.powerSet(small, -1), store.read("3"));
    const part = fc.constantFrom("1", "2", "3", '"a"', "{1}", "<<1>>").map((text) => store.read(text));
    const outcome = (ask: () => boolean): boolean | string => {
      try {
        return ask();
      } catch (error) {
        if (error instanceof EvaluationError) return error.code;
        throw error;
      }
    };
    fc.assert(
      fc.property(part, part, fc.constantFrom(...sets), (a, b, set) => {
        const expected = outcome(() => store.in(store.tuple([a, b]), set, -1));
        expect(outcome(() => store.pairIn(a, b, set, -1))).toBe(expected);
        expect(outcome(() => store.pairIn(a, b, set, -1))).toBe(expected);
      }),
      parameters,
    );
  });
});

describe("functions", () => {
  it("obey the laws of EXCEPT and application", () => {
    const store = createStore();
    const domains = fc.constantFrom(
      "{1, 2, 3}",
      '{"a", "b"}',
      "{r1, r2, r3}",
      "{0, 1}",
      "{{}, {1}}",
      "{<<1, 1>>, <<1, 2>>}",
    );
    fc.assert(
      fc.property(domains, anyValue, anyValue, anyValue, fc.nat(5), fc.nat(5), (text, d, e, other, i, j) => {
        const domain = store.read(text);
        const [u, v, w] = [build(store, d), build(store, e), build(store, other)];
        const mark = store.mark();
        for (let k = 0; k < store.size(domain); k++) store.push(w);
        const f = store.finishFunction(domain, mark);
        const x = store.at(domain, i % store.size(domain));
        const y = store.at(domain, j % store.size(domain));
        const g = store.update(f, x, u, -1);
        expect(store.apply(g, x, -1)).toBe(u);
        expect(store.domain(g, -1)).toBe(domain);
        expect(store.update(store.update(f, x, v, -1), x, u, -1)).toBe(g);
        expect(store.update(g, x, w, -1)).toBe(f);
        if (x !== y) {
          expect(store.apply(g, y, -1)).toBe(w);
          expect(store.update(g, y, v, -1)).toBe(store.update(store.update(f, y, v, -1), x, u, -1));
        }
      }),
      parameters,
    );
  });

  it("are put together with @@ as by their pairs, of which the left ones count", () => {
    const store = createStore();
    const key = fc.oneof(
      fc.record({ kind: fc.constant("integer" as const), n: fc.bigInt({ min: 1n, max: 4n }) }),
      fc.oneof(strings(), anyValue),
    );
    const pairs = fc.array(fc.tuple(key, anyValue), { maxLength: 6 });
    const built = (from: readonly (readonly [Description, Description])[]) =>
      new Map(from.map(([x, v]) => [build(store, x), build(store, v)] as const));
    fc.assert(
      fc.property(pairs, pairs, (p, q) => {
        const [x, y] = [built(p), built(q)];
        const both = store.merge(store.functionOf([...x]), store.functionOf([...y]), -1);
        expect(both).toBe(store.functionOf([...new Map([...y, ...x])]));
        for (const [argument, value] of x) {
          const single = store.singletonFunction(argument, value, -1);
          expect(single).toBe(store.functionOf([[argument, value]]));
          expect(store.merge(single, both, -1)).toBe(both);
        }
      }),
      parameters,
    );
  });
});

describe("integers", () => {
  it("agree with bigints at every size", () => {
    const store = createStore();
    const small = fc.integer({ min: -12, max: 12 }).map(BigInt);
    fc.assert(
      fc.property(fc.oneof(integers(), small), fc.oneof(integers(), small), (m, n) => {
        const [a, b] = [store.integer(m), store.integer(n)];
        const value = (v: Value) => BigInt(store.integerOf(v, -1));
        expect(value(store.add(a, b, -1))).toBe(m + n);
        expect(value(store.subtract(a, b, -1))).toBe(m - n);
        expect(value(store.multiply(a, b, -1))).toBe(m * n);
        expect(value(store.negate(a, -1))).toBe(-m);
        expect(store.less(a, b, -1)).toBe(m < n);
        expect(store.lessOrEqual(a, b, -1)).toBe(m <= n);
        expect(store.equals(a, b, -1)).toBe(m === n);
        if (n !== 0n) {
          const quotient = value(store.divide(a, b, -1));
          expect(
            n > 0n ? n * quotient <= m && m < n * (quotient + 1n) : n * quotient >= m && m > n * (quotient + 1n),
          ).toBe(true);
          if (n > 0n) expect(value(store.modulo(a, b, -1))).toBe(m - n * quotient);
        }
        expect(store.add(store.subtract(a, b, -1), b, -1)).toBe(a);
      }),
      { ...parameters, numRuns: 2000 },
    );
  });
});
