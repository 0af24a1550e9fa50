/**
 * Formulas that depend on one interned value are remembered by its handle: a table of bytes, 0 not known, 1 false, 2
 * true. Messages are looked at again in every state; a look into the table is cheaper than even one field selection.
 * So are sets and functions that are made from the element of a set alone: the neighbours of a cell, the subsets of a
 * quorum. Failures are not remembered: they are raised again.
 */
import type { Argument, Expr } from "../../tla/modules/core.ts";
import { expandedSize } from "./analysis.ts";
import { isClosed } from "./closed.ts";
import { test } from "./conditions.ts";
import { ALL_SLOTS, NO_SLOTS } from "./context.ts";
import type { Context } from "./context.ts";
import type { Bindable, Binding, Environment } from "./environment.ts";
import { forEachChild } from "./analysis.ts";
import { computed, condition } from "./operand.ts";
import type { Condition, Operand } from "./operand.ts";
import { emitHandleCache } from "./state-functions.ts";
import { bodyOf, withOpaque } from "./structure.ts";
import { meaningOf } from "./names.ts";
import { value } from "./values.ts";

/** Smaller formulas are cheaper than the table. */
const MEMO_SIZE_MIN = 3;
/** A formula about a whole variable must be worth the memory: one that runs through something. */
const SLOT_MEMO_SIZE_MIN = 6;

/** The formula as a call of a function with a memo, when it depends on a single element or variable. */
export function rememberedTest(expression: Expr, environment: Environment, cx: Context): Condition | undefined {
  if (cx.memoLevel === 0) return undefined;
  const size = expandedSize(expression);
  if (size < MEMO_SIZE_MIN || !isWorthRemembering(expression)) return undefined;
  const sole = soleDependency(expression, environment, cx);
  if (sole === undefined) return undefined;
  if (!sole.isElement && size < SLOT_MEMO_SIZE_MIN) return undefined;

  const plain = cx.unit.declare([sole.text], "a formula about one value");
  const inner = cx
    .in(cx.unit.begin(plain))
    .knowing(ALL_SLOTS, NO_SLOTS)
    .remembering(sole.isElement ? 0 : 1);
  const result = test(expression, environment, inner);
  if (result.constant !== undefined) {
    cx.unit.drop(plain);
    return result;
  }
  inner.add(`return ${result.text};`);
  cx.unit.finish(plain, inner.block);
  if (!cx.unit.isSelfContained(plain.name)) {
    cx.unit.drop(plain);
    return undefined;
  }
  return condition(`${memoOf(cx.unit.shared(plain), cx)}(${sole.text})`);
}

/** The set or function as a call of a function with a memo, when it is costly and depends on a single element. */
export function rememberedValue(expression: Expr, environment: Environment, cx: Context): Operand | undefined {
  if (cx.memoLevel === 0 || !makesValues(expression)) return undefined;
  const sole = soleDependency(expression, environment, cx);
  if (sole?.isElement !== true) return undefined;
  const plain = cx.unit.declare([sole.text], "a value that depends on one value");
  const inner = cx.in(cx.unit.begin(plain)).knowing(ALL_SLOTS, NO_SLOTS).remembering(0);
  const result = value(expression, environment, inner);
  inner.add(`return ${result.text};`);
  cx.unit.finish(plain, inner.block);
  if (!cx.unit.isSelfContained(plain.name)) {
    cx.unit.drop(plain);
    return undefined;
  }
  return computed(`${valueMemoOf(cx.unit.shared(plain), cx)}(${sole.text})`, result.kinds, result.normal);
}

/** Running through a set: what it makes is worth a table of handles. */
function makesValues(expression: Expr): boolean {
  return expression.kind === "setMap" || expression.kind === "setFilter" || expression.kind === "choose";
}

/** The memo function of a value, emitted once. */
function valueMemoOf(plain: string, cx: Context): string {
  const known = cx.unit.memos.get(plain);
  if (known !== undefined) return known;
  const memo = cx.unit.declare(["x"], "the same, remembered");
  const block = cx.unit.begin(memo);
  block.add(`if (x < 0) return ${plain}(x);`);
  emitHandleCache("x", `${plain}(x)`, cx, block);
  cx.unit.finish(memo, block);
  cx.unit.memos.set(plain, memo.name);
  return memo.name;
}

/** The memo function of a formula, emitted once. */
function memoOf(plain: string, cx: Context): string {
  const known = cx.unit.memos.get(plain);
  if (known !== undefined) return known;
  const table = cx.unit.table("Uint8Array");
  const memo = cx.unit.declare(["x"], "the same, remembered");
  const block = cx.unit.begin(memo);
  block.add(`if ((x & 1) !== 0 || x < 0) return ${plain}(x);`);
  block.add("const i = x >> 1;");
  block.add(`const known = i < ${table}.length ? ${table}[i] : 0;`);
  block.add("if (known !== 0) return known === 2;");
  block.add(`const result = ${plain}(x);`);
  block.add(`${table} = remember(${table}, x, result ? 2 : 1);`);
  block.add("return result;");
  cx.unit.finish(memo, block);
  cx.unit.memos.set(plain, memo.name);
  return memo.name;
}

function isWorthRemembering(expression: Expr): boolean {
  switch (expression.kind) {
    case "builtin":
      switch (expression.operator) {
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
          return true;
        default:
          return false;
      }
    case "quantifier":
      return true;
    case "ref":
      return expression.target.kind === "definition" && expression.target.native === undefined;
    default:
      return false;
  }
}

/**
 * The conjuncts, nested conjunctions flattened, with neighbours about the same single value put together: one look into
 * one table for all of them.
 */
export function groupedConjuncts(conjuncts: readonly Expr[], environment: Environment, cx: Context): readonly Expr[] {
  if (cx.memoLevel === 0 || cx.primed) return conjuncts;
  const flat = conjuncts.flatMap(function flatten(e): Expr[] {
    return e.kind === "builtin" && e.operator === "and" ? e.arguments.flatMap(flatten) : [e];
  });
  const result: Expr[] = [];
  let run: Expr[] = [];
  let about: string | undefined;
  const close = (): void => {
    if (run.length === 1) result.push(run[0]!);
    else if (run.length > 1) result.push({ kind: "builtin", operator: "and", arguments: run, at: run[0]!.at });
    run = [];
  };
  for (const conjunct of flat) {
    const sole = isWorthRemembering(conjunct) ? soleDependency(conjunct, environment, cx) : undefined;
    const text = sole?.isElement === true ? sole.text : undefined;
    if (text === undefined || text !== about) close();
    if (text === undefined) result.push(conjunct);
    else run.push(conjunct);
    about = text;
  }
  close();
  return result;
}

interface Sole {
  readonly text: string;
  readonly isElement: boolean;
}

/** The one local or variable that the formula depends on; undefined when there is none, several, or it is unclear. */
function soleDependency(expression: Expr, environment: Environment, cx: Context): Sole | undefined {
  if (cx.primed) return undefined;
  const found = new Map<string, Sole>();
  return collect(expression, environment, new Set(), cx, found, 0) && found.size === 1
    ? [...found.values()][0]
    : undefined;
}

const DEPTH_MAX = 40;

/** False when the formula depends on something that a memo by handle cannot tell. */
function collect(
  expression: Expr,
  environment: Environment,
  bound: ReadonlySet<Bindable>,
  cx: Context,
  found: Map<string, Sole>,
  depth: number,
): boolean {
  if (depth > DEPTH_MAX || found.size > 1) return false;
  const recur = (e: Expr, scope = environment, names = bound): boolean =>
    collect(e, scope, names, cx, found, depth + 1);
  switch (expression.kind) {
    case "native":
    case "boxAction":
    case "angleAction":
    case "fairness":
    case "unboundedQuantifier":
    case "let":
    case "exceptAt":
    case "label":
      return isClosed(cx.compiler, expression, environment, bound);
    case "builtin":
      switch (expression.operator) {
        case "prime":
        case "unchanged":
        case "enabled":
        case "compose":
          return false;
        default:
          return expression.arguments.every((a) => recur(a));
      }
    case "except":
    case "function":
      return isClosed(cx.compiler, expression, environment, bound);
    case "ref": {
      if (bound.has(expression.target)) return true;
      if (isClosed(cx.compiler, expression, environment, bound)) return true;
      const meaning = meaningOf(cx.compiler, expression, environment);
      if (meaning.kind === "native") {
        if (!cx.compiler.library.isPure(meaning.definition.native!)) return false;
        return meaning.arguments.every((a) => isExpression(a) && recur(a, meaning.environment));
      }
      if (bound.size > 0 && expression.arguments.some((a) => mentions(a, bound))) return false;
      if (meaning.kind === "binding") return collectBinding(meaning.binding, cx, found, depth);
      if (meaning.kind === "call" && meaning.definition.isRecursive) return false;
      const body = bodyOf(meaning);
      return body !== undefined && recur(body.body, body.environment, new Set());
    }
    case "quantifier":
    case "setMap":
    case "setFilter":
    case "choose": {
      const groups =
        expression.kind === "setFilter"
          ? [expression.bound]
          : expression.kind === "choose"
            ? expression.set === undefined
              ? []
              : [{ names: expression.names, isTuple: expression.isTuple, set: expression.set }]
            : expression.bounds;
      const inner = new Set(bound);
      for (const group of groups) for (const name of group.names) inner.add(name);
      const scope = withOpaque(groups, environment);
      const body =
        expression.kind === "setMap"
          ? expression.element
          : expression.kind === "setFilter"
            ? expression.predicate
            : expression.body;
      return groups.every((group) => recur(group.set)) && recur(body, scope, inner);
    }
    default: {
      let result = true;
      forEachChild(expression, (child) => {
        if (result) result = recur(child);
      });
      return result;
    }
  }
}

function isExpression(argument: Argument): argument is Expr {
  return argument.kind !== "operatorRef" && argument.kind !== "builtinRef" && argument.kind !== "lambda";
}

/** Arguments with bound names would need their environments followed: such formulas are not remembered. */
function mentions(argument: Argument, names: ReadonlySet<Bindable>): boolean {
  if (!isExpression(argument)) return true;
  if (argument.kind === "ref" && names.has(argument.target)) return true;
  let found = false;
  forEachChild(argument, (child) => {
    if (!found) found = mentions(child, names);
  });
  return found;
}

function collectBinding(binding: Binding, cx: Context, found: Map<string, Sole>, depth: number): boolean {
  switch (binding.kind) {
    case "operand":
      if (binding.operand.constant !== undefined) return true;
      if (binding.operand.isElement !== true) return false;
      found.set(binding.operand.text, { text: binding.operand.text, isElement: true });
      return true;
    case "slot":
      if (cx.memoLevel < 2) return false;
      found.set(`v${String(binding.index)}`, { text: `v${String(binding.index)}`, isElement: false });
      return true;
    case "thunk":
      // One that has a local of its own may be computed elsewhere.
      if (binding.cells[0] !== undefined) return isClosed(cx.compiler, binding.expression, binding.environment);
      return collect(binding.expression, binding.environment, new Set(), cx, found, depth + 1);
    case "forced":
    case "closure":
    case "operator":
    case "barrier":
      return false;
  }
}
