/**
 * Reading what a name is bound to. A delayed expression is evaluated at its first use on each path and kept in a local.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { expandedSize } from "./analysis.ts";
import { hasSlot } from "./context.ts";
import type { Context } from "./context.ts";
import type { Binding, Cell, Thunk } from "./environment.ts";
import { computed, local } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { stateValue } from "./state-functions.ts";
import { value } from "./values.ts";

/** Delayed expressions larger than this get a function of their own instead of being repeated at every first use. */
const REPEAT_SIZE_MAX = 24;

export function readBinding(
  binding: Exclude<Binding, { kind: "closure" | "operator" }>,
  use: Expr,
  cx: Context,
): Operand {
  switch (binding.kind) {
    case "operand":
      return binding.operand;
    case "slot":
      return readSlot(binding.index, use, cx);
    case "thunk":
      return readThunk(binding, cx);
    case "forced":
      return computed(`${binding.name}.force()`);
    case "barrier":
      if (cx.primed) return readSlot(binding.nextSlot, use, cx);
      if (binding.current.kind === "closure" || binding.current.kind === "operator")
        throw new Error("a variable bound to an operator");
      return readBinding(binding.current, use, cx);
  }
}

function readSlot(index: number, use: Expr, cx: Context): Operand {
  const known = cx.primed ? cx.next : cx.current;
  if (!hasSlot(known, index)) {
    return computed(`unassigned(${index}, ${cx.primed}, ${cx.site(use.at)})`, 0, true);
  }
  return local((cx.primed ? "w" : "v") + String(index));
}

function readThunk(thunk: Thunk, cx: Context): Operand {
  const folded = cx.compiler.fold(thunk.expression, thunk.environment);
  if (folded !== undefined) return cx.constant(folded);
  const which = cx.primed ? 1 : 0;
  const cell = thunk.cells[which];
  // A constant that could not be folded (it fails) may be met again while something around it is folded.
  const isElsewhere = cell !== undefined && (cell.frame ?? cx.frames[which]) !== cx.frames[which];
  if (cell === undefined || isElsewhere || thunk.home!.owner.unit !== cx.unit) {
    return stateValue(thunk.expression, thunk.environment, cx) ?? value(thunk.expression, thunk.environment, cx);
  }

  if (cell.name === "") {
    cell.name = cx.fresh("c");
    cell.frame = cx.frames[which];
    cell.line.text = `let ${cell.name} = 0;`;
  }
  if (cell.operand !== undefined && cx.block.isEvaluated(cell.name)) return cell.operand;
  const isFirst = cell.operand === undefined;
  const inner = cx.child();
  if (isFirst || expandedSize(thunk.expression) <= REPEAT_SIZE_MAX) {
    const operand = value(thunk.expression, thunk.environment, inner);
    inner.add(`${cell.name} = ${operand.text};`);
    cell.operand ??= local(cell.name, operand.kinds, operand.normal);
  } else {
    inner.add(`${cell.name} = ${cx.unit.call(computation(thunk, cell, cx), [])};`);
  }
  const runsOnce = isFirst && cx.block.owner === thunk.home!.owner && cx.block.loops === thunk.home!.loops;
  if (runsOnce) cx.block.splice(inner.block);
  else cx.block.nest(`if (${cell.name} === 0) {`, inner.block);
  cx.block.markEvaluated(cell.name);
  return cell.operand!;
}

/** The function that computes a delayed expression, for the second and later places that may be first to need it. */
function computation(thunk: Thunk, cell: Cell, cx: Context): string {
  const key = `${String(cx.primed)} ${String(cx.current)} ${String(cx.next)}`;
  const known = cell.computations.get(key);
  if (known !== undefined) return known;
  const emitted = cx.unit.declare([], "a delayed value");
  const inner = cx.in(cx.unit.begin(emitted));
  inner.add(`return ${value(thunk.expression, thunk.environment, inner).text};`);
  cx.unit.finish(emitted, inner.block);
  cell.computations.set(key, emitted.name);
  return emitted.name;
}
