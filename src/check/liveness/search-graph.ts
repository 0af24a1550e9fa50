/**
 * The graph that is searched for a fair cycle: the state graph with its stuttering steps, times the automaton of the
 * formulas that need one. Nodes are pairs (state, automaton state), found from the initial states.
 */
import { FingerprintTable } from "../fingerprint-table.ts";
import type { Automaton, Transition } from "./automaton.ts";
import type { StateGraph } from "./graph.ts";

export interface SearchGraph {
  readonly nodes: number;
  readonly initial: readonly number[];
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** The state graph's step behind each edge, -1 for stuttering. */
  readonly steps: Int32Array;
  /** Bits of the eventualities that each edge puts off. */
  readonly postponed: Int32Array;
  readonly stateOf: Int32Array;
  readonly eventualities: number;
}

/** Nodes of a search graph. */
export const SEARCH_NODES_MAX = 200_000_000;

/** The state graph itself: for problems without a rest. */
export function plainSearchGraph(graph: StateGraph): SearchGraph {
  const edges = graph.targets.length + graph.states;
  const offsets = new Int32Array(graph.states + 1);
  const targets = new Int32Array(edges);
  const steps = new Int32Array(edges);
  const stateOf = new Int32Array(graph.states);
  let top = 0;
  for (let s = 0; s < graph.states; s++) {
    stateOf[s] = s;
    for (let step = graph.offsets[s]!; step < graph.offsets[s + 1]!; step++) {
      targets[top] = graph.targets[step]!;
      steps[top++] = step;
    }
    targets[top] = s;
    steps[top++] = -1;
    offsets[s + 1] = top;
  }
  return {
    nodes: graph.states,
    initial: graph.initial,
    offsets,
    targets,
    steps,
    postponed: new Int32Array(0),
    stateOf,
    eventualities: 0,
  };
}

/** The product with an automaton, as far as it is reachable. */
export function productGraph(graph: StateGraph, automaton: Automaton): SearchGraph {
  const pairs = new FingerprintTable();
  const states: number[] = [];
  const automatonStates: number[] = [];
  const nodeOf = (state: number, automatonState: number): number => {
    const node = pairs.add(state, automatonState);
    if (pairs.wasNew) {
      states.push(state);
      automatonStates.push(automatonState);
    }
    return node;
  };
  const initial = graph.initial.map((state) => nodeOf(state, 0));
  const offsets: number[] = [0];
  const targets: number[] = [];
  const steps: number[] = [];
  const postponed: number[] = [];
  for (let node = 0; node < states.length; node++) {
    if (states.length > SEARCH_NODES_MAX) throw new RangeError("SEARCH_NODES_MAX");
    const state = states[node]!;
    for (const transition of automaton.transitions[automatonStates[node]!]!) {
      if (!reads(graph, transition, state)) continue;
      const add = (target: number, step: number) => {
        targets.push(nodeOf(target, transition.to));
        steps.push(step);
        postponed.push(transition.postponed);
      };
      for (let step = graph.offsets[state]!; step < graph.offsets[state + 1]!; step++) add(graph.targets[step]!, step);
      add(state, -1);
    }
    offsets.push(targets.length);
  }
  return {
    nodes: states.length,
    initial,
    offsets: Int32Array.from(offsets),
    targets: Int32Array.from(targets),
    steps: Int32Array.from(steps),
    postponed: Int32Array.from(postponed),
    stateOf: Int32Array.from(states),
    eventualities: automaton.eventualities,
  };
}

function reads(graph: StateGraph, transition: Transition, state: number): boolean {
  for (const leaf of transition.positive) if (!graph.state(leaf, state)) return false;
  for (const leaf of transition.negative) if (graph.state(leaf, state)) return false;
  return true;
}
