/**
 * A temporal formula over state leaves as a generalised Buchi automaton with acceptance on transitions.
 *
 * A state of the automaton is a set of formulas that the rest of the behaviour must satisfy. A transition reads one
 * state of the behaviour: a set of leaves that must hold or not hold there, what is then left to satisfy, and which
 * eventualities it puts off. A run is accepting when no eventuality is put off for ever. (After Couvreur, "On-the-fly
 * verification of linear temporal logic", 1999; without temporal actions, next and until are not needed.)
 */
import type { Formula } from "./formula.ts";
import { keyOf } from "./formula.ts";

export interface Transition {
  /** Leaves that must be true, and false, in the state that is read. */
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  readonly to: number;
  /** Bit i: eventuality i is put off. */
  readonly postponed: number;
}

export interface Automaton {
  /** Transitions of each state; state 0 is the initial one. */
  readonly transitions: readonly (readonly Transition[])[];
  /** Number of eventualities: at most 31. */
  readonly eventualities: number;
}

/** States an automaton may have: formulas in specifications give a handful. */
export const AUTOMATON_STATES_MAX = 10_000;
export const EVENTUALITIES_MAX = 31;

/** One way to satisfy a set of formulas now. */
interface Cover {
  readonly literals: ReadonlyMap<number, boolean>;
  readonly next: ReadonlyMap<string, Formula>;
  readonly postponed: ReadonlySet<string>;
}

/** The automaton of a conjunction of formulas without action leaves; undefined when a named bound is exceeded. */
export function automatonOf(formulas: readonly Formula[]): Automaton | undefined {
  const numbers = new Map<string, number>();
  const pending: (readonly Formula[])[] = [];
  const eventualities = new Map<string, number>();
  const numberOf = (obligations: readonly Formula[]): number => {
    const key = obligations.map(keyOf).sort().join(",");
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = pending.length));
      pending.push(obligations);
    }
    return number;
  };
  numberOf(formulas);
  const transitions: Transition[][] = [];
  for (let state = 0; state < pending.length; state++) {
    if (pending.length > AUTOMATON_STATES_MAX) return undefined;
    transitions.push(coversOf(pending[state]!).map((cover) => transitionOf(cover, numberOf, eventualities)));
    if (eventualities.size > EVENTUALITIES_MAX) return undefined;
  }
  return { transitions, eventualities: eventualities.size };
}

function transitionOf(
  cover: Cover,
  numberOf: (obligations: readonly Formula[]) => number,
  eventualities: Map<string, number>,
): Transition {
  let postponed = 0;
  for (const key of cover.postponed) {
    let bit = eventualities.get(key);
    if (bit === undefined) eventualities.set(key, (bit = eventualities.size));
    postponed |= 1 << bit;
  }
  const literals = [...cover.literals];
  return {
    positive: literals.filter(([, value]) => value).map(([leaf]) => leaf),
    negative: literals.filter(([, value]) => !value).map(([leaf]) => leaf),
    to: numberOf([...cover.next.values()]),
    postponed,
  };
}

/** All ways to satisfy the obligations now, by case distinction on disjunctions and eventualities. */
function coversOf(obligations: readonly Formula[]): Cover[] {
  const covers: Cover[] = [];
  expand([...obligations], new Map(), new Map(), new Set(), covers);
  return covers;
}

function expand(
  todo: readonly Formula[],
  literals: ReadonlyMap<number, boolean>,
  next: ReadonlyMap<string, Formula>,
  postponed: ReadonlySet<string>,
  covers: Cover[],
): void {
  const [first, ...others] = todo;
  if (first === undefined) {
    covers.push({ literals, next, postponed });
    return;
  }
  switch (first.kind) {
    case "true":
      return expand(others, literals, next, postponed, covers);
    case "false":
      return;
    case "state": {
      const known = literals.get(first.leaf);
      if (known === first.isNegated) return;
      return expand(others, new Map(literals).set(first.leaf, !first.isNegated), next, postponed, covers);
    }
    case "action":
      throw new Error("an action leaf has no place in an automaton");
    case "and":
      return expand([...first.parts, ...others], literals, next, postponed, covers);
    case "or":
      for (const part of first.parts) expand([part, ...others], literals, next, postponed, covers);
      return;
    case "always":
      return expand([first.body, ...others], literals, new Map(next).set(keyOf(first), first), postponed, covers);
    case "eventually":
      expand([first.body, ...others], literals, next, postponed, covers);
      expand(others, literals, new Map(next).set(keyOf(first), first), new Set(postponed).add(keyOf(first)), covers);
  }
}
