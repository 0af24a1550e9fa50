/**
 * Enumerating the assignments that make a formula true: Init, actions, ENABLED and action composition.
 *
 * The rules are TLC's. A formula is followed through its structure from left to right; an equation, membership, subset
 * or UNCHANGED whose left side is a variable without a value gives it one, everything else is a test. What follows a
 * formula is a continuation, so that each way through it is one derivation.
 */
import type { Value } from "../../values/types.ts";
import { UNKNOWN } from "../types.ts";
import type { Expr } from "../../tla/modules/core.ts";
import { enumerated, forEachBinding } from "./binders.ts";
import { composedWorlds } from "./enabled.ts";
import { letScope, type Environment, type Meaning, type Operator } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import { addLink } from "./failures.ts";
import { bindArgument, type FunctionExpr } from "./functions.ts";
import { isUnchanged } from "./logic.ts";
import { argumentsOf, enter, linkOf, locate, meaningOf, type Reference } from "./references.ts";
import { isComplete, primedWorld, withAssigned, type Side, type World } from "./world.ts";

/** Called with each world that satisfies the formula; returns false to stop the enumeration. */
export type Continuation = (world: World) => boolean;

/** What is being enumerated. */
export interface Purpose {
  /** Init fills the current state, an action the next one. */
  readonly side: Side;
  /**
   * The first so many slots are the variables of the specification. Once all have a value, the conjuncts that remain
   * are only tested, and their disjunctions no longer multiply states. Absent in ENABLED.
   */
  readonly testsOnceComplete?: number;
  /** Formulas to be counted: how often the enumeration comes to them, and gets past them. */
  readonly tally?: ReadonlyMap<Expr, Passes>;
}

/** How often a formula was enumerated, and how often that gave any world. */
export interface Passes {
  reached: number;
  passed: number;
}

export function enumerate(
  evaluator: Evaluator,
  purpose: Purpose,
  formula: Expr,
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const passes = purpose.tally?.get(formula);
  return passes === undefined
    ? enumerateFormula(evaluator, purpose, formula, environment, world, then)
    : counted(passes, then, (counting) => enumerateFormula(evaluator, purpose, formula, environment, world, counting));
}

function counted(passes: Passes, then: Continuation, work: (then: Continuation) => boolean): boolean {
  let hasPassed = false;
  passes.reached++;
  return work((world) => {
    if (!hasPassed) passes.passed++;
    hasPassed = true;
    return then(world);
  });
}

function enumerateFormula(
  evaluator: Evaluator,
  purpose: Purpose,
  formula: Expr,
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const follow = (
    next: Expr,
    where: Environment = environment,
    from: World = world,
    after: Continuation = then,
  ): boolean => enumerate(evaluator, purpose, next, where, from, after);
  switch (formula.kind) {
    case "builtin":
      return enumerateBuiltin(evaluator, purpose, formula, environment, world, then);
    case "quantifier":
      if (formula.quantifier === "exists")
        return forEachBinding(evaluator, formula.bounds, environment, world, (bound) => {
          evaluator.context.tally.bindings++;
          return follow(formula.body, bound);
        });
      return enumerateForAll(evaluator, purpose, formula, environment, world, then);
    case "if":
      return evaluator.test(formula.condition, environment, world, "the condition of an IF")
        ? follow(formula.then)
        : follow(formula.else);
    case "case":
      return follow(evaluator.caseArm(formula, environment, world));
    case "let":
      return follow(formula.body, letScope(environment, formula.definitions));
    case "label":
      return follow(formula.body);
    case "boxAction":
      return (
        follow(formula.action) && enumerateUnchanged(evaluator, purpose, formula.subscript, environment, world, then)
      );
    case "angleAction":
      return follow(formula.action, environment, world, (reached) =>
        isUnchanged(evaluator, formula.subscript, environment, reached) ? true : then(reached),
      );
    case "ref":
      return enumerateReference(evaluator, purpose, formula, environment, world, then);
    case "apply": {
      const constructor = functionConstructor(evaluator, formula.function, environment);
      if (constructor === undefined) break;
      const argument = evaluator.element(formula.argument, environment, world);
      const domain = evaluator.evaluate(formula.function, environment, world);
      if (!evaluator.store.inDomain(domain, argument, evaluator.site(formula.at))) break;
      return follow(
        constructor.expression.body,
        bindArgument(evaluator, constructor.expression.bounds, argument, constructor.environment),
      );
    }
    default:
  }
  return evaluator.test(formula, environment, world) ? then(world) : true;
}

function enumerateBuiltin(
  evaluator: Evaluator,
  purpose: Purpose,
  formula: Expr & { readonly kind: "builtin" },
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const args = formula.arguments;
  switch (formula.operator) {
    case "and":
      return enumerateConjuncts(
        evaluator,
        purpose,
        args.map((conjunct) => ({ formula: conjunct, environment })),
        0,
        world,
        then,
      );
    case "or":
      return args.every((disjunct) => enumerate(evaluator, purpose, disjunct, environment, world, then));
    case "implies":
      if (!evaluator.test(args[0]!, environment, world, "the left side of =>")) return then(world);
      return enumerate(evaluator, purpose, args[1]!, environment, world, then);
    case "equals":
    case "in":
    case "subsetEq": {
      const slot = unassignedSlot(evaluator, purpose, args[0]!, environment, world);
      if (slot === undefined) break;
      return assignFrom(evaluator, purpose, formula, slot, environment, world, then);
    }
    case "unchanged":
      return enumerateUnchanged(evaluator, purpose, args[0]!, environment, world, then);
    case "compose":
      if (purpose.side === "next") return composedWorlds(evaluator, purpose, formula, environment, world, then);
      break;
    default:
  }
  return evaluator.test(formula, environment, world) ? then(world) : true;
}

/** `x = e`, `x \in S`, `x \subseteq S` for a variable without a value. */
function assignFrom(
  evaluator: Evaluator,
  purpose: Purpose,
  formula: Expr & { readonly kind: "builtin" },
  slot: number,
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const { store } = evaluator;
  const right = formula.arguments[1]!;
  const assign = (value: Value): boolean => then(withAssigned(world, purpose.side, slot, value));
  if (formula.operator === "equals") return assign(evaluator.element(right, environment, world));
  let elements: Value;
  if (formula.operator === "in") elements = enumerated(evaluator, right, environment, world);
  else {
    const site = evaluator.site(right.at);
    elements = store.enumerate(store.powerSet(evaluator.evaluate(right, environment, world), site), site);
  }
  const size = store.size(elements);
  for (let i = 0; i < size; i++) if (!assign(store.at(elements, i))) return false;
  return true;
}

interface Conjunct {
  readonly formula: Expr;
  readonly environment: Environment;
}

function enumerateConjuncts(
  evaluator: Evaluator,
  purpose: Purpose,
  conjuncts: readonly Conjunct[],
  from: number,
  world: World,
  then: Continuation,
): boolean {
  if (from === conjuncts.length) return then(world);
  const { formula, environment } = conjuncts[from]!;
  const rest = (reached: World): boolean => enumerateConjuncts(evaluator, purpose, conjuncts, from + 1, reached, then);
  const count = purpose.testsOnceComplete;
  if (from > 0 && count !== undefined && isComplete(world, purpose.side, count))
    return evaluator.test(formula, environment, world, "a formula in a conjunction") ? rest(world) : true;
  return enumerate(evaluator, purpose, formula, environment, world, rest);
}

function enumerateForAll(
  evaluator: Evaluator,
  purpose: Purpose,
  formula: Expr & { readonly kind: "quantifier" },
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const conjuncts: Conjunct[] = [];
  forEachBinding(evaluator, formula.bounds, environment, world, (bound) => {
    conjuncts.push({ formula: formula.body, environment: bound });
    return true;
  });
  return enumerateConjuncts(evaluator, purpose, conjuncts, 0, world, then);
}

/** A call, an argument or a LET definition: its text is followed where it stands. */
function enumerateReference(
  evaluator: Evaluator,
  purpose: Purpose,
  formula: Reference,
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const meaning = formula.target.kind === "variable" ? undefined : meaningOf(evaluator, formula, environment);
  if (meaning?.kind === "thunk")
    return enumerate(evaluator, purpose, meaning.expression, meaning.environment, world, then);
  if (meaning?.kind === "operator" && isFollowed(evaluator, meaning.operator))
    return enumerateCall(
      evaluator,
      purpose,
      meaning.operator,
      argumentsOf(evaluator, formula, environment),
      formula,
      world,
      then,
    );
  return evaluator.test(formula, environment, world) ? then(world) : true;
}

export type FollowedOperator = Operator & { readonly kind: "definition" | "lambda" };

export function isFollowed(evaluator: Evaluator, operator: Operator): operator is FollowedOperator {
  if (operator.kind === "lambda") return true;
  if (operator.kind !== "definition") return false;
  const { native, body } = operator.definition;
  return body.kind !== "native" && (native === undefined || evaluator.native(native) === undefined);
}

/** Follows a call. The continuation runs inside it but is not part of it: its errors get no link from here. */
export function enumerateCall(
  evaluator: Evaluator,
  purpose: Purpose,
  operator: FollowedOperator,
  args: readonly Meaning[],
  formula: Expr,
  world: World,
  then: Continuation,
): boolean {
  const { body, environment } = enter(evaluator, operator, args, formula.at);
  let isInside = true;
  try {
    return enumerate(evaluator, purpose, body, environment, world, (reached) => {
      isInside = false;
      const goesOn = then(reached);
      isInside = true;
      return goesOn;
    });
  } catch (error) {
    if (isInside && operator.kind === "definition") addLink(error, () => linkOf(evaluator, operator.definition, args));
    throw error;
  }
}

function enumerateUnchanged(
  evaluator: Evaluator,
  purpose: Purpose,
  operand: Expr,
  environment: Environment,
  world: World,
  then: Continuation,
): boolean {
  const { expression, environment: where } = unfold(evaluator, operand, environment);
  if (expression.kind === "tuple") {
    const loop = (index: number, reached: World): boolean => {
      if (index === expression.elements.length) return then(reached);
      const element = expression.elements[index]!;
      return enumerateUnchanged(evaluator, purpose, element, where, reached, (later) => loop(index + 1, later));
    };
    return loop(0, world);
  }
  if (purpose.side === "next" && world.next !== undefined) {
    const slot = slotOf(evaluator, expression, where, primedWorld(world));
    if (slot !== undefined && world.next[slot] === UNKNOWN) {
      const value = evaluator.element(expression, where, world);
      return then(withAssigned(world, "next", slot, value));
    }
    const substituted = slot === undefined ? substitution(evaluator, expression, where, primedWorld(world)) : undefined;
    if (substituted !== undefined)
      return enumerateUnchanged(evaluator, purpose, substituted.expression, substituted.environment, world, then);
  }
  return isUnchanged(evaluator, expression, where, world) ? then(world) : true;
}

// ------------------------------------------------------------------------------------------------ left sides

/** The slot that an equation's left side names, when it has no value yet. */
function unassignedSlot(
  evaluator: Evaluator,
  purpose: Purpose,
  left: Expr,
  environment: Environment,
  world: World,
): number | undefined {
  if (purpose.side === "current") {
    const unfolded = unfold(evaluator, left, environment);
    const slot = slotOf(evaluator, unfolded.expression, unfolded.environment, world);
    return slot !== undefined && world.current?.[slot] === UNKNOWN ? slot : undefined;
  }
  const slot = assignedSlot(evaluator, left, environment, world);
  return slot !== undefined && world.next?.[slot] === UNKNOWN ? slot : undefined;
}

/** The slot of the next state that an equation's left side names, whether it has a value or not. */
export function assignedSlot(
  evaluator: Evaluator,
  left: Expr,
  environment: Environment,
  world: World,
): number | undefined {
  const { expression, environment: where } = unfold(evaluator, left, environment);
  if (expression.kind !== "builtin" || expression.operator !== "prime") return undefined;
  const primed = unfold(evaluator, expression.arguments[0]!, where);
  return slotOf(evaluator, primed.expression, primed.environment, primedWorld(world));
}

/** The slot of a variable in the current state of `world`, through instances; undefined for other expressions. */
function slotOf(evaluator: Evaluator, expression: Expr, environment: Environment, world: World): number | undefined {
  if (expression.kind !== "ref" || expression.target.kind !== "variable") return undefined;
  const cell = locate(evaluator, expression.target, environment, world, expression.at);
  if (cell.kind === "slot") return cell.slot;
  const unfolded = unfold(evaluator, cell.expression, cell.environment);
  return slotOf(evaluator, unfolded.expression, unfolded.environment, world);
}

/** What an instance puts in the place of a variable, when that is not a variable: `vars <- <<x, y>>`. */
export function substitution(
  evaluator: Evaluator,
  expression: Expr,
  environment: Environment,
  world: World,
): { readonly expression: Expr; readonly environment: Environment } | undefined {
  if (expression.kind !== "ref" || expression.target.kind !== "variable") return undefined;
  const cell = locate(evaluator, expression.target, environment, world, expression.at);
  return cell.kind === "expression" ? cell : undefined;
}

/** Looks through parameters, LET names, labels and definitions without parameters, to what they abbreviate. */
export function unfold(
  evaluator: Evaluator,
  expression: Expr,
  environment: Environment,
): { readonly expression: Expr; readonly environment: Environment } {
  if (expression.kind === "label") return unfold(evaluator, expression.body, environment);
  if (expression.kind !== "ref" || expression.target.kind === "variable") return { expression, environment };
  const meaning = meaningOf(evaluator, expression, environment);
  if (meaning.kind === "thunk") return unfold(evaluator, meaning.expression, meaning.environment);
  if (meaning.kind === "operator" && isFollowed(evaluator, meaning.operator)) {
    const isAbbreviation = meaning.operator.kind === "definition" && !meaning.operator.definition.isRecursive;
    if (isAbbreviation) {
      const entered = enter(
        evaluator,
        meaning.operator,
        argumentsOf(evaluator, expression, environment),
        expression.at,
      );
      return unfold(evaluator, entered.body, entered.environment);
    }
  }
  return { expression, environment };
}

/** The constructor behind a boolean function, whose body is followed at the argument. */
function functionConstructor(
  evaluator: Evaluator,
  expression: Expr,
  environment: Environment,
): { readonly expression: FunctionExpr; readonly environment: Environment } | undefined {
  const unfolded = unfold(evaluator, expression, environment);
  if (unfolded.expression.kind !== "function" || unfolded.expression.recursiveName !== undefined) return undefined;
  return { expression: unfolded.expression, environment: unfolded.environment };
}
