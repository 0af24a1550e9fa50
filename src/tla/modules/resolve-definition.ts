/**
 * Resolves definitions, in a module or in a LET: operators, functions, RECURSIVE declarations and named instances.
 *
 * A definition is visible only after its end, except to itself when it was declared RECURSIVE and for the name of a
 * function inside the function's body.
 */
import type { BoundGroup, Definition, Expr } from "./core.ts";
import type {
  FunctionDefinition,
  InstanceDefinition,
  Let,
  Name,
  OperatorDefinition,
  Recursive,
} from "../syntax/ast.ts";
import { natives, standardModules } from "../library/natives.ts";
import { builtinArity } from "./builtins.ts";
import { bindParameters, declare, locate, withScope, type Context } from "./resolve-context.ts";
import { lower, lowerBounds, placeholder } from "./resolve-expression.ts";
import { makeInstance } from "./resolve-instance.ts";
import { countText } from "./resolve-name.ts";
import { Scope, type ModuleRecord, type Mutable } from "./scope.ts";

/** True when nothing in the module can depend on a CONSTANT or VARIABLE, as far as it is resolved. */
export function isClosed(module: ModuleRecord): boolean {
  for (let record: ModuleRecord | undefined = module; record !== undefined; record = record.enclosing) {
    if (record.declared.length > 0) return false;
  }
  return true;
}

function newDefinition(
  name: Name,
  whole: { readonly start: number; readonly end: number },
  options: { readonly isLocal: boolean; readonly isLet: boolean },
  context: Context,
): Mutable<Definition> {
  const at = locate(context, whole);
  const key = `${context.module.name}!${name.text}`;
  const isStandard = context.module.isLibrary || standardModules.has(context.module.name);
  const isNative = isStandard && !options.isLet && natives.has(key);
  const definition: Mutable<Definition> = {
    kind: "definition",
    name: name.text,
    parameters: [],
    body: placeholder(at),
    level: 0,
    isRecursive: false,
    isLocal: options.isLocal,
    isLet: options.isLet,
    module: context.module.name,
    at,
    nameAt: locate(context, name),
    ...(isNative ? { native: key } : {}),
  };
  context.state.definitions.push(definition);
  if (!options.isLet && isClosed(context.module)) context.state.closed.add(definition);
  return definition;
}

/** `F(x) == e`. Returns undefined when the name was taken. */
export function defineOperator(unit: OperatorDefinition, isLet: boolean, context: Context): Definition | undefined {
  const name = unit.name;
  if (builtinArity(name.text) !== undefined && unit.fixity !== "name") {
    const message = `${name.text} is an operator of the language and cannot be defined`;
    context.state.problems.error("LS2012", message, locate(context, name));
  }
  const declared = pendingDefinition(name, context);
  const definition = declared ?? newDefinition(name, unit, { isLocal: unit.isLocal, isLet }, context);
  const scope = new Scope(context.scope);
  const parameters = bindParameters(context, scope, unit.parameters);
  if (declared !== undefined) completeRecursive(declared, unit, parameters.length, context);
  definition.parameters = parameters;
  const inner = insideOf(definition, scope, context);
  definition.body = lower(unit.body, inner);
  context.state.sources.set(definition, { body: unit.body, scope, module: context.module });
  if (declared !== undefined) {
    settleRecursive(context);
    return definition;
  }
  return bindDefinition(definition, context) ? definition : undefined;
}

function insideOf(definition: Definition, scope: Scope, context: Context): Context {
  return { ...context, scope, owners: { definition, outer: context.owners } };
}

function bindDefinition(definition: Definition, context: Context): boolean {
  const binding = {
    kind: "declaration" as const,
    target: definition,
    isLocal: definition.isLocal,
    at: definition.nameAt,
  };
  return declare(context, context.scope, definition.name, binding);
}

/** The definition that a RECURSIVE of this frame announced under `name`. */
function pendingDefinition(name: Name, context: Context): Mutable<Definition> | undefined {
  const binding = context.scope.names.get(name.text);
  if (binding?.kind !== "declaration" || binding.target.kind !== "definition") return undefined;
  return context.state.pending.has(binding.target) ? binding.target : undefined;
}

function completeRecursive(
  definition: Mutable<Definition>,
  unit: OperatorDefinition,
  count: number,
  context: Context,
): void {
  const declaredAt = definition.nameAt;
  if (definition.parameters.length !== count) {
    const declared = countText(definition.parameters.length);
    const message = `${definition.name} was declared RECURSIVE with ${declared}, but its definition has ${count}`;
    const notes = [{ message: "declared here", at: declaredAt }];
    context.state.problems.error("LS2017", message, locate(context, unit.name), { notes });
  }
  definition.at = locate(context, unit);
  definition.nameAt = locate(context, unit.name);
  definition.isLocal = unit.isLocal;
  const binding = context.scope.names.get(definition.name);
  if (binding !== undefined) context.scope.names.set(definition.name, { ...binding, isLocal: unit.isLocal });
}

/**
 * Everything that refers to a pending definition counts as recursive. They stay pending until all that this frame
 * declared RECURSIVE are defined, since a helper between them may be part of the circle.
 */
function settleRecursive(context: Context): void {
  const { pending, sources } = context.state;
  const own = [...pending.keys()].filter((definition) => {
    const binding = context.scope.names.get(definition.name);
    return binding?.kind === "declaration" && binding.target === definition;
  });
  if (own.every((definition) => sources.has(definition))) for (const definition of own) pending.delete(definition);
}

/** `RECURSIVE F(_), g`: the definitions exist from here on; their bodies come later. */
export function declareRecursive(unit: Recursive, isLet: boolean, context: Context): void {
  for (const declaration of unit.declarations) {
    const options = { isLocal: false, isLet };
    const definition = newDefinition(declaration.name, declaration, options, context);
    definition.isRecursive = true;
    const at = definition.nameAt;
    definition.parameters = Array.from({ length: declaration.arity }, (_, index) => ({
      kind: "parameter" as const,
      name: `argument ${index + 1}`,
      arity: 0,
      at,
    }));
    if (bindDefinition(definition, context)) context.state.pending.set(definition, at);
  }
}

/** After the last definition of a module or LET: everything declared RECURSIVE must have come. */
export function closeRecursive(scope: Scope, context: Context): void {
  for (const [definition, at] of [...context.state.pending]) {
    const binding = scope.names.get(definition.name);
    if (binding?.kind !== "declaration" || binding.target !== definition) continue;
    context.state.pending.delete(definition);
    if (context.state.sources.has(definition)) continue;
    context.state.problems.error("LS2017", `${definition.name} is declared RECURSIVE but never defined`, at);
  }
}

/** `f[x \in S] == e` */
export function defineFunction(unit: FunctionDefinition, isLet: boolean, context: Context): Definition | undefined {
  const declared = pendingDefinition(unit.name, context);
  const definition = declared ?? newDefinition(unit.name, unit, { isLocal: unit.isLocal, isLet }, context);
  const owners = { definition, outer: context.owners };
  const { groups, inner } = lowerBounds(unit.bounds, { ...context, owners });
  const watch = { used: false };
  if (declared === undefined) {
    const at = definition.nameAt;
    declare(context, inner.scope, unit.name.text, {
      kind: "declaration",
      target: definition,
      isLocal: true,
      at,
      watch,
    });
  }
  const body = lower(unit.body, inner);
  definition.body = functionBody(groups, body, definition, watch.used || definition.isRecursive, context, unit);
  context.state.sources.set(definition, { body: unit.body, scope: inner.scope, module: context.module });
  if (declared !== undefined) {
    settleRecursive(context);
    return definition;
  }
  return bindDefinition(definition, context) ? definition : undefined;
}

function functionBody(
  bounds: readonly BoundGroup[],
  body: Expr,
  definition: Definition,
  isRecursive: boolean,
  context: Context,
  unit: FunctionDefinition,
): Expr {
  const at = locate(context, unit);
  return { kind: "function", bounds, body, at, ...(isRecursive ? { recursiveName: definition } : {}) };
}

/** `I(p) == INSTANCE M WITH ...` */
export function defineInstance(unit: InstanceDefinition, context: Context): void {
  const made = makeInstance(unit.instance, unit, context, unit);
  if (made === undefined) return;
  declare(context, context.scope, unit.name.text, {
    kind: "instance",
    instance: made.instance,
    module: made.module,
    isLocal: unit.isLocal,
    at: locate(context, unit.name),
  });
}

/** The definitions of a LET, in a frame of their own. */
export function lowerLetUnits(
  units: Let["units"],
  context: Context,
): { readonly definitions: Definition[]; readonly inner: Context } {
  const scope = new Scope(context.scope);
  const inner = withScope(context, scope);
  const definitions: Definition[] = [];
  for (const unit of units) {
    if (unit.kind === "recursive") declareRecursive(unit, true, inner);
    else if (unit.kind === "instanceDefinition") defineInstance(unit, inner);
    else {
      const definition =
        unit.kind === "operator" ? defineOperator(unit, true, inner) : defineFunction(unit, true, inner);
      if (definition !== undefined) definitions.push(definition);
    }
  }
  closeRecursive(scope, inner);
  return { definitions, inner };
}
