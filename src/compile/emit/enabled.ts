/**
 * `ENABLED A`: an emitted function that enumerates A and returns true at its first successor.
 *
 * Inside an instance the primed variables of the instanced module are unknowns of their own (ENABLED does not
 * distribute over substitution): unprimed they are seen through the substitution, primed they get slots after those of
 * the specification.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { emitAction } from "./action-emission.ts";
import type { ActionMode } from "./action-emission.ts";
import { mentionsPrime } from "./analysis.ts";
import { NO_SLOTS } from "./context.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { condition } from "./operand.ts";
import type { Condition } from "./operand.ts";
import { refuse } from "./refusal.ts";

const MODE: ActionMode = { side: "next", slotCount: undefined, isCounted: false, stops: true };

export function emitEnabled(action: Expr, environment: Environment, cx: Context): Condition {
  if (cx.primed) refuse("ENABLED within a prime", action.at);
  const scope = barrier(action, environment, cx);
  const emitted = cx.unit.declare([], "whether an action is enabled");
  const inner = cx.in(cx.unit.begin(emitted)).knowing(cx.current, NO_SLOTS);
  emitAction(action, scope, inner, "1", MODE, { size: 1, emit: (found) => found.add("return true;") });
  inner.add("return false;");
  cx.unit.finish(emitted, inner.block);
  return condition(cx.unit.call(emitted.name, []));
}

function barrier(action: Expr, environment: Environment, cx: Context): Environment {
  const { context } = environment;
  if (context === cx.compiler.root) return environment;
  const guarded = context.instance();
  for (const [declaration, binding] of context.contextBindings()) {
    if (declaration.kind !== "variable" || context.lookup(declaration) !== binding) continue;
    if (cx.compiler.root.lookup(declaration) === binding) continue;
    guarded.bind(declaration, { kind: "barrier", current: binding, nextSlot: cx.compiler.freshSlot() });
  }
  const scope = guarded.extend();
  for (const [declaration, binding] of environment.localBindings()) {
    const body =
      binding.kind === "thunk" ? binding.expression : declaration.kind === "definition" ? declaration.body : undefined;
    if (body !== undefined && mentionsPrime(body)) {
      refuse("ENABLED in an instance, around a local name that speaks of the next state", action.at);
    }
    scope.bind(declaration, binding);
  }
  return scope;
}
