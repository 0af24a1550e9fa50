import { describe, expect, test } from "vitest";
import { compileMachine } from "../../../src/compile/compile.ts";
import { UNKNOWN } from "../../../src/compile/types.ts";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError } from "../../../src/values/types.ts";
import { explore, moduleText, specFromFiles, specOf } from "../../support/specs.ts";
import { differences, pairOf } from "./emit-support.ts";

const CLOCK = moduleText(`VARIABLE hour
Init == hour \\in 1..12
Tick == hour' = IF hour = 12 THEN 1 ELSE hour + 1
Next == Tick
InRange == hour \\in 1..12`);

function compile(text: string, cfg: string, ...more: readonly string[]) {
  const spec = specOf(text, cfg, ...more);
  const store = createStore({ stringOrder: spec.stringOrder });
  const sources: string[] = [];
  return { machine: compileMachine(spec, { store, dumpSource: (source) => sources.push(source) }), store, sources };
}

/** Weight of each next state of the only initial state, printed. */
function successorsOf(body: string, cfg = "INIT Init\nNEXT Next"): Record<string, number> {
  const { machine, store } = compile(moduleText(body), cfg);
  const weights: Record<string, number> = {};
  let start: Int32Array | undefined;
  machine.initialStates((state) => (start = Int32Array.from(state)));
  machine.successors(start!, (next, _action, weight) => {
    const key = Array.from(next, (value) => store.print(value)).join(" ");
    weights[key] = (weights[key] ?? 0) + weight;
  });
  return weights;
}

describe("the emitting compiler", () => {
  test("turns a specification into a state machine", () => {
    const { machine, store } = compile(CLOCK, "INIT Init\nNEXT Next\nINVARIANT InRange");
    const hours: string[] = [];
    machine.initialStates((state) => hours.push(store.print(state[0]!)));
    expect(hours).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);

    const noon = Int32Array.of(store.integer(12));
    machine.successors(noon, (next, action, weight) => {
      expect([store.print(next[0]!), machine.actions[action]!.name, weight]).toEqual(["1", "Tick", 1]);
    });
    expect(machine.invariants[0]!.test(noon)).toBe(true);
    expect(machine.invariants[0]!.test(Int32Array.of(store.integer(13)))).toBe(false);
  });

  test("counts two-phase commit as TLC does", () => {
    const spec = specFromFiles("specs/TwoPhase.tla");
    const machine = compileMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }) });
    expect(explore(machine)).toMatchObject({ outcome: "ok", generated: 1146, distinct: 288, depth: 11 });
  });

  test("agrees with the evaluator on both specifications of the repository, in every state and for all steps", () => {
    for (const path of ["specs/TwoPhase.tla", "specs/TransactionCommit.tla"]) {
      const { found, states, steps } = differences(pairOf(specFromFiles(path)), { states: 120, stepsEvery: 15 });
      expect(found).toEqual([]);
      expect(states).toBeGreaterThan(30);
      expect(steps).toBeGreaterThan(30);
    }
  });
});

describe("witness counts", () => {
  const x = "VARIABLE x\nInit == x = 0\n";

  test("a guard before the last assignment multiplies, one after it does not", () => {
    expect(successorsOf(`${x}Next == (\\E i \\in 1..3 : TRUE) /\\ x' = 1`)).toEqual({ "1": 3 });
    expect(successorsOf(`${x}Next == x' = 1 /\\ (\\E i \\in 1..3 : TRUE)`)).toEqual({ "1": 1 });
  });

  test("disjunction adds, \\A multiplies, IF and CASE choose, => counts its right side", () => {
    expect(successorsOf(`${x}Next == (x = 0 \\/ x < 5 \\/ x = 7) /\\ x' = 1`)).toEqual({ "1": 2 });
    expect(successorsOf(`${x}Next == (\\A i \\in {1, 2} : \\E j \\in {1, 2, 3} : j > x) /\\ x' = 1`)).toEqual({
      "1": 9,
    });
    expect(successorsOf(`${x}Next == (IF x = 0 THEN x = 0 \\/ x = 0 ELSE TRUE) /\\ x' = 1`)).toEqual({ "1": 2 });
    expect(successorsOf(`${x}Next == (CASE x = 0 -> x = 0 \\/ TRUE [] OTHER -> FALSE) /\\ x' = 1`)).toEqual({ "1": 2 });
    expect(successorsOf(`${x}Next == (x = 0 => (x = 0 \\/ x = 0)) /\\ x' = 1`)).toEqual({ "1": 2 });
    expect(successorsOf(`${x}Next == (x = 1 => (x = 0 \\/ x = 0)) /\\ x' = 1`)).toEqual({ "1": 1 });
  });

  test("in loops over state-dependent sets, too", () => {
    const body = `VARIABLE s\nInit == s = {1, 2, 3}\nNext == (\\E a, b \\in s : a < b) /\\ (\\A a \\in s : a > 0 \\/ a < 9) /\\ s' = {}`;
    expect(successorsOf(body)).toEqual({ "{}": 24 });
  });

  test("initial states count derivations", () => {
    const { machine } = compile(
      moduleText("VARIABLE x\nInit == x = 1 \\/ x = 1 \\/ x \\in {2, 3}\nNext == x' = x"),
      "INIT Init\nNEXT Next",
    );
    let generated = 0;
    machine.initialStates((_state, weight) => (generated += weight));
    expect(generated).toBe(4);
  });
});

describe("step", () => {
  const spec = specFromFiles("specs/TwoPhase.tla");
  const store = createStore({ stringOrder: spec.stringOrder });
  const machine = compileMachine(spec, { store });
  const prepare = machine.actions.findIndex((action) => action.name === "RMPrepare");
  const initial = (): Int32Array => {
    let state = new Int32Array(0);
    machine.initialStates((found) => (state = Int32Array.from(found)));
    return state;
  };

  test("finds the parameters of an action from what is known of the next state", () => {
    const next = new Int32Array(4).fill(UNKNOWN);
    next[3] = store.read('{[type |-> "Prepared", rm |-> rm2]}');
    const ways: string[] = [];
    machine.step({ action: prepare, state: initial(), arguments: Int32Array.of(UNKNOWN), next }, (reached, binding) => {
      ways.push(`${store.print(binding[0]!)}: ${store.print(reached[0]!)}`);
      return true;
    });
    expect(ways).toEqual(['rm2: (rm1 :> "working" @@ rm2 :> "prepared" @@ rm3 :> "working")']);
  });

  test("stops when the sink says so, and refuses arguments outside their sets", () => {
    const unknown = new Int32Array(4).fill(UNKNOWN);
    let calls = 0;
    machine.step({ action: prepare, state: initial(), arguments: Int32Array.of(UNKNOWN), next: unknown }, () => {
      calls++;
      return false;
    });
    expect(calls).toBe(1);
    const stranger = Int32Array.of(store.modelValue("rm9"));
    machine.step({ action: prepare, state: initial(), arguments: stranger, next: unknown }, () => {
      throw new Error("rm9 is not a resource manager");
    });
  });
});

describe("nothing of the specification's text reaches the code", () => {
  const NASTY = ["constructor", "__proto__", "</script>", "${x}", "`", "a b", "*/ alert(1) //", "toString"];

  test("names and strings of any kind are values only", () => {
    const quoted = NASTY.map((text) => JSON.stringify(text)).join(", ");
    const body = `VARIABLES constructor, __proto__
Init == constructor = "constructor" /\\ __proto__ = [toString |-> "a\\nb\\"c", hasOwnProperty |-> 1]
arguments(eval) == eval \\in {${quoted}}
Next == /\\ arguments(constructor)
        /\\ constructor' \\in {${quoted}}
        /\\ __proto__' = [__proto__ EXCEPT !.toString = constructor]`;
    const { machine, store, sources } = compile(moduleText(body), "INIT Init\nNEXT Next");
    let start = new Int32Array(0);
    machine.initialStates((state) => (start = Int32Array.from(state)));
    expect(store.print(start[1]!)).toContain("toString");
    const texts = new Set<string>();
    machine.successors(start, (next) => texts.add(store.text(next[0]!)));
    expect([...texts].sort()).toEqual([...NASTY].sort());
    const code = sources.join("\n");
    for (const text of [...NASTY.filter((nasty) => nasty !== "`"), "eval", "hasOwnProperty", "Init"])
      expect(code).not.toContain(text);
  });
});

describe("what cannot be emitted", () => {
  test("is left to the evaluator, and counts the same", () => {
    // Whether x' is determined depends on the state: the set may be empty.
    expect(successorsOf("VARIABLE x\nInit == x = {1, 2}\nNext == x' = x \\/ \\A i \\in x : x' \\subseteq {1}")).toEqual(
      {
        "{1, 2}": 1,
        "{}": 1,
        "{1}": 1,
      },
    );
  });

  test("what only fails when it is evaluated fails then, at its place", () => {
    const { machine, store } = compile(
      moduleText(`VARIABLE x\nInit == x = 0\nNext == x' = IF x = 0 THEN 1 ELSE x + "a"`),
      "INIT Init\nNEXT Next",
    );
    machine.successors(Int32Array.of(store.integer(0)), (next) => expect(store.print(next[0]!)).toBe("1"));
    let thrown: unknown;
    try {
      machine.successors(Int32Array.of(store.integer(1)), () => undefined);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EvaluationError);
    const location = machine.sites.locationOf((thrown as EvaluationError).site);
    expect(location?.file.text.slice(location.start, location.end)).toBe('x + "a"');
    // The machine goes on working.
    machine.successors(Int32Array.of(store.integer(0)), (next) => expect(store.print(next[0]!)).toBe("1"));
  });

  test("an action that leaves a variable open, or a recursion without an end, is an evaluation error", () => {
    const open = compile(moduleText("VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = 1"), "INIT Init\nNEXT Next");
    const zero = open.store.integer(0);
    expect(() => open.machine.successors(Int32Array.of(zero, zero), () => undefined)).toThrow(/variable y/);
    const endless = compile(
      moduleText("RECURSIVE f(_)\nf(n) == f(n + 1)\nVARIABLE x\nInit == x = 0\nNext == x' = f(x)"),
      "INIT Init\nNEXT Next",
    );
    expect(() => endless.machine.successors(Int32Array.of(endless.store.integer(0)), () => undefined)).toThrow(
      EvaluationError,
    );
  });
});
