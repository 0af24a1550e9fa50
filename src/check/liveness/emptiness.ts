/**
 * Is there a fair cycle? Strongly connected components, refined for strong fairness.
 *
 * For each component of the part of the graph whose edges satisfy what must hold for ever: all recurrent conditions
 * must hold on some edge inside. A Streett pair whose `when` holds on an edge inside and whose `then` on none cannot be
 * satisfied by a cycle through that edge: such edges are taken out and the component is searched again (Emerson and
 * Lei, "Modalities for model checking", 1987). Linear in the graph times the number of pairs, where multiplying out
 * k pairs costs 2^k. Components are found by Tarjan's algorithm, iteratively.
 */
import type { Formula } from "./formula.ts";
import type { StateGraph } from "./graph.ts";
import type { Problem } from "./problem.ts";
import type { SearchGraph } from "./search-graph.ts";

/** A condition on an edge of the search graph that leaves `node`. */
export type EdgeTest = (node: number, edge: number) => boolean;

/** Nodes that together carry a fair cycle, and the edges it may use. */
export interface FairComponent {
  readonly nodes: Int32Array;
  readonly allows: EdgeTest;
  /** Each must hold on some edge of the cycle. */
  readonly obligations: readonly EdgeTest[];
}

/** The first fair components found, in a fixed order; empty when there is none. */
export function fairComponents(
  graph: StateGraph,
  search: SearchGraph,
  problem: Problem,
  limit: number,
): FairComponent[] {
  return new Emptiness(graph, search, problem).find(limit);
}

/** A local formula as a condition on edges. */
export function edgeTest(graph: StateGraph, search: SearchGraph, formula: Formula): EdgeTest {
  switch (formula.kind) {
    case "true":
      return () => true;
    case "false":
      return () => false;
    case "state": {
      const { leaf, isNegated } = formula;
      return (node) => graph.state(leaf, search.stateOf[node]!) !== isNegated;
    }
    case "action": {
      const { leaf, isNegated } = formula;
      return (node, edge) => graph.action(leaf, search.stateOf[node]!, search.steps[edge]!) !== isNegated;
    }
    case "and": {
      const parts = formula.parts.map((part) => edgeTest(graph, search, part));
      return (node, edge) => parts.every((test) => test(node, edge));
    }
    case "or": {
      const parts = formula.parts.map((part) => edgeTest(graph, search, part));
      return (node, edge) => parts.some((test) => test(node, edge));
    }
    default:
      throw new Error("a temporal formula is no condition on an edge");
  }
}

/** A part of the graph still to be searched: nodes, and pairs whose `when` edges are taken out. */
interface Part {
  readonly nodes: Int32Array;
  readonly excluded: readonly number[];
}

class Emptiness {
  readonly #search: SearchGraph;
  readonly #persistent: EdgeTest;
  readonly #recurrent: readonly EdgeTest[];
  readonly #pairs: readonly { readonly when: EdgeTest; readonly then: EdgeTest }[];
  /** Which part a node belongs to at the moment. */
  readonly #partOf: Int32Array;

  constructor(graph: StateGraph, search: SearchGraph, problem: Problem) {
    this.#search = search;
    const tests = problem.persistent.map((formula) => edgeTest(graph, search, formula));
    this.#persistent = (node, edge) => tests.every((test) => test(node, edge));
    this.#recurrent = [
      ...problem.recurrent.map((formula) => edgeTest(graph, search, formula)),
      ...Array.from(
        { length: search.eventualities },
        (_, i): EdgeTest =>
          (_node, edge) =>
            (search.postponed[edge]! & (1 << i)) === 0,
      ),
    ];
    this.#pairs = problem.pairs.map((pair) => ({
      when: edgeTest(graph, search, pair.when),
      then: edgeTest(graph, search, pair.then),
    }));
    this.#partOf = new Int32Array(search.nodes);
  }

  find(limit: number): FairComponent[] {
    const found: FairComponent[] = [];
    const work: Part[] = [{ nodes: Int32Array.from({ length: this.#search.nodes }, (_, i) => i), excluded: [] }];
    for (let part = work.pop(), id = 1; part !== undefined && found.length < limit; part = work.pop(), id++) {
      const allows = this.#allows(part.excluded);
      for (const node of part.nodes) this.#partOf[node] = id;
      for (const component of components(
        this.#search,
        part.nodes,
        (node, edge) => this.#partOf[this.#search.targets[edge]!] === id && allows(node, edge),
      )) {
        const bad = this.#badPairs(component, part.excluded, allows);
        if (bad === undefined) continue;
        if (bad.length > 0) work.push({ nodes: component, excluded: [...part.excluded, ...bad] });
        else found.push(this.#fairComponent(component, part.excluded, allows));
        if (found.length >= limit) break;
      }
    }
    return found;
  }

  #allows(excluded: readonly number[]): EdgeTest {
    if (excluded.length === 0) return this.#persistent;
    return (node, edge) =>
      this.#persistent(node, edge) && excluded.every((pair) => !this.#pairs[pair]!.when(node, edge));
  }

  /** Pairs that the component breaks; undefined when it has no edge or lacks a recurrent condition. */
  #badPairs(component: Int32Array, excluded: readonly number[], allows: EdgeTest): number[] | undefined {
    const inside = new Set(component);
    const isMet = this.#recurrent.map(() => false);
    const when = this.#pairs.map(() => false);
    const then = this.#pairs.map(() => false);
    let hasEdge = false;
    for (const node of component) {
      for (let edge = this.#search.offsets[node]!; edge < this.#search.offsets[node + 1]!; edge++) {
        if (!inside.has(this.#search.targets[edge]!) || !allows(node, edge)) continue;
        hasEdge = true;
        this.#recurrent.forEach((test, i) => (isMet[i] ||= test(node, edge)));
        this.#pairs.forEach((pair, i) => {
          when[i] ||= pair.when(node, edge);
          then[i] ||= pair.then(node, edge);
        });
      }
    }
    if (!hasEdge || !isMet.every(Boolean)) return undefined;
    return this.#pairs.map((_, i) => i).filter((i) => when[i] && !then[i] && !excluded.includes(i));
  }

  #fairComponent(nodes: Int32Array, excluded: readonly number[], allows: EdgeTest): FairComponent {
    const inside = new Set(nodes);
    const isInside: EdgeTest = (node, edge) =>
      inside.has(node) && inside.has(this.#search.targets[edge]!) && allows(node, edge);
    // A pair whose `when` never holds inside asks for nothing.
    const pairs = this.#pairs.filter(
      (pair, i) => !excluded.includes(i) && this.#holdsSomewhere(nodes, isInside, pair.when),
    );
    return { nodes, allows: isInside, obligations: [...this.#recurrent, ...pairs.map((pair) => pair.then)] };
  }

  #holdsSomewhere(nodes: Int32Array, isInside: EdgeTest, test: EdgeTest): boolean {
    for (const node of nodes) {
      for (let edge = this.#search.offsets[node]!; edge < this.#search.offsets[node + 1]!; edge++) {
        if (isInside(node, edge) && test(node, edge)) return true;
      }
    }
    return false;
  }
}

/** Strongly connected components of the nodes over the allowed edges (Tarjan 1972), without recursion. */
export function* components(search: SearchGraph, nodes: Int32Array, allows: EdgeTest): Generator<Int32Array> {
  const index = new Int32Array(search.nodes);
  const low = new Int32Array(search.nodes);
  const onStack = new Uint8Array(search.nodes);
  const stack: number[] = [];
  const path: number[] = [];
  const nextEdge = new Int32Array(search.nodes);
  let counter = 0;
  for (const root of nodes) {
    if (index[root] !== 0) continue;
    path.push(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      if (index[node] === 0) {
        index[node] = low[node] = ++counter;
        stack.push(node);
        onStack[node] = 1;
        nextEdge[node] = search.offsets[node]!;
      }
      let descended = false;
      while (nextEdge[node]! < search.offsets[node + 1]!) {
        const edge = nextEdge[node]!;
        nextEdge[node] = edge + 1;
        const target = search.targets[edge]!;
        if (!allows(node, edge)) continue;
        if (index[target] === 0) {
          path.push(target);
          descended = true;
          break;
        }
        if (onStack[target] === 1) low[node] = Math.min(low[node]!, index[target]!);
      }
      if (descended) continue;
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] === index[node]) yield popComponent(stack, onStack, node);
    }
  }
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): Int32Array {
  const component: number[] = [];
  for (;;) {
    const node = stack.pop()!;
    onStack[node] = 0;
    component.push(node);
    if (node === root) return Int32Array.from(component);
  }
}
