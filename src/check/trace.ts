/** Error traces: which action led from each state to the next, with its arguments, and what changed. */
import type { Action, StateMachine } from "../compile/types.ts";
import { EvaluationError } from "../values/types.ts";
import type { TraceState } from "./types.ts";

/** The trace of consecutive states, the first one initial. */
export function buildTrace(machine: StateMachine, states: readonly Int32Array[]): TraceState[] {
  return states.map((state, i) => {
    const before = states[i - 1];
    if (before !== undefined) machine.status.begin(i, before);
    const step = before === undefined ? undefined : stepBetween(machine, before, state);
    return {
      number: i + 1,
      ...(step === undefined ? {} : { action: step }),
      values: machine.variables.map((name, v) => ({
        name,
        value: machine.store.print(state[v]!),
        isChanged: before !== undefined && before[v] !== state[v],
      })),
    };
  });
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
