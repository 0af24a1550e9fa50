import { describe, expect, it } from "vitest";
import { itfTrace, itfValue } from "../../../src/formats/itf.ts";
import type { TraceData } from "../../../src/formats/trace-data.ts";
import { traceModule } from "../../../src/formats/trace-module.ts";
import { createStore } from "../../../src/values/store.ts";
import { checked } from "../../support/check.ts";
import { machineOf } from "../../support/specs.ts";

const store = createStore();
const value = (text: string): number => store.normalize(store.read(text), -1);
const trace: TraceData = {
  title: "invariant Small is violated (* here *)",
  module: "Counter",
  store,
  variables: ["x", "Trace"],
  states: [
    [value("0"), value('[sent |-> {}, "to" |-> {}]'.replace('"to"', "to"))],
    [value("1"), value('(a :> <<1, "two">> @@ b :> <<>>)')],
  ],
  actions: [undefined, "Add(1)"],
};

describe("Informal Trace Format", () => {
  it("writes every kind of value as the format has it", () => {
    const written = (text: string): unknown => itfValue(store, value(text));
    expect(written("-3")).toEqual({ "#bigint": "-3" });
    expect(written("12345678901234567890")).toEqual({ "#bigint": "12345678901234567890" });
    expect(written("TRUE")).toBe(true);
    expect(written('"text"')).toBe("text");
    expect(written("{2, 1}")).toEqual({ "#set": [{ "#bigint": "1" }, { "#bigint": "2" }] });
    expect(written('<<"a", {}>>')).toEqual(["a", { "#set": [] }]);
    expect(written('[name |-> "n", ok |-> FALSE]')).toEqual({ name: "n", ok: false });
    expect(written("(5 :> m1)")).toEqual({ "#map": [[{ "#bigint": "5" }, "m1"]] });
  });

  it("numbers the states, names the actions, and lists the model values", () => {
    expect(itfTrace({ ...trace, loop: 0 })).toMatchObject({
      "#meta": {
        format: "ITF",
        description: "Counter: invariant Small is violated (* here *)",
        modelValues: ["a", "b"],
      },
      vars: ["x", "Trace"],
      states: [
        { "#meta": { index: 0 }, x: { "#bigint": "0" } },
        {
          "#meta": { index: 1, action: "Add(1)" },
          Trace: {
            "#map": [
              ["a", [{ "#bigint": "1" }, "two"]],
              ["b", []],
            ],
          },
        },
      ],
      loop: 0,
    });
  });
});

describe("a trace as a module", () => {
  it("is a specification with exactly the states of the trace, whatever its variables are called", () => {
    const { module, config } = traceModule(trace, "Shown");
    const machine = machineOf(module, config);
    const seen: string[][] = [];
    const visit = (state: Int32Array): void => {
      seen.push([...state].map((one) => machine.store.print(one)));
      machine.successors(state, (next) => visit(next.slice()));
    };
    machine.initialStates((state) => visit(state.slice()));
    expect(seen).toEqual(trace.states.map((state, i) => [...state.map((one) => store.print(one)), String(i + 1)]));
  });

  it("can be checked", () => {
    const { module, config } = traceModule(trace, "Shown");
    expect(checked(module, config)).toMatchObject({ verdict: "ok", distinct: 2, depth: 2 });
  });
});
