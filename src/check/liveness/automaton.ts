/**
 * A temporal formula as a generalised Buchi automaton with acceptance on transitions.
 *
 * A state of the automaton is a set of formulas that the rest of the behaviour must satisfy. A transition reads one
 * step of the behaviour: leaves that must hold or not hold of it (state leaves of the state it begins in, action leaves
 * of the step), what is then left to satisfy, and which eventualities it puts off. A run is accepting when no
 * eventuality is put off for ever. (After Couvreur, "On-the-fly verification of linear temporal logic", 1999; without
 * temporal actions, next and until are not needed.)
 */
import type { Formula } from "../../compile/temporal/formula.ts";
import { keyOf } from "../../compile/temporal/formula.ts";

/** A leaf, or its negation. */
export type Literal = Extract<Formula, { readonly kind: "state" | "action" }>;

export interface Transition {
  /** What must hold of the step that is read. */
  readonly literals: readonly Literal[];
  readonly to: number;
  /** Bit i: eventuality i is put off. */
  readonly postponed: number;
}

export interface Automaton {
  /** Transitions of each state; state 0 is the initial one. */
  readonly transitions: readonly (readonly Transition[])[];
  /** Number of eventualities: at most EVENTUALITIES_MAX. */
  readonly eventualities: number;
}

/** Transitions an automaton may have, and ways to satisfy one formula now: formulas in specifications give a handful. */
export const AUTOMATON_TRANSITIONS_MAX = 20_000;
export const EVENTUALITIES_MAX = 31;

/** The automaton of a conjunction of formulas; undefined when a named bound is exceeded. */
export function automatonOf(formulas: readonly Formula[]): Automaton | undefined {
  try {
    return new Builder().build(formulas);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

class TooLarge extends Error {}

/** One way to satisfy some formulas now: sets of literals, of formulas left for later and of those put off, as bits. */
interface Cover {
  readonly literals: bigint;
  readonly next: bigint;
  readonly postponed: bigint;
}

const NOTHING: Cover = { literals: 0n, next: 0n, postponed: 0n };

/** Things by number, found again by their key. */
class Numbering<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(key: string, thing: T): number {
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.all.push(thing) - 1));
    return number;
  }

  /** The things whose bits are set. */
  of(set: bigint): T[] {
    return this.all.filter((_, i) => (set & (1n << BigInt(i))) !== 0n);
  }
}

class Builder {
  /** A leaf has two numbers, 2n for it and 2n + 1 for its negation. */
  readonly #literals = new Numbering<Literal>();
  readonly #later = new Numbering<Formula>();
  readonly #eventualities = new Numbering<Formula>();
  readonly #states = new Numbering<readonly Formula[]>();
  readonly #covers = new Map<string, readonly Cover[]>();

  build(formulas: readonly Formula[]): Automaton {
    this.#states.numberOf("", formulas);
    const transitions: Transition[][] = [];
    let count = 0;
    for (let state = 0; state < this.#states.all.length; state++) {
      const covers = this.#all(this.#states.all[state]!);
      transitions.push(covers.map((cover) => this.#transition(cover)));
      count += covers.length;
      if (count > AUTOMATON_TRANSITIONS_MAX || this.#eventualities.all.length > EVENTUALITIES_MAX) throw new TooLarge();
    }
    return { transitions, eventualities: this.#eventualities.all.length };
  }

  #transition({ literals, next, postponed }: Cover): Transition {
    return {
      literals: this.#literals.of(literals),
      to: this.#states.numberOf(`next ${next}`, this.#later.of(next)),
      postponed: Number(BigInt.asIntN(32, postponed)),
    };
  }

  /** The ways to satisfy all formulas now. */
  #all(formulas: readonly Formula[]): readonly Cover[] {
    let covers: readonly Cover[] = [NOTHING];
    for (const formula of formulas) {
      const more = this.#of(formula);
      covers = least(covers.flatMap((a) => more.flatMap((b) => this.#joined(a, b))));
    }
    return covers;
  }

  #of(formula: Formula): readonly Cover[] {
    const key = keyOf(formula);
    let covers = this.#covers.get(key);
    if (covers === undefined) this.#covers.set(key, (covers = this.#compute(formula, key)));
    return covers;
  }

  #compute(formula: Formula, key: string): readonly Cover[] {
    switch (formula.kind) {
      case "true":
        return [NOTHING];
      case "false":
        return [];
      case "state":
      case "action":
        return [{ ...NOTHING, literals: bit(this.#numberOfLiteral(formula)) }];
      case "and":
        return this.#all(formula.parts);
      case "or":
        return least(formula.parts.flatMap((part) => this.#of(part)));
      case "always": {
        const next = bit(this.#later.numberOf(key, formula));
        return this.#of(formula.body).map((cover) => ({ ...cover, next: cover.next | next }));
      }
      case "eventually": {
        const next = bit(this.#later.numberOf(key, formula));
        const postponed = bit(this.#eventualities.numberOf(key, formula));
        return least([...this.#of(formula.body), { literals: 0n, next, postponed }]);
      }
    }
  }

  #numberOfLiteral(literal: Literal): number {
    const positive = { ...literal, isNegated: false };
    const number = this.#literals.numberOf(keyOf(positive), positive);
    this.#literals.numberOf(`~${keyOf(positive)}`, { ...literal, isNegated: true });
    return literal.isNegated ? number + 1 : number;
  }

  /** Both covers at once; nothing when they contradict each other. */
  #joined(a: Cover, b: Cover): Cover[] {
    const literals = a.literals | b.literals;
    const positive = literals & this.#positiveMask();
    if ((positive & (literals >> 1n)) !== 0n) return [];
    return [{ literals, next: a.next | b.next, postponed: a.postponed | b.postponed }];
  }

  #positiveMask(): bigint {
    let mask = 0n;
    for (let i = 0; i < this.#literals.all.length; i += 2) mask |= bit(i);
    return mask;
  }
}

function bit(number: number): bigint {
  return 1n << BigInt(number);
}

/** Without the covers that demand all that another one does. */
function least(covers: readonly Cover[]): readonly Cover[] {
  if (covers.length > AUTOMATON_TRANSITIONS_MAX) throw new TooLarge();
  const kept: Cover[] = [];
  for (const cover of covers) {
    if (kept.some((other) => demandsLess(other, cover))) continue;
    for (let i = kept.length - 1; i >= 0; i--) if (demandsLess(cover, kept[i]!)) kept.splice(i, 1);
    kept.push(cover);
  }
  return kept;
}

function demandsLess(a: Cover, b: Cover): boolean {
  return (a.literals & ~b.literals) === 0n && (a.next & ~b.next) === 0n && (a.postponed & ~b.postponed) === 0n;
}
