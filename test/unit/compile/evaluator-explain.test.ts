import { describe, expect, test } from "vitest";
import { createExplainer } from "../../../src/compile/evaluator/explain/explainer.ts";
import type { EvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import { UNKNOWN, type ActionReport } from "../../../src/compile/types.ts";
import { EvaluationError } from "../../../src/values/types.ts";
import { machineOf, machineOfSpec, moduleText, specFromFiles } from "../../support/specs.ts";

const machine = machineOfSpec(specFromFiles("specs/TwoPhase.tla"));
const explainer = createExplainer(machine);

function state(of: EvaluatorMachine, ...values: readonly string[]): Int32Array {
  return Int32Array.from(values.map((text) => of.store.read(text)));
}

const start = state(machine, `(rm1 :> "working" @@ rm2 :> "working" @@ rm3 :> "working")`, `"init"`, `{}`, `{}`);

function request(name: string, args: readonly string[], next: Int32Array = new Int32Array(4), from = start) {
  const action = machine.actions.find((each) => each.name === name)!.index;
  return { action, state: from, arguments: Int32Array.from(args.map((text) => machine.store.read(text))), next };
}

function shown(report: ActionReport, of = machine): string[] {
  const print = (value: number | undefined): string => (value === undefined ? "?" : of.store.print(value));
  return report.conjuncts.map((c) => {
    const sides = c.operator === undefined ? "" : ` [${print(c.left)} ${c.operator} ${print(c.right)}]`;
    return `${c.kind} ${c.outcome}: ${c.text}${sides}`;
  });
}

describe("explainStep", () => {
  test("names the conjunct that is false, both its values and what it read", () => {
    const [report] = explainer.explainStep(request("TMCommit", []), 10);
    expect(shown(report!)).toEqual([
      `guard true: tmState = "init" ["init" = "init"]`,
      `guard false: tmPrepared = RM [{} = {rm1, rm2, rm3}]`,
      `effect true: tmState' = "committed" ["committed" = ?]`,
      `effect true: msgs' = msgs \\cup {[type |-> "Commit"]} [{[type |-> "Commit"]} = ?]`,
      `frame true: UNCHANGED rmState [(rm1 :> "working" @@ rm2 :> "working" @@ rm3 :> "working") = ?]`,
      `frame true: UNCHANGED tmPrepared [{} = ?]`,
    ]);
    const guard = report!.conjuncts[1]!;
    expect(guard.reads.map((read) => machine.variables[read.variable])).toEqual(["tmPrepared"]);
    expect(machine.store.print(report!.expected[1]!)).toBe(`"committed"`);
  });

  test("a read of a part of a variable is told by its path", () => {
    const [report] = explainer.explainStep(request("RMPrepare", ["rm2"]), 10);
    const read = report!.conjuncts.find((c) => c.text.startsWith("rmState[rm]"))!.reads[0]!;
    expect(machine.variables[read.variable]).toBe("rmState");
    expect(read.path.map((key) => machine.store.print(key))).toEqual(["rm2"]);
    expect(machine.store.print(read.value)).toBe(`"working"`);
    expect(read.primed).toBe(false);
  });

  test("compares what the action gives with what was observed", () => {
    const observed = Int32Array.from(start);
    observed[2] = machine.store.read("{rm1}");
    const [report] = explainer.explainStep(request("RMPrepare", ["rm1"], observed), 10);
    expect(shown(report!).filter((line) => line.includes("false"))).toEqual([
      `effect false: rmState' = [rmState EXCEPT ![rm] = "prepared"] [(rm1 :> "prepared" @@ rm2 :> "working" @@ rm3 :> "working") = (rm1 :> "working" @@ rm2 :> "working" @@ rm3 :> "working")]`,
      `effect false: msgs' = msgs \\cup {[type |-> "Prepared", rm |-> rm]} [{[type |-> "Prepared", rm |-> rm1]} = {}]`,
      `frame false: UNCHANGED tmPrepared [{} = {rm1}]`,
    ]);
  });

  test("an argument outside its set is a false conjunct, and the rest is still told", () => {
    const [report] = explainer.explainStep(request("RMPrepare", ["rm9"]), 10);
    expect(shown(report!)[0]).toBe("argument false: rm \\in RM [rm9 \\in {rm1, rm2, rm3}]");
    expect(report!.conjuncts[1]!.outcome).toBe("skipped");
    expect(machine.store.print(report!.binding[0]!)).toBe("rm9");
  });

  test("open arguments give a report for each binding, nearest first", () => {
    const busy = Int32Array.from(start);
    busy[0] = machine.store.read(`(rm1 :> "aborted" @@ rm2 :> "working" @@ rm3 :> "aborted")`);
    const open = { ...request("RMPrepare", [], new Int32Array(4), busy), arguments: Int32Array.of(UNKNOWN) };
    const reports = explainer.explainStep(open, 2);
    expect(reports.map((report) => machine.store.print(report.binding[0]!))).toEqual(["rm2", "rm1"]);
  });

  test("a disjunction that assigns is told along its best branch, one that only tests is kept whole", () => {
    const other = machineOf(
      moduleText(`VARIABLES x, y
Init == x = 0 /\\ y = 0
Busy == x > 3 \\/ y > 3
Go == /\\ Busy
      /\\ \\/ x < 0 /\\ x' = 1
         \\/ x = 0 /\\ x' = 2
      /\\ y' = x'
Next == Go`),
      "INIT Init\nNEXT Next",
    );
    const from = state(other, "0", "0");
    const [report] = createExplainer(other).explainStep(
      { action: 0, state: from, arguments: new Int32Array(0), next: new Int32Array(2) },
      10,
    );
    expect(shown(report!, other)).toEqual([
      "guard false: x > 3 \\/ y > 3",
      "guard true: x = 0 [0 = 0]",
      "effect true: x' = 2 [2 = ?]",
      "effect true: y' = x' [2 = ?]",
    ]);
  });
});

describe("explainFalse", () => {
  test("finds the conjunct of an invariant through its definitions", () => {
    const bad = Int32Array.from(start);
    bad[1] = machine.store.read(`"undecided"`);
    const invariant = machine.invariants.find((each) => each.name === "TypeOK")!;
    expect(invariant.test(bad)).toBe(false);
    const [report] = explainer.explainFalse(invariant.name, invariant.at, bad);
    expect(report!.text).toBe(`tmState \\in {"init", "committed", "aborted"}`);
    expect(machine.store.print(report!.left!)).toBe(`"undecided"`);
    expect(report!.reads.map((read) => machine.variables[read.variable])).toEqual(["tmState"]);
  });

  test("names the elements for which a universal formula fails", () => {
    const bad = Int32Array.from(start);
    bad[0] = machine.store.read(`(rm1 :> "working" @@ rm2 :> "committed" @@ rm3 :> "aborted")`);
    const invariant = machine.invariants.find((each) => each.name === "Consistent")!;
    const [report] = explainer.explainFalse(invariant.name, invariant.at, bad);
    expect(report!.witnesses.map(({ name, value }) => `${name} = ${machine.store.print(value)}`)).toEqual([
      "rm1 = rm3",
      "rm2 = rm2",
    ]);
    const paths = report!.reads.map((read) => read.path.map((key) => machine.store.print(key)).join());
    expect(paths).toEqual(["rm3", "rm2"]);
  });

  test("says of an action property which conjuncts keep every action from being the step", () => {
    const from = Int32Array.from(start);
    const to = Int32Array.from(start);
    to[0] = machine.store.read(`(rm1 :> "committed" @@ rm2 :> "working" @@ rm3 :> "working")`);
    const property = machine.actionProperties[0]!;
    expect(property.test(from, to)).toBe(false);
    const reports = explainer.explainFalse(property.name, property.at, from, to);
    expect(reports.length).toBeGreaterThan(0);
    expect(reports[0]!.at.file.path).toContain("TransactionCommit");
  });
});

describe("explainError", () => {
  test("tells the place and the definitions that led there, innermost first", () => {
    const failing = machineOf(
      moduleText(`VARIABLE queue
Init == queue = <<>>
First(q) == Head(q)
Take(n) == queue' = <<First(queue), n>>
Next == \\E n \\in 1..2 : Take(n)`),
      "INIT Init\nNEXT Next",
    );
    const from = state(failing, "<<>>");
    let error: unknown;
    try {
      failing.successors(from, () => undefined);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(EvaluationError);
    const report = createExplainer(failing).explainError(error, from, 0);
    expect(report.chain.map((link) => link.name)).toEqual(["Head(<<>>)", "First(<<>>)", "Take(1)", "Next"]);
    expect(report.at!.file.text.slice(report.at!.start, report.at!.end)).toBe("Head(q)");
    // The same from an error that another machine raised, which has no chain.
    const bare = new EvaluationError((error as EvaluationError).code, "…", -1);
    expect(createExplainer(failing).explainError(bare, from, 0).chain.length).toBe(4);
  });
});
