/**
 * Names and calls: what is small or speaks of the next state is expanded in place, the rest becomes an emitted function
 * for each definition, environment and kind of arguments.
 */
import type { Argument, Definition, Expr, ParameterDeclaration } from "../../tla/modules/core.ts";
import { definitionMentionsPrime, definitionSize, INLINE_SIZE_MAX, isStrict } from "./analysis.ts";
import { readBinding } from "./bindings.ts";
import { test } from "./conditions.ts";
import { count } from "./counts.ts";
import type { Context } from "./context.ts";
import { markDeferred } from "./deferred.ts";
import type { Binding, Environment } from "./environment.ts";
import { aliasOf, operatorBinding } from "./instances.ts";
import { expand, meaningOf } from "./names.ts";
import type { Meaning } from "./names.ts";
import { isNativeTest, nativeTest, nativeValue } from "./natives.ts";
import { computed, condition, conditionOf, Kinds, local } from "./operand.ts";
import type { Condition, Count, Operand } from "./operand.ts";
import { refuse } from "./refusal.ts";
import type { EmittedFunction } from "./unit.ts";
import { Expected } from "./runtime.ts";
import { isKeptText, stateValue } from "./state-functions.ts";
import { value } from "./values.ts";

/** Specialisations of one definition for constant arguments, before it is emitted for any argument. */
const CONSTANT_SPECIALISATIONS_MAX = 8;

type Ref = Extract<Expr, { kind: "ref" }>;

export function callValue(use: Ref, environment: Environment, cx: Context): Operand {
  const meaning = meaningOf(cx.compiler, use, environment);
  switch (meaning.kind) {
    case "binding":
      return readBinding(meaning.binding, use, cx);
    case "constant":
      return constantMeaning(meaning, use, cx);
    case "native":
      return nativeValue(meaning.definition, meaning.arguments, meaning.environment, cx, use);
    case "builtin":
      return value(meaning.expression, meaning.environment, cx);
    case "lambda":
      markDeferred(meaning.body);
      return value(meaning.body, expandInPlace(meaning, cx), cx);
    case "call": {
      markDeferred(meaning.definition.body);
      const folded = foldedDefinition(meaning, cx);
      if (folded !== undefined) return folded;
      if (meaning.definition.parameters.length === 0 && !meaning.definition.isRecursive) {
        const cached = stateValue(meaning.definition.body, meaning.environment, cx);
        if (cached !== undefined) return cached;
      }
      if (isInlined(meaning.definition)) return value(meaning.definition.body, expandCall(meaning, cx), cx);
      return functionCall(meaning, "value", use, cx);
    }
  }
}

/** The same in boolean position; undefined when the name is to be read as a value. */
export function callTest(use: Ref, environment: Environment, cx: Context): Condition | undefined {
  const meaning = meaningOf(cx.compiler, use, environment);
  switch (meaning.kind) {
    case "binding":
      // A delayed formula without a local of its own is better evaluated where it stands.
      if (meaning.binding.kind !== "thunk" || meaning.binding.cells[cx.primed ? 1 : 0] !== undefined) return undefined;
      return test(meaning.binding.expression, meaning.binding.environment, cx);
    case "native":
      if (!isNativeTest(meaning.definition.native!)) return undefined;
      return nativeTest(meaning.definition, meaning.arguments, meaning.environment, cx, use);
    case "constant":
      return undefined;
    case "builtin":
      return test(meaning.expression, meaning.environment, cx);
    case "lambda":
      return test(meaning.body, expandInPlace(meaning, cx), cx);
    case "call":
      if (isInlined(meaning.definition)) return test(meaning.definition.body, expandCall(meaning, cx), cx);
      return condition(functionCall(meaning, "test", use, cx).text);
  }
}

/** The number of witnesses of a call of a recursive operator. */
export function callCount(meaning: Extract<Meaning, { kind: "call" }>, use: Ref, cx: Context): Count {
  return { text: functionCall(meaning, "count", use, cx).text };
}

/** Constant definitions are evaluated once, however often they are used. */
function foldedDefinition(meaning: Extract<Meaning, { kind: "call" }>, cx: Context): Operand | undefined {
  if (meaning.definition.parameters.length > 0) return undefined;
  const folded = cx.compiler.foldDefinition(meaning.definition, meaning.environment);
  return folded === undefined ? undefined : cx.constant(folded);
}

export function isInlined(definition: Definition): boolean {
  if (definition.isRecursive) return false;
  return definitionMentionsPrime(definition) || definitionSize(definition) <= INLINE_SIZE_MAX;
}

export function expandCall(meaning: Extract<Meaning, { kind: "call" }>, cx: Context): Environment {
  const { definition, environment, callerEnvironment } = meaning;
  return expand(definition.parameters, definition.body, meaning.arguments, environment, callerEnvironment, cx.block);
}

export function expandInPlace(meaning: Extract<Meaning, { kind: "lambda" }>, cx: Context): Environment {
  const { parameters, body, environment, callerEnvironment } = meaning;
  return expand(parameters, body, meaning.arguments, environment, callerEnvironment, cx.block);
}

/** A value from the config, or the row of a table of an operator constant. */
function constantMeaning(meaning: Extract<Meaning, { kind: "constant" }>, use: Ref, cx: Context): Operand {
  const { compiler } = cx;
  if (meaning.meaning.kind === "value") return cx.constant(compiler.configValue(meaning.meaning.value));
  const args = meaning.arguments.map((argument) => {
    if (argument.kind === "operatorRef" || argument.kind === "builtinRef" || argument.kind === "lambda") {
      return refuse("an operator as argument of a constant given by a table", use.at);
    }
    return cx.atom(value(argument, meaning.environment, cx));
  });
  let text = `fail("LS4212", "The configuration gives no value for these arguments.", ${cx.site(use.at)})`;
  for (const entry of [...meaning.meaning.entries].reverse()) {
    const result = cx.unit.constant(compiler.configValue(entry.value));
    const matches = entry.arguments.map(
      (expected, index) =>
        `same(${args[index]!.text}, ${cx.unit.constant(compiler.configValue(expected))}, ${cx.site(use.at)})`,
    );
    text = `(${matches.join(" && ")} ? ${result} : ${text})`;
  }
  return computed(text, Kinds.any, true);
}

// ---------------------------------------------------------------------------------------- emitted functions

type Form = "value" | "test" | "count";

/** One emitted function for a definition. */
export interface Specialisation {
  readonly environment: Environment;
  readonly key: string;
  readonly bindings: readonly (Binding | undefined)[];
  readonly name: string;
}

/** How an argument reaches an emitted function. */
type Passing =
  | { readonly kind: "value"; readonly operand: Operand }
  | { readonly kind: "bound"; readonly binding: Binding }
  /** `name`: the local that holds it already, as an argument of the caller that is handed on. */
  | { readonly kind: "lazy"; readonly argument: Expr; readonly name?: string };

function functionCall(meaning: Extract<Meaning, { kind: "call" }>, form: Form, use: Ref, cx: Context): Operand {
  const { definition, environment, callerEnvironment } = meaning;
  if (definition.isRecursive && definitionMentionsPrime(definition)) {
    refuse(`the RECURSIVE operator ${definition.name}, which speaks of the next state`, use.at);
  }
  if (definition.body.kind === "native") refuse(`the operator ${definition.module}!${definition.name}`, use.at);
  const passings = definition.parameters.map((parameter, index) =>
    passingOf(definition, parameter, index, meaning.arguments[index]!, callerEnvironment, cx),
  );
  const name = specialisation(definition, environment, passings, form, cx);
  const texts: string[] = [];
  passings.forEach((passing) => {
    if (passing.kind === "value") texts.push(cx.atom(passing.operand).text);
    else if (passing.kind === "lazy") texts.push(passing.name ?? emitLazy(passing.argument, callerEnvironment, cx));
  });
  const call = cx.unit.call(name, texts);
  return form === "test" ? computed(call, Kinds.boolean, true) : computed(call);
}

function passingOf(
  definition: Definition,
  parameter: ParameterDeclaration,
  index: number,
  argument: Argument,
  caller: Environment,
  cx: Context,
): Passing {
  if (argument.kind === "operatorRef" || argument.kind === "builtinRef" || argument.kind === "lambda") {
    return { kind: "bound", binding: operatorBinding(argument, caller) };
  }
  const alias = aliasOf(argument, caller);
  // Bound to it, each level of a recursion would need a function of its own.
  if (alias?.kind === "forced")
    return definition.isRecursive ? { kind: "lazy", argument, name: alias.name } : { kind: "bound", binding: alias };
  const isCertain =
    alias?.kind === "operand" || alias?.kind === "slot" || isLiteral(argument) || isStrict(definition, index);
  markDeferred(argument);
  const folded = cx.compiler.fold(argument, caller);
  if (!isCertain && folded === undefined) return { kind: "lazy", argument };
  const operand = folded === undefined ? cx.atom(value(argument, caller, cx)) : cx.constant(folded);
  const isSpecialised =
    operand.constant !== undefined &&
    !definition.isRecursive &&
    (cx.unit.specialisations.get(definition)?.length ?? 0) < CONSTANT_SPECIALISATIONS_MAX;
  return isSpecialised ? { kind: "bound", binding: { kind: "operand", operand } } : { kind: "value", operand };
}

function isLiteral(expression: Expr): boolean {
  return expression.kind === "number" || expression.kind === "string" || expression.kind === "boolean";
}

/** Finds or emits the function for these arguments. Recursive calls find the function that is being emitted. */
function specialisation(
  definition: Definition,
  environment: Environment,
  passings: readonly Passing[],
  form: Form,
  cx: Context,
): string {
  const kinds = passings.map(passingKey).join("");
  const key = `${form} ${kinds} ${String(cx.primed)} ${String(cx.current)} ${String(cx.next)} ${cx.frames.join(" ")}`;
  let all = cx.unit.specialisations.get(definition);
  if (all === undefined) cx.unit.specialisations.set(definition, (all = []));
  const bindings = passings.map((passing) => (passing.kind === "bound" ? passing.binding : undefined));
  const known = all.find(
    (candidate) =>
      candidate.environment === environment &&
      candidate.key === key &&
      candidate.bindings.every((binding, index) => sameBinding(binding, bindings[index])),
  );
  if (known !== undefined) return known.name;

  const inner = environment.extend();
  const explicit: string[] = [];
  definition.parameters.forEach((parameter, index) => {
    const passing = passings[index]!;
    if (passing.kind === "bound") {
      inner.bind(parameter, passing.binding);
      return;
    }
    const name = cx.unit.fresh("t");
    explicit.push(name);
    inner.bind(
      parameter,
      passing.kind === "lazy"
        ? { kind: "forced", name }
        : { kind: "operand", operand: parameterOperand(name, passing.operand) },
    );
  });
  const emitted = cx.unit.declare(explicit, form === "value" ? "an operator" : "a formula");
  all.push({ environment, key, bindings, name: emitted.name });
  const body = cx.in(cx.unit.begin(emitted));
  const result = (context: Context): string => bodyIn(form, definition.body, inner, context);
  if (!definition.isRecursive && explicit.length !== 1) {
    body.add(`return ${result(body)};`);
    cx.unit.finish(emitted, body.block);
    return emitted.name;
  }
  const plain = cx.unit.declare(explicit, "its body");
  const plainBody = cx.in(cx.unit.begin(plain));
  plainBody.add(`return ${result(plainBody)};`);
  cx.unit.finish(plain, plainBody.block);
  let call = cx.unit.call(plain.name, explicit);
  if (definition.isRecursive) {
    body.add(`enter(${cx.site(definition.at)});`);
    body.add(`const result = ${call};`);
    body.add("leave();");
    call = "result";
  }
  if (
    explicit.length === 1 &&
    isCostly(definition, plain) &&
    cx.unit.isSelfContained(plain.name, new Set([emitted.name]))
  ) {
    remembered(explicit[0]!, form, call, body);
  } else {
    body.add(`return ${call};`);
  }
  cx.unit.finish(emitted, body.block);
  return emitted.name;
}

/** What a function may assume of an argument is part of what it is known by: a recursive call may pass another kind. */
function passingKey(passing: Passing): string {
  return passing.kind === "value" && !passing.operand.normal ? "n" : passing.kind[0]!;
}

/** That it is the element of a set is a hint only: formulas about it are remembered by whatever value it is. */
function parameterOperand(name: string, argument: Operand): Operand {
  const parameter = local(name, Kinds.any, argument.normal);
  return argument.isElement === true ? { ...parameter, isElement: true } : parameter;
}

function bodyIn(form: Form, body: Expr, environment: Environment, cx: Context): string {
  switch (form) {
    case "value":
      return value(body, environment, cx).text;
    case "test":
      return test(body, environment, cx).text;
    case "count":
      return count(body, environment, cx).text;
  }
}

/** Operators of one argument that run through sets or call themselves are remembered by their argument. */
function isCostly(definition: Definition, plain: EmittedFunction): boolean {
  return definition.isRecursive || plain.body!.some((line) => line.includes("for (") || line.includes("lazyFunction("));
}

/** The table is looked into before anything in `body` runs. */
function remembered(argument: string, form: Form, call: string, body: Context): void {
  const table = body.unit.table(form === "test" ? "Uint8Array" : "Int32Array");
  const lines = body.block.lines.splice(0);
  const hit = form === "test" ? "known === 2" : "known";
  body.add(`const isInterned = (${argument} & 1) === 0 && ${argument} > 0;`);
  body.add("if (isInterned) {");
  body.add(`  const known = ${argument} >> 1 < ${table}.length ? ${table}[${argument} >> 1] : 0;`);
  body.add(`  if (known !== 0) return ${hit};`);
  body.add("}");
  body.block.lines.push(...lines);
  body.add(`const answer = ${call};`);
  const [isKept, result] = form === "test" ? ["", "answer ? 2 : 1"] : [` && ${isKeptText("answer")}`, "answer"];
  body.add(`if (isInterned${isKept}) ${table} = remember(${table}, ${argument}, ${result});`);
  body.add("return answer;");
}

function sameBinding(a: Binding | undefined, b: Binding | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a === b) return true;
  if (a.kind === "operand" && b.kind === "operand") return a.operand.text === b.operand.text;
  if (a.kind === "operator" && b.kind === "operator") {
    if (a.operator === b.operator) return a.environment === b.environment;
    if (a.operator.kind === "builtinRef" && b.operator.kind === "builtinRef")
      return a.operator.operator === b.operator.operator;
    return (
      a.operator.kind === "operatorRef" &&
      b.operator.kind === "operatorRef" &&
      a.operator.target === b.operator.target &&
      a.operator.instance === b.operator.instance &&
      a.environment === b.environment
    );
  }
  return a.kind === "slot" && b.kind === "slot" && a.index === b.index;
}

/** An argument that is evaluated when the function asks for it. */
function emitLazy(argument: Expr, environment: Environment, cx: Context): string {
  const name = cx.fresh("t");
  const inner = cx.loop();
  inner.add(`return ${value(argument, environment, inner).text};`);
  cx.block.nest(`const ${name} = lazy(() => {`, inner.block, "});");
  return name;
}

/** An operator as a JavaScript function of handles, for natives that take operators. */
export function emitOperatorArrow(
  operator: Extract<Argument, { kind: "operatorRef" | "builtinRef" | "lambda" }>,
  environment: Environment,
  cx: Context,
): Operand {
  const parameters = operatorParameters(operator, environment, cx);
  const names = parameters.map(() => cx.fresh("t"));
  const inner = cx.loop();
  const scope = environment.extend();
  parameters.forEach((parameter, index) => {
    scope.bind(parameter, { kind: "operand", operand: local(names[index]!, Kinds.any, false) });
  });
  const args: Expr[] = parameters.map((parameter) => ({
    kind: "ref",
    target: parameter,
    arguments: [],
    at: operator.at,
  }));
  const called = applied(operator, args, environment, scope);
  inner.add(`return ${value(called.expression, called.environment, inner).text};`);
  const name = cx.fresh("t");
  cx.block.nest(`const ${name} = (${names.join(", ")}) => {`, inner.block, "};");
  return { text: name, atom: true, kinds: Kinds.any, normal: true };
}

function operatorParameters(
  operator: Extract<Argument, { kind: "operatorRef" | "builtinRef" | "lambda" }>,
  environment: Environment,
  cx: Context,
): readonly ParameterDeclaration[] {
  if (operator.kind === "lambda") return operator.parameters;
  const binary = (count: number): ParameterDeclaration[] =>
    Array.from({ length: count }, () => ({ kind: "parameter", name: "argument", arity: 0, at: operator.at }));
  if (operator.kind === "builtinRef") {
    const unary = ["not", "powerset", "bigUnion", "domain", "prime", "unchanged", "enabled"];
    return binary(unary.includes(operator.operator) ? 1 : 2);
  }
  const { target } = operator;
  if (target.kind === "definition") return binary(target.parameters.length);
  const bound = environment.lookup(target);
  if (bound?.kind === "operator") return operatorParameters(bound.operator, bound.environment, cx);
  return binary(target.arity);
}

/** The application of an operator to arguments that are bound in `scope`. */
function applied(
  operator: Extract<Argument, { kind: "operatorRef" | "builtinRef" | "lambda" }>,
  args: readonly Expr[],
  environment: Environment,
  scope: Environment,
): { readonly expression: Expr; readonly environment: Environment } {
  void environment;
  switch (operator.kind) {
    case "lambda":
      // The parameters of the lambda itself are bound in the scope.
      return { expression: operator.body, environment: scope };
    case "builtinRef":
      return {
        expression: { kind: "builtin", operator: operator.operator, arguments: args, at: operator.at },
        environment: scope,
      };
    case "operatorRef":
      return {
        expression: {
          kind: "ref",
          target: operator.target,
          arguments: args,
          at: operator.at,
          ...(operator.instance === undefined ? {} : { instance: operator.instance }),
        },
        environment: scope,
      };
  }
}

export function truthOf(operand: Operand, expected: number, use: Expr, cx: Context): Condition {
  const { store } = cx.compiler;
  if (operand.constant === store.TRUE) return conditionOf(true);
  if (operand.constant === store.FALSE) return conditionOf(false);
  if (operand.kinds === Kinds.boolean) return condition(`${operand.text} === TRUE`);
  return condition(`truth(${operand.text}, ${String(expected)}, ${cx.site(use.at)})`);
}

export const FORMULA = Expected.formula;
