/**
 * Which earlier events may be to blame: those that last wrote what a false conjunct of the refused step reads, and those
 * that last wrote what keeps the actions from being taken that could make that conjunct true.
 *
 * A vote is counted that was never given: what the count reads is what votes have been given, and what kept the vote from
 * being given is that its voter had refused before.
 */
import { UNKNOWN } from "../../compile/types.ts";
import type { ActionReport, Explainer, Read, StateMachine, StepRequest } from "../../compile/types.ts";
import { stepRequests } from "../explain.ts";
import { valueAt } from "../paths.ts";
import type { StateSpace } from "../state-space.ts";
import { openAction } from "../step-search.ts";
import type { Violation } from "../types.ts";
import type { Branch } from "../branch.ts";

/** Bindings that are looked at for an action whose arguments are open, and steps that are named. */
const BINDINGS_MAX = 16;
export const CULPRITS_MAX = 8;

/** Steps of the past, the likeliest culprit first; `path` holds all of them, oldest first. */
export function culpritsOf(
  space: StateSpace,
  explainer: Explainer,
  violation: Violation,
  path: readonly Branch[],
): Branch[] {
  const { machine } = space;
  const [state] = violation.candidates;
  if (state === undefined || violation.kind !== "step") return [];
  const refused = [...stepRequests(machine, violation, state)].map((one) => one.step);
  const direct = falseReads(explainer, refused);
  const written = new Set(direct.map((read) => read.variable));
  const helpers = machine.actions
    .filter((action) => action.variablesWritten.some((variable) => written.has(variable)))
    .map(({ index, parameters }): StepRequest => {
      const named = openAction(index, parameters.length);
      return { ...named, state, next: new Int32Array(machine.variables.length) };
    });
  const culprits = new Set<Branch>();
  for (const read of [...direct, ...falseReads(explainer, helpers)]) {
    const writer = lastWriter(machine, space, path, read);
    if (writer !== undefined) culprits.add(writer);
    if (culprits.size === CULPRITS_MAX) break;
  }
  return [...culprits];
}

/** What the false conjuncts of the actions read, without guards that another binding makes true. */
function falseReads(explainer: Explainer, requests: readonly StepRequest[]): Read[] {
  const reports = requests.flatMap((request) => explainer.explainStep(request, BINDINGS_MAX));
  return reports.flatMap(readsOf);
}

function readsOf(report: ActionReport): Read[] {
  return report.conjuncts
    .filter(({ outcome }) => outcome === "false" || outcome === "error")
    .flatMap(({ reads }) => reads.filter((read) => !read.primed));
}

function lastWriter(machine: StateMachine, space: StateSpace, path: readonly Branch[], read: Read): Branch | undefined {
  const at = (state: number) => valueAt(machine.store, space.value(state, read.variable), read.path) ?? UNKNOWN;
  return path.findLast((step) => at(step.previous!.state) !== at(step.state));
}
