/**
 * Is there a fair cycle? Strongly connected components, refined for strong fairness.
 *
 * For each component of the part of the graph whose edges satisfy what must hold for ever: all recurrent conditions
 * must hold on some edge inside. A Streett pair whose `when` holds on an edge inside and whose `then` on none cannot be
 * satisfied by a cycle through that edge: such edges are taken out and the component is searched again (Emerson and
 * Lei, "Modalities for model checking: branching time logic strikes back", 1987). Linear in the graph times the number
 * of pairs, where multiplying out k pairs costs 2^k.
 */
import { Components } from "./components.ts";
import { hasAction } from "../../compile/temporal/formula.ts";
import { allOf, edgeTest } from "./edge-test.ts";
import type { EdgeTest } from "./edge-test.ts";
import { STUTTERING } from "./graph.ts";
import type { Problem } from "./problem.ts";
import type { SearchGraph } from "./search-graph.ts";
import { edgesOf, targetOf } from "./search-graph.ts";

/** What a fair cycle must satisfy, as conditions on edges. */
export interface Conditions {
  /** Holds of every edge of the cycle: `places` and `moves` together. */
  readonly persistent: EdgeTest;
  /** What `persistent` says of the node that an edge leaves; absent when nothing. */
  readonly places: EdgeTest | undefined;
  /** What it says of the edge besides. */
  readonly moves: EdgeTest | undefined;
  /** Each holds of some edge. */
  readonly recurrent: readonly EdgeTest[];
  /** If `when` holds of some edge, `then` does of some edge. */
  readonly pairs: readonly { readonly when: EdgeTest; readonly isOfPlaces: boolean; readonly then: EdgeTest }[];
}

/** Nodes that together carry a fair cycle, and the edges it may use. */
export interface FairComponent {
  readonly nodes: Int32Array;
  readonly allows: EdgeTest;
  /** Each must hold on some edge of the cycle. */
  readonly obligations: readonly EdgeTest[];
  /** Pairs whose `then` is among the obligations, and those whose `when` edges the cycle may not use. */
  readonly asked: readonly number[];
  readonly excluded: readonly number[];
}

export function conditionsOf(search: SearchGraph, problem: Problem): Conditions {
  const test = (formula: Parameters<typeof edgeTest>[1]): EdgeTest => edgeTest(search, formula);
  const { product } = search;
  const kept = Array.from(
    { length: product?.eventualities ?? 0 },
    (_, i): EdgeTest =>
      (_node, edge) =>
        (product!.postponed[edge]! & (1 << i)) === 0,
  );
  const within = problem.confinement === undefined ? [] : [problem.confinement.within];
  const persistent = [...problem.persistent, ...within].flatMap((formula) =>
    formula.kind === "and" ? formula.parts : [formula],
  );
  const places = someOf(persistent.filter((formula) => !hasAction(formula)).map(test));
  const moves = someOf(persistent.filter(hasAction).map(test));
  return {
    persistent: allOf([places, moves].filter((part) => part !== undefined)),
    places,
    moves,
    recurrent: [...problem.recurrent.map(test), ...kept],
    pairs: problem.pairs.map(({ when, then }) => ({
      when: test(when),
      isOfPlaces: !hasAction(when),
      then: test(then),
    })),
  };
}

function someOf(tests: readonly EdgeTest[]): EdgeTest | undefined {
  return tests.length === 0 ? undefined : allOf(tests);
}

/** A part of the graph still to be searched: nodes, and pairs whose `when` edges are taken out. */
export interface Part {
  readonly nodes: Int32Array;
  readonly excluded: readonly number[];
}

export class Emptiness {
  readonly #search: SearchGraph;
  readonly #components: Components;
  /** The number of the part, and then of the component, that a node belongs to at the moment. */
  readonly #groupOf: Int32Array;
  #groups = 0;

  constructor(search: SearchGraph) {
    this.#search = search;
    this.#components = new Components(search);
    this.#groupOf = new Int32Array(search.nodes);
  }

  /**
   * The first fair components among the nodes, in a fixed order; empty when there is none. What it gives is good until it
   * is called again.
   */
  find(nodes: Int32Array, conditions: Conditions, limit: number): FairComponent[] {
    return this.findIn({ nodes, excluded: [] }, conditions, limit);
  }

  /** The same where some pairs are excluded from the beginning: cycles that owe them nothing. */
  findIn(first: Part, conditions: Conditions, limit: number): FairComponent[] {
    const found: FairComponent[] = [];
    // Numbers of groups may be used again once nothing of the last search is looked at any more.
    this.#groupOf.fill((this.#groups = 0));
    const work: Part[] = [first];
    for (let part = work.pop(); part !== undefined && found.length < limit; part = work.pop()) {
      const { excluded } = part;
      const { places, moves } = partOf(conditions, excluded);
      const inside = places === undefined ? part.nodes : part.nodes.filter((node) => places(node, STUTTERING));
      const group = this.#join(inside);
      const complete: Int32Array[] = [];
      this.#components.forEach(inside, this.#groupOf, group, moves, (component) => {
        if (component.length > 1 || this.#mayStay(component[0]!, conditions, moves)) complete.push(component.slice());
        return true;
      });
      for (const component of complete) {
        if (found.length >= limit) break;
        this.#judge(component, conditions, excluded, moves, work, found);
      }
    }
    return found;
  }

  /** A first look at a node that is a component of its own: most are, and few have a loop that could be fair. */
  #mayStay(node: number, { recurrent }: Conditions, moves: EdgeTest | undefined): boolean {
    const allows = (edge: number): boolean => moves === undefined || moves(node, edge);
    if (this.#search.product === undefined && !this.#search.graph.hasLoops)
      return allows(STUTTERING) && recurrent.every((test) => test(node, STUTTERING));
    let hasLoop = false;
    edgesOf(this.#search, node, (edge, target) => (hasLoop ||= target === node && allows(edge)));
    return hasLoop;
  }

  /** Puts the component with the fair ones, or back to work without the edges that break a pair, or aside. */
  #judge(
    nodes: Int32Array,
    conditions: Conditions,
    excluded: readonly number[],
    moves: EdgeTest | undefined,
    work: Part[],
    found: FairComponent[],
  ): void {
    const group = this.#join(nodes);
    const isInside: EdgeTest = (node, edge) => {
      const target = targetOf(this.#search, node, edge);
      return (
        this.#groupOf[node] === group && this.#groupOf[target] === group && (moves === undefined || moves(node, edge))
      );
    };
    const open = conditions.pairs.map((_, i) => i).filter((i) => !excluded.includes(i));
    const seen = this.#look(nodes, isInside, conditions, open);
    if (!seen.hasEdge || !seen.isMet.every(Boolean)) return;
    const broken = open.filter((_, i) => seen.when[i]! && !seen.then[i]!);
    if (broken.length > 0) {
      work.push({ nodes, excluded: [...excluded, ...broken] });
      return;
    }
    // A pair whose `when` never holds inside asks for nothing.
    const asked = open.filter((_, i) => seen.when[i]!);
    const owed = asked.map((pair) => conditions.pairs[pair]!.then);
    found.push({ nodes, allows: isInside, obligations: [...conditions.recurrent, ...owed], asked, excluded });
  }

  /** Which conditions hold somewhere inside. */
  #look(nodes: Int32Array, isInside: EdgeTest, { recurrent, pairs }: Conditions, open: readonly number[]) {
    const seen = {
      hasEdge: false,
      isMet: recurrent.map(() => false),
      when: open.map(() => false),
      then: open.map(() => false),
    };
    const visit = (node: number, edge: number): void => {
      if (!isInside(node, edge)) return;
      seen.hasEdge = true;
      for (let i = 0; i < recurrent.length; i++) if (!seen.isMet[i]) seen.isMet[i] = recurrent[i]!(node, edge);
      for (let i = 0; i < open.length; i++) {
        const pair = pairs[open[i]!]!;
        if (!seen.when[i]) seen.when[i] = pair.when(node, edge);
        if (!seen.then[i]) seen.then[i] = pair.then(node, edge);
      }
    };
    for (const node of nodes) {
      edgesOf(this.#search, node, (edge) => visit(node, edge));
      // In a large component a few nodes show that all can be met; then each pair is taken to ask for its `then`.
      if (seen.hasEdge && seen.isMet.every(Boolean) && seen.then.every(Boolean))
        return { ...seen, when: open.map(() => true) };
    }
    return seen;
  }

  #join(nodes: Int32Array): number {
    const group = ++this.#groups;
    for (const node of nodes) this.#groupOf[node] = group;
    return group;
  }
}

/** What must hold of nodes and edges of a part. */
function partOf(
  { places, moves, pairs }: Conditions,
  excluded: readonly number[],
): Pick<Conditions, "places" | "moves"> {
  if (excluded.length === 0) return { places, moves };
  const without = (isOfPlaces: boolean): EdgeTest[] =>
    excluded
      .map((pair) => pairs[pair]!)
      .filter((pair) => pair.isOfPlaces === isOfPlaces)
      .map(
        ({ when }): EdgeTest =>
          (node, edge) =>
            !when(node, edge),
      );
  return {
    places: someOf([...(places === undefined ? [] : [places]), ...without(true)]),
    moves: someOf([...(moves === undefined ? [] : [moves]), ...without(false)]),
  };
}
