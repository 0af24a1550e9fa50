/**
 * Resolves INSTANCE: which module, and what stands for each of its CONSTANTs and VARIABLEs.
 *
 * What WITH does not name is substituted by the symbol of the same name that is visible where the instance stands.
 */
import type { Argument, ConstantDeclaration, InstanceDeclaration, VariableDeclaration } from "./core.ts";
import type { Instance, InstanceDefinition, Node } from "../syntax/ast.ts";
import { didYouMean } from "./near-names.ts";
import { withHint } from "./problems.ts";
import {
  bindParameters,
  describeTarget,
  locate,
  placeText,
  sameMeaning,
  withScope,
  type Context,
} from "./resolve-context.ts";
import { isClosed } from "./resolve-definition.ts";
import { placeholder } from "./resolve-expression.ts";
import { lowerArgument, parametersOf } from "./resolve-name.ts";
import {
  instanceOption,
  Scope,
  throughInstance,
  type Binding,
  type DeclarationBinding,
  type InstanceBinding,
  type ModuleRecord,
} from "./scope.ts";

export interface MadeInstance {
  readonly instance: InstanceDeclaration;
  readonly module: ModuleRecord;
}

/** Makes the declaration of an instance; undefined when its module cannot be read. */
export function makeInstance(
  written: Instance,
  whole: Node,
  context: Context,
  named?: InstanceDefinition,
): MadeInstance | undefined {
  const module = context.state.moduleNamed(written.module, context.module);
  if (module === undefined) {
    context.module.isIncomplete = true;
    return undefined;
  }
  const scope = new Scope(context.scope);
  const parameters = named === undefined ? [] : bindParameters(context, scope, named.parameters);
  const inner = withScope(context, scope);
  const instance: InstanceDeclaration = {
    kind: "instance",
    name: named?.name.text ?? "",
    parameters,
    target: module.name,
    substitutions: substitutionsOf(written, module, inner),
    isLocal: named?.isLocal ?? false,
    at: locate(context, whole),
  };
  context.state.instances.push(instance);
  if (isClosed(context.module) && context.owners === undefined) context.state.closed.add(instance);
  return { instance, module };
}

type Declared = ConstantDeclaration | VariableDeclaration;

function substitutionsOf(written: Instance, module: ModuleRecord, context: Context): ReadonlyMap<Declared, Argument> {
  const explicit = explicitSubstitutions(written, module, context);
  const all = new Map<Declared, Argument>();
  const missing: Declared[] = [];
  for (const declared of module.declared) {
    const argument = explicit.get(declared) ?? implicitSubstitution(declared, written, context);
    if (argument === undefined) missing.push(declared);
    else all.set(declared, argument);
  }
  if (missing.length > 0 && !context.module.isIncomplete) reportMissing(missing, written, module, context);
  return all;
}

function explicitSubstitutions(written: Instance, module: ModuleRecord, context: Context): Map<Declared, Argument> {
  const explicit = new Map<Declared, Argument>();
  for (const { name, value } of written.substitutions) {
    const at = locate(context, name);
    const declared = module.declared.find((candidate) => candidate.name === name.text);
    const argument = lowerArgument(value, declared?.kind === "constant" ? declared.arity : 0, context);
    if (declared === undefined) {
      if (module.isIncomplete) continue;
      const names = module.declared.map((candidate) => candidate.name);
      const message = `module ${module.name} declares no constant or variable ${name.text}`;
      context.state.problems.error("LS2018", message, at, withHint(didYouMean(name.text, names)));
    } else if (explicit.has(declared)) {
      context.state.problems.error("LS2018", `${name.text} is substituted twice`, at);
    } else {
      explicit.set(declared, argument);
    }
  }
  return explicit;
}

function implicitSubstitution(declared: Declared, written: Instance, context: Context): Argument | undefined {
  const binding = context.scope.lookup(declared.name);
  if (binding?.kind !== "declaration") return undefined;
  const at = locate(context, written.module);
  const { target } = binding;
  const arity = declared.kind === "constant" ? declared.arity : 0;
  const has = parametersOf(target).length;
  if (has !== arity) {
    const message = `${declared.name} of module ${declared.module} takes ${arity} arguments, but ${describeTarget(target)} of the same name takes ${has}`;
    context.state.problems.error("LS2019", message, at, {
      notes: [{ message: `${declared.name} is ${describeTarget(target)} here`, at: binding.at }],
    });
    return placeholder(at);
  }
  if (arity === 0) return { kind: "ref", target, arguments: [], ...instanceOption(binding.instance), at };
  if (target.kind === "variable" || target.kind === "boundVariable") return undefined;
  return { kind: "operatorRef", target, ...instanceOption(binding.instance), at };
}

function reportMissing(missing: readonly Declared[], written: Instance, module: ModuleRecord, context: Context): void {
  const names = missing.map((declared) => declared.name);
  const message = `the instance of ${module.name} gives no value to ${names.join(", ")}`;
  context.state.problems.error("LS2019", message, locate(context, written.module), {
    hint: `write INSTANCE ${module.name} WITH ${names.map((name) => `${name} <- ...`).join(", ")}`,
    notes: missing.map((declared) => ({ message: `${declared.name} is declared here`, at: declared.at })),
  });
}

/** An unnamed INSTANCE: the definitions of the module become visible under their own names. */
export function importInstance(made: MadeInstance, isLocal: boolean, context: Context): void {
  const { instance, module } = made;
  const use = instance.substitutions.size === 0 ? undefined : { instance, arguments: [] };
  for (const [name, binding] of module.exports) {
    if (binding.kind === "declaration" && binding.target.kind !== "definition") continue;
    importBinding(name, throughUse(binding, use, isLocal, context), instance.at, context);
  }
  if (module.isIncomplete) context.module.isIncomplete = true;
}

/** A binding of an instantiated module, as it is seen from outside. */
export function throughUse(
  binding: Binding,
  use: import("./core.ts").InstanceUse | undefined,
  isLocal: boolean,
  context: Context,
): Binding {
  if (binding.kind === "declaration") {
    const target = binding.target;
    const isClosedTarget = target.kind === "definition" && context.state.closed.has(target);
    const instance = isClosedTarget ? undefined : throughInstance(binding.instance, use);
    return {
      kind: "declaration",
      target,
      ...instanceOption(instance),
      isLocal,
      at: binding.at,
    } satisfies DeclarationBinding;
  }
  const parent = context.state.closed.has(binding.instance) ? undefined : throughInstance(binding.parent, use);
  const { instance, module, at } = binding;
  return {
    kind: "instance",
    instance,
    module,
    isLocal,
    at,
    ...(parent === undefined ? {} : { parent }),
  } satisfies InstanceBinding;
}

/** Brings a name in by EXTENDS or INSTANCE. The same thing by two ways is fine; of two different things the first wins. */
export function importBinding(
  name: string,
  binding: Binding,
  from: import("../syntax/source.ts").Location,
  context: Context,
): void {
  const existing = context.module.scope.lookup(name);
  if (existing === undefined || (existing.isWeak === true && binding.isWeak !== true)) {
    context.module.scope.names.set(name, binding);
    return;
  }
  if (binding.isWeak === true || sameMeaning(existing, binding)) return;
  const message = `two different things are named ${name}: the one at ${placeText(existing.at)} is used`;
  context.state.problems.warning("LS2040", message, from, {
    notes: [
      { message: "this one is used", at: existing.at },
      { message: "this one is not", at: binding.at },
    ],
  });
}
