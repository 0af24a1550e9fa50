/**
 * What machines remember from one evaluation to the next, when values are given back in between and lazy ones are let go.
 * Each test fails without one registration: a `keepAll`, a look at `collections`, or a look whether a lazy value is gone.
 */
import { describe, expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { createEvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import { UNKNOWN, type StateMachine } from "../../../src/compile/types.ts";
import { createStore } from "../../../src/values/store.ts";
import type { Store } from "../../../src/values/types.ts";
import { moduleText, specOf } from "../../support/specs.ts";

const CONFIG = "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n";

type Make = typeof compileMachine | typeof createEvaluatorMachine;

function made(make: Make, body: string): { readonly machine: StateMachine; readonly store: Store } {
  const spec = specOf(moduleText(body), CONFIG);
  const store = createStore({ stringOrder: spec.stringOrder });
  return { machine: make(spec, { store }), store };
}

/** Gives back what nobody holds, and puts other values in its place. */
function disturb(store: Store): void {
  store.collect();
  for (let i = 0; i < 200; i++) store.tuple([store.integer(i), store.string("something else")]);
}

/** The next states of states of one variable, printed, with something happening to the store in between. */
function nexts(
  { machine, store }: ReturnType<typeof made>,
  numbers: readonly number[],
  between: (store: Store) => void,
): string[] {
  return numbers.map((number) => {
    const found: string[] = [];
    machine.successors(Int32Array.of(store.integer(number)), (next) => found.push(store.print(next[0]!)));
    between(store);
    return found.join();
  });
}

const nothing = (): void => undefined;

describe.each<[string, Make]>([
  ["the evaluator", createEvaluatorMachine],
  ["the compiled machine", compileMachine],
])("%s", (_, make) => {
  it("keeps a constant that it computes while it explores", () => {
    const machine = made(make, `VARIABLE x\nWord == <<"k", "e">> \\o <<"p", "t">>\nInit == x = 0\nNext == x' = Word`);
    machine.store.keepAll();
    const word = '<<"k", "e", "p", "t">>';
    expect(nexts(machine, [0, 0, 0], disturb)).toEqual([word, word, word]);
  });

  it("computes anew what a lazy constant remembers about itself", () => {
    const machine = made(
      make,
      `VARIABLE x
Words == LET letters == <<"a", "b">> \\o <<"c">> IN [n \\in Nat |-> Append(letters, ToString(n))]
Init == x = 0\nNext == x' = Words[x]`,
    );
    machine.store.keepAll();
    const words = ['<<"a", "b", "c", "1">>', '<<"a", "b", "c", "2">>'];
    expect(nexts(machine, [1, 2, 1, 2], disturb)).toEqual([...words, ...words]);
  });

  it("computes anew the lazy results of a lazy function, which are let go with the evaluation that asked", () => {
    const machine = made(
      make,
      `VARIABLE x
Sum[a \\in Nat] == [b \\in Nat |-> a + b]
Above[a \\in Nat] == {b \\in Nat : b > a}
Init == x = 0\nNext == x' = IF x + 1 \\in Above[x] THEN Sum[x][3] ELSE 0`,
    );
    expect(nexts(machine, [1, 2, 1, 2], nothing)).toEqual(["4", "5", "4", "5"]);
    expect(nexts(machine, [1, 2, 1, 2], disturb)).toEqual(["4", "5", "4", "5"]);
  });

  it("computes anew a lazy value that a lazy constant has named", () => {
    const machine = made(
      make,
      `VARIABLE x
Twice == LET after == [k \\in Nat |-> k + 1] IN [n \\in Nat |-> after[after[n]]]
Init == x = 0\nNext == x' = Twice[x]`,
    );
    machine.store.keepAll();
    expect(nexts(machine, [1, 2, 1, 2], nothing)).toEqual(["3", "4", "3", "4"]);
  });
});

describe("an action that is left to the evaluator", () => {
  it("keeps the lazy constants that it computes, although the machine around it lets lazy values go", () => {
    const machine = made(
      compileMachine,
      `VARIABLE x
RECURSIVE Walk(_)
After == [n \\in Nat |-> (n + 1) % 5]
Walk(n) == IF n = 0 THEN x' = After[x] ELSE Walk(n - 1)
Init == x = 0
Next == Walk(x)`,
    );
    expect(nexts(machine, [0, 1, 2], nothing)).toEqual(["1", "2", "3"]);
  });
});

describe("a form of step that is emitted when it is asked for", () => {
  it("keeps the constants in it", () => {
    const { machine, store } = made(
      compileMachine,
      `VARIABLE x\nWord(k) == <<"w", "o", "r", "d", k>>\nInit == x = 0\nNext == \\E k \\in 1..2 : x' = Word(k) \\o <<"end">>`,
    );
    const taken = (): string[] => {
      const found: string[] = [];
      const state = Int32Array.of(store.integer(0));
      const request = { action: 0, state, arguments: Int32Array.of(store.integer(2)), next: Int32Array.of(UNKNOWN) };
      machine.step(request, (next) => {
        found.push(store.print(next[0]!));
        return true;
      });
      disturb(store);
      return found;
    };
    const first = taken();
    expect(first).toEqual(['<<"w", "o", "r", "d", 2, "end">>']);
    expect(taken()).toEqual(first);
  });
});
