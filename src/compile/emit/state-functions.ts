/**
 * Expressions about the state alone that are costly and asked for again and again: definitions without parameters,
 * and above all what an instance puts in the place of a variable (a refinement mapping is read at every use of that
 * variable). They become a function of the variables they read, with a cache: by the handle when there is one
 * variable, a small direct-mapped table when there are several. The same function serves the current and the next state.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { forEachChild, forEachReference, mentionsPrime } from "./analysis.ts";
import { ALL_SLOTS, hasSlot, NO_SLOTS } from "./context.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { computed } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { value } from "./values.ts";
import { isVolatile } from "./volatile.ts";

/** Rows of a direct-mapped cache. */
const CACHE_ROWS = 1024;

/** The condition under which a result is remembered: lazy values may be forgotten by the store. */
export function isKeptText(result: string): string {
  return `(${result} > 0 || (${result} & 1) !== 0)`;
}

export interface StateFunction {
  readonly name: string;
  readonly slots: readonly number[];
  readonly kinds: number;
  readonly normal: boolean;
}

/** The expression as a call of a cached function of the state; undefined when it is not of that kind. */
export function stateValue(expression: Expr, environment: Environment, cx: Context): Operand | undefined {
  if (!isCostly(expression) || mentionsPrime(expression) || isVolatile(cx.compiler, expression)) return undefined;
  const made = stateFunction(expression, environment, cx);
  if (made === undefined) return undefined;
  const known = cx.primed ? cx.next : cx.current;
  if (!made.slots.every((slot) => hasSlot(known, slot))) return undefined;
  const prefix = cx.primed ? "w" : "v";
  const call = cx.unit.call(
    made.name,
    made.slots.map((slot) => prefix + String(slot)),
  );
  return computed(call, made.kinds, made.normal);
}

function stateFunction(expression: Expr, environment: Environment, cx: Context): StateFunction | undefined {
  let known = cx.unit.stateFunctions.get(environment);
  if (known === undefined)
    cx.unit.stateFunctions.set(environment, (known = new Map<Expr, StateFunction | undefined>()));
  if (known.has(expression)) return known.get(expression);
  // While it is being emitted it stands for itself: what it contains is not looked up here.
  known.set(expression, undefined);
  const made = emitStateFunction(expression, environment, cx);
  known.set(expression, made);
  return made;
}

function emitStateFunction(expression: Expr, environment: Environment, cx: Context): StateFunction | undefined {
  const plain = cx.unit.declare([], "a value that depends on the state");
  const start = cx.in(cx.unit.begin(plain));
  const inner = start
    .unprimed()
    .knowing(ALL_SLOTS, NO_SLOTS)
    .remembering(Math.min(cx.memoLevel, 1) as 0 | 1);
  const result = value(expression, environment, inner);
  inner.add(`return ${result.text};`);
  cx.unit.finish(plain, inner.block);
  const free = cx.unit.freeNames(plain.name);
  if (free === undefined || free.length === 0 || !free.every((name) => name.startsWith("v"))) {
    cx.unit.drop(plain);
    return undefined;
  }
  const cached = cx.unit.declare(free, "the same, cached");
  const block = cx.unit.begin(cached);
  if (free.length === 1) emitHandleCache(free[0]!, cx.unit.call(plain.name, []), cx, block);
  else emitDirectCache(free, plain.name, cx, block);
  cx.unit.finish(cached, block);
  return {
    name: cached.name,
    slots: free.map((name) => Number(name.slice(1))),
    kinds: result.kinds,
    normal: result.normal,
  };
}

/** Returns what `call` gives, remembered by the handle in `key` unless that is a small integer. */
export function emitHandleCache(key: string, call: string, cx: Context, block: Context["block"]): void {
  const table = cx.unit.table("Int32Array");
  block.add(`if ((${key} & 1) !== 0) return ${call};`);
  block.add(`const known = ${key} >> 1 < ${table}.length ? ${table}[${key} >> 1] : 0;`);
  block.add("if (known !== 0) return known;");
  block.add(`const result = ${call};`);
  block.add(`if ${isKeptText("result")} ${table} = remember(${table}, ${key}, result);`);
  block.add("return result;");
}

function emitDirectCache(variables: readonly string[], plain: string, cx: Context, block: Context["block"]): void {
  const width = variables.length + 1;
  const table = cx.unit.table("Int32Array", CACHE_ROWS * width);
  const mixed = variables.reduce((hash, name) => (hash === "" ? name : `Math.imul(${hash}, 31) + ${name}`), "");
  block.add(`const row = (((${mixed}) >> 1) & ${String(CACHE_ROWS - 1)}) * ${String(width)};`);
  const matches = variables.map((name, i) => `${table}[row + ${String(i)}] === ${name}`);
  block.add(`if (${matches.join(" && ")}) return ${table}[row + ${String(variables.length)}];`);
  block.add(`const result = ${cx.unit.call(plain, [])};`);
  block.add(`if ${isKeptText("result")} {`);
  variables.forEach((name, i) => block.add(`  ${table}[row + ${String(i)}] = ${name};`));
  block.add(`  ${table}[row + ${String(variables.length)}] = result;`);
  block.add("}");
  block.add("return result;");
}

const costly = new WeakMap<Expr, boolean>();

/** True when evaluating it runs through a set. */
function isCostly(expression: Expr): boolean {
  const known = costly.get(expression);
  if (known !== undefined) return known;
  costly.set(expression, false);
  let result = false;
  switch (expression.kind) {
    case "quantifier":
    case "setFilter":
    case "setMap":
    case "function":
    case "choose":
      result = true;
      break;
    default:
      forEachReference(expression, (target) => {
        if (!result && target.kind === "definition") result = target.isRecursive || isCostly(target.body);
      });
      forEachChild(expression, (child) => {
        if (!result) result = isCostly(child);
      });
  }
  costly.set(expression, result);
  return result;
}
