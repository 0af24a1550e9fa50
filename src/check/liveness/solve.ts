/**
 * Looks for a behaviour of the state graph that satisfies a temporal formula: fairness and the negation of a property.
 *
 * Terminates with a lasso or with the knowledge that there is none. Which lasso is shown depends on nothing but the
 * graph's numbering.
 */
import { automatonOf } from "./automaton.ts";
import { fairComponents } from "./emptiness.ts";
import type { Formula } from "./formula.ts";
import type { StateGraph } from "./graph.ts";
import type { Lasso } from "./lasso.ts";
import { Distances, lassoOf } from "./lasso.ts";
import type { Problem } from "./problem.ts";
import { UnsupportedFormula, problemsOf } from "./problem.ts";
import type { SearchGraph } from "./search-graph.ts";
import { plainSearchGraph, productGraph } from "./search-graph.ts";

/** Fair components that are turned into lassos, to show the shortest. */
const COMPONENTS_TRIED_MAX = 16;

/** Searches one state graph again and again: what does not depend on the formula is computed once. */
export class Solver {
  readonly #graph: StateGraph;
  #plain: { readonly search: SearchGraph; readonly distances: Distances } | undefined;

  constructor(graph: StateGraph) {
    this.#graph = graph;
  }

  /** A behaviour that satisfies the formula, or undefined when there is none. */
  find(formula: Formula): Lasso | undefined {
    let best: Lasso | undefined;
    for (const problem of problemsOf(formula)) {
      const lasso = this.#solve(problem);
      if (lasso !== undefined && (best === undefined || lengthOf(lasso) < lengthOf(best))) best = lasso;
    }
    return best;
  }

  #solve(problem: Problem): Lasso | undefined {
    const { search, distances } = this.#searchGraph(problem);
    let best: Lasso | undefined;
    for (const component of fairComponents(this.#graph, search, problem, COMPONENTS_TRIED_MAX)) {
      const lasso = lassoOf(search, distances, component);
      if (lasso !== undefined && (best === undefined || lengthOf(lasso) < lengthOf(best))) best = lasso;
    }
    return best;
  }

  #searchGraph(problem: Problem): { readonly search: SearchGraph; readonly distances: Distances } {
    if (problem.rest.length === 0) {
      if (this.#plain === undefined) {
        const search = plainSearchGraph(this.#graph);
        this.#plain = { search, distances: new Distances(search) };
      }
      return this.#plain;
    }
    const automaton = automatonOf(problem.rest);
    if (automaton === undefined)
      throw new UnsupportedFormula("the formula's automaton exceeds AUTOMATON_STATES_MAX or EVENTUALITIES_MAX");
    const search = productGraph(this.#graph, automaton);
    return { search, distances: new Distances(search) };
  }
}

/** States shown; a stuttering end counts less than a cycle of the same length reads. */
function lengthOf(lasso: Lasso): number {
  return lasso.prefix.length + lasso.cycle.length + (lasso.cycle.length > 1 ? 1 : 0);
}
