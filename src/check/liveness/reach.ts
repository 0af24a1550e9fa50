/**
 * Shortest ways in a search graph: breadth first from nodes that may begin at different distances of their own.
 */
import type { EdgeTest } from "./edge-test.ts";
import type { SearchGraph } from "./search-graph.ts";

/** Where ways begin: nodes by increasing distance, and how each was reached before. */
export interface Start {
  readonly nodes: Int32Array;
  readonly before?: Reach;
}

export class Reach {
  /** Steps from an initial state; -1: not reached. */
  readonly distance: Int32Array;
  /** The node before, -1 where the way begins. */
  readonly #parent: Int32Array;
  readonly #before: Reach | undefined;

  constructor(search: SearchGraph, { nodes: starts, before }: Start, allows?: EdgeTest) {
    const { offsets, targets, nodes } = search;
    const distances = (this.distance = new Int32Array(nodes).fill(-1));
    const parents = (this.#parent = new Int32Array(nodes).fill(-1));
    this.#before = before;
    const queue = new Int32Array(nodes);
    let length = 0;
    const add = (node: number, distance: number, parent: number): void => {
      if (distances[node] !== -1) return;
      distances[node] = distance;
      parents[node] = parent;
      queue[length++] = node;
    };
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
      startUpTo(distances[node]! + 1);
      const end = offsets[node + 1]!;
      for (let edge = offsets[node]!; edge < end; edge++) {
        const target = targets[edge]!;
        if (target >= nodes || distances[target] !== -1) continue;
        if (allows === undefined || allows(node, edge)) add(target, distances[node]! + 1, node);
      }
    }
  }

  /** The nodes that are reached, the nearest first, and by number where they are equally near. */
  byDistance(): Int32Array {
    const { distance } = this;
    const last = distance.reduce((a, b) => Math.max(a, b), -1);
    const starts = new Int32Array(last + 2);
    for (const d of distance) if (d !== -1) starts[d + 1]!++;
    for (let d = 0; d <= last; d++) starts[d + 1]! += starts[d]!;
    const sorted = new Int32Array(starts[last + 1]!);
    distance.forEach((d, node) => {
      if (d !== -1) sorted[starts[d]!++] = node;
    });
    return sorted;
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
