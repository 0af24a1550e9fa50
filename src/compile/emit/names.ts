/**
 * What a name with its arguments comes down to: a state variable, an operand, a delayed expression, a native, or a body
 * to be compiled in an environment in which the parameters are bound to the arguments.
 */
import type {
  Argument,
  ConstantMeaning,
  Declaration,
  Definition,
  Expr,
  InstanceUse,
  ParameterDeclaration,
} from "../../tla/modules/core.ts";
import type { Location } from "../../tla/syntax/source.ts";
import { isOverridable } from "../overrides.ts";
import { usesOf } from "./analysis.ts";
import type { Block } from "./block.ts";
import type { Compiler } from "./compiler.ts";
import { markDeferred } from "./deferred.ts";
import type { Binding, Cell, Environment, Thunk } from "./environment.ts";
import { aliasOf, instanceEnvironment, operatorBinding } from "./instances.ts";
import { refuse } from "./refusal.ts";

export type Meaning =
  | { readonly kind: "binding"; readonly binding: Exclude<Binding, { kind: "closure" | "operator" }> }
  | {
      readonly kind: "constant";
      readonly meaning: Exclude<ConstantMeaning, { kind: "definition" }>;
      readonly arguments: readonly Argument[];
      readonly environment: Environment;
    }
  | {
      readonly kind: "native";
      readonly definition: Definition;
      readonly arguments: readonly Argument[];
      readonly environment: Environment;
    }
  /** `environment` is that of the definition: the parameters are not bound yet. */
  | {
      readonly kind: "call";
      readonly definition: Definition;
      readonly environment: Environment;
      readonly arguments: readonly Argument[];
      readonly callerEnvironment: Environment;
    }
  /** An applied lambda: parameters not bound yet. */
  | {
      readonly kind: "lambda";
      readonly parameters: readonly ParameterDeclaration[];
      readonly body: Expr;
      readonly environment: Environment;
      readonly arguments: readonly Argument[];
      readonly callerEnvironment: Environment;
    }
  /** A built-in operator given as argument and now applied. */
  | { readonly kind: "builtin"; readonly expression: Expr; readonly environment: Environment };

export interface Use {
  readonly target: Declaration;
  readonly arguments: readonly Argument[];
  readonly instance?: InstanceUse | undefined;
  readonly at: Location;
}

const ALIAS_CHAIN_MAX = 1_000;

export function meaningOf(compiler: Compiler, use: Use, environment: Environment): Meaning {
  return follow(compiler, use, environment, environment, 0);
}

/** `environment` is where the name is looked up, `caller` where the arguments stand. */
function follow(compiler: Compiler, use: Use, environment: Environment, caller: Environment, steps: number): Meaning {
  if (steps > ALIAS_CHAIN_MAX) refuse(`a chain of operator arguments longer than ${String(ALIAS_CHAIN_MAX)}`, use.at);
  const inner = use.instance === undefined ? environment : instanceEnvironment(use.instance, environment);
  const { target } = use;
  const binding = inner.lookup(target);

  if (binding === undefined || binding.kind === "closure") {
    const override =
      isOverridable(use.instance) && (target.kind === "constant" || target.kind === "definition")
        ? compiler.meaningOf(target, target.module)
        : undefined;
    if (override !== undefined) {
      if (override.kind !== "definition") {
        return { kind: "constant", meaning: override, arguments: use.arguments, environment: caller };
      }
      const next: Use = { target: override.target, instance: override.instance, arguments: use.arguments, at: use.at };
      return follow(compiler, next, compiler.root, caller, steps + 1);
    }
    if (target.kind !== "definition") refuse(`the name ${target.name}, which has no meaning here`, use.at);
    if (target.native !== undefined && (compiler.library.has(target.native) || target.body.kind === "native")) {
      return { kind: "native", definition: target, arguments: use.arguments, environment: caller };
    }
    return {
      kind: "call",
      definition: target,
      environment: binding === undefined ? inner.context : binding.environment,
      arguments: use.arguments,
      callerEnvironment: caller,
    };
  }
  if (binding.kind !== "operator") return { kind: "binding", binding };

  const { operator } = binding;
  switch (operator.kind) {
    case "operatorRef": {
      const next: Use = { target: operator.target, instance: operator.instance, arguments: use.arguments, at: use.at };
      return follow(compiler, next, binding.environment, caller, steps + 1);
    }
    case "lambda":
      return {
        kind: "lambda",
        parameters: operator.parameters,
        body: operator.body,
        environment: binding.environment,
        arguments: use.arguments,
        callerEnvironment: caller,
      };
    case "builtinRef": {
      const operands = use.arguments.map((a) => {
        if (a.kind === "operatorRef" || a.kind === "builtinRef" || a.kind === "lambda")
          refuse("an operator as operand", use.at);
        return a;
      });
      return {
        kind: "builtin",
        expression: { kind: "builtin", operator: operator.operator, arguments: operands, at: use.at },
        environment: caller,
      };
    }
  }
}

/** What a parameter stands for in a body that is compiled in place. `home` takes the local of a delayed argument. */
export function argumentBinding(
  parameter: ParameterDeclaration,
  argument: Argument,
  environment: Environment,
  body: Expr,
  home: Block | undefined,
): Binding {
  if (argument.kind === "operatorRef" || argument.kind === "builtinRef" || argument.kind === "lambda") {
    return operatorBinding(argument, environment);
  }
  const alias = aliasOf(argument, environment);
  if (alias !== undefined) return alias;
  return thunkOf(argument, environment, usesOf(parameter, body) > 1 ? home : undefined);
}

export function thunkOf(expression: Expr, environment: Environment, home: Block | undefined): Thunk {
  markDeferred(expression);
  switch (expression.kind) {
    case "number":
    case "string":
    case "boolean":
    case "builtinSet":
      return { kind: "thunk", expression, environment, cells: [undefined, undefined] };
    default:
      break;
  }
  if (home === undefined) return { kind: "thunk", expression, environment, cells: [undefined, undefined] };
  const cells: [Cell, Cell] = [
    { name: "", line: home.reserve(), computations: new Map() },
    { name: "", line: home.reserve(), computations: new Map() },
  ];
  return { kind: "thunk", expression, environment, home, cells };
}

/** Binds the parameters of a body that is compiled in place. */
export function expand(
  parameters: readonly ParameterDeclaration[],
  body: Expr,
  args: readonly Argument[],
  environment: Environment,
  caller: Environment,
  home: Block | undefined,
): Environment {
  if (parameters.length === 0) return environment;
  const inner = environment.extend();
  parameters.forEach((parameter, index) => {
    inner.bind(parameter, argumentBinding(parameter, args[index]!, caller, body, home));
  });
  return inner;
}

/** Binds the definitions of a LET. Those without parameters are evaluated at their first use and kept. */
export function letEnvironment(
  expression: Extract<Expr, { kind: "let" }>,
  environment: Environment,
  home: Block | undefined,
  keepsAll = false,
): Environment {
  const inner = environment.extend();
  for (const definition of expression.definitions) {
    if (definition.parameters.length > 0 || definition.isRecursive) {
      inner.bind(definition, { kind: "closure", environment: inner });
      continue;
    }
    const uses = keepsAll ? 2 : home === undefined ? 1 : letUses(definition, expression);
    inner.bind(definition, thunkOf(definition.body, inner, uses > 1 ? home : undefined));
  }
  return inner;
}

function letUses(definition: Definition, expression: Extract<Expr, { kind: "let" }>): number {
  let uses: number = usesOf(definition, expression.body);
  for (const other of expression.definitions) {
    if (uses > 1) break;
    const inOther = usesOf(definition, other.body);
    if (inOther > 0) uses += other.parameters.length > 0 ? 2 : inOther;
  }
  return uses;
}
