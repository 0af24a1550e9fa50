/**
 * The graph that is searched for a fair cycle: the state graph with its stuttering steps, alone or times the automaton
 * of the formulas that need one. Then nodes are pairs (state, automaton state), found from the initial states.
 *
 * The state graph is searched where it is: its stuttering steps are edges that are not stored, with number STUTTERING.
 */
import { FingerprintTable } from "../fingerprint-table.ts";
import { GrowingArray } from "../growing-array.ts";
import type { Automaton, Literal } from "./automaton.ts";
import { STUTTERING } from "./graph.ts";
import type { StateGraph } from "./graph.ts";

export interface SearchGraph {
  readonly graph: StateGraph;
  readonly nodes: number;
  readonly initial: readonly number[];
  /** Stored edges of node n are numbered `offsets[n] .. offsets[n + 1] - 1`; targets from `nodes` on are no nodes. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly product?: Product;
}

export interface Product {
  readonly stateOf: Int32Array;
  /** The state graph's step behind each edge, STUTTERING included: all edges are stored. */
  readonly steps: Int32Array;
  /** Bits of the eventualities that each edge puts off. */
  readonly postponed: Int32Array;
  readonly eventualities: number;
}

/** Edges of a product: what fits into four gigabytes with the search's own tables. */
export const PRODUCT_EDGES_MAX = 150_000_000;

/** Thrown when a product would have more than PRODUCT_EDGES_MAX edges. */
export class ProductTooLarge extends Error {
  constructor() {
    super(`the product with the formula's automaton has more than PRODUCT_EDGES_MAX = ${PRODUCT_EDGES_MAX} edges`);
  }
}

export function plainSearchGraph(graph: StateGraph): SearchGraph {
  const { states: nodes, initial, offsets, targets } = graph;
  return { graph, nodes, initial, offsets, targets };
}

export function stateOf(search: SearchGraph, node: number): number {
  return search.product === undefined ? node : search.product.stateOf[node]!;
}

/** The state graph's step behind an edge. */
export function stepOf(search: SearchGraph, edge: number): number {
  return search.product === undefined ? edge : search.product.steps[edge]!;
}

export function targetOf(search: SearchGraph, node: number, edge: number): number {
  return edge === STUTTERING ? node : search.targets[edge]!;
}

/** The edges of a node to other nodes and to itself, stuttering first. */
export function edgesOf(search: SearchGraph, node: number, visit: (edge: number, target: number) => void): void {
  if (search.product === undefined) visit(STUTTERING, node);
  for (let edge = search.offsets[node]!; edge < search.offsets[node + 1]!; edge++) {
    const target = search.targets[edge]!;
    if (target < search.nodes) visit(edge, target);
  }
}

/** The product with an automaton, as far as it is reachable. */
export function productGraph(graph: StateGraph, automaton: Automaton): SearchGraph {
  return new ProductBuilder(graph, automaton).build();
}

class ProductBuilder {
  readonly #graph: StateGraph;
  readonly #automaton: Automaton;
  readonly #pairs = new FingerprintTable();
  readonly #states = new GrowingArray();
  readonly #automatonStates = new GrowingArray();
  readonly #targets = new GrowingArray();
  readonly #steps = new GrowingArray();
  readonly #postponed = new GrowingArray();

  constructor(graph: StateGraph, automaton: Automaton) {
    this.#graph = graph;
    this.#automaton = automaton;
  }

  build(): SearchGraph {
    const graph = this.#graph;
    const initial = graph.initial.map((state) => this.#nodeOf(state, 0));
    const offsets = new GrowingArray();
    offsets.push(0);
    for (let node = 0; node < this.#states.length; node++) {
      this.#expand(this.#states.get(node), this.#automatonStates.get(node));
      if (this.#targets.length > PRODUCT_EDGES_MAX) throw new ProductTooLarge();
      offsets.push(this.#targets.length);
    }
    return {
      graph,
      nodes: this.#states.length,
      initial,
      offsets: offsets.view(),
      targets: this.#targets.view(),
      product: {
        stateOf: this.#states.view(),
        steps: this.#steps.view(),
        postponed: this.#postponed.view(),
        eventualities: this.#automaton.eventualities,
      },
    };
  }

  #nodeOf(state: number, automatonState: number): number {
    const node = this.#pairs.add(state, automatonState);
    if (this.#pairs.wasNew) {
      this.#states.push(state);
      this.#automatonStates.push(automatonState);
    }
    return node;
  }

  #expand(state: number, automatonState: number): void {
    const { offsets, targets, states } = this.#graph;
    for (const { literals, to, postponed } of this.#automaton.transitions[automatonState]!) {
      if (!literals.every((literal) => literal.kind === "action" || this.#holds(literal, state, STUTTERING))) continue;
      const actions = literals.filter((literal) => literal.kind === "action");
      const add = (step: number, target: number): void => {
        if (!actions.every((literal) => this.#holds(literal, state, step))) return;
        this.#targets.push(this.#nodeOf(target, to));
        this.#steps.push(step);
        this.#postponed.push(postponed);
      };
      add(STUTTERING, state);
      for (let step = offsets[state]!; step < offsets[state + 1]!; step++)
        if (targets[step]! < states) add(step, targets[step]!);
    }
  }

  #holds({ kind, leaf, isNegated }: Literal, state: number, step: number): boolean {
    if (kind === "state") return this.#graph.state(leaf, state) !== isNegated;
    return (step !== STUTTERING && this.#graph.action(leaf, step)) !== isNegated;
  }
}
