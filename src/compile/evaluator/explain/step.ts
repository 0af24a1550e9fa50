/**
 * `explainStep`: why an action does or does not allow a step. The path to the action is walked with the known arguments
 * bound even when they are not in their sets: that is then a false conjunct of kind "argument".
 */
import { EvaluationError, type Value } from "../../../values/types.ts";
import { UNKNOWN, type ActionReport, type ConjunctReport, type StepRequest } from "../../types.ts";
import type { BoundDeclaration, BoundGroup } from "../../../tla/modules/core.ts";
import type { ActionPlan, PathStep } from "../../actions.ts";
import { bindElement } from "../binders.ts";
import { letScope, type Environment } from "../environment.ts";
import type { EvaluatorMachine } from "../machine.ts";
import { bindingOf, enterPathCall, knownNames, type KnownNames } from "../run-action.ts";
import { recording } from "../reads.ts";
import { worldOf, type World } from "../world.ts";
import { explainConjuncts, failures, type Progress } from "./conjuncts.ts";
import { foldedText } from "./text.ts";

/** Bindings looked at for one request, before the `limit` nearest are reported. */
export const EXPLAINED_BINDINGS_LOOKED_AT_MAX = 4_096;

export function explainStep(machine: EvaluatorMachine, request: StepRequest, limit: number): ActionReport[] {
  const plan = machine.plans[request.action];
  if (plan === undefined) throw new Error(`explain: there is no action ${request.action}`);
  const walk = new StepWalk(machine, plan, request);
  const reports = walk.reports();
  const failuresOf = (report: ActionReport): number =>
    report.conjuncts.filter((conjunct) => conjunct.outcome === "false" || conjunct.outcome === "error").length;
  return reports.sort((a, b) => failuresOf(a) - failuresOf(b)).slice(0, limit);
}

class StepWalk {
  readonly #machine: EvaluatorMachine;
  readonly #plan: ActionPlan;
  readonly #request: StepRequest;
  readonly #known: KnownNames;
  readonly #reports: ActionReport[] = [];

  constructor(machine: EvaluatorMachine, plan: ActionPlan, request: StepRequest) {
    this.#machine = machine;
    this.#plan = plan;
    this.#request = request;
    this.#known = knownNames(plan, request.arguments);
  }

  reports(): ActionReport[] {
    const world = worldOf(this.#request.state, Int32Array.from(this.#request.next));
    const start: Progress = {
      conjuncts: [],
      world,
      expected: new Int32Array(this.#machine.variables.length),
      witnesses: [],
    };
    this.#walk(0, this.#machine.evaluator.root, start);
    return this.#reports;
  }

  #walk(index: number, environment: Environment, progress: Progress): void {
    if (this.#reports.length >= EXPLAINED_BINDINGS_LOOKED_AT_MAX) return;
    const step = this.#plan.path[index];
    if (step === undefined) return this.#end(environment, progress);
    switch (step.kind) {
      case "let":
        return this.#walk(index + 1, letScope(environment, step.definitions), progress);
      case "call":
        return this.#walk(index + 1, enterPathCall(this.#machine.evaluator, step, environment).environment, progress);
      case "exists":
        return this.#exists(step, 0, environment, progress, (bound, further) => this.#walk(index + 1, bound, further));
    }
  }

  #exists(
    step: PathStep & { readonly kind: "exists" },
    index: number,
    environment: Environment,
    progress: Progress,
    then: (bound: Environment, further: Progress) => void,
  ): void {
    const group = step.bounds[index];
    if (group === undefined) return then(environment, progress);
    const { evaluator, store } = this.#machine;
    const domain = this.#domain(group, environment, progress.world);
    const isKnown = group.names.every((name) => this.#known.has(name));
    const next = (element: Value, further: Progress): void => {
      const bound = bindElement(evaluator, group.names, group.isTuple, element, environment, group.set.at);
      this.#exists(step, index + 1, bound, further, then);
    };
    if (isKnown) {
      const element = this.#knownElement(group.names, group.isTuple);
      return next(element, withArgument(progress, this.#membership(group, domain, element)));
    }
    if (domain.set === undefined) return this.#fail(group, domain, environment, progress);
    let elements: Value;
    try {
      elements = store.enumerate(domain.set, evaluator.site(group.set.at));
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return this.#fail(group, { ...domain, error: error.message }, environment, progress);
    }
    if (store.size(elements) === 0) return this.#fail(group, domain, environment, progress);
    for (let i = 0; i < store.size(elements); i++) next(store.at(elements, i), progress);
  }

  #domain(group: BoundGroup, environment: Environment, world: World): Domain {
    const { evaluator } = this.#machine;
    try {
      const { result, reads } = recording(evaluator, world, () => evaluator.evaluate(group.set, environment, world));
      return { set: result, reads };
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return { error: error.message, reads: [] };
    }
  }

  #knownElement(names: readonly BoundDeclaration[], isTuple: boolean): Value {
    const values = names.map((name) => this.#known.get(name)!);
    return isTuple ? this.#machine.store.tuple(values) : values[0]!;
  }

  #membership(group: BoundGroup, domain: Domain, element: Value): ConjunctReport {
    const { evaluator, store } = this.#machine;
    const base = { at: group.set.at, text: boundText(group), kind: "argument" as const, reads: domain.reads };
    if (domain.set === undefined) return { ...base, outcome: "error", error: domain.error ?? "" };
    try {
      const isIn = store.in(element, domain.set, evaluator.site(group.set.at));
      return { ...base, outcome: isIn ? "true" : "false", operator: "\\in", left: element, right: domain.set };
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return { ...base, outcome: "error", error: error.message };
    }
  }

  /** A set without elements, or one that fails: there is no binding to go on with. */
  #fail(group: BoundGroup, domain: Domain, environment: Environment, progress: Progress): void {
    const conjunct: ConjunctReport = {
      at: group.set.at,
      text: boundText(group),
      kind: "argument",
      outcome: domain.error === undefined ? "false" : "error",
      reads: domain.reads,
      operator: "\\in",
      ...(domain.set === undefined ? {} : { right: domain.set }),
      ...(domain.error === undefined ? {} : { error: domain.error }),
    };
    this.#report(environment, withArgument(progress, conjunct), false);
  }

  #end(environment: Environment, progress: Progress): void {
    const { evaluator } = this.#machine;
    const explained = explainConjuncts(evaluator, this.#request.next, this.#plan.body, environment, progress);
    this.#report(environment, explained, true);
  }

  #report(environment: Environment, progress: Progress, isBound: boolean): void {
    const { action } = this.#plan;
    const binding = isBound ? this.#binding(environment, progress.world) : Int32Array.from(this.#request.arguments);
    const mismatches = action.parameters.flatMap((name, i): ConjunctReport[] => {
      const given = this.#request.arguments[i] ?? UNKNOWN;
      const made = binding[i]!;
      if (!isBound || given === UNKNOWN || made === UNKNOWN || given === made) return [];
      const sides = { operator: "=", left: made, right: given };
      return [{ at: action.at, text: `${name} = …`, kind: "argument", outcome: "false", reads: [], ...sides }];
    });
    this.#reports.push({
      action: action.index,
      binding: [...binding],
      conjuncts: [...mismatches, ...progress.conjuncts],
      expected: progress.expected,
    });
  }

  #binding(environment: Environment, world: World): Int32Array {
    try {
      return bindingOf(this.#machine.evaluator, this.#plan, environment, world);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return Int32Array.from(this.#request.arguments);
    }
  }
}

interface Domain {
  readonly set?: Value;
  readonly error?: string;
  readonly reads: ConjunctReport["reads"];
}

function withArgument(progress: Progress, conjunct: ConjunctReport): Progress {
  const isSkipped = conjunct.outcome === "error" && failures(progress) > 0;
  const noted: ConjunctReport = isSkipped ? { ...conjunct, outcome: "skipped" } : conjunct;
  return { ...progress, conjuncts: [...progress.conjuncts, noted] };
}

function boundText(group: BoundGroup): string {
  const names = group.names.map((name) => name.name).join(", ");
  return `${group.isTuple ? `<<${names}>>` : names} \\in ${foldedText(group.set.at)}`;
}
