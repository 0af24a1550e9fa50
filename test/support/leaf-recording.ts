/**
 * The recorded graph of a specification, made twice: with action leaves known from derivations, and with every leaf
 * evaluated on every step. The bits must be the same.
 */
import { GraphRecorder } from "../../src/check/liveness/graph-recorder.ts";
import type { StateGraph } from "../../src/check/liveness/graph.ts";
import type { CompiledMachine } from "../../src/compile/compile.ts";
import type { TemporalChecks } from "../../src/compile/types.ts";
import { NumberedStates } from "./numbered-states.ts";

export interface LeafRecording {
  readonly states: number;
  readonly steps: number;
  /** Of each action leaf: do derivations decide it? */
  readonly decided: readonly boolean[];
  /** States and steps, with a leaf, on which the two differ. */
  readonly differences: readonly string[];
}

/** Undefined when there are no temporal properties, or more than so many states. */
export function leafRecording(machine: CompiledMachine, statesMax: number): LeafRecording | undefined {
  const { temporal } = machine;
  if (temporal === undefined) return undefined;
  const derived = new GraphRecorder(temporal);
  const evaluated = new GraphRecorder(allEvaluated(temporal));
  const states = record(machine, [derived, evaluated], statesMax);
  if (states === undefined) return undefined;
  const [one, other] = [derived.graph(1), evaluated.graph(1)];
  return {
    states,
    steps: one.targets.length,
    decided: temporal.actionLeaves.map((leaf) => leaf.isDecided === true),
    differences: differencesOf(temporal, states, one, other),
  };
}

function allEvaluated(temporal: TemporalChecks): TemporalChecks {
  const { fairness, properties, stateLeaves, actionLeaves } = temporal;
  return {
    fairness,
    properties,
    stateLeaves: stateLeaves.map((leaf) => ({ test: (state) => leaf.test(state) })),
    actionLeaves: actionLeaves.map((leaf) => ({ test: (state, next) => leaf.test(state, next) })),
  };
}

function differencesOf(temporal: TemporalChecks, states: number, one: StateGraph, other: StateGraph): string[] {
  const differences: string[] = [];
  const compare = (what: string, a: boolean, b: boolean): void => {
    if (a !== b) differences.push(`${what}: ${String(a)} and not ${String(b)}`);
  };
  temporal.stateLeaves.forEach((_, leaf) => {
    for (let state = 0; state < states; state++)
      compare(`state leaf ${leaf} in state ${state}`, one.state(leaf, state), other.state(leaf, state));
  });
  temporal.actionLeaves.forEach((_, leaf) => {
    for (let step = 0; step < one.targets.length; step++)
      compare(`action leaf ${leaf} on step ${step}`, one.action(leaf, step), other.action(leaf, step));
  });
  return differences;
}

function record(machine: CompiledMachine, recorders: readonly GraphRecorder[], statesMax: number): number | undefined {
  const numbered = new NumberedStates(machine);
  const queue = numbered.states;
  for (let from = 0; from < queue.length; from++) {
    if (queue.length > statesMax) return undefined;
    const state = queue[from]!;
    for (const recorder of recorders) recorder.beginState(from, state);
    machine.successors(state, (next, action) => {
      const to = numbered.after(state, next);
      for (const recorder of recorders) recorder.step(next, action, to);
    });
    for (const recorder of recorders) recorder.endState();
  }
  return queue.length;
}
