/**
 * How the conjuncts of an action fare over many states: how often the enumeration came to each, and how often it got
 * past it to a successor or, for a conjunct, to what follows it. The first that is reached and never passed is why an
 * action is never enabled.
 *
 * The conjuncts are those of the action's text: of its quantifiers (`\E m \in msgs`), its conjunctions and what they are
 * made of, through the definitions that say something of the next state. Parts of a `\A` are not told apart.
 */
import { EvaluationError } from "../../../values/types.ts";
import type { Expr } from "../../../tla/modules/core.ts";
import { levelOf } from "../../../tla/modules/levels.ts";
import type { Location } from "../../../tla/syntax/source.ts";
import type { PathStep } from "../../actions.ts";
import type { ConjunctTally, State } from "../../types.ts";
import { enumerate, type Purpose } from "../enumerate.ts";
import type { Environment } from "../environment.ts";
import { asEvaluationError } from "../failures.ts";
import type { EvaluatorMachine } from "../machine.ts";
import { NOTHING_KNOWN, walkPath } from "../run-action.ts";
import { worldOf, type World } from "../world.ts";
import { foldedText } from "./text.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function tallyConjuncts(machine: EvaluatorMachine, action: number, states: readonly State[]): ConjunctTally[] {
  const tally = new ActionTally(machine, action);
  for (const state of states) tally.look(state);
  return tally.conjuncts;
}

class ActionTally {
  /** In the order of the text. */
  readonly conjuncts: Writable<ConjunctTally>[] = [];
  readonly #machine: EvaluatorMachine;
  readonly #path: readonly PathStep[];
  readonly #body: Expr;
  readonly #choices = new Map<PathStep, Writable<ConjunctTally>>();
  readonly #formulas = new Map<Expr, Writable<ConjunctTally>>();
  readonly #purpose: Purpose;
  #successors = 0;

  constructor(machine: EvaluatorMachine, action: number) {
    const { path, body } = machine.plans[action]!;
    this.#machine = machine;
    this.#path = path;
    this.#body = body;
    this.#purpose = { side: "next", tally: this.#formulas };
    let depth = 0;
    for (const step of path)
      if (step.kind === "exists")
        this.#choices.set(step, this.#add(step.at, quantifierText(step.bounds), "choice", depth++));
    this.#list(body, depth);
  }

  /** Evaluates the action in a state. What cannot be evaluated is reached, and not passed. */
  look(state: State): void {
    const { evaluator, variables } = this.#machine;
    const { depth } = evaluator;
    try {
      this.#walk(0, evaluator.root, worldOf(state, new Int32Array(variables.length)));
    } catch (error) {
      evaluator.depth = depth;
      if (!(asEvaluationError(error) instanceof EvaluationError)) throw error;
    }
  }

  #walk(index: number, environment: Environment, world: World): boolean {
    const { evaluator } = this.#machine;
    const step = this.#path[index];
    if (step === undefined)
      return enumerate(evaluator, this.#purpose, this.#body, environment, world, () => {
        this.#successors++;
        return true;
      });
    const counts = this.#choices.get(step);
    const before = this.#successors;
    if (counts !== undefined) counts.reached++;
    walkPath(evaluator, [step], NOTHING_KNOWN, world, (inside) => this.#walk(index + 1, inside, world), environment);
    if (counts !== undefined && this.#successors > before) counts.passed++;
    return true;
  }

  // ---------------------------------------------------------------------------------------- what there is to count

  #add(at: Location, text: string, kind: ConjunctTally["kind"], depth: number): Writable<ConjunctTally> {
    const counts = { at, text, kind, depth, reached: 0, passed: 0 };
    this.conjuncts.push(counts);
    return counts;
  }

  #list(formula: Expr, depth: number): void {
    if (formula.kind === "let" || formula.kind === "label") return this.#list(formula.body, depth);
    if (formula.kind === "builtin" && formula.operator === "and")
      return formula.arguments.forEach((conjunct) => this.#list(conjunct, depth));
    // A definition that is called twice is listed once, and counts both.
    if (this.#formulas.has(formula)) return;
    const isExists = formula.kind === "quantifier" && formula.quantifier === "exists";
    const isOr = formula.kind === "builtin" && formula.operator === "or";
    const kind = isExists ? "choice" : isOr ? "alternatives" : "conjunct";
    const text = isExists ? quantifierText(formula.bounds) : foldedText(formula.at);
    this.#formulas.set(formula, this.#add(formula.at, text, kind, depth));
    for (const part of partsOf(formula)) this.#list(part, depth + 1);
  }
}

/** What a formula is passed through: further conjuncts, below it. */
function partsOf(formula: Expr): readonly Expr[] {
  if (formula.kind === "quantifier") return formula.quantifier === "exists" ? [formula.body] : [];
  if (formula.kind === "builtin" && formula.operator === "or") return formula.arguments;
  // Below here a formula about the current state alone is a test, whatever it is made of.
  if (levelOf(formula) < 2) return [];
  if (formula.kind === "builtin" && formula.operator === "implies") return [formula.arguments[1]!];
  if (formula.kind === "if") return [formula.then, formula.else];
  if (formula.kind !== "ref" || formula.target.kind !== "definition") return [];
  return formula.target.body.kind === "native" ? [] : [formula.target.body];
}

function quantifierText(bounds: (PathStep & { readonly kind: "exists" })["bounds"]): string {
  const groups = bounds.map(({ names, isTuple, set }) => {
    const list = names.map((name) => name.name).join(", ");
    return `${isTuple ? `<<${list}>>` : list} \\in ${foldedText(set.at)}`;
  });
  return `\\E ${groups.join(", ")}`;
}
