/**
 * A counterexample from fair components: a prefix from an initial state and a cycle that meets every obligation.
 *
 * Short ones read best, and the shortest fair cycle is NP-hard to find, so: the nearest state whose stuttering alone
 * meets everything; and for some components, from their nearest nodes, a walk to the nearest edge that meets an unmet
 * obligation, again and again, and back. The shortest of these is shown. All choices are by number.
 */
import type { EdgeTest } from "./edge-test.ts";
import type { Conditions, FairComponent } from "./emptiness.ts";
import type { Reach } from "./reach.ts";
import { STUTTERING } from "./graph.ts";
import type { SearchGraph } from "./search-graph.ts";
import { edgesOf, stateOf, stepOf, targetOf } from "./search-graph.ts";

/** States by number. The cycle goes from its last state back to its first. */
export interface Lasso {
  readonly prefix: readonly number[];
  readonly cycle: readonly number[];
  /** The cycle is one state in which nothing happens any more. */
  readonly isStuttering: boolean;
}

/** Nodes of a component from which a cycle is tried. */
const ENTRIES_TRIED_MAX = 8;
/** Edges looked at in all walks together, before the best lasso so far has to do. */
const EDGES_WALKED_MAX = 20_000_000;

/** States shown, and the line that says where the cycle goes back to. */
export function lengthOf(lasso: Lasso): number {
  return lasso.prefix.length + lasso.cycle.length + (lasso.isStuttering ? 0 : 1);
}

export function shorter(a: Lasso | undefined, b: Lasso | undefined): Lasso | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return lengthOf(b) < lengthOf(a) ? b : a;
}

export class LassoFinder {
  readonly #search: SearchGraph;
  readonly #reach: Reach;
  /** The walk in which a node was reached last, and the node and edge it was reached by. */
  readonly #walkOf: Int32Array;
  readonly #fromNode: Int32Array;
  readonly #fromEdge: Int32Array;
  #walks = 0;
  #edges = 0;

  constructor(search: SearchGraph, reach: Reach) {
    this.#search = search;
    this.#reach = reach;
    this.#walkOf = new Int32Array(search.nodes);
    this.#fromNode = new Int32Array(search.nodes);
    this.#fromEdge = new Int32Array(search.nodes);
  }

  /** A lasso through one of the components, or `known` when none is shorter; undefined when none is reached. */
  find(components: readonly FairComponent[], known: Lasso | undefined): Lasso | undefined {
    let best = known;
    for (const component of components) {
      for (const entry of this.#entries(component)) {
        if (best !== undefined && this.#edges > EDGES_WALKED_MAX) return best;
        // No cycle from here can be shorter.
        if (best !== undefined && this.#reach.distance[entry]! + 2 >= lengthOf(best)) break;
        best = shorter(best, this.#lasso(entry, this.#cycleFrom(component, entry)));
      }
    }
    return best;
  }

  /** The nearest node whose stuttering alone is a fair cycle; undefined when there is none. */
  stuttering({ persistent, recurrent, pairs }: Conditions): Lasso | undefined {
    const { distance } = this.#reach;
    let best = -1;
    for (let node = 0; node < this.#search.nodes; node++) {
      if (distance[node] === -1 || (best !== -1 && distance[node]! >= distance[best]!)) continue;
      edgesOf(this.#search, node, (edge, target) => {
        if (target !== node || stepOf(this.#search, edge) !== STUTTERING || !persistent(node, edge)) return;
        if (!recurrent.every((test) => test(node, edge))) return;
        if (pairs.every((pair) => !pair.when(node, edge) || pair.then(node, edge))) best = node;
      });
    }
    return best === -1 ? undefined : this.#lasso(best, []);
  }

  #entries(component: FairComponent): number[] {
    const { distance } = this.#reach;
    return [...component.nodes]
      .filter((node) => distance[node] !== -1)
      .sort((a, b) => distance[a]! - distance[b]! || a - b)
      .slice(0, ENTRIES_TRIED_MAX);
  }

  /** `steps` are the states that the steps of the cycle lead to, stuttering left out: none when it only stutters. */
  #lasso(entry: number, steps: readonly number[]): Lasso {
    const way = this.#reach.pathTo(entry).map((node) => stateOf(this.#search, node));
    const prefix = way.filter((state, i) => i === 0 || state !== way[i - 1]);
    const first = prefix.pop()!;
    return { prefix, cycle: [first, ...steps.slice(0, -1)], isStuttering: steps.length === 0 };
  }

  /** The states that the steps of a cycle from `entry` lead to, the last of them being its own. */
  #cycleFrom(component: FairComponent, entry: number): number[] {
    const states: number[] = [];
    let unmet = [...component.obligations];
    let at = entry;
    let edges = 0;
    const walk = (isWanted: EdgeTest): void => {
      for (const { node, edge } of this.#walk(component.allows, at, isWanted)) {
        unmet = unmet.filter((test) => !test(node, edge));
        at = targetOf(this.#search, node, edge);
        if (stepOf(this.#search, edge) !== STUTTERING) states.push(stateOf(this.#search, at));
        edges++;
      }
    };
    while (unmet.length > 0) walk((node, edge) => unmet.some((test) => test(node, edge)));
    if (edges === 0 || at !== entry) walk((node, edge) => targetOf(this.#search, node, edge) === entry);
    return states;
  }

  /** The shortest way over allowed edges whose last edge is wanted. */
  #walk(allows: EdgeTest, from: number, isWanted: EdgeTest): { node: number; edge: number }[] {
    const walk = ++this.#walks;
    const queue = [from];
    this.#walkOf[from] = walk;
    let last: { node: number; edge: number } | undefined;
    for (let head = 0; head < queue.length && last === undefined; head++) {
      const node = queue[head]!;
      edgesOf(this.#search, node, (edge, target) => {
        this.#edges++;
        if (last !== undefined || !allows(node, edge)) return;
        if (isWanted(node, edge)) last = { node, edge };
        if (this.#walkOf[target] === walk) return;
        this.#walkOf[target] = walk;
        this.#fromNode[target] = node;
        this.#fromEdge[target] = edge;
        queue.push(target);
      });
    }
    if (last === undefined) throw new Error("a fair component is strongly connected");
    const steps = [last];
    for (let at = last.node; at !== from; at = steps.at(-1)!.node)
      steps.push({ node: this.#fromNode[at]!, edge: this.#fromEdge[at]! });
    return steps.reverse();
  }
}
