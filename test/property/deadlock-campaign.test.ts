/**
 * Deadlocks of variants of the project's specifications, with a disjunct of Next dropped or an action restricted: the
 * checker must find one exactly when the evaluator does, breadth first, and at the same depth.
 * `npm run campaign -- --kind deadlock` does the same with public models.
 */
import { describe, expect, it } from "vitest";
import { deadlockCampaign, type DeadlockMutant } from "../support/deadlock-campaign.ts";
import { moduleText, specFromFiles, specOf } from "../support/specs.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";

/** Two processes take two locks, in different orders when they may. */
const LOCKS = moduleText(`
CONSTANT Process
VARIABLES holder, done
vars == <<holder, done>>
Init == holder = [l \\in {"a", "b"} |-> {}] /\\ done = {}
Take(p, l) == holder[l] = {} /\\ p \\notin done /\\ holder' = [holder EXCEPT ![l] = {p}] /\\ UNCHANGED done
Finish(p) == /\\ holder["a"] = {p} /\\ holder["b"] = {p}
             /\\ holder' = [l \\in {"a", "b"} |-> {}] /\\ done' = done \\cup {p}
Back(p) == p \\in done /\\ done' = done \\ {p} /\\ UNCHANGED holder
GiveUp == \\E p \\in Process : \\E l \\in {"a", "b"} :
  holder[l] = {p} /\\ holder' = [holder EXCEPT ![l] = {}] /\\ UNCHANGED done
Steps == \\E p \\in Process : Take(p, "a") \\/ Take(p, "b") \\/ LET again == Back(p) IN Finish(p) \\/ again
Next == Steps \\/ GiveUp
`);

function mutantsOf(spec: ResolvedSpec): readonly DeadlockMutant[] {
  const { mutants, left } = deadlockCampaign(spec, 2_000)!;
  expect(left).toBe(0);
  return mutants;
}

const differing = (mutants: readonly DeadlockMutant[]): readonly DeadlockMutant[] =>
  mutants.filter(({ found, expected }) => found !== expected);

describe("variants that may deadlock", () => {
  it("of two locks are told from those that cannot", () => {
    const mutants = mutantsOf(specOf(LOCKS, "CONSTANT Process = {p, q}\nINIT Init NEXT Next\n"));
    expect(differing(mutants)).toEqual([]);
    const outcomes = new Map(mutants.map(({ title, found }) => [title, found]));
    expect(outcomes.get("as it is")).toBe("no deadlock");
    // Each of two processes holds one lock: the initial state, and the two that lead there.
    expect([...outcomes].find(([title]) => title.startsWith("without GiveUp"))?.[1]).toBe("deadlock in 3 states");
    expect(mutants.filter(({ found }) => found.startsWith("deadlock in")).length).toBeGreaterThan(3);
  });

  it("are found in spite of symmetry, at the depth at which they lie without it", () => {
    const cfg = "CONSTANT Process = {p, q, r}\nINIT Init NEXT Next\nSYMMETRY Swapped\n";
    const spec = specOf(LOCKS.replace("\nNext ==", "\nSwapped == Permutations(Process)\nNext =="), cfg);
    const mutants = mutantsOf(spec);
    expect(differing(mutants)).toEqual([]);
    expect(mutants.some(({ found }) => found.startsWith("deadlock in"))).toBe(true);
  });

  it.each(["TwoPhase", "TwoPhaseCrash", "TransactionCommit", "TwoPhaseLive"])("of %s are told alike", (name) => {
    const mutants = mutantsOf(specFromFiles(`specs/${name}.tla`, undefined, ["specs"]));
    expect(differing(mutants)).toEqual([]);
    expect(mutants.some(({ found }) => found.startsWith("deadlock in"))).toBe(true);
  });
});
