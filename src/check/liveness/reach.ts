/**
 * Shortest ways in a search graph: breadth first from nodes that may begin at different distances of their own.
 */
import type { EdgeTest } from "./edge-test.ts";
import type { SearchGraph } from "./search-graph.ts";

/** Where ways begin: nodes by increasing distance, and how each was reached before. */
export interface Start {
  readonly nodes: Iterable<number>;
  readonly before?: Reach;
}

export class Reach {
  /** Steps from an initial state; -1: not reached. */
  readonly distance: Int32Array;
  /** The node before, -1 where the way begins. */
  readonly #parent: Int32Array;
  readonly #before: Reach | undefined;

  constructor(search: SearchGraph, { nodes, before }: Start, allows?: EdgeTest) {
    this.distance = new Int32Array(search.nodes).fill(-1);
    this.#parent = new Int32Array(search.nodes).fill(-1);
    this.#before = before;
    const queue = new Int32Array(search.nodes);
    let length = 0;
    const add = (node: number, distance: number, parent: number): void => {
      if (this.distance[node] !== -1) return;
      this.distance[node] = distance;
      this.#parent[node] = parent;
      queue[length++] = node;
    };
    const starts = [...nodes];
    let started = 0;
    const startUpTo = (distance: number): void => {
      while (started < starts.length && startOf(starts[started]!, before) <= distance) {
        add(starts[started]!, startOf(starts[started]!, before), -1);
        started++;
      }
    };
    for (let head = 0; ; head++) {
      if (head === length && started < starts.length) startUpTo(startOf(starts[started]!, before));
      if (head === length) return;
      const node = queue[head]!;
      startUpTo(this.distance[node]! + 1);
      for (let edge = search.offsets[node]!; edge < search.offsets[node + 1]!; edge++) {
        const target = search.targets[edge]!;
        if (target >= search.nodes || this.distance[target] !== -1) continue;
        if (allows === undefined || allows(node, edge)) add(target, this.distance[node]! + 1, node);
      }
    }
  }

  /** Nodes from an initial one to `node`, both included. */
  pathTo(node: number): number[] {
    const path: number[] = [];
    let first = node;
    for (let at = node; at !== -1; at = this.#parent[at]!) path.push((first = at));
    const before = this.#before === undefined ? [] : this.#before.pathTo(first).slice(0, -1);
    return [...before, ...path.reverse()];
  }
}

function startOf(node: number, before: Reach | undefined): number {
  return before === undefined ? 0 : before.distance[node]!;
}
