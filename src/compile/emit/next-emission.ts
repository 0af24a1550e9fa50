/**
 * Next: the actions' paths merged back into one tree, so that successors come in TLC's order and sets are run through
 * once; each action body in a function of its own.
 */
import type { ActionPlan, PathStep } from "../actions.ts";
import { emitAction, emitCall } from "./action-emission.ts";
import type { ActionMode, Continuation } from "./action-emission.ts";
import { NO_SLOTS } from "./context.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { instanceEnvironment } from "./instances.ts";
import type { Derivation, LeafDerivations } from "./leaf-derivations.ts";
import { emitLoops, unroll } from "./loops.ts";
import { expand, letEnvironment } from "./names.ts";
import { emittingPart } from "./refusal.ts";
import type { SetElement } from "./same-meaning.ts";
import { UNKNOWN } from "../types.ts";

/** What is the same for all plans. */
interface NextMode extends ActionMode {
  readonly slotCount: number;
  /** Plans whose bodies cannot be emitted: the evaluator runs them, with the names quantified on the path given. */
  readonly evaluated: ReadonlySet<object>;
  /** Leaves of temporal formulas that steps show by their derivation; absent when nobody asks. */
  readonly derivations: LeafDerivations | undefined;
}

/** Where emission has come to: the loops around it, with what they bind. */
interface Place {
  readonly environment: Environment;
  readonly loops: readonly SetElement[];
}

export function emitNext(
  plans: readonly ActionPlan[],
  cx: Context,
  environment: Environment,
  evaluated: ReadonlySet<object>,
  derivations?: LeafDerivations,
): void {
  const mode: NextMode = {
    side: "next",
    slotCount: cx.compiler.spec.variables.length,
    isCounted: true,
    stops: false,
    evaluated,
    derivations: derivations?.isEmpty === false ? derivations : undefined,
  };
  emitPlans(plans, 0, { environment, loops: [] }, cx, mode);
}

/** Plans that share their paths up to `depth`. */
function emitPlans(plans: readonly ActionPlan[], depth: number, place: Place, cx: Context, mode: NextMode): void {
  for (let start = 0; start < plans.length;) {
    const step = plans[start]!.path[depth];
    let end = start + 1;
    if (step !== undefined) while (end < plans.length && plans[end]!.path[depth] === step) end++;
    const group = plans.slice(start, end);
    start = end;
    if (step === undefined) emitPlan(group[0]!, place, cx, mode);
    else throughStep(step, group, depth, place, cx, mode);
  }
}

function throughStep(
  step: PathStep,
  plans: readonly ActionPlan[],
  depth: number,
  { environment, loops }: Place,
  cx: Context,
  mode: NextMode,
): void {
  if (step.kind !== "exists") {
    emitPlans(plans, depth + 1, { environment: enterStep(step, environment, cx), loops }, cx, mode);
    return;
  }
  const instances = unroll(step.bounds, plans[0]!.body, environment, cx);
  if (instances !== undefined) {
    for (const instance of instances) emitPlans(plans, depth + 1, { environment: instance, loops }, cx, mode);
    return;
  }
  emitLoops(step.bounds, environment, cx, "firstFastest", undefined, (inner, scope, elements) => {
    const more = step.bounds.map(({ set }, i): SetElement => ({ operand: elements[i]!, set, environment }));
    emitPlans(plans, depth + 1, { environment: scope, loops: [...loops, ...more] }, inner, mode);
  });
}

/** The environment behind a LET or a call on the path. */
export function enterStep(
  step: Exclude<PathStep, { kind: "exists" }>,
  environment: Environment,
  cx: Context,
): Environment {
  if (step.kind === "let") {
    const body = { kind: "boolean", value: true, at: step.at } as const;
    // Every definition may be used by several actions: all get a local.
    return letEnvironment(
      { kind: "let", definitions: step.definitions, body, at: step.at },
      environment,
      cx.block,
      true,
    );
  }
  const outer = step.isOverride ? cx.compiler.root : environment;
  const place = step.instance === undefined ? outer : instanceEnvironment(step.instance, outer);
  const binding = place.lookup(step.definition);
  const own = binding?.kind === "closure" ? binding.environment : place.context;
  return expand(step.definition.parameters, step.definition.body, step.arguments, own, environment, cx.block);
}

function emitPlan(plan: ActionPlan, place: Place, cx: Context, mode: NextMode): void {
  if (mode.evaluated.has(plan)) emitEvaluated(plan, place.environment, cx, mode);
  else emittingPart(plan, () => emitBody(plan, place, cx, mode));
}

/** A call of the evaluator. Names that stand for a value here are known to it, so it does not run through their sets. */
function emitEvaluated(plan: ActionPlan, environment: Environment, cx: Context, mode: NextMode): void {
  const state = Array.from({ length: mode.slotCount }, (_, slot) => `v${String(slot)}`);
  const known = plan.parameters.map(({ declaration, source }) => {
    const binding = declaration === source ? environment.lookup(declaration) : undefined;
    return binding?.kind === "operand" ? binding.operand.text : String(UNKNOWN);
  });
  if (mode.derivations !== undefined) cx.add("shown.clear();");
  cx.add(`evaluated(${String(plan.action.index)}, [${state.join(", ")}], [${known.join(", ")}], sink);`);
}

function emitBody(plan: ActionPlan, { environment, loops }: Place, cx: Context, mode: NextMode): void {
  const emitted = cx.unit.declare([], `action ${String(plan.action.index)}`);
  const body = cx.in(cx.unit.begin(emitted, cx.block)).knowing(cx.current, NO_SLOTS);
  const shown = mode.derivations?.at(plan.body, environment, loops);
  emitAction(plan.body, environment, body, "1", mode, deliver(plan, mode, shown));
  const guard = body.block.takeGuard();
  cx.unit.finish(emitted, body.block);
  const call = cx.unit.call(emitted.name, []);
  if (guard === undefined) {
    emitCall(cx, call, mode);
    return;
  }
  // The first guard is tested before the call: in loops over messages it is mostly false.
  const guarded = cx.child();
  emitCall(guarded, call, mode);
  cx.block.nestGuarded(guard, guarded.block);
}

/** `shown`: leaves that the derivation shows. */
function deliver(plan: ActionPlan, mode: NextMode, shown: readonly Derivation[] | undefined): Continuation {
  return {
    size: mode.slotCount,
    emit(cx, weight) {
      const missing = missingSlots(cx.next, mode.slotCount);
      if (missing.length > 0) {
        cx.add(`incomplete(${String(plan.action.index)}, [${missing.join(", ")}], ${cx.site(plan.action.at)});`);
        return;
      }
      for (let slot = 0; slot < mode.slotCount; slot++) cx.add(`out[${String(slot)}] = w${String(slot)};`);
      if (shown !== undefined) emitShown(shown, cx);
      cx.add(`sink(out, ${String(plan.action.index)}, ${weight});`);
    },
  };
}

function emitShown(shown: readonly Derivation[], cx: Context): void {
  cx.add("shown.clear();");
  for (const { number, conditions } of shown) {
    const tests = [...conditions].map(([operand, value]) => `${operand.text} === ${cx.unit.constant(value)}`);
    cx.add(`${tests.length === 0 ? "" : `if (${tests.join(" && ")}) `}shown.add(${String(number)});`);
  }
}

export function missingSlots(known: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, slot) => slot).filter((slot) => ((known >> BigInt(slot)) & 1n) === 0n);
}
