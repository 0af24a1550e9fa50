import { expect, it } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { createStore } from "../../../src/values/store.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** The source of Next, and the successors of the first initial state as text, by both ways of asking for them. */
function successorsOf(text: string): { readonly source: string; readonly made: string[]; readonly unmade: string[] } {
  const sources: string[] = [];
  const store = createStore();
  const spec = specOf(moduleText(text), "INIT Init NEXT Next");
  const machine = compileMachine(spec, { store, dumpSource: (source) => sources.push(source) });
  const show = (state: Int32Array): string => Array.from(state, (v) => store.print(v)).join(" ");
  let initial = new Int32Array(0);
  machine.initialStates((state) => (initial = state.slice()));
  const made: string[] = [];
  machine.successors(initial, (next) => made.push(show(next)));
  const unmade: string[] = [];
  machine.unmadeSuccessors(initial, (next) => {
    store.complete(next);
    unmade.push(show(next));
  });
  return { source: sources.at(-1)!, made, unmade };
}

it("notes next values that only the successor has", () => {
  const { source, made, unmade } = successorsOf(`
VARIABLES msgs, f, q
Init == msgs = {1} /\\ f = [x \\in {"a", "b"} |-> 0] /\\ q = <<>>
Send(m) == msgs' = msgs \\cup {m}
Next == \\E m \\in 1..2 : /\\ Send(m)
                       /\\ f' = [f EXCEPT !["a"] = @ + m]
                       /\\ q' = Append(q, m)`);
  expect(source).toMatch(/const w0 = S_setAddLater\(0, v0/);
  expect(source).toMatch(/= S_replaceAtLater\(1, v1/);
  expect(source).toMatch(/const w2 = S_appendLater\(2, v2/);
  expect(made).toEqual(["{1} [a |-> 1, b |-> 0] <<1>>", "{1, 2} [a |-> 2, b |-> 0] <<2>>"]);
  expect(unmade).toEqual(made);
});

it("makes next values that a guard reads, wherever it is emitted", () => {
  const { source, made, unmade } = successorsOf(`
VARIABLES msgs, n
Init == msgs = {1} /\\ n = 0
Small == Cardinality(msgs) < 2
Next == \\/ /\\ msgs' = msgs \\cup {2}
           /\\ n' \\in {1, 2}
           /\\ Small' \\/ n' = 2
        \\/ /\\ msgs' = msgs \\ {1}
           /\\ n' = Cardinality(msgs')
        \\/ msgs' = msgs \\cup {3} /\\ n' = 0`);
  expect(source).toMatch(/const w0 = S_setAdd\(v0/);
  expect(source).toMatch(/const w0 = S_setRemove\(v0/);
  expect(source).toMatch(/const w0 = S_setAddLater\(0, v0/);
  expect(made).toEqual(["{1, 2} 2", "{} 0", "{1, 3} 0"]);
  expect(unmade).toEqual(made);
});
