/**
 * Holds the emitting compiler against the evaluator: the same states, weights, verdicts and failures, in every state
 * that a bounded exploration reaches; and `step` against `successors`, for any choice of what is known.
 */
import { expect } from "vitest";
import { compileMachine, type CompiledMachine } from "../../../src/compile/compile.ts";
import { createEvaluatorMachine, type EvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import { UNKNOWN } from "../../../src/compile/types.ts";
import type { State, StateMachine } from "../../../src/compile/types.ts";
import type { ResolvedSpec } from "../../../src/tla/modules/core.ts";
import { createStore } from "../../../src/values/store.ts";
import { EvaluationError } from "../../../src/values/types.ts";
import { moduleText, specOf } from "../../support/specs.ts";

export interface Pair {
  readonly compiled: CompiledMachine;
  readonly evaluated: EvaluatorMachine;
}

/** Both machines over one store, so that handles can be compared. */
export function pairOf(spec: ResolvedSpec): Pair {
  const store = createStore({ stringOrder: spec.stringOrder });
  const evaluated = createEvaluatorMachine(spec, { store });
  return { evaluated, compiled: compileMachine(spec, { store, sites: evaluated.evaluator.sites }) };
}

/** What a computation gives, with failures as values. */
function outcomeOf<T>(compute: () => T): T | string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError) return `failed with ${error.code}`;
    throw error;
  }
}

type Weights = Record<string, number>;

function initialWeights(machine: StateMachine): Weights | string {
  return outcomeOf(() => {
    const weights: Weights = {};
    machine.initialStates((state, weight) => {
      const key = state.join();
      weights[key] = (weights[key] ?? 0) + weight;
    });
    return sorted(weights);
  });
}

function successorWeights(machine: StateMachine, state: State): Weights | string {
  return outcomeOf(() => {
    const weights: Weights = {};
    machine.successors(state, (next, action, weight) => {
      const key = `${String(action)}: ${next.join()}`;
      weights[key] = (weights[key] ?? 0) + weight;
    });
    return sorted(weights);
  });
}

function sorted(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Difference {
  readonly what: string;
  readonly state: string;
  readonly compiled: unknown;
  readonly evaluated: unknown;
}

export interface DifferentialOptions {
  /** States examined. */
  readonly states?: number;
  /** Every so many states, steps with everything that is known in turn are compared. */
  readonly stepsEvery?: number;
}

/** Explores breadth first; gives the differences found (at most a few) and how much was compared. */
export function differences(
  { compiled, evaluated }: Pair,
  options: DifferentialOptions = {},
): { readonly found: readonly Difference[]; readonly states: number; readonly steps: number } {
  const limit = options.states ?? 300;
  const found: Difference[] = [];
  const show = (state: State): string => Array.from(state, (value) => compiled.store.print(value)).join("; ");
  const compare = (what: string, state: State, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) !== JSON.stringify(b)) found.push({ what, state: show(state), compiled: a, evaluated: b });
  };
  const nowhere = new Int32Array(0);
  const initial = initialWeights(compiled);
  compare("initial states", nowhere, initial, initialWeights(evaluated));
  compare(
    "assumptions",
    nowhere,
    compiled.assumptions.map((assumption) => outcomeOf(() => assumption.test())),
    evaluated.assumptions.map((assumption) => outcomeOf(() => assumption.test())),
  );
  const queue = typeof initial === "string" ? [] : Object.keys(initial).map(stateOf);
  const seen = new Set(queue.map((state) => state.join()));
  let steps = 0;
  let examined = 0;
  for (const state of queue) {
    if (examined >= limit || found.length > 5) break;
    const weights = successorWeights(compiled, state);
    compare("successors", state, weights, successorWeights(evaluated, state));
    comparePredicates({ compiled, evaluated }, state, compare);
    const nexts = typeof weights === "string" ? [] : Object.keys(weights);
    for (const key of nexts) {
      const next = stateOf(key.slice(key.indexOf(":") + 1));
      compareStepPredicates({ compiled, evaluated }, state, next, compare);
      if (
        !seen.has(next.join()) &&
        compiled.constraints.every((constraint) => outcomeOf(() => constraint.test(next)) === true)
      ) {
        seen.add(next.join());
        queue.push(next);
      }
    }
    if (examined % (options.stepsEvery ?? 10) === 0)
      steps += compareSteps({ compiled, evaluated }, state, nexts, compare);
    examined++;
  }
  return { found, states: examined, steps };
}

function stateOf(key: string): State {
  return Int32Array.from(key.trim() === "" ? [] : key.split(","), Number);
}

type Compare = (what: string, state: State, a: unknown, b: unknown) => void;

function comparePredicates({ compiled, evaluated }: Pair, state: State, compare: Compare): void {
  for (const kind of ["invariants", "constraints", "initialProperties", "stateProperties"] as const) {
    compiled[kind].forEach((predicate, i) => {
      // Twice: the second answer may be a remembered one.
      const first = outcomeOf(() => predicate.test(state));
      compare(
        `${kind} ${predicate.name}`,
        state,
        first,
        outcomeOf(() => evaluated[kind][i]!.test(state)),
      );
      compare(
        `${kind} ${predicate.name} again`,
        state,
        outcomeOf(() => predicate.test(state)),
        first,
      );
    });
  }
  if (compiled.view !== undefined) {
    compare(
      "view",
      state,
      outcomeOf(() => compiled.view!(state)),
      outcomeOf(() => evaluated.view!(state)),
    );
  }
}

function compareStepPredicates({ compiled, evaluated }: Pair, state: State, next: State, compare: Compare): void {
  for (const kind of ["actionConstraints", "actionProperties"] as const) {
    compiled[kind].forEach((predicate, i) => {
      const here = outcomeOf(() => predicate.test(state, next));
      compare(
        `${kind} ${predicate.name}`,
        state,
        here,
        outcomeOf(() => evaluated[kind][i]!.test(state, next)),
      );
    });
  }
}

/** All ways to take a step, as text: next state and binding. */
function waysOf(
  machine: StateMachine,
  action: number,
  state: State,
  args: Int32Array,
  next: Int32Array,
): string[] | string {
  return outcomeOf(() => {
    const ways = new Set<string>();
    machine.step({ action, state, arguments: args, next }, (reached, binding) => {
      ways.add(`${reached.join()} by ${binding.join()}`);
      return true;
    });
    return [...ways].sort();
  });
}

/**
 * For each successor, `step` of both machines with every subset of next values known (a rotating choice when there are
 * many), with the arguments known and unknown; each must accept what `successors` produced.
 */
function compareSteps({ compiled, evaluated }: Pair, state: State, nexts: readonly string[], compare: Compare): number {
  let steps = 0;
  const variables = compiled.variables.length;
  const masks = variables <= 4 ? 1 << variables : 8;
  nexts.forEach((key, index) => {
    const action = Number(key.slice(0, key.indexOf(":")));
    const target = stateOf(key.slice(key.indexOf(":") + 1));
    const parameters = compiled.actions[action]!.parameters.length;
    const unknown = new Int32Array(parameters);
    for (let mask = 0; mask < masks; mask++) {
      const next = target.map((value, slot) => {
        const isKnown =
          variables <= 4 ? (mask >> slot) & 1 : mask === 0 ? 0 : mask === 1 ? 1 : (slot + mask + index) % 3;
        return isKnown === 0 ? UNKNOWN : value;
      });
      const ways = waysOf(compiled, action, state, unknown, next);
      compare(
        `step of ${compiled.actions[action]!.name}, known ${next.join()}`,
        state,
        ways,
        waysOf(evaluated, action, state, unknown, next),
      );
      steps++;
      if (typeof ways === "string") continue;
      const own = ways.filter((way) => way.startsWith(`${target.join()} by `));
      if (own.length === 0)
        compare(`step of ${compiled.actions[action]!.name} does not find its successor`, state, ways, key);
      for (const way of own) {
        const args = stateOf(way.slice(way.indexOf(" by ") + 4));
        const bound = waysOf(compiled, action, state, args, next);
        compare("step with known arguments", state, bound, waysOf(evaluated, action, state, args, next));
        if (typeof bound !== "string" && !bound.includes(way))
          compare("step with its own arguments", state, bound, way);
        steps++;
      }
    }
  });
  return steps;
}

/** Fails unless the specification with this body behaves alike compiled and evaluated. */
export function agree(body: string, cfg = "INIT Init\nNEXT Next", ...more: readonly string[]): void {
  const { found, states } = differences(pairOf(specOf(moduleText(body), cfg, ...more)), { states: 60, stepsEvery: 4 });
  expect(found).toEqual([]);
  expect(states).toBeGreaterThan(0);
}
