/**
 * What was observed of parts of variables, held against what an action gives: false conjuncts that evaluating the action with
 * whole next values cannot show.
 */
import { UNKNOWN } from "../compile/types.ts";
import type { ActionReport, ConjunctReport, StateMachine } from "../compile/types.ts";
import { afterChange } from "./containers.ts";
import { pathText, valueAt } from "./paths.ts";
import type { ObservedStep } from "./types.ts";

/** A false conjunct; `part` is the part of the variable that both its sides are of. */
export type FalseReport = ConjunctReport & { readonly part?: string };

/** What an action that was tried at a state gives otherwise than it was observed. */
export function contradictions(
  machine: StateMachine,
  observed: ObservedStep | undefined,
  report: ActionReport,
  state: Int32Array,
): FalseReport[] {
  if (observed === undefined) return [];
  return [...contradictedParts(machine, observed, report), ...impossibleChanges(machine, observed, report, state)];
}

/** The conjuncts that give variables of which a part was observed with another value, each once. */
function contradictedParts(machine: StateMachine, { values }: ObservedStep, report: ActionReport): FalseReport[] {
  const found = new Map<number, FalseReport>();
  for (const { variable, path, value } of values) {
    const after = report.expected[variable]!;
    if (path.length === 0 || after === UNKNOWN || found.has(variable)) continue;
    const expected = valueAt(machine.store, after, path);
    if (expected === undefined || expected === value) continue;
    const effect = report.conjuncts.find((conjunct) => conjunct.variable === variable);
    found.set(variable, {
      at: effect?.at ?? machine.actions[report.action]!.at,
      text: effect?.text ?? `${machine.variables[variable]!}'`,
      kind: effect?.kind ?? "effect",
      outcome: "false",
      operator: "=",
      left: expected,
      right: value,
      variable,
      reads: effect?.reads ?? [],
      part: pathText(machine, variable, path),
    });
  }
  return [...found.values()];
}

/** Changes of containers that no action can make: what is taken is not there. */
function impossibleChanges(
  machine: StateMachine,
  { changes = [] }: ObservedStep,
  report: ActionReport,
  state: Int32Array,
): FalseReport[] {
  const { store } = machine;
  const impossible = changes.filter(
    (change) => change.removed.length > 0 && afterChange(store, state[change.variable]!, change) === undefined,
  );
  return impossible.map(({ variable, path, removed }) => {
    const value = valueAt(store, state[variable]!, path) ?? state[variable]!;
    return {
      at: machine.actions[report.action]!.at,
      text: `what is taken from ${machine.variables[variable]!} is there`,
      kind: "guard",
      outcome: "false",
      operator: "\\in",
      left: removed[0]!,
      right: value,
      variable,
      reads: [{ variable, path, primed: false, value }],
    };
  });
}
