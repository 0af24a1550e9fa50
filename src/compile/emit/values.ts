/**
 * Expressions as values: emits the statements that an expression needs and gives the text of its handle.
 *
 * The text is evaluated where its user puts it, at most once, and after all statements emitted so far; an operand that
 * must be repeated or survive further statements is made an atom first (`Context.atom`).
 */
import type { Expr } from "../../tla/modules/core.ts";
import { callValue } from "./calls.ts";
import { isClosed } from "./closed.ts";
import { refuse } from "./refusal.ts";
import type { Context } from "./context.ts";
import { markDeferred } from "./deferred.ts";
import { EXCEPT_AT } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { emitExcept } from "./except.ts";
import { emitFunction } from "./functions.ts";
import { emitChoose, emitSetFilter, emitSetMap, emitWrittenOut } from "./sets.ts";
import { test } from "./conditions.ts";
import { Expected } from "./runtime.ts";
import { computed, Kinds } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { rememberedValue } from "./memo.ts";
import { letEnvironment } from "./names.ts";
import { readBinding } from "./bindings.ts";

/** Kinds of expression that are worth evaluating at compile time as a whole when nothing in them varies. */
function isWorthFolding(expression: Expr): boolean {
  switch (expression.kind) {
    case "quantifier":
    case "choose":
    case "setFilter":
    case "setMap":
    case "function":
    case "let":
    case "except":
    case "setEnumeration":
    case "functionSet":
    case "recordSet":
    case "ref":
      return true;
    default:
      return false;
  }
}

export function value(expression: Expr, environment: Environment, cx: Context): Operand {
  if (isWorthFolding(expression)) {
    const folded = cx.compiler.fold(expression, environment);
    if (folded !== undefined) return cx.constant(folded);
  }
  return rememberedValue(expression, environment, cx) ?? valueUnfolded(expression, environment, cx);
}

export function valueUnfolded(expression: Expr, environment: Environment, cx: Context): Operand {
  const { store } = cx.compiler;
  const at = expression.at;
  switch (expression.kind) {
    case "number":
      return cx.constant(store.integer(expression.value));
    case "string":
      return cx.constant(store.string(expression.value));
    case "boolean":
      return cx.constant(store.boolean(expression.value));
    case "decimal":
      return failing(cx, "LS4205", `Real numbers are not supported: ${expression.text}.`, expression);
    case "builtinSet":
      return cx.constant(
        expression.set === "BOOLEAN" ? store.set([store.FALSE, store.TRUE]) : store.infiniteSet("STRING"),
      );
    case "ref":
      return callValue(expression, environment, cx);
    case "builtin":
      return builtinValue(expression, environment, cx);
    case "if":
      return choice(
        test(expression.condition, environment, cx, Expected.ifCondition),
        (inner) => value(expression.then, environment, inner),
        (inner) => value(expression.else, environment, inner),
        cx,
      );
    case "case":
      return caseValue(expression, environment, cx);
    case "let":
      return value(expression.body, letEnvironment(expression, environment, cx.block), cx);
    case "label":
      return value(expression.body, environment, cx);
    case "quantifier":
    case "boxAction":
    case "angleAction":
      return cx.handleOf(test(expression, environment, cx));
    case "unboundedQuantifier":
      return failing(cx, "LS4204", "A quantifier without a set cannot be evaluated.", expression);
    case "choose":
      return emitChoose(expression, environment, cx);
    case "tuple":
      return tupleValue(expression.elements, environment, cx);
    case "setEnumeration":
      return enumerationValue(expression.elements, environment, cx);
    case "setFilter":
      return emitSetFilter(expression, environment, cx);
    case "setMap":
      return emitSetMap(expression, environment, cx);
    case "function":
      return emitFunction(expression, environment, cx);
    case "apply": {
      markDeferred(expression.function);
      const [f, x] = values([expression.function, expression.argument], environment, cx);
      const folded = foldAll([f!, x!], cx, ([fc, xc]) => store.apply(fc!, xc!, -1));
      return folded ?? cx.pure("apply", f!, x!, cx.site(at), f!.normal);
    }
    case "functionSet": {
      const [d, r] = values([expression.domain, expression.range], environment, cx);
      const folded = foldAll([d!, r!], cx, ([dc, rc]) => store.functionSet(dc!, rc!, -1));
      return folded ?? computed(`S.functionSet(${d!.text}, ${r!.text}, ${cx.site(at)})`, Kinds.set);
    }
    case "record":
      return recordValue(expression, environment, cx);
    case "recordSet": {
      const names = expression.fields.map((field) => field.name);
      const shape = store.shape(names);
      const sets = values(
        expression.fields.map((field) => field.set),
        environment,
        cx,
      );
      const ordered = store.shapeFields(shape).map((name) => sets[names.indexOf(name)]!);
      const folded = foldAll(ordered, cx, (constants) => store.recordSet(shape, constants, -1));
      const list = ordered.map((operand) => operand.text).join(", ");
      return folded ?? computed(`S.recordSet(${String(shape)}, [${list}], ${cx.site(at)})`, Kinds.set);
    }
    case "field": {
      const record = value(expression.record, environment, cx);
      const name = store.string(expression.name);
      const folded = foldAll([record], cx, ([r]) => store.field(r!, name, -1));
      return folded ?? cx.pure("field", record, cx.constant(name), cx.site(at), record.normal);
    }
    case "except":
      return emitExcept(expression, environment, cx);
    case "exceptAt": {
      const binding = environment.lookup(EXCEPT_AT);
      if (binding === undefined || binding.kind === "closure" || binding.kind === "operator") {
        return refuse("@ outside an EXCEPT", at);
      }
      return readBinding(binding, expression, cx);
    }
    case "fairness":
      return refuse("fairness where a value is expected", at);
    case "native":
      return refuse("a definition of a standard module without an implementation", at);
  }
}

/** Evaluates several expressions left to right, such that all texts can be used afterwards, each once. */
export function values(expressions: readonly Expr[], environment: Environment, cx: Context): Operand[] {
  return sequence(
    expressions.map((expression) => (inner: Context) => value(expression, environment, inner)),
    cx,
  );
}

/** As `values`, for anything that computes an operand. */
export function sequence(parts: readonly ((cx: Context) => Operand)[], cx: Context): Operand[] {
  const done: Operand[] = [];
  for (const part of parts) {
    const inner = cx.child();
    const operand = part(inner);
    if (!inner.block.isEmpty) done.forEach((earlier, index) => (done[index] = cx.atom(earlier)));
    cx.block.splice(inner.block);
    done.push(operand);
  }
  return done;
}

/** The result on constants, when all operands are constants and the operation does not fail. */
export function foldAll(
  operands: readonly Operand[],
  cx: Context,
  compute: (constants: readonly number[]) => number,
): Operand | undefined {
  const constants: number[] = [];
  for (const operand of operands) {
    if (operand.constant === undefined) return undefined;
    constants.push(operand.constant);
  }
  const result = cx.compiler.tryFold(() => compute(constants));
  return result === undefined ? undefined : cx.constant(result);
}

/** `condition ? then : else`, as an expression when the branches need no statements. */
export function choice(
  condition: { readonly text: string; readonly constant?: boolean },
  then: (cx: Context) => Operand,
  otherwise: (cx: Context) => Operand,
  cx: Context,
): Operand {
  if (condition.constant !== undefined) return condition.constant ? then(cx) : otherwise(cx);
  const yes = cx.child();
  const no = cx.child();
  const a = then(yes);
  const b = otherwise(no);
  const kinds = a.kinds | b.kinds;
  const normal = a.normal && b.normal;
  if (yes.block.isEmpty && no.block.isEmpty) {
    return computed(`(${condition.text} ? ${a.text} : ${b.text})`, kinds, normal);
  }
  const name = cx.fresh("t");
  cx.add(`let ${name} = 0;`);
  yes.add(`${name} = ${a.text};`);
  no.add(`${name} = ${b.text};`);
  cx.block.nest(`if (${condition.text}) {`, yes.block);
  cx.block.nest("else {", no.block);
  return { text: name, atom: true, kinds, normal };
}

function caseValue(expression: Extract<Expr, { kind: "case" }>, environment: Environment, cx: Context): Operand {
  const from = (index: number, inner: Context): Operand => {
    const arm = expression.arms[index];
    if (arm === undefined) {
      if (expression.other !== undefined) return value(expression.other, environment, inner);
      return computed(`noArm(${inner.site(expression.at)})`, 0, true);
    }
    return choice(
      test(arm.guard, environment, inner, Expected.caseGuard),
      (armContext) => value(arm.value, environment, armContext),
      (rest) => from(index + 1, rest),
      inner,
    );
  };
  return from(0, cx);
}

/** An operand whose evaluation always fails; the message is one of ours. */
export function failing(cx: Context, code: string, message: string, expression: Expr): Operand {
  return computed(`fail("${code}", ${JSON.stringify(message)}, ${cx.site(expression.at)})`, 0, true);
}

function tupleValue(elements: readonly Expr[], environment: Environment, cx: Context): Operand {
  const operands = values(elements, environment, cx);
  const folded = foldAll(operands, cx, (constants) => cx.compiler.store.tuple(constants));
  return folded ?? pushed(operands, "tuple", (mark) => `S.finishTuple(${mark})`, [], Kinds.function, cx);
}

function enumerationValue(elements: readonly Expr[], environment: Environment, cx: Context): Operand {
  const operands = values(elements, environment, cx);
  const folded = foldAll(operands, cx, (constants) => cx.compiler.store.set(constants));
  return folded ?? pushed(operands, "set", (mark) => `S.finishSet(${mark})`, [], Kinds.set, cx);
}

function recordValue(expression: Extract<Expr, { kind: "record" }>, environment: Environment, cx: Context): Operand {
  const { store } = cx.compiler;
  const names = expression.fields.map((field) => field.name);
  const shape = store.shape(names);
  const operands = values(
    expression.fields.map((field) => field.value),
    environment,
    cx,
  );
  const ordered = store.shapeFields(shape).map((name) => operands[names.indexOf(name)]!);
  const folded = foldAll(ordered, cx, (constants) => store.recordOf(shape, constants));
  const finish = (mark: string): string => `S.finishRecord(${String(shape)}, ${mark})`;
  // The fields are pushed in the order of the shape, which may not be that of evaluation.
  return (
    folded ??
    pushed(
      ordered.map((operand) => cx.atom(operand)),
      "record",
      finish,
      [String(shape)],
      Kinds.function,
      cx,
    )
  );
}

/** The runtime has builders for compounds of up to this many parts. */
const BUILDER_PARTS_MAX = 6;

/** Operands are evaluated before the first is pushed, so that nothing else builds on the stack in between. */
function pushed(
  operands: readonly Operand[],
  builder: "tuple" | "set" | "record",
  finish: (mark: string) => string,
  before: readonly string[],
  kinds: number,
  cx: Context,
): Operand {
  // A part that is not known to be listed may be one that cannot be: then neither can the whole.
  const normal = builder === "set" || operands.every((operand) => operand.normal);
  if (operands.length <= BUILDER_PARTS_MAX) {
    const list = [...before, ...operands.map((operand) => operand.text)].join(", ");
    return computed(`${builder}${String(operands.length)}(${list})`, kinds, normal);
  }
  const atoms = operands.map((operand) => cx.atom(operand));
  const mark = cx.fresh("t");
  cx.add(`const ${mark} = S.mark();`);
  for (const operand of atoms) cx.add(`S.push(${operand.text});`);
  const result = cx.fresh("t");
  cx.add(`const ${result} = ${finish(mark)};`);
  return { text: result, atom: true, kinds, normal };
}

function builtinValue(expression: Extract<Expr, { kind: "builtin" }>, environment: Environment, cx: Context): Operand {
  const { store } = cx.compiler;
  const { operator, arguments: args, at } = expression;
  const site = cx.site(at);
  const binary = (name: "union" | "intersect" | "minus"): Operand => {
    const [a, b] = values(args, environment, cx);
    const folded = foldAll([a!, b!], cx, ([ac, bc]) => store[name](ac!, bc!, -1));
    if (folded !== undefined) return folded;
    // Where one side is listed, so is what both have; what is left of a listed set is listed.
    const normal = name === "union" ? a!.normal && b!.normal : name === "minus" ? a!.normal : a!.normal || b!.normal;
    return computed(`S.${name}(${a!.text}, ${b!.text}, ${site})`, Kinds.set, normal);
  };
  switch (operator) {
    case "union": {
      // `S \cup {e}` is how messages are sent: add the element without building the singleton.
      const right = args[1]!;
      if (
        right.kind === "setEnumeration" &&
        right.elements.length === 1 &&
        !isClosed(cx.compiler, args[0]!, environment)
      ) {
        const [a, e] = values([args[0]!, right.elements[0]!], environment, cx);
        if (a!.normal) return computed(`S.setAdd(${a!.text}, ${e!.text}, ${site})`, Kinds.set, true);
        return computed(`S.union(${a!.text}, set1(${e!.text}), ${site})`, Kinds.set);
      }
      return binary("union");
    }
    case "intersect":
      return binary("intersect");
    case "minus": {
      const right = args[1]!;
      if (
        right.kind === "setEnumeration" &&
        right.elements.length === 1 &&
        !isClosed(cx.compiler, args[0]!, environment)
      ) {
        const [a, e] = values([args[0]!, right.elements[0]!], environment, cx);
        if (a!.normal) return computed(`S.setRemove(${a!.text}, ${e!.text}, ${site})`, Kinds.set, true);
        return computed(`S.minus(${a!.text}, set1(${e!.text}), ${site})`, Kinds.set);
      }
      return binary("minus");
    }
    case "powerset": {
      const s = value(args[0]!, environment, cx);
      const folded = foldAll([s], cx, ([c]) => store.powerSet(c!, -1));
      return folded ?? computed(`S.powerSet(${s.text}, ${site})`, Kinds.set);
    }
    case "bigUnion": {
      const parts = emitWrittenOut(args[0]!, environment, cx);
      if (parts !== undefined) return computed(`S.unionOf(${parts}, ${site})`, Kinds.set);
      const s = value(args[0]!, environment, cx);
      const folded = foldAll([s], cx, ([c]) => store.bigUnion(c!, -1));
      return folded ?? computed(`S.bigUnion(${s.text}, ${site})`, Kinds.set);
    }
    case "domain": {
      const f = value(args[0]!, environment, cx);
      const folded = foldAll([f], cx, ([c]) => store.domain(c!, -1));
      return folded ?? computed(`S.domain(${f.text}, ${site})`, Kinds.set);
    }
    case "product": {
      const factors = values(args, environment, cx);
      const folded = foldAll(factors, cx, (constants) => store.product(constants, -1));
      return folded ?? computed(`S.product([${factors.map((f) => f.text).join(", ")}], ${site})`, Kinds.set);
    }
    case "prime":
      if (cx.primed) return refuse("a prime within a prime", at);
      return value(args[0]!, environment, cx.asPrimed());
    case "and":
    case "or":
    case "not":
    case "implies":
    case "equivalent":
    case "equals":
    case "notEquals":
    case "in":
    case "notIn":
    case "subsetEq":
    case "unchanged":
    case "enabled":
    case "compose":
      return cx.handleOf(test(expression, environment, cx));
    case "always":
    case "eventually":
    case "leadsTo":
    case "guarantees":
      return refuse("a temporal operator where a value is expected", at);
  }
}
