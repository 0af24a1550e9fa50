/**
 * Lowers names: `x`, `F(a, b)`, `I(a)!F(b)`, `a + b`, and operators given as arguments.
 *
 * A path is walked through named instances to the definition; what is left after it selects a subexpression
 * (`resolve-subexpression.ts`). The arguments of an instance in a path are resolved, and later evaluated, where the
 * path is written.
 */
import type { Argument, Builtin, ConstantDeclaration, Declaration, Definition, Expr, InstanceUse } from "./core.ts";
import type { OperatorArgument, ParameterDeclaration } from "./core.ts";
import type { Expression, GeneralName, Lambda, NameStep, Node } from "../syntax/ast.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { hintForOperator, hintForWord } from "../syntax/hints.ts";
import { textOf, type Location } from "../syntax/source.ts";
import { builtinArity, usualModuleOf } from "./builtins.ts";
import { didYouMean } from "./near-names.ts";
import { withHint } from "./problems.ts";
import { bindParameter, describeTarget, locate, withScope, type Context } from "./resolve-context.ts";
import { builtin, lower, lowerAll, placeholder } from "./resolve-expression.ts";
import { selectSubexpression } from "./resolve-subexpression.ts";
import { instanceOption, Scope, throughInstance, type Binding, type InstanceBinding } from "./scope.ts";

/** Where a path leads: a declaration, the instances on the way, and the steps that are left. */
export interface Reference {
  readonly target: Declaration;
  readonly instance: InstanceUse | undefined;
  /** Arguments written at the target's step. */
  readonly arguments: readonly Expression[];
  /** Subexpression steps after the target. */
  readonly rest: readonly NameStep[];
  readonly at: Location;
}

/** The body of a library definition that only exists natively. */
export const nativeMarker = "NATIVE";

export function lowerName(name: GeneralName, context: Context): Expr {
  const at = locate(context, name);
  const first = name.steps[0]!;
  if (name.steps.length === 1) {
    const special = lowerSpecial(first, at, context);
    if (special !== undefined) return special;
  }
  const reference = followPath(name, context);
  if (reference === undefined) {
    lowerStepArguments(name.steps, context);
    return placeholder(at);
  }
  if (reference.rest.length > 0) {
    const selected = selectSubexpression(reference, at, context);
    if (selected === undefined) return placeholder(at);
    return applyTarget(selected.target, selected.instance, selected.arguments, at, context);
  }
  return reference.target.kind === "boundVariable" || reference.target.kind === "variable"
    ? plainReference(reference, at, context)
    : applyTo(reference.target, reference.instance, reference.arguments, at, context);
}

/** Words of the language, and built-in symbols in nonfix form. */
function lowerSpecial(step: NameStep, at: Location, context: Context): Expr | undefined {
  if (step.kind === "symbol") {
    const own = builtinArity(step.symbol);
    if (own === undefined) return undefined;
    const operands = lowerAll(step.arguments, context);
    const isComplete = checkCount(step.symbol, own.arity, operands.length, at, context);
    return isComplete ? builtin(own.operator, operands, at) : placeholder(at);
  }
  if (step.kind !== "name" || step.arguments.length > 0) return undefined;
  switch (step.name) {
    case "TRUE":
    case "FALSE":
      return { kind: "boolean", value: step.name === "TRUE", at };
    case "BOOLEAN":
    case "STRING":
      return { kind: "builtinSet", set: step.name, at };
    case nativeMarker:
      return context.module.isLibrary ? { kind: "native", at } : undefined;
    default:
      return undefined;
  }
}

/** A symbol with its operands, as in `a + b`; operands that are lowered already are taken as they are. */
export function lowerSymbol(
  symbol: string,
  symbolAt: Node,
  operands: readonly (Expression | Expr)[],
  at: Location,
  context: Context,
): Expr {
  const binding = context.scope.lookup(symbol);
  const lowered = operands.map((operand) => ("at" in operand ? operand : lower(operand, context)));
  if (binding === undefined || binding.kind === "instance") {
    undefinedName(symbol, locate(context, symbolAt), context.scope.visibleNames(), context);
    return placeholder(at);
  }
  const target = useOf(binding, context);
  if (target.kind === "variable" || target.kind === "boundVariable") return placeholder(at);
  checkCount(symbol, parametersOf(target).length, operands.length, at, context);
  return { kind: "ref", target, arguments: lowered, ...instanceOption(binding.instance), at };
}

function plainReference(reference: Reference, at: Location, context: Context): Expr {
  const { target, instance } = reference;
  if (reference.arguments.length > 0) {
    checkCount(target.name, 0, reference.arguments.length, at, context, describeTarget(target));
    lowerAll(reference.arguments, context);
  }
  return { kind: "ref", target, arguments: [], ...instanceOption(instance), at };
}

/** Applies a target to arguments as written. */
function applyTo(
  target: Declaration,
  instance: InstanceUse | undefined,
  written: readonly Expression[],
  at: Location,
  context: Context,
): Expr {
  const parameters = parametersOf(target);
  if (!checkCount(target.name, parameters.length, written.length, at, context)) return placeholder(at);
  return applyTarget(target, instance, lowerArguments(written, parameters, context), at, context);
}

function applyTarget(
  target: Declaration,
  instance: InstanceUse | undefined,
  lowered: readonly Argument[],
  at: Location,
  context: Context,
): Expr {
  if (!checkCount(target.name, parametersOf(target).length, lowered.length, at, context)) return placeholder(at);
  return { kind: "ref", target, arguments: lowered, ...instanceOption(instance), at };
}

/** Arities of the parameters of anything that can be applied. */
export function parametersOf(target: Declaration): readonly { readonly name: string; readonly arity: number }[] {
  if (target.kind === "definition") return target.parameters;
  if (target.kind === "constant" || target.kind === "parameter") {
    return Array.from({ length: target.arity }, (_, index) => ({ name: `argument ${index + 1}`, arity: 0 }));
  }
  return [];
}

export function lowerArguments(
  written: readonly Expression[],
  parameters: readonly { readonly arity: number }[],
  context: Context,
): Argument[] {
  return written.map((argument, index) => lowerArgument(argument, parameters[index]?.arity ?? 0, context));
}

/** An argument for a parameter: an expression, or an operator when the parameter takes arguments itself. */
export function lowerArgument(argument: Expression, arity: number, context: Context): Argument {
  if (arity === 0) return lower(argument, context);
  return lowerOperator(argument, arity, context) ?? placeholder(locate(context, argument));
}

function lowerOperator(argument: Expression, arity: number, context: Context): OperatorArgument | undefined {
  const at = locate(context, argument);
  switch (argument.kind) {
    case "operatorName":
      return symbolArgument(argument.symbol, arity, at, context);
    case "lambda":
      return lambdaArgument(argument, arity, at, context);
    case "name": {
      const first = argument.steps[0]!;
      if (argument.steps.length === 1 && first.kind === "symbol" && first.arguments.length === 0) {
        return symbolArgument(first.symbol, arity, at, context);
      }
      return nameArgument(argument, arity, at, context);
    }
    default:
      context.state.problems.error("LS2014", `an operator with ${countText(arity)} is needed here, not a value`, at, {
        hint: `name an operator, or write LAMBDA ${["x", "y", "z"].slice(0, arity).join(", ")} : ...`,
      });
      lower(argument, context);
      return undefined;
  }
}

function symbolArgument(written: string, arity: number, at: Location, context: Context): OperatorArgument | undefined {
  const symbol = written === "-" && arity === 1 ? "-." : written;
  const own = builtinArity(symbol);
  if (own !== undefined) {
    return checkOperator(symbol, own.arity, arity, at, context)
      ? { kind: "builtinRef", operator: own.operator satisfies Builtin, at }
      : undefined;
  }
  const binding = context.scope.lookup(symbol);
  if (binding === undefined || binding.kind === "instance") {
    undefinedName(symbol, at, context.scope.visibleNames(), context);
    return undefined;
  }
  return operatorReference(useOf(binding, context), binding.instance, arity, at, context);
}

function lambdaArgument(argument: Lambda, arity: number, at: Location, context: Context): OperatorArgument | undefined {
  const scope = new Scope(context.scope);
  const parameters = argument.parameters.map((name) => bindParameter(context, scope, name, 0));
  const body = lower(argument.body, withScope(context, scope));
  if (!checkOperator("this LAMBDA", parameters.length, arity, at, context)) return undefined;
  return { kind: "lambda", parameters, body, at };
}

function nameArgument(name: GeneralName, arity: number, at: Location, context: Context): OperatorArgument | undefined {
  const reference = followPath(name, context);
  if (reference === undefined) return undefined;
  if (reference.rest.length > 0) {
    const selected = selectSubexpression(reference, at, context);
    if (selected === undefined) return undefined;
    return sectionOf(selected.target, selected.instance, selected.arguments, arity, at, context);
  }
  if (reference.arguments.length > 0) {
    context.state.problems.error("LS2014", `an operator with ${countText(arity)} is needed here, not a value`, at, {
      hint: `write ${reference.target.name} without arguments`,
    });
    return undefined;
  }
  return operatorReference(reference.target, reference.instance, arity, at, context);
}

/** `Op(a)!(...)` as an operator: the arguments that are given are kept, the others become LAMBDA parameters. */
function sectionOf(
  target: Definition,
  instance: InstanceUse | undefined,
  given: readonly Argument[],
  arity: number,
  at: Location,
  context: Context,
): OperatorArgument | undefined {
  if (given.length === 0) return operatorReference(target, instance, arity, at, context);
  const missing = target.parameters.slice(given.length);
  if (!checkOperator(target.name, missing.length, arity, at, context)) return undefined;
  const parameters = missing.map((from): ParameterDeclaration => ({ ...from }));
  const references = parameters.map((parameter): Argument => ({ kind: "ref", target: parameter, arguments: [], at }));
  const body: Expr = { kind: "ref", target, arguments: [...given, ...references], ...instanceOption(instance), at };
  return { kind: "lambda", parameters, body, at };
}

function operatorReference(
  target: Declaration,
  instance: InstanceUse | undefined,
  arity: number,
  at: Location,
  context: Context,
): OperatorArgument | undefined {
  const parameters = parametersOf(target);
  if (!checkOperator(target.name, parameters.length, arity, at, context)) return undefined;
  const higher = parameters.find((parameter) => parameter.arity > 0);
  if (higher !== undefined) {
    const message = `${target.name} cannot be an argument: its parameter ${higher.name} is an operator`;
    context.state.problems.error("LS2015", message, at);
    return undefined;
  }
  const operator = target as ConstantDeclaration | ParameterDeclaration | Definition;
  return { kind: "operatorRef", target: operator, ...instanceOption(instance), at };
}

// ------------------------------------------------------------------------------------------------------ paths

/** Walks a path through named instances to its declaration. */
export function followPath(name: GeneralName, context: Context): Reference | undefined {
  let table: ReadonlyMap<string, Binding> | undefined;
  let use: InstanceUse | undefined;
  let through = "";
  for (let index = 0; index < name.steps.length; index++) {
    const step = name.steps[index]!;
    const at = locate(context, step);
    if (step.kind !== "name" && step.kind !== "symbol") {
      context.state.problems.error("LS2021", `${through} is an instance: the name of a definition must follow`, at);
      return undefined;
    }
    const text = step.kind === "name" ? step.name : step.symbol;
    const binding = table === undefined ? context.scope.lookup(text) : table.get(text);
    if (binding === undefined) {
      const nameAt = { ...at, end: step.kind === "name" ? at.start + text.length : at.end };
      if (table === undefined) undefinedName(text, nameAt, context.scope.visibleNames(), context);
      else undefinedMember(through, text, at, table, context);
      return undefined;
    }
    if (binding.kind === "declaration") {
      const target = useOf(binding, context);
      const instance = targetUse(target, throughInstance(binding.instance, use), context);
      return { target, instance, arguments: step.arguments, rest: name.steps.slice(index + 1), at };
    }
    use = instanceUse(binding, step.arguments, use, at, context);
    through = through === "" ? text : `${through}!${text}`;
    if (binding.module.isIncomplete && !binding.module.exports.has(nameOf(name.steps[index + 1]))) return undefined;
    table = binding.module.exports;
  }
  const at = locate(context, name);
  context.state.problems.error("LS2014", `${through} is an instance, not a value`, at, {
    hint: `name one of its definitions, as in ${through}!Init`,
  });
  return undefined;
}

function nameOf(step: NameStep | undefined): string {
  return step?.kind === "name" ? step.name : step?.kind === "symbol" ? step.symbol : "";
}

/** One instance of a path. Instances that substitute nothing are left out. */
function instanceUse(
  binding: InstanceBinding,
  written: readonly Expression[],
  outer: InstanceUse | undefined,
  at: Location,
  context: Context,
): InstanceUse | undefined {
  const { instance } = binding;
  checkCount(instance.name, instance.parameters.length, written.length, at, context);
  const lowered = lowerArguments(written, instance.parameters, context);
  const around = context.state.closed.has(instance) ? undefined : throughInstance(binding.parent, outer);
  if (instance.substitutions.size === 0) return around;
  return { instance, arguments: lowered, ...(around === undefined ? {} : { parent: around }) };
}

/** A definition that depends on no CONSTANT or VARIABLE means the same through every instance. */
export function targetUse(
  target: Declaration,
  use: InstanceUse | undefined,
  context: Context,
): InstanceUse | undefined {
  return target.kind === "definition" && context.state.closed.has(target) ? undefined : use;
}

/** The target of a binding; notes uses that make the definitions around recursive. */
function useOf(binding: Extract<Binding, { kind: "declaration" }>, context: Context): Declaration {
  const { target } = binding;
  if (target.kind !== "definition") return target;
  if (binding.watch !== undefined) binding.watch.used = true;
  if (binding.watch !== undefined || context.state.pending.has(target) || isOwner(target, context)) {
    for (let owner = context.owners; owner !== undefined; owner = owner.outer) {
      owner.definition.isRecursive = true;
      if (owner.definition === target) break;
    }
  }
  return target;
}

function isOwner(target: Definition, context: Context): boolean {
  for (let owner = context.owners; owner !== undefined; owner = owner.outer) {
    if (owner.definition === target) return true;
  }
  return false;
}

// ---------------------------------------------------------------------------------------------------- messages

function undefinedName(name: string, at: Location, visible: Iterable<string>, context: Context): void {
  if (context.module.isIncomplete) return;
  const isSymbol = !/^\w/.test(name);
  const home = usualModuleOf(name);
  const owner = context.owners?.definition;
  let hint: string | undefined;
  if (home !== undefined && home !== context.module.name) hint = `add EXTENDS ${home}`;
  else if (owner !== undefined && owner.name === name) hint = `declare RECURSIVE ${name}${slots(owner)} before it`;
  else if (definedLater(name, context)) hint = `it is defined further down: move its definition before this one`;
  else if (isSymbol) hint = hintForOperator(name) ?? `define it: a ${name} b == ...`;
  else hint = didYouMean(name, visible) ?? hintForWord(name);
  // The operator as it is written, which may be another spelling of its symbol.
  const what = isSymbol ? `the operator ${name === "-." ? "unary -" : textOf(at)}` : name;
  context.state.problems.error("LS2010", `${what} is not defined`, at, withHint(hint));
}

function definedLater(name: string, context: Context): boolean {
  return context.module.syntax.units.some((unit) => {
    if (unit.kind === "constants") return unit.declarations.some((declared) => declared.name.text === name);
    if (unit.kind === "variables") return unit.names.some((declared) => declared.text === name);
    return "name" in unit && unit.name?.text === name && unit.kind !== "module";
  });
}

function slots(definition: Definition): string {
  return definition.parameters.length === 0 ? "" : `(${definition.parameters.map(() => "_").join(", ")})`;
}

function undefinedMember(
  through: string,
  name: string,
  at: Location,
  table: ReadonlyMap<string, Binding>,
  context: Context,
): void {
  const message = `the instance ${through} has no definition ${name}`;
  context.state.problems.error("LS2016", message, at, withHint(didYouMean(name, table.keys())));
}

export function countText(count: number): string {
  return count === 0 ? "no arguments" : count === 1 ? "1 argument" : `${count} arguments`;
}

export function checkCount(
  name: string,
  wanted: number,
  given: number,
  at: Location,
  context: Context,
  what?: string,
): boolean {
  if (wanted === given) return true;
  const needs =
    what === undefined ? `${name} takes ${countText(wanted)}` : `${name} is ${what} and takes ${countText(wanted)}`;
  const found = `${given === 0 ? "none" : given} ${given === 1 ? "is" : "are"} given`;
  context.state.problems.error("LS2013", `${needs}, but ${found}`, at, countNotes(name, wanted, given, context));
  return false;
}

/** How to write it, and where it is defined. */
function countNotes(name: string, wanted: number, given: number, context: Context): Pick<Diagnostic, "hint" | "notes"> {
  const binding = context.scope.lookup(name);
  if (binding?.kind !== "declaration" || !/^\w/.test(name)) return {};
  const { target } = binding;
  if (wanted === 0 && given > 0) {
    return { hint: `a function is applied with square brackets: ${name}[${given === 1 ? "x" : "x, y"}]` };
  }
  const parameters = target.kind === "definition" ? target.parameters.map((parameter) => parameter.name) : [];
  const hint = parameters.length === 0 ? undefined : `write ${name}(${parameters.join(", ")})`;
  const at = target.kind === "definition" ? target.nameAt : target.at;
  return { ...withHint(hint), notes: [{ message: `${name} is ${describeTarget(target)} here`, at }] };
}

function checkOperator(name: string, has: number, wanted: number, at: Location, context: Context): boolean {
  if (has === wanted) return true;
  const message = `an operator with ${countText(wanted)} is needed here, but ${name} takes ${countText(has)}`;
  context.state.problems.error("LS2015", message, at);
  return false;
}

function lowerStepArguments(steps: readonly NameStep[], context: Context): void {
  for (const step of steps) {
    if (!("arguments" in step)) continue;
    for (const argument of step.arguments) {
      if (argument.kind !== "operatorName" && argument.kind !== "lambda") lower(argument, context);
    }
  }
}
