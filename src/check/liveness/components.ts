/**
 * Strongly connected components (Tarjan, "Depth-first search and linear graph algorithms", 1972), without recursion and
 * in typed arrays: 20 bytes for each node. The same tables serve for one part of the graph after the other.
 */
import type { EdgeTest } from "./edge-test.ts";
import type { SearchGraph } from "./search-graph.ts";

/** What belongs to the part of the graph that is looked at. */
interface Part {
  readonly groupOf: Int32Array;
  readonly group: number;
  readonly moves: EdgeTest | undefined;
}

export class Components {
  readonly #search: SearchGraph;
  /** Order of discovery, 0: not yet. */
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  readonly #nextEdge: Int32Array;
  /** Nodes whose component is not complete, and those on the way from the root to the current one. */
  readonly #open: Int32Array;
  readonly #path: Int32Array;

  constructor(search: SearchGraph) {
    this.#search = search;
    this.#index = new Int32Array(search.nodes);
    this.#low = new Int32Array(search.nodes);
    this.#nextEdge = new Int32Array(search.nodes);
    this.#open = new Int32Array(search.nodes);
    this.#path = new Int32Array(search.nodes);
  }

  /**
   * Calls `found` for each component of the part of the graph that consists of `nodes`, which are those that `groupOf`
   * gives the number `group`, and of the edges between them that `moves` allows (all if it is absent). `found` is given
   * a view that is good until it returns, and returns false to stop. `moves` is asked only about edges to other nodes.
   */
  forEach(
    nodes: Int32Array,
    groupOf: Int32Array,
    group: number,
    moves: EdgeTest | undefined,
    found: (component: Int32Array) => boolean,
  ): void {
    const index = this.#index;
    for (const node of nodes) index[node] = 0;
    const part: Part = { groupOf, group, moves };
    let counter = 0;
    for (const root of nodes) {
      if (index[root] !== 0) continue;
      counter = this.#visit(root, counter, part, found);
      if (counter < 0) return;
    }
  }

  /** Numbers everything that is reached from the root; -1 when `found` wants no more. */
  #visit(
    root: number,
    counter: number,
    { groupOf, group, moves }: Part,
    found: (component: Int32Array) => boolean,
  ): number {
    const { offsets, targets, nodes } = this.#search;
    const index = this.#index;
    const low = this.#low;
    const nextEdge = this.#nextEdge;
    const open = this.#open;
    const path = this.#path;
    let opened = 0;
    let depth = 0;
    const enter = (node: number): void => {
      index[node] = low[node] = ++counter;
      nextEdge[node] = offsets[node]!;
      open[opened++] = node;
      path[depth++] = node;
    };
    enter(root);
    while (depth > 0) {
      const node = path[depth - 1]!;
      const end = offsets[node + 1]!;
      let descended = false;
      for (let edge = nextEdge[node]!; edge < end; edge++) {
        const target = targets[edge]!;
        if (target >= nodes || target === node || groupOf[target] !== group) continue;
        if (moves !== undefined && !moves(node, edge)) continue;
        if (index[target] === 0) {
          nextEdge[node] = edge + 1;
          enter(target);
          descended = true;
          break;
        }
        // A complete component has its nodes' `low` out of reach.
        if (low[target]! < low[node]!) low[node] = low[target]!;
      }
      if (descended) continue;
      depth--;
      if (low[node] === index[node]) {
        const start = this.#startOf(node, opened);
        for (let i = start; i < opened; i++) low[open[i]!] = COMPLETE;
        if (!found(open.subarray(start, opened))) return -1;
        opened = start;
      }
      if (depth > 0 && low[node]! < low[path[depth - 1]!]!) low[path[depth - 1]!] = low[node]!;
    }
    return counter;
  }

  #startOf(node: number, opened: number): number {
    let start = opened - 1;
    while (this.#open[start] !== node) start--;
    return start;
  }
}

const COMPLETE = 0x7fffffff;
