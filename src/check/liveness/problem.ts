/**
 * Takes a conjunction of temporal formulas apart into search problems: find a cycle of the state graph, reached by a
 * prefix, such that
 *   - every step of the cycle satisfies `persistent`  (from <>[]X),
 *   - each of `recurrent` holds of some step of it  (from []<>X and weak fairness),
 *   - for each pair, if `when` holds of some step of it, `then` does of some step  (strong fairness: a Streett pair),
 *   - the whole behaviour satisfies `rest`  (any temporal formula over state leaves, for the automaton).
 *
 * Strong fairness stays a pair; it is never multiplied out (TLC's 2^k). Other disjunctions with action leaves are
 * distributed into several problems.
 */
import type { Formula } from "./formula.ts";
import { and, hasAction, isLocal, not, or } from "./formula.ts";

export interface Pair {
  readonly when: Formula;
  readonly then: Formula;
}

export interface Problem {
  readonly persistent: readonly Formula[];
  readonly recurrent: readonly Formula[];
  readonly pairs: readonly Pair[];
  readonly rest: readonly Formula[];
}

/** Problems that one property may be distributed into. */
export const PROBLEMS_MAX = 1024;

/** Thrown for an action under a temporal operator in a form other than []<>A and <>[]A; TLC refuses the same. */
export class UnsupportedFormula extends Error {}

const EMPTY: Problem = { persistent: [], recurrent: [], pairs: [], rest: [] };

/** The problems of a conjunction: it is satisfiable in a graph when one of them has a solution. */
export function problemsOf(formula: Formula): Problem[] {
  if (formula.kind === "false") return [];
  let problems: Problem[] = [EMPTY];
  for (const part of formula.kind === "and" ? formula.parts : [formula]) {
    const alternatives = alternativesOf(part);
    problems = problems.flatMap((problem) => alternatives.map((alternative) => merge(problem, alternative)));
    if (problems.length > PROBLEMS_MAX) throw new UnsupportedFormula(`more than PROBLEMS_MAX = ${PROBLEMS_MAX} cases`);
  }
  return problems;
}

function merge(a: Problem, b: Problem): Problem {
  return {
    persistent: [...a.persistent, ...b.persistent],
    recurrent: [...a.recurrent, ...b.recurrent],
    pairs: [...a.pairs, ...b.pairs],
    rest: [...a.rest, ...b.rest],
  };
}

function alternativesOf(part: Formula): Problem[] {
  if (part.kind === "true") return [EMPTY];
  const persistent = persistentBody(part);
  if (persistent !== undefined) return [{ ...EMPTY, persistent: [persistent] }];
  const recurrent = recurrentBody(part);
  if (recurrent !== undefined) return [{ ...EMPTY, recurrent: [recurrent] }];
  const pair = pairOf(part);
  if (pair !== undefined) return [{ ...EMPTY, pairs: [pair] }];
  if (!hasAction(part)) return [{ ...EMPTY, rest: [part] }];
  if (part.kind === "or") return part.parts.flatMap(problemsOf);
  if (part.kind === "and") return problemsOf(part);
  throw new UnsupportedFormula("actions may stand only in the forms []<>A and <>[]A");
}

/** X of <>[]X */
function persistentBody(formula: Formula): Formula | undefined {
  if (formula.kind !== "eventually" || formula.body.kind !== "always") return undefined;
  return isLocal(formula.body.body) ? formula.body.body : undefined;
}

/** X of []<>X */
function recurrentBody(formula: Formula): Formula | undefined {
  if (formula.kind !== "always" || formula.body.kind !== "eventually") return undefined;
  return isLocal(formula.body.body) ? formula.body.body : undefined;
}

/** <>[]X \/ []<>Y \/ []<>Z is "if ~X again and again, then Y or Z again and again". */
function pairOf(formula: Formula): Pair | undefined {
  if (formula.kind !== "or") return undefined;
  let when: Formula | undefined;
  const then: Formula[] = [];
  for (const part of formula.parts) {
    const persistent = persistentBody(part);
    const recurrent = recurrentBody(part);
    if (recurrent !== undefined) then.push(recurrent);
    else if (persistent !== undefined && when === undefined) when = not(persistent);
    else return undefined;
  }
  return when === undefined ? { when: and(), then: or(...then) } : { when, then: or(...then) };
}
