/**
 * Looks for a behaviour of the state graph that satisfies a temporal formula: fairness and the negation of a property.
 *
 * A fair cycle of any problem lies in a component that is fair by the specification's fairness alone. Those are found
 * once; each problem then searches only them, so that a property of a specification that terminates costs next to
 * nothing. Which lasso is shown depends on nothing but the graph's numbering.
 */
import type { Formula } from "../../compile/temporal/formula.ts";
import { automatonOf } from "./automaton.ts";
import { edgeTest } from "./edge-test.ts";
import { conditionsOf, Emptiness } from "./emptiness.ts";
import type { Conditions, FairComponent, Part } from "./emptiness.ts";
import { STUTTERING } from "./graph.ts";
import type { StateGraph } from "./graph.ts";
import type { Lasso } from "./lasso.ts";
import { LassoFinder, shorter } from "./lasso.ts";
import type { Problem } from "./problem.ts";
import { problemsOf, UnsupportedFormula } from "./problem.ts";
import { Reach } from "./reach.ts";
import type { SearchGraph } from "./search-graph.ts";
import { plainSearchGraph, productGraph, stateOf } from "./search-graph.ts";

/** Fair components that are turned into lassos, to show the shortest. */
const COMPONENTS_TRIED_MAX = 16;

/** Nodes of the parts that are searched for shorter lassos, all together. */
const CALMER_NODES_MAX = 2_000_000;

/** A graph, with what is computed once for all problems on it. */
class Searched {
  readonly search: SearchGraph;
  #emptiness: Emptiness | undefined;
  #reach: Reach | undefined;

  constructor(search: SearchGraph) {
    this.search = search;
  }

  get emptiness(): Emptiness {
    return (this.#emptiness ??= new Emptiness(this.search));
  }

  get reach(): Reach {
    return (this.#reach ??= new Reach(this.search, { nodes: Int32Array.from(this.search.initial) }));
  }
}

export class Solver {
  readonly #plain: Searched;
  readonly #fairness: readonly Problem[];
  /** States on fair cycles, by the fairness alone; undefined until they are asked for. */
  #fairStates: Uint8Array | undefined;
  #fairOfPlain: Int32Array | undefined;

  /** `fairness` belongs to every formula that is asked for. */
  constructor(graph: StateGraph, fairness: Formula) {
    this.#plain = new Searched(plainSearchGraph(graph));
    // What an automaton would be needed for, or where a behaviour begins, says nothing about single cycles.
    this.#fairness = problemsOf(fairness).map(({ persistent, recurrent, pairs }) => ({
      persistent,
      recurrent,
      pairs,
      rest: [],
    }));
  }

  /** A behaviour that satisfies the formula, or undefined when there is none. The formula includes the fairness. */
  find(formula: Formula): Lasso | undefined {
    let best: Lasso | undefined;
    for (const problem of problemsOf(formula)) best = shorter(best, this.#solve(problem));
    return best;
  }

  #solve(problem: Problem): Lasso | undefined {
    if (problem.rest.length === 0) return this.#solvePlain(problem);
    const automaton = automatonOf(problem.rest);
    if (automaton === undefined)
      throw new UnsupportedFormula("the formula's automaton exceeds AUTOMATON_TRANSITIONS_MAX or EVENTUALITIES_MAX");
    const product = new Searched(productGraph(this.#plain.search.graph, automaton));
    const conditions = conditionsOf(product.search, problem);
    return this.#lasso(product, this.#fairNodes(product.search), conditions, product.reach);
  }

  #solvePlain(problem: Problem): Lasso | undefined {
    const { search, emptiness } = this.#plain;
    const conditions = conditionsOf(search, problem);
    const fair = this.#fairNodes(search);
    // Mostly there is no such cycle at all, and where it could be entered need not be asked.
    if (emptiness.find(fair, conditions, 1).length === 0) return undefined;
    const reach = this.#reachOf(problem);
    const reached = fair.filter((node) => reach.distance[node] !== -1);
    return this.#lasso(this.#plain, reached, conditions, reach);
  }

  #lasso(searched: Searched, nodes: Int32Array, conditions: Conditions, reach: Reach): Lasso | undefined {
    const components = searched.emptiness.find(nodes, conditions, COMPONENTS_TRIED_MAX);
    if (components.length === 0) return undefined;
    const finder = new LassoFinder(searched.search, reach);
    const first = finder.find(components, finder.stuttering(conditions));
    return calmerParts(components).reduce(
      (best, part) => finder.find(searched.emptiness.findIn(part, conditions, COMPONENTS_TRIED_MAX), best),
      first,
    );
  }

  #reachOf({ confinement }: Problem): Reach {
    const { search, reach } = this.#plain;
    if (confinement === undefined) return reach;
    const start = edgeTest(search, confinement.start);
    const candidates = confinement.from === "initial" ? Int32Array.from(search.initial) : reach.byDistance();
    const nodes = candidates.filter((node) => start(node, STUTTERING));
    return new Reach(search, { nodes, before: reach }, edgeTest(search, confinement.within));
  }

  #fairNodes(search: SearchGraph): Int32Array {
    const fair = this.#fair();
    if (search === this.#plain.search) return (this.#fairOfPlain ??= nodesWhere(search, (node) => fair[node] === 1));
    return nodesWhere(search, (node) => fair[stateOf(search, node)] === 1);
  }

  #fair(): Uint8Array {
    if (this.#fairStates !== undefined) return this.#fairStates;
    const { search, emptiness } = this.#plain;
    const fair = new Uint8Array(search.nodes);
    const all = nodesWhere(search, () => true);
    for (const problem of this.#fairness)
      for (const { nodes } of emptiness.find(all, conditionsOf(search, problem), Infinity))
        for (const node of nodes) fair[node] = 1;
    return (this.#fairStates = fair);
  }
}

/**
 * Parts of the components in which something that is strongly fair is never enabled. A cycle there need not take it, and
 * is often shorter than one that enables and takes everything: all such pairs are left out at once, and each for itself.
 */
function calmerParts(components: readonly FairComponent[]): Part[] {
  const parts = components.flatMap(({ nodes, asked, excluded }) =>
    [asked, ...(asked.length > 1 ? asked.map((pair) => [pair]) : [])]
      .filter((pairs) => pairs.length > 0)
      .map((pairs) => ({ nodes, excluded: [...excluded, ...pairs] })),
  );
  let left = CALMER_NODES_MAX;
  return parts.filter(({ nodes }) => (left -= nodes.length) >= 0);
}

function nodesWhere(search: SearchGraph, test: (node: number) => boolean): Int32Array {
  const nodes = new Int32Array(search.nodes);
  let count = 0;
  for (let node = 0; node < search.nodes; node++) if (test(node)) nodes[count++] = node;
  return nodes.subarray(0, count);
}
