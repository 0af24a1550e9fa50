/**
 * Environments of instanced modules: the declared symbols of the module stand for the substitutions, which mean what
 * they mean where the instance stands.
 */
import type { Argument, InstanceDeclaration, InstanceUse } from "../../tla/modules/core.ts";
import type { Binding, Environment } from "./environment.ts";

const cache = new WeakMap<Environment, Map<InstanceDeclaration, Environment>>();

/** The environment in which definitions of the instanced module are compiled. `environment` is that of the use. */
export function instanceEnvironment(use: InstanceUse, environment: Environment): Environment {
  const outer = use.parent === undefined ? environment : instanceEnvironment(use.parent, environment);
  // Instances of modules stand at module level and see nothing of the caller, unless they are in a LET or have
  // parameters; then the environment is that of one use and need not be shared.
  const isShared = use.arguments.length === 0 && outer.context === outer;
  if (isShared) {
    let known = cache.get(outer);
    if (known === undefined) cache.set(outer, (known = new Map<InstanceDeclaration, Environment>()));
    let result = known.get(use.instance);
    if (result === undefined) known.set(use.instance, (result = build(use, outer, outer)));
    return result;
  }
  if (use.arguments.length === 0 && isModuleLevel(use.instance)) {
    return instanceEnvironment(use, outer.context);
  }
  let withParameters = outer;
  if (use.instance.parameters.length > 0) {
    withParameters = outer.extend();
    use.instance.parameters.forEach((parameter, index) => {
      withParameters.bind(parameter, symbolBinding(use.arguments[index]!, outer));
    });
  }
  return build(use, outer, withParameters);
}

/** Substitutions of an instance without parameters that mention locals can only stand in a LET. */
function isModuleLevel(instance: InstanceDeclaration): boolean {
  for (const substituted of instance.substitutions.values()) if (mentionsLocal(substituted)) return false;
  return true;
}

function mentionsLocal(argument: Argument): boolean {
  if (argument.kind === "builtinRef") return false;
  if (argument.kind === "operatorRef") {
    return argument.target.kind === "parameter" || (argument.target.kind === "definition" && argument.target.isLet);
  }
  if (argument.kind === "lambda") return true;
  // A plain name is by far the most frequent substitution; anything larger is taken to mention locals.
  if (argument.kind !== "ref" || argument.arguments.length > 0 || argument.instance !== undefined) return true;
  const kind = argument.target.kind;
  return (
    kind === "parameter" || kind === "boundVariable" || (argument.target.kind === "definition" && argument.target.isLet)
  );
}

function build(use: InstanceUse, outer: Environment, substitutionsIn: Environment): Environment {
  const result = outer.instance();
  for (const [symbol, substituted] of use.instance.substitutions) {
    result.bind(symbol, symbolBinding(substituted, substitutionsIn));
  }
  return result;
}

/** What a symbol stands for when an argument is put in its place, unevaluated. */
export function symbolBinding(argument: Argument, environment: Environment): Binding {
  if (argument.kind === "operatorRef" || argument.kind === "builtinRef" || argument.kind === "lambda") {
    return operatorBinding(argument, environment);
  }
  return (
    aliasOf(argument, environment) ?? {
      kind: "thunk",
      expression: argument,
      environment,
      cells: [undefined, undefined],
    }
  );
}

/** An operator argument that is itself an operator parameter means what that parameter means. */
export function operatorBinding(
  argument: Extract<Argument, { kind: "operatorRef" | "builtinRef" | "lambda" }>,
  environment: Environment,
): Binding {
  if (argument.kind === "operatorRef" && argument.target.kind !== "definition") {
    const bound = environment.lookup(argument.target);
    if (bound !== undefined) return bound;
  }
  return { kind: "operator", operator: argument, environment };
}

/** A plain name that is bound stands for its binding. */
export function aliasOf(argument: Argument, environment: Environment): Binding | undefined {
  if (argument.kind !== "ref" || argument.arguments.length > 0 || argument.instance !== undefined) return undefined;
  const binding = environment.lookup(argument.target);
  return binding === undefined || binding.kind === "closure" || binding.kind === "operator" ? undefined : binding;
}
