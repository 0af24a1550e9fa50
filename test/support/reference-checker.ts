/**
 * A slow second way to decide a temporal formula on a small graph, which shares nothing with the search but the type of
 * formulas: no normal forms, no fairness of its own, no special shapes.
 *
 * Every sub-formula []F or <>F gets a guessed truth value at each position of a behaviour. A guess is right when it
 * agrees with its neighbours ([]F is F and []F at the next position, <>F is F or <>F at the next one) and no <>F is
 * promised for ever, nor a []F denied for ever without cause. So a behaviour exists exactly when some strongly connected
 * set of positions with guesses keeps its word (Lichtenstein and Pnueli, "Checking that finite state concurrent programs
 * satisfy their linear specification", 1985).
 */
import type { Formula } from "../../src/compile/temporal/formula.ts";
import { keyOf } from "../../src/compile/temporal/formula.ts";

export interface ReferenceGraph {
  readonly initial: readonly number[];
  /** Steps of each state, without stuttering; `actions` says which action leaves hold. */
  readonly steps: readonly (readonly { readonly to: number; readonly actions: readonly boolean[] }[])[];
  readonly states: readonly (readonly boolean[])[];
}

class TooMuch extends Error {}

type Temporal = Formula & { readonly kind: "always" | "eventually" };
/** One truth value for each temporal sub-formula. */
type Guess = readonly boolean[];

/** Sub-formulas that may be guessed freely at one position. */
const OPEN_GUESSES_MAX = 11;
/** Positions that are looked at before a case is given up. */
const POSITIONS_MAX = 20_000;

/** Is there a behaviour that satisfies the formula? Undefined when there is too much to look at. */
export function hasBehaviour(
  graph: ReferenceGraph,
  formula: Formula,
  positionsMax = POSITIONS_MAX,
): boolean | undefined {
  return new Reference(graph, formula, positionsMax).decide();
}

class Reference {
  readonly #graph: ReferenceGraph;
  readonly #formula: Formula;
  readonly #positionsMax: number;
  /** Inner ones first. */
  readonly #temporal: Temporal[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #positions: { readonly state: number; readonly guess: Guess; readonly next: number[] }[] = [];
  readonly #known = new Map<string, number>();

  constructor(graph: ReferenceGraph, formula: Formula, positionsMax: number) {
    this.#graph = graph;
    this.#positionsMax = positionsMax;
    this.#formula = formula;
    this.#collect(formula);
  }

  /** Undefined when it gives up. */
  decide(): boolean | undefined {
    try {
      return this.#search();
    } catch (error) {
      if (error instanceof TooMuch) return undefined;
      throw error;
    }
  }

  #search(): boolean {
    const first = this.#temporal.map((): boolean | undefined => undefined);
    this.#demand(this.#formula, first);
    for (const state of this.#graph.initial)
      for (const guess of completions(first))
        if (this.#value(this.#formula, state, undefined, guess) && this.#isPossible(state, guess))
          this.#positionOf(state, guess);
    for (let position = 0; position < this.#positions.length; position++) {
      if (this.#positions.length > this.#positionsMax) throw new TooMuch();
      this.#expand(position);
    }
    return this.#components().some((component) => this.#keepsItsWord(component));
  }

  #collect(formula: Formula): void {
    if (formula.kind === "and" || formula.kind === "or") formula.parts.forEach((part) => this.#collect(part));
    if (formula.kind !== "always" && formula.kind !== "eventually") return;
    this.#collect(formula.body);
    const key = keyOf(formula);
    if (!this.#numbers.has(key)) this.#numbers.set(key, this.#temporal.push(formula) - 1);
  }

  /** What must be guessed for the formula to hold, as far as that is plain. */
  #demand(formula: Formula, guess: (boolean | undefined)[]): void {
    if (formula.kind === "and") formula.parts.forEach((part) => this.#demand(part, guess));
    if (formula.kind !== "always" && formula.kind !== "eventually") return;
    guess[this.#numbers.get(keyOf(formula))!] = true;
    if (formula.kind === "always") this.#demand(formula.body, guess);
  }

  #positionOf(state: number, guess: Guess): number {
    const key = `${state} ${guess.map(Number).join("")}`;
    let position = this.#known.get(key);
    if (position === undefined) {
      position = this.#positions.push({ state, guess, next: [] }) - 1;
      this.#known.set(key, position);
    }
    return position;
  }

  #expand(position: number): void {
    const { state, guess, next } = this.#positions[position]!;
    const stuttering = { to: state, actions: [] };
    for (const step of [...this.#graph.steps[state]!, stuttering]) {
      const bodies = this.#temporal.map((formula) => this.#value(formula.body, state, step.actions, guess));
      const after = this.#after(guess, bodies);
      if (after === undefined) continue;
      for (const completed of completions(after))
        if (this.#isPossible(step.to, completed)) next.push(this.#positionOf(step.to, completed));
    }
  }

  /** What the guesses say of the next position; undefined when they contradict what holds here. */
  #after(guess: Guess, bodies: readonly boolean[]): (boolean | undefined)[] | undefined {
    const after: (boolean | undefined)[] = [];
    for (const [i, formula] of this.#temporal.entries()) {
      const decides = formula.kind === "eventually" ? bodies[i]! : !bodies[i]!;
      const decided = formula.kind === "eventually";
      if (decides && guess[i] !== decided) return undefined;
      after.push(decides ? undefined : guess[i]);
    }
    return after;
  }

  /** Guesses that contradict the state itself are dropped at once. */
  #isPossible(state: number, guess: Guess): boolean {
    return this.#temporal.every((formula, i) => {
      const body = this.#value(formula.body, state, undefined, guess);
      if (body === undefined) return true;
      return formula.kind === "always" ? body || !guess[i]! : !body || guess[i]!;
    });
  }

  /** The value at a position; undefined when it depends on a step that is not given. */
  #value(formula: Formula, state: number, actions: readonly boolean[], guess: Guess): boolean;
  #value(formula: Formula, state: number, actions: readonly boolean[] | undefined, guess: Guess): boolean | undefined;
  #value(formula: Formula, state: number, actions: readonly boolean[] | undefined, guess: Guess): boolean | undefined {
    switch (formula.kind) {
      case "true":
        return true;
      case "false":
        return false;
      case "state":
        return this.#graph.states[state]![formula.leaf]! !== formula.isNegated;
      case "action":
        return actions === undefined ? undefined : (actions[formula.leaf] ?? false) !== formula.isNegated;
      case "and":
      case "or": {
        const decides = formula.kind === "or";
        const values = formula.parts.map((part) => this.#value(part, state, actions, guess));
        if (values.includes(decides)) return decides;
        return values.includes(undefined) ? undefined : !decides;
      }
      case "always":
      case "eventually":
        return guess[this.#numbers.get(keyOf(formula))!]!;
    }
  }

  #keepsItsWord(component: readonly number[]): boolean {
    const inside = new Set(component);
    if (!component.some((position) => this.#positions[position]!.next.some((next) => inside.has(next)))) return false;
    return this.#temporal.every((formula, i) =>
      component.some((position) => {
        const { state, guess } = this.#positions[position]!;
        if (formula.kind === "eventually" ? !guess[i]! : guess[i]!) return true;
        return this.#stepsInside(position, inside).some(
          (actions) => this.#value(formula.body, state, actions, guess) === (formula.kind === "eventually"),
        );
      }),
    );
  }

  /** Action leaves of the steps that lead from the position to others of the set. */
  #stepsInside(position: number, inside: ReadonlySet<number>): (readonly boolean[])[] {
    const { state, guess, next } = this.#positions[position]!;
    const targets = next.filter((other) => inside.has(other)).map((other) => this.#positions[other]!);
    return [...this.#graph.steps[state]!, { to: state, actions: [] }]
      .filter((step) => {
        const bodies = this.#temporal.map((formula) => this.#value(formula.body, state, step.actions, guess));
        const after = this.#after(guess, bodies);
        return targets.some(
          (target) =>
            target.state === step.to && after?.every((value, i) => value === undefined || value === target.guess[i]),
        );
      })
      .map((step) => step.actions);
  }

  /** Strongly connected sets: those that reach each other, forwards and backwards (Kosaraju and Sharir). */
  #components(): number[][] {
    const order: number[] = [];
    const seen = new Set<number>();
    for (const root of this.#positions.keys()) this.#postorder(root, seen, order);
    const before: number[][] = this.#positions.map(() => []);
    this.#positions.forEach(({ next }, position) => next.forEach((target) => before[target]!.push(position)));
    const assigned = new Set<number>();
    const components: number[][] = [];
    for (const root of order.reverse()) {
      if (assigned.has(root)) continue;
      const component = [root];
      assigned.add(root);
      for (let i = 0; i < component.length; i++)
        for (const source of before[component[i]!]!)
          if (!assigned.has(source)) {
            assigned.add(source);
            component.push(source);
          }
      components.push(component);
    }
    return components;
  }

  #postorder(root: number, seen: Set<number>, order: number[]): void {
    if (seen.has(root)) return;
    seen.add(root);
    const path = [{ position: root, edge: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const target = this.#positions[top.position]!.next[top.edge++];
      if (target === undefined) order.push(path.pop()!.position);
      else if (!seen.has(target)) {
        seen.add(target);
        path.push({ position: target, edge: 0 });
      }
    }
  }
}

function completions(partial: readonly (boolean | undefined)[]): Guess[] {
  if (partial.filter((value) => value === undefined).length > OPEN_GUESSES_MAX) throw new TooMuch();
  let guesses: boolean[][] = [[]];
  for (const value of partial)
    guesses = guesses.flatMap((guess) =>
      value === undefined
        ? [
            [...guess, true],
            [...guess, false],
          ]
        : [[...guess, value]],
    );
  return guesses;
}
