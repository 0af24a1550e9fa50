/**
 * References: what a name with its arguments means, through config overrides, instances, parameters and LET, and the
 * application of operators.
 */
import { EvaluationError, type Value } from "../../values/types.ts";
import type {
  Argument,
  ConstantDeclaration,
  ConstantMeaning,
  Definition,
  Expr,
  InstanceUse,
  VariableDeclaration,
} from "../../tla/modules/core.ts";
import { isOverridable } from "../overrides.ts";
import { isExpression } from "../../tla/modules/walk.ts";
import { lambdaOfBuiltin } from "./builtin-lambdas.ts";
import {
  bind,
  callScope,
  lookUp,
  lookUpLet,
  textModule,
  thunk,
  type Environment,
  type Meaning,
  type Operator,
} from "./environment.ts";
import { CALL_DEPTH_MAX } from "./bounds.ts";
import type { Evaluator } from "./evaluator.ts";
import { addLink, asEvaluationError } from "./failures.ts";
import { instanceEnvironment } from "./instances.ts";
import { callNative } from "./native-calls.ts";
import type { World } from "./world.ts";
import type { Location } from "../../tla/syntax/source.ts";

export type Reference = Expr & { readonly kind: "ref" };

export function evaluateReference(
  evaluator: Evaluator,
  reference: Reference,
  environment: Environment,
  world: World,
): Value {
  const target = reference.target;
  if (target.kind === "variable") {
    const where =
      reference.instance === undefined ? environment : instanceEnvironment(evaluator, reference.instance, environment);
    return readVariable(evaluator, target, where, world, reference.at);
  }
  const meaning = meaningOf(evaluator, reference, environment);
  switch (meaning.kind) {
    case "value":
      return meaning.value;
    case "thunk":
      return evaluator.force(meaning, world);
    case "operator":
      return applyOperator(
        evaluator,
        meaning.operator,
        argumentsOf(evaluator, reference, environment),
        world,
        reference.at,
      );
  }
}

/** What the name of a reference means; its arguments are not looked at. */
export function meaningOf(evaluator: Evaluator, reference: Reference, environment: Environment): Meaning {
  const target = reference.target;
  switch (target.kind) {
    case "parameter":
    case "boundVariable": {
      const meaning = lookUp(environment, target);
      if (meaning === undefined) return evaluator.fail("LS4201", `${target.name} has no value here.`, reference.at);
      return meaning;
    }
    case "constant":
    case "definition":
      return namedMeaning(evaluator, target, reference.instance, environment, reference.at);
    case "variable":
      return thunk(reference, environment);
  }
}

/** The meaning of a constant or definition. */
function namedMeaning(
  evaluator: Evaluator,
  target: ConstantDeclaration | Definition,
  instance: InstanceUse | undefined,
  environment: Environment,
  at: Location,
): Meaning {
  const overridden = isOverridable(instance) ? evaluator.overriddenMeaning(target, textModule(environment)) : undefined;
  if (overridden !== undefined) return configuredMeaning(evaluator, target.name, overridden);
  const where = instance === undefined ? environment : instanceEnvironment(evaluator, instance, environment);
  if (target.kind === "constant") return constantMeaning(evaluator, target, where, at);
  if (target.isLet) return letMeaning(evaluator, target, where, at);
  if (target.isRecursive && target.parameters.length === 0) {
    const itself = lookUp(where, target);
    if (itself !== undefined) return itself;
  }
  return { kind: "operator", operator: { kind: "definition", definition: target, environment: where.module } };
}

function configuredMeaning(evaluator: Evaluator, name: string, meaning: ConstantMeaning): Meaning {
  switch (meaning.kind) {
    case "value":
      return { kind: "value", value: evaluator.configValue(meaning.value) };
    case "table":
      return { kind: "operator", operator: { kind: "table", name, entries: meaning.entries } };
    case "definition": {
      const where =
        meaning.instance === undefined
          ? evaluator.root
          : instanceEnvironment(evaluator, meaning.instance, evaluator.root);
      return {
        kind: "operator",
        operator: { kind: "definition", definition: meaning.target, environment: where.module },
      };
    }
  }
}

function constantMeaning(
  evaluator: Evaluator,
  constant: ConstantDeclaration,
  environment: Environment,
  at: Location,
): Meaning {
  for (let module = environment.module; module.instance !== undefined; module = module.instance.outer.module) {
    const substituted = module.instance.declaration.substitutions.get(constant);
    if (substituted !== undefined) return closeOver(evaluator, substituted, module.instance.outer);
  }
  const meaning = evaluator.spec.constantValues.get(constant);
  if (meaning !== undefined) return configuredMeaning(evaluator, constant.name, meaning);
  return evaluator.fail("LS4211", `The constant ${constant.name} has no value.`, at);
}

function letMeaning(evaluator: Evaluator, definition: Definition, environment: Environment, at: Location): Meaning {
  const itself = definition.isRecursive ? lookUp(environment, definition) : undefined;
  if (itself !== undefined) return itself;
  const scope = lookUpLet(environment, definition);
  if (scope === undefined) return evaluator.fail("LS4201", `${definition.name} is not defined here.`, at);
  if (definition.parameters.length > 0)
    return { kind: "operator", operator: { kind: "definition", definition, environment: scope } };
  let memoised = scope.thunks.get(definition);
  if (memoised === undefined) {
    memoised = thunk(definition.body, scope);
    scope.thunks.set(definition, memoised);
  }
  return memoised;
}

// ------------------------------------------------------------------------------------------------ arguments

/** The arguments of a reference, closed over where they stand. */
export function argumentsOf(evaluator: Evaluator, reference: Reference, environment: Environment): readonly Meaning[] {
  if (reference.arguments.length === 0) return [];
  return reference.arguments.map((argument) => closeOver(evaluator, argument, environment));
}

/** An argument with the environment that it stands in: a thunk, or an operator. */
export function closeOver(evaluator: Evaluator, argument: Argument, environment: Environment): Meaning {
  if (isExpression(argument)) {
    const isName =
      argument.kind === "ref" && (argument.target.kind === "parameter" || argument.target.kind === "boundVariable");
    if (isName && argument.arguments.length === 0) return meaningOf(evaluator, argument, environment);
    return thunk(argument, environment);
  }
  switch (argument.kind) {
    case "lambda":
      return {
        kind: "operator",
        operator: { kind: "lambda", parameters: argument.parameters, body: argument.body, environment },
      };
    case "builtinRef":
      return { kind: "operator", operator: lambdaOfBuiltin(argument.operator, argument.at, evaluator.root) };
    case "operatorRef":
      if (argument.target.kind === "parameter") {
        const meaning = lookUp(environment, argument.target);
        if (meaning === undefined)
          return evaluator.fail("LS4201", `${argument.target.name} has no value here.`, argument.at);
        return meaning;
      }
      return namedMeaning(evaluator, argument.target, argument.instance, environment, argument.at);
  }
}

// ------------------------------------------------------------------------------------------------ application

/** The body of an operator and the environment to evaluate it in, with its parameters bound. */
export function enter(
  evaluator: Evaluator,
  operator: Operator & { kind: "definition" | "lambda" },
  args: readonly Meaning[],
  at: Location,
): { readonly body: Expr; readonly environment: Environment } {
  const isDefinition = operator.kind === "definition";
  const parameters = isDefinition ? operator.definition.parameters : operator.parameters;
  if (parameters.length !== args.length)
    return evaluator.fail("LS4217", `An operator of ${parameters.length} arguments is given ${args.length}.`, at);
  let environment: Environment = isDefinition
    ? callScope(operator.environment, operator.definition)
    : operator.environment;
  for (let i = 0; i < parameters.length; i++) environment = bind(environment, parameters[i]!, args[i]!);
  return { body: isDefinition ? operator.definition.body : operator.body, environment };
}

export function applyOperator(
  evaluator: Evaluator,
  operator: Operator,
  args: readonly Meaning[],
  world: World,
  at: Location,
): Value {
  switch (operator.kind) {
    case "definition":
      return applyDefinition(evaluator, operator, args, world, at);
    case "lambda": {
      const { body, environment } = enter(evaluator, operator, args, at);
      return evaluator.evaluate(body, environment, world);
    }
    case "table": {
      const values = args.map((argument) => meaningValue(evaluator, argument, world, at));
      for (const entry of operator.entries)
        if (entry.arguments.every((argument, i) => evaluator.configValue(argument) === values[i]))
          return evaluator.configValue(entry.value);
      const shown = values.map((value) => evaluator.store.show(value)).join(", ");
      return evaluator.fail("LS4212", `The configuration gives no value for ${operator.name}(${shown}).`, at);
    }
    case "builtin":
      return applyOperator(evaluator, lambdaOfBuiltin(operator.operator, at, evaluator.root), args, world, at);
  }
}

/** The value of an argument that is not an operator, in normal form. */
export function meaningValue(evaluator: Evaluator, meaning: Meaning, world: World, at: Location): Value {
  switch (meaning.kind) {
    case "value":
      return evaluator.normal(meaning.value, at);
    case "thunk":
      return evaluator.normal(evaluator.force(meaning, world), at);
    case "operator":
      return evaluator.normal(applyOperator(evaluator, meaning.operator, [], world, at), at);
  }
}

function applyDefinition(
  evaluator: Evaluator,
  operator: Operator & { kind: "definition" },
  args: readonly Meaning[],
  world: World,
  at: Location,
): Value {
  const { definition } = operator;
  const module = args.length === 0 && operator.environment.kind === "module" ? operator.environment : undefined;
  const known =
    module?.constants.get(definition) ??
    (module === evaluator.root ? evaluator.context.constants.get(definition) : undefined);
  if (known !== undefined) return known;
  if (++evaluator.depth > CALL_DEPTH_MAX) {
    evaluator.depth--;
    evaluator.fail("LS4250", `Evaluation is nested deeper than CALL_DEPTH_MAX (${CALL_DEPTH_MAX}) definitions.`, at);
  }
  const { currentReads, nextReads } = evaluator;
  try {
    const value = evaluateDefinition(evaluator, operator, args, world, at);
    if (module !== undefined && evaluator.currentReads === currentReads && evaluator.nextReads === nextReads) {
      evaluator.noteConstant();
      module.constants.set(definition, value);
    }
    return value;
  } catch (error) {
    // The stack runs out now inside a native, now outside: the place told is the call of the user's definition.
    const failure = definition.native === undefined ? asEvaluationError(error, evaluator.sites.siteOf(at)) : error;
    addLink(failure, () => linkOf(evaluator, definition, args));
    throw failure;
  } finally {
    evaluator.depth--;
  }
}

function evaluateDefinition(
  evaluator: Evaluator,
  operator: Operator & { kind: "definition" },
  args: readonly Meaning[],
  world: World,
  at: Location,
): Value {
  const { definition } = operator;
  const native = definition.native === undefined ? undefined : evaluator.native(definition.native);
  if (native !== undefined) return callNative(evaluator, native, definition, args, world, at);
  if (definition.body.kind === "native")
    return evaluator.fail("LS4208", `${definition.module}!${definition.name} is not supported.`, at);
  const { body, environment } = enter(evaluator, operator, args, at);
  return evaluator.evaluate(body, environment, world);
}

/** A definition in a chain, with its parameters as far as they have been evaluated. */
export function linkOf(
  evaluator: Evaluator,
  definition: Definition,
  args: readonly Meaning[],
): { name: string; at: Location } {
  if (args.length === 0) return { name: definition.name, at: definition.at };
  const shown = args.map((argument) => {
    const value =
      argument.kind === "value" ? argument.value : argument.kind === "thunk" ? argument.memo?.value : undefined;
    return value === undefined ? "…" : evaluator.store.show(value);
  });
  return { name: `${definition.name}(${shown.join(", ")})`, at: definition.at };
}

// ------------------------------------------------------------------------------------------------ variables

/** Where a variable's value is: a slot of the current state, or an expression that an instance puts in its place. */
export type Cell =
  | { readonly kind: "slot"; readonly slot: number }
  | { readonly kind: "expression"; readonly expression: Expr; readonly environment: Environment };

export function locate(
  evaluator: Evaluator,
  variable: VariableDeclaration,
  environment: Environment,
  world: World,
  at: Location,
): Cell {
  for (let module = environment.module; ; module = module.instance.outer.module) {
    const unknown = world.currentBarrier?.slotOf(module, variable);
    if (unknown !== undefined) return { kind: "slot", slot: unknown };
    if (module.instance === undefined) break;
    const substituted = module.instance.declaration.substitutions.get(variable);
    if (substituted !== undefined && isExpression(substituted)) {
      const outer = module.instance.outer;
      if (substituted.kind === "ref" && substituted.target.kind === "variable" && substituted.instance === undefined)
        return locate(evaluator, substituted.target, outer, world, at);
      return { kind: "expression", expression: substituted, environment: outer };
    }
  }
  const slot = evaluator.slots.get(variable);
  if (slot === undefined)
    return evaluator.fail("LS4201", `The variable ${variable.name} has no place in the state.`, at);
  return { kind: "slot", slot };
}

function readVariable(
  evaluator: Evaluator,
  variable: VariableDeclaration,
  environment: Environment,
  world: World,
  at: Location,
): Value {
  const cell = locate(evaluator, variable, environment, world, at);
  if (cell.kind === "expression") return evaluator.evaluate(cell.expression, cell.environment, world);
  evaluator.currentReads++;
  const value = world.current?.[cell.slot] ?? 0;
  if (value !== 0) {
    evaluator.recorder?.note(world, cell.slot, [], value);
    return value;
  }
  const why =
    world.current === undefined
      ? "there is no state here to read it from (it is primed where there is no next state, or no state has been reached yet)"
      : "it has no value yet at this point";
  throw new EvaluationError("LS4201", `The variable ${variable.name} cannot be read: ${why}.`, evaluator.site(at));
}
