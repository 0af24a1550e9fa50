/**
 * One action as the explanation of a step: known next values are determined from the start, so that what would assign
 * them tests them; known arguments are bound instead of enumerated.
 */
import type { BoundDeclaration, Expr } from "../../tla/modules/core.ts";
import type { ActionPlan, PathStep } from "../actions.ts";
import { emitAction, emitIf } from "./action-emission.ts";
import { TALLY, type ActionMode } from "./action-emission.ts";
import { readBinding } from "./bindings.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { emitLoops } from "./loops.ts";
import { enterStep, missingSlots } from "./next-emission.ts";
import { condition, Kinds, local } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { value } from "./values.ts";

const STOPPED = "return true;";

/** Emits the body of `function (state, next, given, sink, out, binding)`; `known[i]`: argument i is in `given[i]`. */
export function emitStep(plan: ActionPlan, known: readonly boolean[], cx: Context, environment: Environment): void {
  const slotCount = cx.compiler.spec.variables.length;
  const mode: ActionMode = { side: "next", slotCount, isCounted: false, stops: true, isTallied: true };
  const given: (Operand | undefined)[] = known.map((isKnown, index) => {
    if (!isKnown) return undefined;
    const name = cx.fresh("t");
    cx.add(`const ${name} = given[${String(index)}];`);
    return local(name);
  });
  // A quantified name that is passed on as a known argument is not enumerated.
  const fixed = new Map<BoundDeclaration, Operand>();
  plan.parameters.forEach((parameter, index) => {
    const operand = given[index];
    if (operand !== undefined && parameter.source !== undefined && !fixed.has(parameter.source)) {
      fixed.set(parameter.source, operand);
    }
  });

  const walk = (depth: number, scope: Environment, inner: Context): void => {
    const step = plan.path[depth];
    if (step === undefined) {
      emitBody(scope, inner);
      return;
    }
    if (step.kind !== "exists") walk(depth + 1, enterStep(step, scope, inner), inner);
    else throughExists(step, fixed, scope, inner, (behind, behindScope) => walk(depth + 1, behindScope, behind));
  };

  const emitBody = (scope: Environment, inner: Context): void => {
    const size = slotCount + plan.parameters.length;
    emitAction(plan.body, scope, inner, "1", mode, { size, emit: (end) => compareArguments(0, end, scope) });
  };

  /** Known arguments that were not bound are compared at the end: they may themselves be actions. */
  const compareArguments = (index: number, at: Context, scope: Environment): void => {
    const parameter = plan.parameters[index];
    if (parameter === undefined) {
      deliver(at, scope);
      return;
    }
    const operand = given[index];
    if (operand === undefined || (parameter.source !== undefined && fixed.get(parameter.source) === operand)) {
      compareArguments(index + 1, at, scope);
      return;
    }
    const actual = readParameter(index, scope, at);
    emitIf(condition(`${actual.text} === ${operand.text}`), at, (then) => compareArguments(index + 1, then, scope));
  };

  const readParameter = (index: number, scope: Environment, inner: Context): Operand => {
    const { declaration } = plan.parameters[index]!;
    const binding = scope.lookup(declaration);
    if (binding === undefined || binding.kind === "closure" || binding.kind === "operator")
      return inner.constant(inner.compiler.store.EMPTY_TUPLE);
    const reference: Expr = { kind: "ref", target: declaration, arguments: [], at: plan.action.at };
    return inner.normal(readBinding(binding, reference, inner), plan.action.at);
  };

  const deliver = (end: Context, scope: Environment): void => {
    const missing = missingSlots(end.next, slotCount);
    if (missing.length > 0) {
      end.add(`incomplete(${String(plan.action.index)}, [${missing.join(", ")}], ${end.site(plan.action.at)});`);
      return;
    }
    plan.parameters.forEach((_, index) => {
      const operand = given[index] ?? readParameter(index, scope, end);
      end.add(`binding[${String(index)}] = ${operand.text};`);
    });
    for (let slot = 0; slot < slotCount; slot++) end.add(`out[${String(slot)}] = w${String(slot)};`);
    end.add(`if (!sink(out, binding)) ${STOPPED}`);
  };

  walk(0, environment, cx);
  cx.add("return false;");
}

/** Fixed names are tested for membership, the others run through their sets. */
function throughExists(
  step: Extract<PathStep, { kind: "exists" }>,
  fixed: ReadonlyMap<BoundDeclaration, Operand>,
  environment: Environment,
  cx: Context,
  then: (cx: Context, environment: Environment) => void,
): void {
  const direct = step.bounds.filter((bound) => !bound.isTuple && fixed.has(bound.names[0]!));
  const looped = step.bounds.filter((bound) => !direct.includes(bound));
  const scope = environment.extend();
  for (const bound of direct) scope.bind(bound.names[0]!, { kind: "operand", operand: fixed.get(bound.names[0]!)! });

  const testMembership = (index: number, inner: Context): void => {
    const bound = direct[index];
    if (bound === undefined) {
      throughLoops(inner);
      return;
    }
    // The set is evaluated outside the quantifier: its own names are not in scope there.
    const set = value(bound.set, environment, inner);
    const element = fixed.get(bound.names[0]!)!;
    const member = condition(`S.in(${element.text}, ${set.text}, ${inner.site(bound.set.at)})`);
    emitIf(member, inner, (behind) => testMembership(index + 1, behind));
  };

  const throughLoops = (inner: Context): void => {
    if (looped.length === 0) {
      then(inner, scope);
      return;
    }
    emitLoops(looped, scope, inner, "firstFastest", undefined, (body, bodyScope) => {
      body.add(TALLY);
      const names = looped.flatMap((bound) => bound.names).filter((name) => fixed.has(name));
      const compare = (index: number, at: Context): void => {
        const name = names[index];
        if (name === undefined) {
          then(at, bodyScope);
          return;
        }
        const binding = bodyScope.lookup(name);
        const actual = binding?.kind === "operand" ? binding.operand : local("0", Kinds.any);
        emitIf(condition(`${actual.text} === ${fixed.get(name)!.text}`), at, (same) => compare(index + 1, same));
      };
      compare(0, body);
    });
  };

  testMembership(0, cx);
}
