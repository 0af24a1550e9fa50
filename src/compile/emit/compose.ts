/**
 * Action composition: `A \cdot B` steps from one state to another when A leads to some state from which B leads there.
 *
 * A is emitted as a function that finds the states between; B as a function whose `v` locals, its current state, are
 * that state. A variable of which A says nothing, and whose next value was determined before the composition, keeps its
 * value in between, as in TLC: trace specifications compose actions that do not know the line of the log. What follows the composition speaks of the original state again, which the second function carries along
 * under other names. TLC counts the states between as generated, each time A reaches one, whether B goes on or not.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { emitAction, emitCall, times } from "./action-emission.ts";
import type { ActionMode, Continuation, Weight } from "./action-emission.ts";
import { test } from "./conditions.ts";
import { ALL_SLOTS, NO_SLOTS, slotsOf } from "./context.ts";
import type { Context, Slots } from "./context.ts";
import type { Environment } from "./environment.ts";
import { hasSubstitutedVariables } from "./enabled.ts";
import { condition } from "./operand.ts";
import type { Condition } from "./operand.ts";
import { refuse } from "./refusal.ts";

type Composition = Extract<Expr, { kind: "builtin" }>;

/** Follows the composition: B determines what is not yet determined of the next state. */
export function emitComposition(
  expression: Composition,
  environment: Environment,
  cx: Context,
  weight: Weight,
  mode: ActionMode,
  next: Continuation,
): void {
  const [first, second] = expression.arguments as [Expr, Expr];
  const originals = names(cx, cx.current, "v");
  const carried = originals.map(() => cx.fresh("t"));
  emitFirst(first, environment, cx, mode, (middle, middleWeight, outer) => {
    if (mode.isCounted) middle.add(`between(${middleWeight});`);
    const factor = cx.fresh("t");
    const known = names(cx, cx.next, "w");
    const kept = keptBetween(cx, middle);
    const between = [...names(cx, middle.next, "v"), ...names(cx, kept, "v")];
    const reached = [...names(cx, middle.next, "w"), ...names(cx, kept, "v")];
    const explicit = [...between, ...known, ...carried, ...(mode.isCounted ? [factor] : [])];
    const emitted = cx.unit.declare(explicit, "the second of two composed actions");
    const inner = cx.in(cx.unit.begin(emitted)).frame("current", middle.next | kept, cx.next);
    emitAction(second, environment, inner, "1", mode, {
      size: 1,
      emit: (end, endWeight) => {
        const total = cx.fresh("t");
        const after = cx.unit.declare([...originals, ...(mode.isCounted ? [total] : [])], "what follows a composition");
        const behind = cx.in(cx.unit.begin(after)).knowing(cx.current, end.next);
        next.emit(behind, mode.isCounted ? times(weight, total) : weight);
        if (mode.stops) behind.add("return false;");
        cx.unit.finish(after, behind.block);
        const weights = mode.isCounted ? [times(factor, endWeight)] : [];
        emitCall(end, cx.unit.call(after.name, [...carried, ...weights]), mode);
      },
    });
    if (mode.stops) inner.add("return false;");
    cx.unit.finish(emitted, inner.block);
    const weights = mode.isCounted ? [middleWeight] : [];
    emitCall(middle, cx.unit.call(emitted.name, [...reached, ...outer, ...originals, ...weights]), mode);
  });
}

const TEST_MODE: ActionMode = { side: "next", slotCount: undefined, isCounted: false, stops: true };

/** Whether a step is one of the composition. */
export function compositionTest(expression: Composition, environment: Environment, cx: Context): Condition {
  const [first, second] = expression.arguments as [Expr, Expr];
  const call = emitFirst(first, environment, cx, TEST_MODE, (middle, _weight, outer) => {
    const known = names(cx, cx.next, "w");
    const kept = keptBetween(cx, middle);
    const between = [...names(cx, middle.next, "v"), ...names(cx, kept, "v")];
    const emitted = cx.unit.declare([...between, ...known], "whether a second action leads there");
    const inner = cx.in(cx.unit.begin(emitted)).frame("current", middle.next | kept, cx.next);
    inner.add(`return ${test(second, environment, inner).text};`);
    cx.unit.finish(emitted, inner.block);
    const reached = [...names(cx, middle.next, "w"), ...names(cx, kept, "v")];
    emitCall(middle, cx.unit.call(emitted.name, [...reached, ...outer]), TEST_MODE);
  });
  return condition(call);
}

/** `end` is emitted where A has led to a state; `outer` are the next values known outside, under other names. */
function emitFirst(
  action: Expr,
  environment: Environment,
  cx: Context,
  mode: ActionMode,
  end: (middle: Context, weight: Weight, outer: readonly string[]) => void,
): string {
  // Under a substitution the state between is one of the instanced module: composition does not distribute over it.
  if (hasSubstitutedVariables(environment, cx)) refuse("action composition in an instance", action.at);
  const known = names(cx, cx.next, "w");
  const outer = known.map(() => cx.fresh("t"));
  const emitted = cx.unit.declare(outer, "the first of two composed actions");
  const inner = cx.in(cx.unit.begin(emitted)).frame("next", cx.current, NO_SLOTS);
  const slotCount = cx.compiler.spec.variables.length;
  emitAction(
    action,
    environment,
    inner,
    "1",
    { ...mode, slotCount },
    {
      size: slotCount,
      emit: (middle, weight) => end(middle, weight, outer),
    },
  );
  if (mode.stops) inner.add("return false;");
  cx.unit.finish(emitted, inner.block);
  const call = cx.unit.call(emitted.name, known);
  if (mode !== TEST_MODE) emitCall(cx, call, mode);
  return call;
}

/** The variables that keep their value in the state between: not determined by A, but by what stands before. */
function keptBetween(cx: Context, middle: Context): Slots {
  const variables = (1n << BigInt(cx.compiler.spec.variables.length)) - 1n;
  return variables & cx.next & cx.current & ~middle.next;
}

function names(cx: Context, slots: Slots, prefix: "v" | "w"): string[] {
  const { compiler } = cx;
  const count = slots === ALL_SLOTS ? compiler.spec.variables.length : compiler.slotCount;
  return slotsOf(slots, count).map((slot) => prefix + String(slot));
}
