/**
 * Takes a conjunction of temporal formulas apart into search problems: find a cycle of the state graph, reached by a
 * prefix, such that
 *   - every step of the cycle satisfies `persistent`  (from <>[]X),
 *   - each of `recurrent` holds of some step of it  (from []<>X and weak fairness),
 *   - for each pair, if `when` holds of some step of it, `then` does of some step  (strong fairness: a Streett pair),
 *   - the prefix and the cycle obey `confinement`  (from P, []X and <>(P /\ []X), so also from ~(P ~> Q)),
 *   - the whole behaviour satisfies `rest`  (any temporal formula, for the automaton).
 *
 * Strong fairness stays a pair; it is never multiplied out (TLC's 2^k). Other disjunctions are distributed into several
 * problems when none of them needs an automaton.
 */
import type { Formula } from "../../compile/temporal/formula.ts";
import { and, hasAction, isLocal, not, or, TRUE } from "../../compile/temporal/formula.ts";

export interface Pair {
  readonly when: Formula;
  readonly then: Formula;
}

/** The behaviour comes to a state in which `start` holds, and from there every step satisfies `within`. */
export interface Confinement {
  /** Where it may begin: in an initial state, or in any state that is reached. */
  readonly from: "initial" | "anywhere";
  /** Of states. */
  readonly start: Formula;
  readonly within: Formula;
}

export interface Problem {
  readonly persistent: readonly Formula[];
  readonly recurrent: readonly Formula[];
  readonly pairs: readonly Pair[];
  readonly confinement?: Confinement;
  readonly rest: readonly Formula[];
}

/** Problems that one property may be distributed into. */
export const PROBLEMS_MAX = 4096;

/** Thrown when a named bound is exceeded. */
export class UnsupportedFormula extends Error {}

const EMPTY: Problem = { persistent: [], recurrent: [], pairs: [], rest: [] };

/** The problems of a conjunction: it is satisfiable in a graph when one of them has a solution. */
export function problemsOf(formula: Formula): Problem[] {
  return distributed(formula).map(confined);
}

function distributed(formula: Formula): Problem[] {
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
  if (part.kind === "or" && !isLocal(part)) {
    const alternatives = part.parts.flatMap(distributed);
    // One automaton for a disjunction is better than one for each part of it.
    if (alternatives.every((alternative) => confined(alternative).rest.length === 0)) return alternatives;
  }
  return [{ ...EMPTY, rest: [part] }];
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
  return when === undefined ? { when: TRUE, then: or(...then) } : { when, then: or(...then) };
}

/** The problem without automaton where the shape of its rest allows that. */
function confined(problem: Problem): Problem {
  const confinement = problem.rest.length === 0 ? undefined : confinementOf(problem.rest);
  return confinement === undefined ? problem : { ...problem, confinement, rest: [] };
}

function confinementOf(rest: readonly Formula[]): Confinement | undefined {
  const [only] = rest;
  if (rest.length === 1 && only!.kind === "eventually") {
    const { body } = only!;
    return shapeOf("anywhere", body.kind === "and" ? body.parts : [body]);
  }
  return shapeOf("initial", rest);
}

/** State formulas, which hold where the behaviour begins, and []X. */
function shapeOf(from: Confinement["from"], parts: readonly Formula[]): Confinement | undefined {
  const start: Formula[] = [];
  const within: Formula[] = [];
  for (const part of parts) {
    if (part.kind === "always" && isLocal(part.body)) within.push(part.body);
    else if (isLocal(part) && !hasAction(part)) start.push(part);
    else return undefined;
  }
  return { from, start: and(...start), within: and(...within) };
}
