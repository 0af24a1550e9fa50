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
import { ALL_SLOTS, NO_SLOTS, slotsOf } from "./context.ts";
import type { Context } from "./context.ts";
import type { Binding, Environment } from "./environment.ts";
import type { VariableDeclaration } from "../../tla/modules/core.ts";
import { condition } from "./operand.ts";
import type { Condition } from "./operand.ts";

const MODE: ActionMode = { side: "next", slotCount: undefined, isCounted: false, stops: true };

export function emitEnabled(action: Expr, environment: Environment, cx: Context): Condition {
  // `(ENABLED A)'`: the next state is the one in which A may be enabled.
  const parameters = cx.primed ? stateNames(cx, "v") : [];
  const current = cx.primed ? cx.next : cx.current;
  const emitted = cx.unit.declare(parameters, "whether an action is enabled");
  const block = cx.in(cx.unit.begin(emitted));
  const start = cx.primed ? block.frame("current", current, NO_SLOTS) : block;
  const inner = start.frame("next", current, NO_SLOTS);
  emitAction(action, barrier(environment, cx), inner, "1", MODE, {
    size: 1,
    emit: (found) => found.add("return true;"),
  });
  inner.add("return false;");
  cx.unit.finish(emitted, inner.block);
  return condition(cx.unit.call(emitted.name, cx.primed ? stateNames(cx, "w") : []));
}

/** Locals of the variables whose next values are known. */
function stateNames(cx: Context, prefix: "v" | "w"): string[] {
  const { compiler } = cx;
  const count = cx.next === ALL_SLOTS ? compiler.spec.variables.length : compiler.slotCount;
  return slotsOf(cx.next, count).map((slot) => prefix + String(slot));
}

/** True when the environment is that of an instance that puts something else in the place of a variable. */
export function hasSubstitutedVariables(environment: Environment, cx: Context): boolean {
  return substitutedVariables(environment, cx).length > 0;
}

function substitutedVariables(
  { context }: Environment,
  cx: Context,
): (readonly [declaration: VariableDeclaration, binding: Binding])[] {
  const found: (readonly [VariableDeclaration, Binding])[] = [];
  if (context === cx.compiler.root) return found;
  for (const [declaration, binding] of context.contextBindings()) {
    if (declaration.kind !== "variable" || context.lookup(declaration) !== binding) continue;
    if (cx.compiler.root.lookup(declaration) !== binding) found.push([declaration, binding]);
  }
  return found;
}

function barrier(environment: Environment, cx: Context): Environment {
  const substituted = substitutedVariables(environment, cx);
  if (substituted.length === 0) return environment;
  const { context } = environment;
  const guarded = context.instance();
  for (const [declaration, binding] of substituted)
    guarded.bind(declaration, { kind: "barrier", current: binding, nextSlot: cx.compiler.freshSlot() });
  return moved(environment, context, guarded, new Map());
}

/** The environment with another context: local names that were delayed in the old one are delayed in the new one. */
function moved(
  environment: Environment,
  from: Environment,
  to: Environment,
  done: Map<Environment, Environment>,
): Environment {
  if (environment.context !== from) return environment;
  if (environment === from) return to;
  const known = done.get(environment);
  if (known !== undefined) return known;
  const result = to.extend();
  done.set(environment, result);
  for (const [declaration, binding] of environment.localBindings()) {
    const where = (inner: Environment): Environment => moved(inner, from, to, done);
    result.bind(declaration, movedBinding(binding, where));
  }
  return result;
}

function movedBinding(binding: Binding, where: (environment: Environment) => Environment): Binding {
  switch (binding.kind) {
    case "thunk": {
      const environment = where(binding.environment);
      if (environment === binding.environment) return binding;
      return { kind: "thunk", expression: binding.expression, environment, cells: [undefined, undefined] };
    }
    case "closure":
    case "operator":
      return { ...binding, environment: where(binding.environment) };
    default:
      return binding;
  }
}
