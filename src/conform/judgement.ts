/**
 * Holds what an event makes of the candidates against the invariants and action properties. A candidate that breaks one, or
 * at which one cannot be evaluated, is none; the event is a violation when none is left.
 */
import type { Branch } from "./branch.ts";
import type { Advance, Violates } from "./outcome.ts";
import type { Broken, Failed, StateSpace } from "./state-space.ts";
import type { Observation, Violation } from "./types.ts";

/** Keeps the branches whose steps and states satisfy the properties; all broken is a violation. */
export function judged(space: StateSpace, branches: readonly Branch[], observation: Observation): Advance {
  let firstBroken: { readonly broken: Broken; readonly branch: Branch } | undefined;
  const kept: Branch[] = [];
  for (const branch of branches) {
    const found = judge(space, branch, observation);
    if (found === null) kept.push(branch);
    else if (found.broken.kind === "failed") space.failed ??= found.broken;
    else firstBroken ??= { broken: found.broken, branch: found.branch };
  }
  if (kept.length > 0) return { branches: kept };
  if (firstBroken === undefined) return refused(space, observation, observation.steps.length, branches);
  return {
    verdict: "violates",
    violation: brokenViolation(space, firstBroken.broken, firstBroken.branch, observation),
  };
}

/** The specification allows a step of the event at none of the candidates. */
export function refused(
  space: StateSpace,
  observation: Observation,
  stepIndex: number,
  branches: readonly Branch[],
): Violates {
  const candidates = [...new Set(branches.map((branch) => branch.state))].map((id) => space.state(id));
  return { verdict: "violates", violation: { kind: "step", property: "Next", observation, stepIndex, candidates } };
}

/** Judges the steps of this event; those of earlier ones have been judged. */
function judge(
  space: StateSpace,
  branch: Branch,
  observation: Observation,
): { broken: Broken | Failed; branch: Branch } | null {
  if (branch.previous !== undefined && branch.observation === observation) {
    const earlier = judge(space, branch.previous, observation);
    if (earlier !== null) return earlier;
    const broken = space.visit(branch.previous.state, branch.state, branch.taken!.action);
    if (broken !== null) return { broken, branch };
  }
  const broken = space.brokenState(branch.state);
  return broken === null ? null : { broken, branch };
}

function brokenViolation(space: StateSpace, broken: Broken, branch: Branch, observation: Observation): Violation {
  const from = space.state(branch.previous?.state ?? branch.state);
  return {
    kind: broken.kind,
    property: broken.property,
    observation,
    stepIndex: observation.steps.length,
    candidates: [from],
    taken: {
      from,
      to: space.state(branch.state),
      action: branch.taken?.action ?? -1,
      binding: [...(branch.taken?.binding ?? [])],
    },
  };
}
