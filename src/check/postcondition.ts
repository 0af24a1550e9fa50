/**
 * The config's POSTCONDITIONs, which are evaluated once, when a search has come to its end. As in TLC that may be a
 * violation: then `CounterExample` of module TLCExt tells what was found, so that a specification can write it to a file.
 */
import type { FoundBehaviour } from "../compile/natives/exploration-status.ts";
import type { Explainer, StateMachine } from "../compile/types.ts";
import type { Judge } from "./judge.ts";
import type { Violation } from "./types.ts";
import { violationOf } from "./violation.ts";

/** At most one violation, of a postcondition itself. `found` is what the search ended with. */
export function postconditionViolations(
  machine: StateMachine,
  judge: Judge,
  explainer: Explainer,
  found: Violation | undefined,
): Violation[] {
  const { status } = machine;
  // What cannot be evaluated has come to no end.
  if (found?.error !== undefined) return [];
  status.begin(0);
  if (found !== undefined) status.counterexample = behaviourOf(found);
  const finding = judge.checkPostconditions();
  return finding === undefined ? [] : status.replay(() => [violationOf(machine, explainer, finding, [])]);
}

function behaviourOf({ states, trace, cycle }: Violation): FoundBehaviour {
  const actions = trace.map(({ action }) => action);
  if (cycle === undefined) return { states, actions };
  const to = cycle.isStuttering ? states.length - 1 : cycle.to - 1;
  return { states, actions, back: { to, action: cycle.action } };
}
