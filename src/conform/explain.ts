/**
 * Says why the specification does not allow what an implementation did: the action that comes nearest, the conjunct
 * that is false, both its sides, and which earlier event wrote the values that it read.
 *
 * Every action of Next (or only those that the program named) is re-evaluated at every candidate in explain mode and
 * ranked: fewest false conjuncts first; among equals, actions whose guards hold before those whose guards fail last.
 */
import { UNKNOWN } from "../compile/types.ts";
import type { ActionReport, Explainer, FormulaReport, Read, StateMachine } from "../compile/types.ts";
import type { Value } from "../values/types.ts";
import { applyChanges } from "./containers.ts";
import { contradictions, type FalseReport } from "./contradictions.ts";
import { pathText, valueAt } from "./paths.ts";
import type { AcceptedStep, Explanation, FalseConjunct, NearAction, Provenance, Violation } from "./types.ts";

/** Candidates that are examined, bindings of one action that are reported, actions that are shown. */
export const EXPLAINED_CANDIDATES_MAX = 4;
export const EXPLAINED_BINDINGS_MAX = 64;
export const NEAREST_SHOWN = 3;

interface Ranked {
  readonly report: ActionReport;
  readonly falseConjuncts: readonly FalseReport[];
  readonly state: Int32Array;
}

/** Explains a violation; `history` holds the accepted steps of the same instance, oldest first. */
export function explain(
  machine: StateMachine,
  explainer: Explainer,
  violation: Violation,
  history: readonly AcceptedStep[],
): Explanation {
  const context = new ExplainContext(machine, history);
  if (violation.kind === "invariant" || violation.kind === "action-property") {
    return {
      kind: violation.kind,
      property: violation.property,
      nearest: [],
      changes: context.changes(violation.taken!.from, violation.taken!.to),
      formula: explainFormula(context, explainer, violation),
    };
  }
  const state = violation.candidates[0]!;
  const { end, steps } = violation.observation;
  const fault = steps[violation.stepIndex]?.reportedBy.fault;
  return {
    kind: violation.kind,
    property: violation.property,
    ...(fault === undefined ? {} : { fault }),
    nearest: nearestActions(context, explainer, violation),
    changes: context.changes(state, end),
    formula: [],
  };
}

function explainFormula(context: ExplainContext, explainer: Explainer, violation: Violation): FalseConjunct[] {
  const machine = context.machine;
  const isStep = violation.kind === "action-property";
  const predicates = isStep ? machine.actionProperties : [...machine.invariants, ...machine.stateProperties];
  const predicate = predicates.find((candidate) => candidate.name === violation.property);
  if (predicate === undefined) return [];
  const { from, to } = violation.taken!;
  const reports = isStep
    ? explainer.explainFalse(predicate.name, predicate.at, from, to)
    : explainer.explainFalse(predicate.name, predicate.at, to);
  // An invariant is false of the state after the step: what the step itself wrote counts too.
  return reports.map((report) => context.formula(report));
}

function nearestActions(context: ExplainContext, explainer: Explainer, violation: Violation): NearAction[] {
  const ranked: Ranked[] = [];
  for (const state of violation.candidates.slice(0, EXPLAINED_CANDIDATES_MAX)) {
    for (const request of stepRequests(context.machine, violation, state)) {
      for (const report of explainer.explainStep(request.step, EXPLAINED_BINDINGS_MAX)) {
        const falseConjuncts = report.conjuncts.filter((c) => c.outcome === "false" || c.outcome === "error");
        const observed = contradictions(context.machine, request.observed, report, state);
        ranked.push({ report, falseConjuncts: [...falseConjuncts, ...observed], state });
      }
    }
  }
  ranked.sort((a, b) => score(a) - score(b) || a.report.action - b.report.action);
  const shown = new Map<string, NearAction>();
  for (const candidate of ranked) {
    if (candidate.falseConjuncts.length === 0) continue;
    const near = context.nearAction(candidate);
    if (!shown.has(near.name)) shown.set(near.name, near);
    if (shown.size === NEAREST_SHOWN) break;
  }
  return [...shown.values()];
}

/** Fewest false conjuncts; a false guard is nearer than a wrong effect, which means that something else happened. */
function score(ranked: Ranked): number {
  let sum = 0;
  for (const conjunct of ranked.falseConjuncts)
    sum += conjunct.kind === "guard" || conjunct.kind === "argument" ? 2 : 3;
  return sum;
}

/** What is asked of each action that the refused step may have been: is it possible at a state, with what is known? */
export function* stepRequests(machine: StateMachine, violation: Violation, state: Int32Array) {
  const observed = violation.observation.steps[violation.stepIndex];
  const isLast = violation.stepIndex >= violation.observation.steps.length - 1;
  const next = isLast ? violation.observation.end.slice() : new Int32Array(machine.variables.length);
  for (const value of observed?.values ?? []) if (value.path.length === 0) next[value.variable] = value.value;
  applyChanges(machine.store, state, observed?.changes ?? [], next);
  const named = observed !== undefined && observed.actions.length > 0 ? observed.actions : undefined;
  const actions =
    named ?? machine.actions.map((a) => ({ action: a.index, arguments: new Int32Array(a.parameters.length) }));
  for (const { action, arguments: args } of actions) yield { step: { action, state, arguments: args, next }, observed };
}

/** Text of values and paths, and who wrote what. */
class ExplainContext {
  readonly machine: StateMachine;
  readonly #history: readonly AcceptedStep[];

  constructor(machine: StateMachine, history: readonly AcceptedStep[]) {
    this.machine = machine;
    this.#history = history;
  }

  nearAction(ranked: Ranked): NearAction {
    const action = this.machine.actions[ranked.report.action]!;
    const binding = ranked.report.binding.map((value) => (value === UNKNOWN ? "?" : this.#print(value)));
    return {
      action: binding.length === 0 ? action.name : `${action.name}(${binding.join(", ")})`,
      name: action.name,
      at: action.at,
      conjuncts: ranked.falseConjuncts.map((conjunct) => this.#conjunct(conjunct)),
    };
  }

  formula(report: FormulaReport): FalseConjunct {
    return {
      text: report.text,
      at: report.at,
      kind: "formula",
      ...this.#sides(report),
      reads: this.#provenances(report.reads),
    };
  }

  #conjunct(report: FalseReport): FalseConjunct {
    return {
      text: report.text,
      at: report.at,
      kind: report.kind,
      ...this.#sides(report),
      ...(report.part === undefined ? {} : { part: report.part }),
      ...(report.error === undefined ? {} : { error: report.error }),
      reads: this.#provenances(report.reads),
    };
  }

  #sides(report: { readonly operator?: string; readonly left?: Value; readonly right?: Value }) {
    return {
      ...(report.operator === undefined ? {} : { operator: report.operator }),
      ...(report.left === undefined ? {} : { left: this.#print(report.left) }),
      ...(report.right === undefined ? {} : { right: this.#print(report.right) }),
    };
  }

  #provenances(reads: readonly Read[]): Provenance[] {
    const seen = new Set<string>();
    const found: Provenance[] = [];
    for (const read of reads) {
      const name = pathText(this.machine, read.variable, read.path) + (read.primed ? "'" : "");
      if (read.primed || seen.has(name)) continue;
      seen.add(name);
      found.push({ name, value: this.#print(read.value), ...this.#writer(read) });
    }
    return found;
  }

  /** The latest accepted step that changed the value at a path. */
  #writer(read: Read): Pick<Provenance, "writtenBy"> {
    for (let i = this.#history.length - 1; i >= 0; i--) {
      const step = this.#history[i]!;
      const before = valueAt(this.machine.store, step.from[read.variable]!, read.path);
      const after = valueAt(this.machine.store, step.to[read.variable]!, read.path);
      if (before === after) continue;
      const action = this.machine.actions[step.action]!;
      const binding = step.binding.map((value) => this.#print(value)).join(", ");
      const report = step.reported?.reportedBy;
      const place = report === undefined ? undefined : (report.place ?? step.observation.place);
      return {
        writtenBy: {
          event: step.observation.event,
          process: step.observation.process,
          time: step.observation.time,
          action: binding === "" ? action.name : `${action.name}(${binding})`,
          description: report?.name ?? step.observation.description,
          ...(place === undefined ? {} : { place }),
        },
      };
    }
    return {};
  }

  changes(from: Int32Array, to: Int32Array): Explanation["changes"] {
    const changes: { name: string; before: string; after: string }[] = [];
    this.machine.variables.forEach((name, v) => {
      if (to[v] !== UNKNOWN && to[v] !== from[v]) {
        changes.push({ name, before: this.#print(from[v]!), after: this.#print(to[v]!) });
      }
    });
    return changes;
  }

  #print(value: Value): string {
    return this.machine.store.print(value);
  }
}
