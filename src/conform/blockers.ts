/**
 * Which variables keep an observed step from being taken: those that its false conjuncts read.
 *
 * A step that nobody reported is worth trying only if it writes one of them. So a lost message is inferred when a
 * receipt needs it, and not before every event (which is what makes trace specifications with a silent `Drop` slow).
 */
import type { ActionReport, Explainer, StateMachine } from "../compile/types.ts";
import type { StateSpace } from "./state-space.ts";
import type { NamedAction } from "./types.ts";

/** Bindings that are looked at when the observation leaves the arguments open. */
const BINDINGS_MAX = 16;

export class Blockers {
  readonly #machine: StateMachine;
  readonly #explainer: Explainer | undefined;

  /** Without an explainer every variable that an action reads counts as blocking. */
  constructor(machine: StateMachine, explainer: Explainer | undefined) {
    this.#machine = machine;
    this.#explainer = explainer;
  }

  /** Variables whose change could make one of the actions possible at a state. */
  of(space: StateSpace, state: number, actions: readonly NamedAction[], next: Int32Array): ReadonlySet<number> {
    const variables = new Set<number>();
    for (const named of actions) {
      const { variablesRead } = this.#machine.actions[named.action]!;
      const reports = this.#reports(space.state(state), named, next);
      if (reports.length === 0 || reports.length === BINDINGS_MAX)
        for (const variable of variablesRead) variables.add(variable);
      for (const report of reports) for (const variable of falseReads(report)) variables.add(variable);
    }
    return variables;
  }

  #reports(state: Int32Array, named: NamedAction, next: Int32Array): readonly ActionReport[] {
    if (this.#explainer === undefined) return [];
    const request = { action: named.action, state, arguments: named.arguments, next };
    return this.#explainer.explainStep(request, BINDINGS_MAX);
  }
}

/** Variables that false conjuncts read; an effect that came out wrong is blocked by what it is computed from. */
function* falseReads(report: ActionReport): IterableIterator<number> {
  for (const conjunct of report.conjuncts) {
    if (conjunct.outcome !== "false" && conjunct.outcome !== "error") continue;
    if (conjunct.variable !== undefined) yield conjunct.variable;
    for (const read of conjunct.reads) if (!read.primed) yield read.variable;
  }
}

/** Of the silent actions those that can matter: they write a blocking variable, or what such a one reads. */
export function relevantActions(
  machine: StateMachine,
  silent: readonly NamedAction[],
  blocking: ReadonlySet<number>,
): readonly NamedAction[] {
  const wanted = new Set(blocking);
  const relevant = new Set<NamedAction>();
  for (let grew = true; grew;) {
    grew = false;
    for (const named of silent) {
      const { variablesWritten, variablesRead } = machine.actions[named.action]!;
      if (relevant.has(named) || !variablesWritten.some((variable) => wanted.has(variable))) continue;
      relevant.add(named);
      for (const variable of variablesRead) wanted.add(variable);
      grew = true;
    }
  }
  return silent.filter((named) => relevant.has(named));
}
