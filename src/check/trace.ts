/** Error traces: which action led from each state to the next, with its arguments, and what changed. */
import type { Action, Explainer, StateMachine } from "../compile/types.ts";
import { EvaluationError, type Value } from "../values/types.ts";
import type { TraceState } from "./types.ts";

/** The name under which a trace shows that the config's ALIAS could not be evaluated, as TLC has it. */
const ALIAS_ERROR = "_ALIASEvalError";

interface Shown {
  readonly name: string;
  readonly text: string;
}

/** The trace of consecutive states, the first one initial. */
export function buildTrace(machine: StateMachine, explainer: Explainer, states: readonly Int32Array[]): TraceState[] {
  const { status } = machine;
  const shown = status.along(states, () =>
    states.map((state, i) => {
      status.begin(i + 1, state);
      return shownOf(machine, explainer, state, states[i + 1] ?? state);
    }),
  );
  return states.map((state, i) => {
    const before = states[i - 1];
    if (before !== undefined) status.begin(i, before);
    const step = before === undefined ? undefined : stepBetween(machine, before, state);
    const earlier = new Map(shown[i - 1]?.map(({ name, text }) => [name, text]));
    return {
      number: i + 1,
      ...(step === undefined ? {} : { action: step }),
      values: shown[i]!.map(({ name, text }) => ({
        name,
        value: text,
        isChanged: before !== undefined && earlier.get(name) !== text,
      })),
    };
  });
}

/** What the trace shows of a state: the alias if there is one and it has a value, else the variables. */
function shownOf(machine: StateMachine, explainer: Explainer, state: Int32Array, next: Int32Array): Shown[] {
  const { store } = machine;
  const text = ({ name, value }: { readonly name: string; readonly value: Value }): Shown => {
    return { name, text: store.show(value) };
  };
  const variables = machine.variables.map((name, v) => text({ name, value: state[v]! }));
  try {
    return explainer.alias(state, next)?.map(text) ?? variables;
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return [...variables, { name: ALIAS_ERROR, text: JSON.stringify(explainer.explainError(error, state).message) }];
  }
}

/** The first action of Next that gives the step, with its arguments; undefined for a step that none gives. */
export function stepBetween(machine: StateMachine, from: Int32Array, to: Int32Array): TraceState["action"] {
  for (const action of machine.actions) {
    const binding = bindingOf(machine, action, from, to);
    if (binding === undefined) continue;
    const parameters = action.parameters.map((name, p) => ({ name, value: machine.store.show(binding[p]!) }));
    return { name: action.name, parameters, at: action.at };
  }
  return undefined;
}

function bindingOf(machine: StateMachine, action: Action, from: Int32Array, to: Int32Array): Int32Array | undefined {
  let found: Int32Array | undefined;
  const request = { action: action.index, state: from, arguments: new Int32Array(action.parameters.length), next: to };
  try {
    machine.step(request, (_next, binding) => {
      found = binding.slice();
      return false;
    });
  } catch (error) {
    // An action that cannot be evaluated on this step did not take it.
    if (!(error instanceof EvaluationError)) throw error;
  }
  return found;
}
