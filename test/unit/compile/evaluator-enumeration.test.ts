/** How TLC enumerates Init and Next: what assigns, what is only tested, what is counted. Every figure was TLC's. */
import { describe, expect, test } from "vitest";
import { EvaluationError } from "../../../src/values/types.ts";
import { explore, machineOf, moduleText } from "../../support/specs.ts";

function behaviour(body: string, more = "CHECK_DEADLOCK FALSE") {
  return machineOf(moduleText(body), `INIT Init\nNEXT Next\n${more}`);
}

/** Successors of the one initial state, printed, in order. */
function successorsOf(body: string): string[] {
  const machine = behaviour(body);
  let start: Int32Array | undefined;
  machine.initialStates((state) => (start = Int32Array.from(state)));
  const found: string[] = [];
  machine.successors(start!, (next) => {
    found.push([...next].map((value) => machine.store.print(value)).join(" "));
  });
  return found;
}

const x = (next: string) => successorsOf(`VARIABLE x\nInit == x = 0\nNext == ${next}`);
const xy = (next: string) => successorsOf(`VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == ${next}`);

describe("Next", () => {
  test("assigns with =, \\in, \\subseteq and UNCHANGED, and follows the formula from left to right", () => {
    expect(xy("x' = 1 /\\ y' = x' + 1")).toEqual(["1 2"]);
    expect(xy("x' \\in {1, 2} /\\ UNCHANGED y")).toEqual(["1 0", "2 0"]);
    expect(xy("x' \\subseteq {1} /\\ y' = 0")).toEqual(["{} 0", "{1} 0"]);
    expect(xy("UNCHANGED <<x, y>>")).toEqual(["0 0"]);
    expect(xy("(x' = 1 \\/ x' = 2) /\\ (y' = 5 \\/ y' = 6)")).toEqual(["1 5", "1 6", "2 5", "2 6"]);
  });

  test("once every variable has a value the rest is only tested: it no longer multiplies", () => {
    expect(x("x' = 0 /\\ (\\E i \\in 1..3 : TRUE)")).toEqual(["0"]);
    expect(x("(\\E i \\in 1..3 : TRUE) /\\ x' = 0")).toEqual(["0", "0", "0"]);
  });

  test("every derivation counts, also of the same successor", () => {
    expect(x("x' = 1 \\/ x' = 1")).toEqual(["1", "1"]);
    expect(x("[x' = 0]_x")).toEqual(["0", "0"]);
  });

  test("of several bounds the first varies fastest", () => {
    expect(xy("\\E i \\in {1, 2}, j \\in {1, 2} : x' = i /\\ y' = j")).toEqual(["1 1", "2 1", "1 2", "2 2"]);
  });

  test("follows IF, CASE, =>, \\A, LET, operators and boolean functions", () => {
    expect(x("IF x = 0 THEN x' = 1 ELSE x' = 2")).toEqual(["1"]);
    expect(x("CASE x = 1 -> x' = 1 [] x = 0 -> x' = 3")).toEqual(["3"]);
    expect(x("(x = 0 => x' = 4)")).toEqual(["4"]);
    expect(xy("\\A i \\in {1, 2} : IF i = 1 THEN x' = 1 ELSE y' = 2")).toEqual(["1 2"]);
    expect(x("LET xp == x' IN xp = 3")).toEqual(["3"]);
    expect(xy("LET A(v, e) == v' = e IN A(x, 7) /\\ A(y, 8)")).toEqual(["7 8"]);
    expect(successorsOf("VARIABLE x\nInit == x = 0\nF[i \\in 1..2] == x' = i\nNext == \\E i \\in 1..2 : F[i]")).toEqual(
      ["1", "2"],
    );
    const recursive = "RECURSIVE Count(_)\nCount(n) == IF n = 0 THEN x' = 9 ELSE Count(n - 1)";
    expect(successorsOf(`VARIABLE x\nInit == x = 0\n${recursive}\nNext == Count(3)`)).toEqual(["9"]);
  });

  test("<<A>>_v leaves out steps that do not change v", () => {
    expect(x("<<x' \\in {0, 1}>>_x")).toEqual(["1"]);
  });

  test("UNCHANGED looks through tuples of tuples and definitions", () => {
    const body =
      "VARIABLES x, y, z\nvars == <<x, <<y, z>>>>\nInit == x = 0 /\\ y = 1 /\\ z = 2\nNext == UNCHANGED vars";
    expect(successorsOf(body)).toEqual(["0 1 2"]);
    expect(x("x' = 0 /\\ UNCHANGED (x + 1)")).toEqual(["0"]);
  });

  test("only the left side assigns; reading an unassigned variable is an error", () => {
    for (const next of ["0 = x'", "x' + 1 = 2", "~(x' # 0)", "x' = x' + 1"])
      expect(() => x(next), next).toThrow(/variable x cannot be read/);
  });

  test("a variable that an action forgets is named, with the action", () => {
    expect(() =>
      successorsOf("VARIABLES x, y, z\nInit == x = 0 /\\ y = 0 /\\ z = 0\nGo == x' = 1\nNext == Go"),
    ).toThrow("The action Go does not say what becomes of the variables y, z.");
    expect(() => xy("x' = 1")).toThrow(EvaluationError);
  });

  test("an action composition goes through a state in between", () => {
    expect(x("(x' = x + 1) \\cdot (x' \\in {x + 10, x + 20})")).toEqual(["11", "21"]);
  });
});

describe("Init", () => {
  test("counts derivations until all variables have their values, as TLC does", () => {
    const counts = (init: string) =>
      explore(behaviour(`VARIABLE x\nInit == ${init}\nNext == UNCHANGED x`, "CHECK_DEADLOCK FALSE"));
    expect(counts("x = 1 \\/ x = 1 \\/ x \\in {2, 3}")).toMatchObject({ initial: 3, generated: 7 });
    expect(counts("x = 0 /\\ (\\E i \\in 1..3 : TRUE)")).toMatchObject({ initial: 1, generated: 2 });
  });

  test("an initial state without a value for a variable is an error that names it", () => {
    expect(() => xy("TRUE")).toThrow();
    expect(() => explore(behaviour("VARIABLES x, y\nInit == x = 0\nNext == UNCHANGED <<x, y>>"))).toThrow(
      "The initial predicate does not say what becomes of the variable y.",
    );
  });

  test("a specification without initial states has no states", () => {
    expect(explore(behaviour("VARIABLE x\nInit == x \\in {}\nNext == x' = x"))).toMatchObject({
      outcome: "ok",
      generated: 0,
      distinct: 0,
      depth: 0,
    });
  });
});

describe("instances in actions", () => {
  const counter = "---- MODULE Counter ----\nEXTENDS Integers\nVARIABLE v\nStart == v = 0\nAdd(n) == v' = v + n\n====";

  test("assign through a substitution by a variable", () => {
    const machine = machineOf(
      moduleText("VARIABLE x\nC == INSTANCE Counter WITH v <- x\nInit == C!Start\nNext == C!Add(2)"),
      "INIT Init\nNEXT Next",
      counter,
    );
    expect(machine.actions.map((action) => action.name)).toEqual(["C!Add"]);
  });

  test("only test through a substitution by an expression", () => {
    const text = moduleText(
      "VARIABLE x\nC == INSTANCE Counter WITH v <- x + 1\nInit == x = 0\nNext == C!Add(2)\nOther == x' = 2 /\\ C!Add(2)",
    );
    const machine = machineOf(text, "INIT Init\nNEXT Next", counter);
    const start = Int32Array.of(machine.store.integer(0));
    expect(() => machine.successors(start, () => undefined)).toThrow(/variable x cannot be read/);
    const other = machineOf(text, "INIT Init\nNEXT Other", counter);
    const found: string[] = [];
    other.successors(Int32Array.of(other.store.integer(0)), (next) => {
      found.push(other.store.print(next[0]!));
    });
    expect(found).toEqual(["2"]);
  });
});

describe("actions", () => {
  test("are the calls below disjunctions, quantifiers and LET; an unnamed disjunct takes the enclosing name", () => {
    const machine = behaviour(`VARIABLE x
Init == x = 0
Up(n) == x' = x + n
Both(n, m) == Up(n) \\/ x' = m
Next == \\/ \\E n \\in {1, 2} : Up(n)
        \\/ \\E k \\in {x} : Both(k, 3)
        \\/ x' = 5
        \\/ \\E j \\in {1} : x > j /\\ x' = j`);
    expect(machine.actions.map((action) => `${action.name}(${action.parameters.join(", ")})`)).toEqual([
      "Up(n)",
      "Up(n)",
      "Both(n, m)",
      "Next()",
      "Next(j)",
    ]);
    expect(machine.actions.map((action) => [action.variablesWritten, action.variablesRead])).toEqual([
      [[0], [0]],
      [[0], [0]],
      [[0], [0]],
      [[0], []],
      [[0], [0]],
    ]);
  });
});

describe("step", () => {
  const machine = behaviour(`VARIABLES x, sent
Init == x = 0 /\\ sent = {}
Send(m) == m \\notin sent /\\ sent' = sent \\cup {m} /\\ UNCHANGED x
Take(m, n) == m \\in sent /\\ x' = m + n /\\ UNCHANGED sent
Next == (\\E m \\in 1..3 : Send(m)) \\/ (\\E m \\in sent, n \\in {10, 20} : Take(m, n))`);
  const { store } = machine;
  const state = Int32Array.of(store.integer(0), store.read("{1, 2}"));

  function steps(
    action: number,
    args: readonly (string | undefined)[],
    next: readonly (string | undefined)[],
  ): string[] {
    const handles = (texts: readonly (string | undefined)[]) =>
      Int32Array.from(texts.map((text) => (text === undefined ? 0 : store.read(text))));
    const found: string[] = [];
    machine.step({ action, state, arguments: handles(args), next: handles(next) }, (after, binding) => {
      const shown = (values: Int32Array) => [...values].map((value) => store.print(value)).join(" ");
      found.push(`${shown(binding)} -> ${shown(after)}`);
      return true;
    });
    return found;
  }

  test("finds the arguments and next values that are not known", () => {
    expect(steps(0, [undefined], [undefined, undefined])).toEqual(["3 -> 0 {1, 2, 3}"]);
    expect(steps(1, ["2", undefined], [undefined, undefined])).toEqual(["2 10 -> 12 {1, 2}", "2 20 -> 22 {1, 2}"]);
    expect(steps(1, [undefined, undefined], ["21", undefined])).toEqual(["1 20 -> 21 {1, 2}"]);
  });

  test("known arguments have to be in their sets, known next values to fit", () => {
    expect(steps(1, ["3", undefined], [undefined, undefined])).toEqual([]);
    expect(steps(0, ["3"], ["1", undefined])).toEqual([]);
    expect(steps(0, ["3"], [undefined, "{1, 2, 3}"])).toEqual(["3 -> 0 {1, 2, 3}"]);
  });
});

describe("exploration", () => {
  test("invariants are checked outside the constraint, where states are generated but not stored", () => {
    const body = "VARIABLE x\nInit == x = 0\nNext == x' = x + 1\nSmall == x < 3\nTiny == x < 2";
    expect(explore(behaviour(body, "CONSTRAINT Tiny"))).toMatchObject({ outcome: "ok", generated: 3, distinct: 2 });
    expect(explore(behaviour(body, "CONSTRAINT Small\nINVARIANT Tiny"))).toMatchObject({ violated: "Tiny" });
  });

  test("properties are taken apart: state-level in initial states, [] as invariant, [][A]_v for each step", () => {
    const machine = machineOf(
      moduleText(`VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 3
Spec == Init /\\ [][Next]_x
Grows == [][x' > x]_x
Prop == x = 0 /\\ [](x < 3) /\\ Grows /\\ (\\A i \\in 0..1 : [](x # 7 + i)) /\\ <>(x = 2)`),
      "SPECIFICATION Spec\nPROPERTY Prop",
    );
    expect(machine.initialProperties.length).toBe(1);
    expect(machine.stateProperties.length).toBe(2);
    expect(machine.actionProperties.length).toBe(1);
    expect(machine.temporalProperties.map((property) => property.name)).toEqual(["Prop"]);
    expect(explore(machine)).toMatchObject({ outcome: "action-property", violated: "Prop" });
  });
});
