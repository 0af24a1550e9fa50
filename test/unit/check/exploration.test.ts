import { describe, expect, it } from "vitest";
import { ExploredGraph } from "../../../src/check/explored-graph.ts";
import { Exploration } from "../../../src/check/exploration.ts";
import { checked, compiled } from "../../support/check.ts";
import { moduleText, specOf } from "../../support/specs.ts";

const CONFIG = "INIT Init NEXT Next\n";

/** Two counters that are put back to zero; a tree that is wider than deep. */
const COUNTERS = moduleText(`
VARIABLES x, y
Init == x \\in {0, 1} /\\ y = 0
Up == x < 4 /\\ x' = x + 1 /\\ UNCHANGED y
Over == x > 2 /\\ x' = 0 /\\ y' = (y + 1) % 3
Never == x > 9 /\\ x' = 0 /\\ y' = 0
Next == Up \\/ Over \\/ Never
Sum == x + y < 5
Few == x < 4
View == x
Shown == [sum |-> x + y, next |-> y', same |-> x]
Broken == [sum |-> x + "a"]
NoRecord == x`);

describe("exhaustive exploration", () => {
  it("finds the same states and counts depth first as breadth first", () => {
    for (const extra of ["", "CONSTRAINT Few", "VIEW View"]) {
      const breadth = checked(COUNTERS, CONFIG + extra);
      const depth = checked(COUNTERS, CONFIG + extra, { isDepthFirst: true });
      expect({ ...depth, depth: 0 }).toMatchObject({
        verdict: breadth.verdict,
        generated: breadth.generated,
        distinct: breadth.distinct,
      });
      expect(depth.depth).toBeGreaterThanOrEqual(breadth.depth);
    }
  });

  it("follows a behaviour to its end depth first: the trace is real, and may be longer", () => {
    const chain = moduleText(`
VARIABLE x
Init == x = 0
Next == \\/ x < 50 /\\ x' = x + 1
        \\/ x = 0 /\\ x' = 100
Short == x < 50`);
    const breadth = checked(chain, `${CONFIG}INVARIANT Short`);
    const depth = checked(chain, `${CONFIG}INVARIANT Short`, { isDepthFirst: true });
    expect(breadth.violations[0]!.trace).toHaveLength(2);
    expect(depth.violations[0]!.trace.length).toBeGreaterThanOrEqual(2);
    const deadlock = checked(chain, CONFIG, { isDepthFirst: true });
    expect(deadlock.violations[0]).toMatchObject({ verdict: "deadlock" });
    expect(deadlock.violations[0]!.trace).toHaveLength(51);
  });

  it("cuts behaviours at a depth, in either order, and is then not sure", () => {
    for (const isDepthFirst of [false, true]) {
      const cut = checked(COUNTERS, CONFIG, { depthMax: 3, isDepthFirst });
      expect(cut).toMatchObject({ verdict: "unknown", bound: "depth", depth: 3 });
      expect(cut.queue).toBeGreaterThan(0);
    }
  });

  it("counts states in which an action is enabled apart from the steps it gives", () => {
    const { actions } = checked(COUNTERS, CONFIG);
    expect(actions.map(({ name, enabled, taken }) => [name, enabled, taken])).toEqual([
      ["Up", 12, 12],
      ["Over", 6, 6],
      ["Never", 0, 0],
    ]);
  });

  it("shows the alias of the config in place of the variables, its primes meaning the next state", () => {
    const [violation] = checked(COUNTERS, `${CONFIG}INVARIANT Few ALIAS Shown`).violations;
    const shown = violation!.trace.map(({ values }) => Object.fromEntries(values.map((one) => [one.name, one.value])));
    expect(shown).toEqual([
      { sum: "1", next: "0", same: "1" },
      { sum: "2", next: "0", same: "2" },
      { sum: "3", next: "0", same: "3" },
      { sum: "4", next: "0", same: "4" },
    ]);
  });

  it("falls back to the variables when the alias cannot be evaluated, and says so", () => {
    for (const alias of ["Broken", "NoRecord"]) {
      const [violation] = checked(COUNTERS, `${CONFIG}INVARIANT Few ALIAS ${alias}`).violations;
      expect(violation!.trace[0]!.values.map(({ name }) => name)).toEqual(["x", "y", "_ALIASEvalError"]);
    }
  });
});

describe.each([false, true])("the explored graph, depth first: %s", (isDepthFirst) => {
  const { machine, explainer } = compiled(specOf(COUNTERS, CONFIG));
  const graph = new ExploredGraph(machine);
  const exploration = new Exploration(machine, explainer, { countTransitions: true, isDepthFirst }, graph);
  while (exploration.step(3));
  const result = exploration.result();

  it("has the states and steps of the exploration", () => {
    expect(graph.size).toBe(result.distinct);
    expect(graph.initialCount).toBe(2);
    expect(graph.transitionCount).toBe(result.transitions);
    for (let number = 0; number < graph.size; number++) {
      expect(graph.isExpanded(number)).toBe(true);
      expect(graph.numberOf(graph.state(number))).toBe(number);
      const evaluated = graph.stepsFrom(graph.state(number)).map(({ next, action }) => [graph.numberOf(next), action]);
      expect(graph.transitions(number).map(({ to, action }) => [to, action])).toEqual(evaluated);
    }
  });

  it("evaluates one step beyond itself", () => {
    const { store } = machine;
    const outside = Int32Array.of(store.integer(12), store.integer(7));
    expect(graph.numberOf(outside)).toBe(-1);
    expect(graph.stepsFrom(outside).map(({ next }) => [...next].map((value) => store.print(value)))).toEqual([
      ["0", "2"],
      ["0", "0"],
    ]);
  });
});
