/**
 * Do two expressions, each in its environment, mean the same? Answers err on the side of no. Where it depends on the
 * value of a local of emitted code, the comparisons to be made when it runs are noted, and the answer is yes if they
 * come out true.
 */
import type { Argument, Expr, InstanceUse } from "../../tla/modules/core.ts";
import { childrenOf, isExpression } from "../../tla/modules/walk.ts";
import type { Value } from "../../values/types.ts";
import type { Compiler } from "./compiler.ts";
import { EXCEPT_AT } from "./environment.ts";
import type { Bindable, Binding, Environment } from "./environment.ts";
import type { Operand } from "./operand.ts";

/** A name that runs through a set that is not known at compile time: what it is bound to, and the set. */
export interface SetElement {
  readonly operand: Operand;
  readonly set: Expr;
  readonly environment: Environment;
}

export class MeaningComparison {
  /** The left side's local must have the right side's value. */
  readonly conditions = new Map<Operand, Value>();
  /** Elements of the right side, and the loop of the left side that runs through the same set. */
  readonly matched = new Map<SetElement, SetElement>();
  readonly #compiler: Compiler;
  readonly #loops: readonly SetElement[];
  readonly #elements: readonly SetElement[];
  /** What is being compared: recursive definitions lead back to themselves. */
  readonly #entered: (readonly [Expr, Environment, Environment])[] = [];

  /** `loops` are those of the left side, `elements` belong to the right side. */
  constructor(compiler: Compiler, loops: readonly SetElement[], elements: readonly SetElement[]) {
    this.#compiler = compiler;
    this.#loops = loops;
    this.#elements = elements;
  }

  same(left: Expr, inLeft: Environment, right: Expr, inRight: Environment): boolean {
    if (left === right) return this.sameNames(left, inLeft, inRight);
    const constant = this.#constant(left, inLeft);
    if (constant !== undefined) return constant === this.#constant(right, inRight);
    const all = (lefts: readonly Argument[], rights: readonly Argument[]): boolean =>
      lefts.length === rights.length &&
      lefts.every(
        (part, i) => isExpression(part) && isExpression(rights[i]!) && this.same(part, inLeft, rights[i], inRight),
      );
    switch (left.kind) {
      case "ref":
        return (
          right.kind === "ref" &&
          left.target === right.target &&
          left.instance === undefined &&
          right.instance === undefined &&
          this.#sameName(left.target, inLeft, inRight) &&
          all(left.arguments, right.arguments)
        );
      case "builtin":
        return right.kind === "builtin" && left.operator === right.operator && all(left.arguments, right.arguments);
      case "tuple":
      case "setEnumeration":
        return right.kind === left.kind && all(left.elements, right.elements);
      case "apply":
        return right.kind === "apply" && all(childrenOf(left), childrenOf(right));
      case "field":
        return right.kind === "field" && left.name === right.name && all([left.record], [right.record]);
      default:
        return false;
    }
  }

  /** One expression, read in two environments. */
  sameNames(expression: Expr, inLeft: Environment, inRight: Environment): boolean {
    if (inLeft === inRight) return true;
    if (inLeft.context !== inRight.context) return false;
    if (this.#entered.some(([e, left, right]) => e === expression && left === inLeft && right === inRight)) return true;
    this.#entered.push([expression, inLeft, inRight]);
    const result = this.#sameNamesBelow(expression, inLeft, inRight);
    this.#entered.pop();
    return result;
  }

  #sameNamesBelow(argument: Argument, inLeft: Environment, inRight: Environment): boolean {
    const recur = (inner: Argument): boolean => this.#sameNamesBelow(inner, inLeft, inRight);
    switch (argument.kind) {
      case "builtinRef":
        return true;
      case "lambda":
        return recur(argument.body);
      case "operatorRef":
        return this.#sameName(argument.target, inLeft, inRight) && this.#sameInstance(argument.instance, recur);
      case "exceptAt":
        return this.#sameName(EXCEPT_AT, inLeft, inRight);
      case "ref":
        if (!this.#sameName(argument.target, inLeft, inRight)) return false;
        if (!this.#sameInstance(argument.instance, recur)) return false;
        return argument.arguments.every(recur);
      default:
        return childrenOf(argument).every(recur);
    }
  }

  #sameInstance(use: InstanceUse | undefined, recur: (argument: Argument) => boolean): boolean {
    if (use === undefined) return true;
    return (
      use.arguments.every(recur) &&
      [...use.instance.substitutions.values()].every(recur) &&
      this.#sameInstance(use.parent, recur)
    );
  }

  #sameName(name: Bindable, inLeft: Environment, inRight: Environment): boolean {
    const left = inLeft.lookup(name);
    const right = inRight.lookup(name);
    if (left === right) return true;
    if (left === undefined || right === undefined) return false;
    return this.#sameBinding(name, left, right);
  }

  #sameBinding(name: Bindable, left: Binding, right: Binding): boolean {
    if (right.kind === "operand") {
      const element = this.#elements.find(({ operand }) => operand === right.operand);
      if (element !== undefined) return left.kind === "operand" && this.#matches(left.operand, element);
    }
    const wanted = this.#constantOf(right);
    const given = this.#constantOf(left);
    if (given !== undefined || wanted !== undefined) {
      if (given !== undefined) return given === wanted;
      return left.kind === "operand" && this.#requires(left.operand, wanted!);
    }
    if (left.kind === "slot") return right.kind === "slot" && left.index === right.index;
    if (left.kind === "thunk")
      return (
        right.kind === "thunk" && this.same(left.expression, left.environment, right.expression, right.environment)
      );
    if (left.kind === "closure")
      return (
        right.kind === "closure" &&
        name.kind === "definition" &&
        this.sameNames(name.body, left.environment, right.environment)
      );
    if (left.kind === "operator" && right.kind === "operator") {
      const [one, other] = [left.operator, right.operator];
      if (one.kind === "lambda") return one === other && this.sameNames(one.body, left.environment, right.environment);
      if (one.kind !== "operatorRef" || other.kind !== "operatorRef" || one.target !== other.target) return false;
      if (one.instance !== undefined || other.instance !== undefined) return false;
      return this.#sameName(one.target, left.environment, right.environment);
    }
    return false;
  }

  /** A local of the left side is compared when the code runs; values in normal form have one handle each. */
  #requires(operand: Operand, value: Value): boolean {
    const before = this.conditions.get(operand);
    if (!operand.atom || !operand.normal || (before !== undefined && before !== value)) return false;
    this.conditions.set(operand, value);
    return true;
  }

  #matches(operand: Operand, element: SetElement): boolean {
    const before = this.matched.get(element);
    if (before !== undefined) return before.operand === operand;
    const loop = this.#loops.find((candidate) => candidate.operand === operand);
    if (loop === undefined || !this.same(loop.set, loop.environment, element.set, element.environment)) return false;
    this.matched.set(element, loop);
    return true;
  }

  #constantOf(binding: Binding): Value | undefined {
    if (binding.kind === "thunk") return this.#constant(binding.expression, binding.environment);
    return binding.kind === "operand" ? this.#normal(binding.operand.constant) : undefined;
  }

  #constant(expression: Expr, environment: Environment): Value | undefined {
    return this.#normal(this.#compiler.fold(expression, environment));
  }

  #normal(value: Value | undefined): Value | undefined {
    const { store } = this.#compiler;
    return value === undefined ? undefined : this.#compiler.tryFold(() => store.normalize(value, -1));
  }
}
