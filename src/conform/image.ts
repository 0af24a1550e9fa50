/** What one observed step makes of a set of candidates. */
import type { Branch } from "./branch.ts";
import type { StepSearch } from "./step-search.ts";
import type { Observation, ObservedStep } from "./types.ts";

export function imageOf(
  search: StepSearch,
  branches: readonly Branch[],
  step: ObservedStep,
  end: Int32Array,
  observation: Observation,
): Branch[] {
  const found = new Map<number, Branch>();
  for (const branch of branches) {
    if (step.isOptional === true && isAlready(search, branch.state, step, end)) {
      search.hasMerged ||= found.has(branch.state);
      found.set(branch.state, branch);
    }
    search.ways(branch.state, step, end, (taken) => {
      const known = found.get(taken.to);
      if (known !== undefined) {
        search.hasMerged ||= known.previous !== branch;
        return;
      }
      found.set(taken.to, { state: taken.to, taken, previous: branch, reported: step, observation });
    });
  }
  return [...found.values()];
}

/** What an optional step says holds already: it did not happen, or not again. */
function isAlready(search: StepSearch, state: number, step: ObservedStep, end: Int32Array): boolean {
  return search.space.matches(state, end) && step.values.every((value) => search.holds(state, value));
}
