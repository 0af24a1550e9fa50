/**
 * Small specifications that carry their own meaning: every piece is a text in TLA+ and a JavaScript function of states
 * that says what the text means, written beside it and sharing nothing with the compiler or the evaluator. The state is
 * two variables x and y, each 0, 1 or 2, and a name p that may be bound to a process.
 */
import type { Formula } from "../../src/compile/temporal/formula.ts";
import type { ReferenceGraph } from "./reference-checker.ts";

export interface State {
  readonly x: number;
  readonly y: number;
}

/** All there are: what `ENABLED` looks for lies among them. */
export const STATES: readonly State[] = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => ({ x, y })));

export interface Told<Meaning> {
  readonly text: string;
  readonly means: Meaning;
}

export type Predicate = Told<(state: State, p: number) => boolean>;
export type Action = Told<(state: State, next: State, p: number) => boolean>;
/** What a step must change for `<<A>>_v` to hold of it. */
export type Subscript = Told<(state: State, next: State) => boolean>;
/** Gives the formula or, if asked, its negation, over leaves that it registers. */
export type Temporal = Told<(leaves: LeafTable, p: number, isNegated: boolean) => Formula>;

/** Leaves of a formula, as functions. */
export class LeafTable {
  readonly states: ((state: State) => boolean)[] = [];
  readonly actions: ((state: State, next: State) => boolean)[] = [];

  state(test: (state: State) => boolean, isNegated: boolean): Formula {
    return { kind: "state", leaf: this.states.push(test) - 1, isNegated };
  }

  action(test: (state: State, next: State) => boolean, isNegated: boolean): Formula {
    return { kind: "action", leaf: this.actions.push(test) - 1, isNegated };
  }
}

// ------------------------------------------------------------------------------------------- temporal formulas

/** The formula itself, as it is written: nothing is simplified here. */
const always = (body: Formula): Formula => ({ kind: "always", body });
const eventually = (body: Formula): Formula => ({ kind: "eventually", body });
const and = (...parts: Formula[]): Formula => ({ kind: "and", parts });
const or = (...parts: Formula[]): Formula => ({ kind: "or", parts });

export function holds({ text, means }: Predicate): Temporal {
  return { text: `(${text})`, means: (leaves, p, isNegated) => leaves.state((s) => means(s, p), isNegated) };
}

export function box({ text, means }: Temporal): Temporal {
  return {
    text: `[](${text})`,
    means: (leaves, p, isNegated) => (isNegated ? eventually : always)(means(leaves, p, isNegated)),
  };
}

export function diamond({ text, means }: Temporal): Temporal {
  return {
    text: `<>(${text})`,
    means: (leaves, p, isNegated) => (isNegated ? always : eventually)(means(leaves, p, isNegated)),
  };
}

export function negation({ text, means }: Temporal): Temporal {
  return { text: `~(${text})`, means: (leaves, p, isNegated) => means(leaves, p, !isNegated) };
}

function joined(isAnd: boolean, text: string, parts: readonly Temporal[]): Temporal {
  const means: Temporal["means"] = (leaves, p, isNegated) =>
    (isAnd === isNegated ? or : and)(...parts.map((part) => part.means(leaves, p, isNegated)));
  return { text, means };
}

export function conjunction(one: Temporal, other: Temporal): Temporal {
  return joined(true, `(${one.text}) /\\ (${other.text})`, [one, other]);
}

export function disjunction(one: Temporal, other: Temporal): Temporal {
  return joined(false, `(${one.text}) \\/ (${other.text})`, [one, other]);
}

export function implication(one: Temporal, other: Temporal): Temporal {
  return joined(false, `(${one.text}) => (${other.text})`, [negation(one), other]);
}

export function leadsTo(one: Temporal, other: Temporal): Temporal {
  return { text: `(${one.text}) ~> (${other.text})`, means: box(implication(one, diamond(other))).means };
}

export function forBoth(isForAll: boolean, body: Temporal): Temporal {
  const instance = (p: number): Temporal => ({
    text: body.text,
    means: (leaves, _, isNegated) => body.means(leaves, p, isNegated),
  });
  return joined(isForAll, `${isForAll ? "\\A" : "\\E"} p \\in 1..2 : (${body.text})`, [instance(1), instance(2)]);
}

// ---------------------------------------------------------------------------------------- actions in formulas

/** `<<A>>_v`, as a test of steps. */
function angle(action: Action, subscript: Subscript, p: number): (state: State, next: State) => boolean {
  return (s, t) => subscript.means(s, t) && action.means(s, t, p);
}

/** `ENABLED <<A>>_v`, by trying all states. */
function isEnabled(action: Action, subscript: Subscript, p: number): (state: State) => boolean {
  const test = angle(action, subscript, p);
  return (s) => STATES.some((t) => test(s, t));
}

export function enabled(action: Action, subscript: Subscript): Predicate {
  return {
    text: `ENABLED <<${action.text}>>_${subscript.text}`,
    means: (s, p) => isEnabled(action, subscript, p)(s),
  };
}

/** `[]<><<A>>_v` */
export function recurs(action: Action, subscript: Subscript): Temporal {
  return {
    text: `[]<><<${action.text}>>_${subscript.text}`,
    means: (leaves, p, isNegated) => {
      const leaf = leaves.action(angle(action, subscript, p), isNegated);
      return isNegated ? eventually(always(leaf)) : always(eventually(leaf));
    },
  };
}

/** `<>[][A]_v`: from some time on every step is an A step or leaves v alone. */
export function settles(action: Action, subscript: Subscript): Temporal {
  return {
    text: `<>[][${action.text}]_${subscript.text}`,
    means: (leaves, p, isNegated) => {
      const leaf = leaves.action((s, t) => subscript.means(s, t) && !action.means(s, t, p), !isNegated);
      return isNegated ? always(eventually(leaf)) : eventually(always(leaf));
    },
  };
}

export function fair(strength: "WF" | "SF", action: Action, subscript: Subscript): Temporal {
  return {
    text: `${strength}_${subscript.text}(${action.text})`,
    means: (leaves, p, isNegated) => {
      const canBe = leaves.state(isEnabled(action, subscript, p), !isNegated);
      const isTaken = leaves.action(angle(action, subscript, p), isNegated);
      if (strength === "WF")
        return isNegated ? eventually(always(and(canBe, isTaken))) : always(eventually(or(canBe, isTaken)));
      return isNegated
        ? and(always(eventually(canBe)), eventually(always(isTaken)))
        : or(eventually(always(canBe)), always(eventually(isTaken)));
    },
  };
}

// ---------------------------------------------------------------------------------------------- specifications

export interface ToldSpec {
  readonly definitions: readonly string[];
  readonly initial: Predicate;
  readonly next: Action;
  readonly fairness: readonly Temporal[];
  readonly property: Temporal;
  readonly constraint?: Predicate;
}

export function moduleOf({ definitions, initial, next, fairness, property, constraint }: ToldSpec): string {
  return [
    "---- MODULE Told ----",
    "EXTENDS Naturals",
    "VARIABLES x, y",
    "vars == <<x, y>>",
    ...definitions,
    `Init == x \\in 0..2 /\\ y \\in 0..2 /\\ (${initial.text})`,
    `Next == ${next.text}`,
    ["Spec == Init /\\ [][Next]_vars", ...fairness.map(({ text }) => `(${text})`)].join(" /\\ "),
    `Prop == ${property.text}`,
    ...(constraint === undefined ? [] : [`Bounded == ${constraint.text}`]),
    "====",
    "",
  ].join("\n");
}

export function configOf({ constraint }: ToldSpec): string {
  const lines = ["SPECIFICATION Spec", "PROPERTY Prop", "CHECK_DEADLOCK FALSE"];
  return [...lines, ...(constraint === undefined ? [] : ["CONSTRAINT Bounded"]), ""].join("\n");
}

/** States by number; those that the constraint excludes are not there. */
export interface ToldGraph {
  readonly states: readonly State[];
  readonly initial: readonly number[];
  readonly next: readonly (readonly number[])[];
}

export function graphOf({ initial, next, constraint }: ToldSpec): ToldGraph {
  const states = STATES.filter((state) => constraint === undefined || constraint.means(state, 0));
  return {
    states,
    initial: states.flatMap((state, i) => (initial.means(state, 0) ? [i] : [])),
    next: states.map((state) => states.flatMap((target, i) => (next.means(state, target, 0) ? [i] : []))),
  };
}

/** The same with the truth of leaves, for the reference checker. */
export function referenceGraph({ states, initial, next }: ToldGraph, leaves: LeafTable): ReferenceGraph {
  return {
    initial,
    states: states.map((state) => leaves.states.map((test) => test(state))),
    steps: next.map((targets, from) =>
      targets
        .filter((to) => to !== from)
        .map((to) => ({ to, actions: leaves.actions.map((test) => test(states[from]!, states[to]!)) })),
    ),
  };
}

/** What a counterexample satisfies: the fairness, and not the property. */
export function wanted({ fairness, property }: ToldSpec, leaves: LeafTable): Formula {
  return and(...fairness.map(({ means }) => means(leaves, 0, false)), property.means(leaves, 0, true));
}
