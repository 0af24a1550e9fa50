/**
 * Which expressions are constant: nothing in them depends on a state, on a local of emitted code, or on an effect.
 * They can be evaluated once, at compile time.
 */
import type { Argument, Declaration, Definition, Expr, InstanceUse } from "../../tla/modules/core.ts";
import { isOverridable } from "../overrides.ts";
import { forEachChild } from "./analysis.ts";
import type { Compiler } from "./compiler.ts";
import { EXCEPT_AT } from "./environment.ts";
import type { Bindable, Binding, Environment } from "./environment.ts";
import { instanceEnvironment } from "./instances.ts";

/** Answers for definitions, apart for inside and outside a constant definition: only there a random choice is closed. */
const known = {
  drawing: new WeakMap<Environment, Map<Definition, boolean>>(),
  plain: new WeakMap<Environment, Map<Definition, boolean>>(),
};

/** `bound` may be given to ask about an expression under binders: "constant but for these". */
export function isClosed(
  compiler: Compiler,
  expression: Expr,
  environment: Environment,
  bound: ReadonlySet<Bindable> = new Set(),
): boolean {
  switch (expression.kind) {
    case "native":
    case "boxAction":
    case "angleAction":
    case "fairness":
    case "unboundedQuantifier":
      return false;
    case "exceptAt":
      return bound.has(EXCEPT_AT) || bindingIsClosed(compiler, environment.lookup(EXCEPT_AT));
    case "builtin":
      if (expression.operator === "enabled" || expression.operator === "unchanged" || expression.operator === "compose")
        return false;
      return expression.arguments.every((a) => isClosed(compiler, a, environment, bound));
    case "ref":
      return (
        targetIsClosed(compiler, expression.target, expression.instance, environment, bound) &&
        expression.arguments.every((a) => argumentIsClosed(compiler, a, environment, bound))
      );
    case "except": {
      const recur = (e: Expr, names: ReadonlySet<Bindable>): boolean => isClosed(compiler, e, environment, names);
      const inner = new Set(bound).add(EXCEPT_AT);
      return (
        recur(expression.function, bound) &&
        expression.updates.every(
          (update) =>
            update.path.every((step) => step.kind === "field" || recur(step.argument, bound)) &&
            recur(update.value, inner),
        )
      );
    }
    default: {
      const inner = new Set(bound);
      addBinders(expression, inner);
      let result = true;
      forEachChild(expression, (child) => {
        if (result) result = isClosed(compiler, child, environment, inner);
      });
      return result;
    }
  }
}

function addBinders(expression: Expr, bound: Set<Bindable>): void {
  const names = (groups: readonly { readonly names: readonly Bindable[] }[]): void => {
    for (const group of groups) for (const name of group.names) bound.add(name);
  };
  switch (expression.kind) {
    case "quantifier":
    case "setMap":
    case "function":
      names(expression.bounds);
      if (expression.kind === "function" && expression.recursiveName !== undefined) bound.add(expression.recursiveName);
      return;
    case "choose":
      for (const name of expression.names) bound.add(name);
      return;
    case "setFilter":
      names([expression.bound]);
      return;
    case "let":
      for (const definition of expression.definitions) {
        bound.add(definition);
        for (const parameter of definition.parameters) bound.add(parameter);
      }
      return;
    case "label":
      for (const parameter of expression.parameters) bound.add(parameter);
      return;
    default:
      return;
  }
}

function argumentIsClosed(
  compiler: Compiler,
  a: Argument,
  environment: Environment,
  bound: ReadonlySet<Bindable>,
): boolean {
  switch (a.kind) {
    case "builtinRef":
      return true;
    case "operatorRef":
      return targetIsClosed(compiler, a.target, a.instance, environment, bound);
    case "lambda": {
      const inner = new Set(bound);
      for (const parameter of a.parameters) inner.add(parameter);
      return isClosed(compiler, a.body, environment, inner);
    }
    default:
      return isClosed(compiler, a, environment, bound);
  }
}

function bindingIsClosed(compiler: Compiler, binding: Binding | undefined): boolean {
  if (binding === undefined) return false;
  switch (binding.kind) {
    case "operand":
      return binding.operand.constant !== undefined;
    case "thunk":
      return isClosed(compiler, binding.expression, binding.environment);
    case "operator":
      return argumentIsClosed(compiler, binding.operator, binding.environment, new Set());
    case "slot":
    case "forced":
    case "closure":
    case "barrier":
      return false;
  }
}

function targetIsClosed(
  compiler: Compiler,
  target: Declaration,
  instance: InstanceUse | undefined,
  environment: Environment,
  bound: ReadonlySet<Bindable>,
): boolean {
  if (bound.has(target)) return true;
  const meaning =
    isOverridable(instance) && (target.kind === "constant" || target.kind === "definition")
      ? compiler.meaningOf(target, target.module)
      : undefined;
  if (meaning !== undefined && !(target.kind === "constant" && environment.lookup(target) !== undefined)) {
    return (
      meaning.kind !== "definition" ||
      targetIsClosed(compiler, meaning.target, meaning.instance, compiler.root, new Set())
    );
  }
  const inner = instance === undefined ? environment : instanceEnvironment(instance, environment);
  if (target.kind !== "definition") return bindingIsClosed(compiler, inner.lookup(target));
  if (target.native !== undefined && compiler.library.has(target.native)) {
    const { library } = compiler;
    return library.isPure(target.native) || (compiler.mayDraw && library.isDoneOnce(target.native));
  }
  const binding = inner.lookup(target);
  if (binding !== undefined && binding.kind !== "closure") return bindingIsClosed(compiler, binding);
  if (binding !== undefined) return definitionIsClosed(compiler, target, binding.environment);
  const isConstant = target.parameters.length === 0;
  return compiler.drawing(isConstant || compiler.mayDraw, () => definitionIsClosed(compiler, target, inner.context));
}

function definitionIsClosed(compiler: Compiler, definition: Definition, environment: Environment): boolean {
  const answersOf = compiler.mayDraw ? known.drawing : known.plain;
  let answers = answersOf.get(environment);
  if (answers === undefined) answersOf.set(environment, (answers = new Map<Definition, boolean>()));
  const answer = answers.get(definition);
  if (answer !== undefined) return answer;
  answers.set(definition, true);
  const result = isClosed(compiler, definition.body, environment, new Set<Bindable>(definition.parameters));
  answers.set(definition, result);
  return result;
}
