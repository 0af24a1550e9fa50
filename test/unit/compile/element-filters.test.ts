import fc from "fast-check";
import { expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { ElementFilters } from "../../../src/compile/emit/element-filters.ts";
import { createStore } from "../../../src/values/store.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** Positions that the answers about a set of this size name. */
function positions(filters: ElementFilters, set: number, size: number, formula: number): number[] {
  const all = Array.from({ length: size }, (_, i) => i);
  return all.filter((i) => ((filters.bits(set, formula, i & ~31) >>> (i & 31)) & 1) === 1);
}

it("leaves out the elements of which a formula is known to be false, until values are given back", () => {
  const store = createStore();
  const votes = store.read('{<<"ack">>, <<"vote">>, <<"yes">>}');
  const more = store.read('{<<"ack">>, <<"no">>, <<"vote">>}');
  const [ack, vote] = [store.at(votes, 0), store.at(votes, 1)];
  const filters = new ElementFilters(store, 2);
  expect(positions(filters, votes, 3, 0)).toEqual([0, 1, 2]);

  expect(filters.exclude(ack, 0)).toBe(false);
  expect(filters.exclude(vote, 1)).toBe(false);
  // A set is read again when another one was asked about.
  expect(positions(filters, more, 3, 0)).toEqual([1, 2]);
  expect(positions(filters, more, 3, 1)).toEqual([0, 1]);
  expect(positions(filters, votes, 3, 0)).toEqual([1, 2]);

  filters.forget();
  expect(positions(filters, votes, 3, 0)).toEqual([0, 1, 2]);
});

it("answers about sets of any size, small integers and all", () => {
  const store = createStore();
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 200 }),
      fc.func(fc.boolean()),
      (ns, f) => {
        const filters = new ElementFilters(store, 31);
        const set = store.set(ns.map((n) => (n % 2 === 0 ? store.integer(n) : store.tuple([store.integer(n)]))));
        const elements = ns.map((_, i) => store.at(set, i));
        const excluded = elements.filter((element) => f(element));
        for (const element of excluded) filters.exclude(element, 30);
        const left = elements.flatMap((element, i) => (excluded.includes(element) && (element & 1) === 0 ? [] : [i]));
        expect(positions(filters, set, ns.length, 30)).toEqual(left);
        expect(positions(filters, set, ns.length, 29)).toEqual(elements.map((_, i) => i));
      },
    ),
  );
});

it("is used, and told to forget, by loops that begin with a remembered formula", () => {
  const sources: string[] = [];
  const store = createStore();
  const spec = specOf(
    moduleText(`
VARIABLES msgs, n
Init == msgs = {[type |-> "a", to |-> i] : i \\in 1..3} \\cup {[type |-> "b", to |-> 1]} /\\ n = 0
Take(i) == /\\ \\E m \\in msgs : m.type = "a" /\\ m.to = i /\\ n' = m.to
           /\\ Cardinality({m \\in msgs : m.type = "b" /\\ m.to < 2}) = 1
           /\\ UNCHANGED msgs
Next == \\E i \\in 1..3 : Take(i)`),
    "INIT Init NEXT Next",
  );
  const machine = compileMachine(spec, { store, dumpSource: (source) => sources.push(source) });
  const source = sources.at(-1)!;
  expect(source).toMatch(/q0\.bits\(/);
  expect(source).toMatch(/\|\| q0\.exclude\(/);
  expect(source).toMatch(/S_hold\(\{ forgetValues: \(\) => \{[^}]*q0\.forget\(\);/);
  const found: string[] = [];
  for (let again = 0; again < 2; again++) {
    machine.initialStates((state) => {
      machine.successors(state.slice(), (next) => found.push(store.print(next[1]!)));
    });
  }
  expect(found).toEqual(["1", "2", "3", "1", "2", "3"]);
});
