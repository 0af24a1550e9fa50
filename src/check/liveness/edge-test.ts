/** Conditions on edges of a search graph: formulas without temporal operators, and what the search combines of them. */
import type { Formula } from "../../compile/temporal/formula.ts";
import { STUTTERING } from "./graph.ts";
import type { SearchGraph } from "./search-graph.ts";
import { stepOf } from "./search-graph.ts";

/** Of an edge of the search graph that leaves `node`. */
export type EdgeTest = (node: number, edge: number) => boolean;

/** A local formula as a condition on edges. */
export function edgeTest(search: SearchGraph, formula: Formula): EdgeTest {
  const { graph, product } = search;
  switch (formula.kind) {
    case "true":
      return () => true;
    case "false":
      return () => false;
    case "state": {
      const { leaf, isNegated } = formula;
      if (product === undefined) return (node) => graph.state(leaf, node) !== isNegated;
      return (node) => graph.state(leaf, product.stateOf[node]!) !== isNegated;
    }
    case "action": {
      const { leaf, isNegated } = formula;
      return (_node, edge) => {
        const step = stepOf(search, edge);
        return (step !== STUTTERING && graph.action(leaf, step)) !== isNegated;
      };
    }
    case "and":
    case "or":
      return joined(
        formula.kind === "and",
        formula.parts.map((part) => edgeTest(search, part)),
      );
    default:
      throw new Error("a temporal formula is no condition on an edge");
  }
}

export function allOf(tests: readonly EdgeTest[]): EdgeTest {
  return joined(true, tests);
}

function joined(isAnd: boolean, tests: readonly EdgeTest[]): EdgeTest {
  const [first, second] = tests;
  if (first === undefined) return () => isAnd;
  if (second === undefined) return first;
  if (tests.length === 2) {
    return isAnd
      ? (node, edge) => first(node, edge) && second(node, edge)
      : (node, edge) => first(node, edge) || second(node, edge);
  }
  return isAnd
    ? (node, edge) => tests.every((test) => test(node, edge))
    : (node, edge) => tests.some((test) => test(node, edge));
}
