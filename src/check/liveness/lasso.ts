/**
 * A counterexample from a fair component: a prefix from an initial state and a cycle that meets every obligation.
 *
 * A single state whose stuttering meets them all is preferred: it reads best. Otherwise the component is entered where
 * it is nearest, and the nearest unmet obligation is walked to, again and again, until the way back. (The shortest fair
 * cycle is NP-hard to find.) Several components and the shortest result: the caller's choice.
 */
import type { EdgeTest, FairComponent } from "./emptiness.ts";
import type { SearchGraph } from "./search-graph.ts";

/** States by number. The cycle goes from its last state back to its first; one state alone stutters. */
export interface Lasso {
  readonly prefix: readonly number[];
  readonly cycle: readonly number[];
}

/** Breadth-first distances from the initial nodes, with the edge each node was reached by. */
export class Distances {
  readonly of: Int32Array;
  readonly #parent: Int32Array;
  readonly #search: SearchGraph;

  constructor(search: SearchGraph) {
    this.#search = search;
    this.of = new Int32Array(search.nodes).fill(-1);
    this.#parent = new Int32Array(search.nodes).fill(-1);
    const queue: number[] = [];
    for (const node of search.initial) {
      if (this.of[node] === 0) continue;
      this.of[node] = 0;
      queue.push(node);
    }
    for (let i = 0; i < queue.length; i++) {
      const node = queue[i]!;
      for (let edge = search.offsets[node]!; edge < search.offsets[node + 1]!; edge++) {
        const target = search.targets[edge]!;
        if (this.of[target] !== -1) continue;
        this.of[target] = this.of[node]! + 1;
        this.#parent[target] = node;
        queue.push(target);
      }
    }
  }

  /** Nodes from an initial one to `node`, both included. */
  pathTo(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at !== -1; at = this.#parent[at]!) path.unshift(at);
    return path.length > 0 && this.#search.nodes > 0 ? path : [];
  }
}

/** A lasso through the component; undefined when no initial state reaches it. */
export function lassoOf(search: SearchGraph, distances: Distances, component: FairComponent): Lasso | undefined {
  const reachable = [...component.nodes].filter((node) => distances.of[node] !== -1);
  if (reachable.length === 0) return undefined;
  const nearest = (nodes: readonly number[]) =>
    nodes.reduce((best, node) => (closer(distances, node, best) ? node : best));
  const stuttering = reachable.filter((node) => stuttersFairly(search, component, node));
  const entry = nearest(stuttering.length > 0 ? stuttering : reachable);
  const prefix = distances.pathTo(entry).map((node) => search.stateOf[node]!);
  const cycle = stuttering.length > 0 ? [entry] : cycleThrough(search, component, entry);
  return tidy(
    prefix,
    cycle.map((node) => search.stateOf[node]!),
  );
}

function closer(distances: Distances, node: number, best: number): boolean {
  const difference = distances.of[node]! - distances.of[best]!;
  return difference < 0 || (difference === 0 && node < best);
}

/** Does some edge from the node to itself that stutters meet every obligation alone? */
function stuttersFairly(search: SearchGraph, component: FairComponent, node: number): boolean {
  for (let edge = search.offsets[node]!; edge < search.offsets[node + 1]!; edge++) {
    if (search.targets[edge] !== node || search.steps[edge] !== -1 || !component.allows(node, edge)) continue;
    if (component.obligations.every((test) => test(node, edge))) return true;
  }
  return false;
}

/** Nodes of a cycle from `entry` that meets every obligation; the way back to `entry` is implied. */
function cycleThrough(search: SearchGraph, component: FairComponent, entry: number): number[] {
  const cycle = [entry];
  let unmet = [...component.obligations];
  const walk = (edges: readonly { readonly node: number; readonly edge: number }[]) => {
    for (const { node, edge } of edges) {
      unmet = unmet.filter((test) => !test(node, edge));
      cycle.push(search.targets[edge]!);
    }
  };
  while (unmet.length > 0) {
    walk(pathTo(search, component.allows, cycle.at(-1)!, (node, edge) => unmet.some((test) => test(node, edge))));
  }
  if (cycle.length === 1 || cycle.at(-1) !== entry) {
    walk(pathTo(search, component.allows, cycle.at(-1)!, (_node, edge) => search.targets[edge] === entry));
  }
  return cycle.slice(0, -1);
}

/** The shortest way over allowed edges whose last edge is wanted. */
function pathTo(
  search: SearchGraph,
  allows: EdgeTest,
  from: number,
  isWanted: EdgeTest,
): { node: number; edge: number }[] {
  const cameBy = new Map<number, { node: number; edge: number }>();
  const queue = [from];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i]!;
    for (let edge = search.offsets[node]!; edge < search.offsets[node + 1]!; edge++) {
      if (!allows(node, edge)) continue;
      if (isWanted(node, edge)) return [...trail(cameBy, from, node), { node, edge }];
      const target = search.targets[edge]!;
      if (target === from || cameBy.has(target)) continue;
      cameBy.set(target, { node, edge });
      queue.push(target);
    }
  }
  throw new Error("a fair component is strongly connected");
}

function trail(cameBy: ReadonlyMap<number, { node: number; edge: number }>, from: number, to: number) {
  const steps: { node: number; edge: number }[] = [];
  for (let at = to; at !== from; at = steps[0]!.node) steps.unshift(cameBy.get(at)!);
  return steps;
}

/** Stuttering steps left out; the prefix ends before the cycle begins. */
function tidy(prefix: readonly number[], cycle: readonly number[]): Lasso {
  const withoutRepeats = (states: readonly number[]) => states.filter((state, i) => i === 0 || state !== states[i - 1]);
  let loop = withoutRepeats(cycle);
  while (loop.length > 1 && loop.at(-1) === loop[0]) loop = loop.slice(0, -1);
  let before = withoutRepeats(prefix);
  while (before.length > 0 && before.at(-1) === loop[0]) before = before.slice(0, -1);
  return { prefix: before, cycle: loop };
}
