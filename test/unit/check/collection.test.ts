/**
 * Giving values back changes nothing that is told: each specification here remembers values in a way of its own, and is
 * explored with values given back after every state, their handles given out again at once, or never again.
 */
import { describe, expect, it } from "vitest";
import { ExploredGraph } from "../../../src/check/explored-graph.ts";
import { Exploration } from "../../../src/check/exploration.ts";
import { Simulation } from "../../../src/check/simulation.ts";
import type { Checker, CheckOptions, CheckResult } from "../../../src/check/types.ts";
import type { ResolvedSpec } from "../../../src/tla/modules/core.ts";
import type { StoreOptions } from "../../../src/values/types.ts";
import { compiled, type Compiled } from "../../support/check.ts";
import { moduleText, specFromFiles, specOf } from "../../support/specs.ts";

type Collects = NonNullable<StoreOptions["collects"]>;

/** What is told: values as text, since a handle means nothing outside its store. */
function told(result: CheckResult, { machine }: Compiled): unknown {
  const { store } = machine;
  const violations = result.violations.map(({ states, formula, ...violation }) => ({
    ...violation,
    states: states.map((state) => [...state].map((v) => store.print(v))),
    formula: formula.map(({ text, reads, witnesses, left, right }) => [
      text,
      [left, right, ...reads.map((read) => read.value), ...witnesses.map((witness) => witness.value)].map((v) =>
        v === undefined ? "" : store.show(v),
      ),
    ]),
  }));
  return { ...result, violations };
}

function outcome(spec: ResolvedSpec, collects: Collects, checkerOf: (made: Compiled) => Checker): unknown {
  const made = compiled(spec, { collects });
  const checker = checkerOf(made);
  while (checker.step(7));
  return told(checker.result(), made);
}

/** The same is told however values are given back; gives what. */
function sameWhenCollecting(spec: ResolvedSpec, checkerOf: (made: Compiled) => Checker): unknown {
  const usual = outcome(spec, "when due", checkerOf);
  expect(outcome(spec, "always", checkerOf)).toEqual(usual);
  expect(outcome(spec, "always, never reusing handles", checkerOf)).toEqual(usual);
  return usual;
}

const exploring =
  (options: CheckOptions = {}) =>
  ({ machine, explainer }: Compiled): Checker =>
    new Exploration(machine, explainer, { countTransitions: true, ...options });

const CONFIG = "INIT Init NEXT Next CHECK_DEADLOCK FALSE\n";

/** Clients put requests in a set, a server answers each once, and remembers in which order. */
const SERVER = moduleText(
  `
CONSTANTS Client, Nobody
VARIABLES requests, served, log
vars == <<requests, served, log>>
Request(c, k) == [from |-> c, kind |-> k, size |-> IF k = "put" THEN 2 ELSE 1]
Init == requests = {} /\\ served = [c \\in Client |-> Nobody] /\\ log = <<>>
Ask(c) == \\E k \\in {"get", "put"} :
  Request(c, k) \\notin requests /\\ requests' = requests \\cup {Request(c, k)} /\\ UNCHANGED <<served, log>>
Answer(r) == /\\ r \\in requests /\\ served[r.from] /= r
             /\\ r.kind = "get" => \\A s \\in requests : s.from = r.from => s.size >= 1
             /\\ served' = [served EXCEPT ![r.from] = r] /\\ log' = Append(log, r.kind \\o "!")
             /\\ UNCHANGED requests
Everybody == \\A c \\in Client, k \\in {"get", "put"} : Request(c, k) \\in requests
Forget == Everybody /\\ Len(log) > 0 /\\ requests' = {} /\\ log' = <<>> /\\ UNCHANGED served
Next == (\\E c \\in Client : Ask(c)) \\/ (\\E r \\in requests : Answer(r)) \\/ Forget
Spec == Init /\\ [][Next]_vars /\\ WF_vars(Next)

RECURSIVE Total(_)
Total(S) == IF S = {} THEN 0 ELSE LET r == CHOOSE r \\in S : TRUE IN r.size + Total(S \\ {r})
Sizes == \\A S \\in SUBSET requests : Total(S) <= Total(requests)
Factorial[n \\in Nat] == IF n = 0 THEN 1 ELSE n * Factorial[n - 1]
Grows == Factorial[Len(log) + 10] > Total(requests)
Pairs == [f \\in [Client -> 0..Cardinality(requests)] |-> f]
Small == Cardinality(DOMAIN Pairs) >= 1
Short == Len(log) < 3
Few == Len(log) < 4
Shown == [total |-> Total(requests), log |-> log]
Symmetry == Permutations(Client)
Numbered == TLCSet(1, Append(IF Len(TLCGet(1)) > 5 THEN <<>> ELSE TLCGet(1), requests)) /\\ Len(TLCGet(1)) > 0
ASSUME TLCSet(1, <<"nothing yet">>)
Told == Len(Trace) > 0 /\\ Trace[1].log = <<>> /\\ \\A i \\in 1..Len(Trace) : Total(Trace[i].requests) < 7
AllAsked == <>(requests /= {})
Settles == <>[](log = <<>>)
OnlyGrows == [][Len(log') >= Len(log)]_vars
`,
  "Integers, Sequences, FiniteSets, TLC, TLCExt",
);
const serverConfig = (extra: string): string =>
  `CONSTANTS Client = {c1, c2} Nobody = Nobody\n${CONFIG}CONSTRAINT Few\n${extra}`;
const server = (extra: string): ResolvedSpec => specOf(SERVER, serverConfig(extra));

describe("values given back while a specification is explored", () => {
  it("changes nothing: figures, verdict, traces", () => {
    const found = sameWhenCollecting(server("INVARIANTS Sizes Grows Small"), exploring());
    expect(found).toMatchObject({ verdict: "ok", distinct: expect.any(Number) as number });
    expect((found as CheckResult).distinct).toBeGreaterThan(300);
  });

  it.each([
    ["an invariant that is violated", "INVARIANT Short", {}],
    ["all that is violated", "INVARIANTS Short Sizes PROPERTY OnlyGrows", { keepsGoing: true }],
    ["a view and a symmetry", "VIEW Shown SYMMETRY Symmetry", {}],
    ["depth first", "INVARIANT Sizes", { isDepthFirst: true }],
    ["a register", "INVARIANT Numbered", {}],
    ["the behaviour that led to a state", "INVARIANT Told", {}],
    ["an alias", "INVARIANT Short ALIAS Shown", {}],
  ] as const)("changes nothing with %s", (_, extra, options) => {
    sameWhenCollecting(server(extra), exploring(options));
  });

  it("changes nothing about temporal properties", () => {
    const live = (property: string): ResolvedSpec =>
      specOf(
        SERVER,
        `CONSTANTS Client = {c1, c2} Nobody = Nobody\nSPECIFICATION Spec CONSTRAINT Few CHECK_DEADLOCK FALSE PROPERTY ${property}`,
      );
    expect(sameWhenCollecting(live("AllAsked"), exploring())).toMatchObject({ verdict: "ok" });
    expect(sameWhenCollecting(live("Settles"), exploring())).toMatchObject({ verdict: "liveness" });
  });

  it("changes nothing about random behaviours", () => {
    const options = { behaviours: 20, depthMax: 30, seed: "1", keepsGoing: true, coversConjuncts: true };
    const simulating = ({ machine, explainer }: Compiled): Checker => new Simulation(machine, explainer, options);
    sameWhenCollecting(server("INVARIANTS Sizes Short"), simulating);
  });

  // Nothing else keeps what is tested here: the config has no constants, whose values the evaluator keeps for good.
  it("changes nothing about random behaviours that go on after a violation", () => {
    const counting = specOf(
      moduleText(`
VARIABLE s
Init == s = <<0, <<"begin", 0>>, {}>>
Next == \\E k \\in 1..100 : s' = <<s[1] + 1, <<"step", k>>, {<<"a", 0>>, s[2]}>>
Small == s[1] < 3 \\/ s[3] = {}
Short == s[1] < 6`),
      `${CONFIG}INVARIANTS Small Short\n`,
    );
    const options = { behaviours: 5, depthMax: 10, seed: "1", keepsGoing: true };
    const found = sameWhenCollecting(counting, ({ machine, explainer }) => new Simulation(machine, explainer, options));
    const { violations } = found as { readonly violations: readonly { readonly states: readonly string[][] }[] };
    // The first one is explained by a step that is compiled then, which keeps everything; the second one is not.
    expect(violations.length).toBe(2);
    expect(violations[1]!.states.at(-1)![0]).toMatch(/^<<6, <<"step", \d+>>, \{<<"a", 0>>, <<"step", \d+>>\}>>$/);
  });

  it("leaves a graph that is recorded whole", () => {
    for (const collects of ["always", "always, never reusing handles"] as const) {
      const { machine, explainer } = compiled(server(""), { collects });
      const graph = new ExploredGraph(machine);
      const exploration = new Exploration(machine, explainer, {}, graph);
      while (exploration.step(5));
      expect(graph.size).toBe(exploration.result().distinct);
      for (let number = 0; number < graph.size; number += 17) expect(graph.numberOf(graph.state(number))).toBe(number);
    }
  });

  it("lets two explorations of one machine take turns", () => {
    const { machine, explainer } = compiled(server("INVARIANT Sizes"), { collects: "always" });
    const [one, other] = [new Exploration(machine, explainer), new Exploration(machine, explainer, { depthMax: 9 })];
    while ([one.step(3), other.step(2)].includes(true));
    expect(one.result()).toMatchObject({ verdict: "ok" });
    expect(other.result().distinct).toBeLessThan(one.progress.distinct);
  });

  it.each(["TwoPhase", "TwoPhaseCommit", "TwoPhaseCrash", "TransactionCommit"])("changes nothing in %s", (name) => {
    sameWhenCollecting(specFromFiles(`specs/${name}.tla`, undefined, ["specs"]), exploring());
  });

  it("gives back what only states of the past had", () => {
    const counting = moduleText(`
VARIABLE s
Init == s = <<1>>
Next == Len(s) < 400 /\\ s' = <<Len(s) + 1>> \\o [i \\in 1..Len(s) |-> i]`);
    const { machine, explainer } = compiled(specOf(counting, CONFIG), { collects: "always" });
    const exploration = new Exploration(machine, explainer);
    const before = machine.store.statistics().values;
    while (exploration.step(100));
    expect(exploration.progress.distinct).toBe(400);
    expect(machine.store.statistics().values).toBeLessThan(before + 10);
  });
});
