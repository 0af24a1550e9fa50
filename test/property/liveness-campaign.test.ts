/**
 * The search for counterexamples against two slow reference checkers: on mutations of specifications (each property, its
 * negation, each fairness condition dropped or of the other strength) and on random graphs with random formulas. One
 * reference guesses, the other removes, and they share nothing; where both decide, they must agree as well.
 * `npm run campaign` does the same with public models; docs/liveness.md has the figures.
 */
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Solver } from "../../src/check/liveness/solve.ts";
import { and, not } from "../../src/compile/temporal/formula.ts";
import type { ResolvedSpec } from "../../src/tla/modules/core.ts";
import { fairness, properties, smallGraphs, stateGraphOf, truthOf } from "../support/small-graphs.ts";
import { FixpointReference } from "../support/fixpoint-reference.ts";
import { campaign, type CampaignOptions, type Mutant } from "../support/liveness-campaign.ts";
import { hasBehaviour } from "../support/reference-checker.ts";
import { moduleText, specOf } from "../support/specs.ts";

const specification = (name: string): string =>
  readFileSync(new URL(`../../specs/${name}.tla`, import.meta.url), "utf8");

const ELEVATOR = moduleText(`
VARIABLES floor, calls
vars == <<floor, calls>>
Init == floor = 0 /\\ calls = {}
Call(f) == f \\notin calls /\\ f # floor /\\ calls' = calls \\cup {f} /\\ UNCHANGED floor
Serve(f) == f \\in calls /\\ floor' = f /\\ calls' = calls \\ {f}
Next == \\E f \\in 0..2 : Call(f) \\/ Serve(f)
Spec == Init /\\ [][Next]_vars /\\ SF_vars(Serve(0)) /\\ SF_vars(Serve(1)) /\\ WF_vars(Serve(2))
Served == \\A f \\in 0..2 : f \\in calls ~> floor = f
Rests == <>[](calls = {})
Busy == []<><<\\E f \\in 0..2 : Serve(f)>>_vars
Nested == []((1 \\in calls) => <>(floor = 1 /\\ <>[](2 \\notin calls)))
`);

/** Everybody who decides must say the same, the reference that removes always decides, and a counterexample is one. */
function isSuspicious({ found, expected, guessed, replay }: Mutant): boolean {
  return found !== expected || (guessed ?? expected) !== expected || replay !== undefined;
}

function mutantsOf(spec: ResolvedSpec, options: CampaignOptions): readonly Mutant[] {
  const result = campaign(spec, options);
  if (typeof result !== "object") throw new Error("nothing was decided");
  return result.mutants;
}

describe("the reference checkers agree", () => {
  it("on mutations of two-phase commit whose manager may crash", { timeout: 60_000 }, () => {
    const cfg = "CONSTANTS RM = {rm1, rm2}\nSPECIFICATION CrashSpec\nPROPERTIES PreparedLeadsToDecided TMDecides\n";
    const more = [specification("TwoPhase"), specification("TransactionCommit")];
    const spec = specOf(specification("TwoPhaseCrash"), cfg, ...more);
    const mutants = mutantsOf(spec, { statesMax: 400, guessedStatesMax: 400 });
    expect(mutants.filter(isSuspicious)).toEqual([]);
    expect(mutants.filter(({ found }) => found).length).toBeGreaterThan(5);
    expect(mutants.filter(({ guessed }) => guessed !== undefined).length).toBeGreaterThan(10);
  });

  it("on mutations of strong fairness and nested formulas", () => {
    const cfg = "SPECIFICATION Spec\nPROPERTIES Served Rests Busy Nested\n";
    const mutants = mutantsOf(specOf(ELEVATOR, cfg), { statesMax: 100, isWide: true, guessedStatesMax: 100 });
    expect(mutants.filter(isSuspicious)).toEqual([]);
    expect(mutants.filter(({ found }) => found).length).toBeGreaterThan(5);
    expect(mutants.filter(({ guessed }) => guessed !== undefined).length).toBeGreaterThan(10);
  });

  it("on random graphs, fairness and formulas", () => {
    const answers = { found: 0, none: 0 };
    fc.assert(
      fc.property(smallGraphs, fairness, properties, (graph, fair, property) => {
        const formula = and(fair, not(property));
        const truth = truthOf(graph);
        const reference = {
          initial: [0],
          states: graph.successors.map((_, state) => [0, 1].map((leaf) => truth.state(leaf, state))),
          steps: graph.successors.map((row, from) =>
            row
              .filter((to) => to !== from)
              .map((to) => ({ to, actions: [0, 1].map((leaf) => truth.action(leaf, from, to)) })),
          ),
        };
        const expected = new FixpointReference(reference).hasBehaviour(formula);
        expect(hasBehaviour(reference, formula) ?? expected).toBe(expected);
        answers[expected === true ? "found" : "none"]++;
        expect(new Solver(stateGraphOf(graph), fair).find(formula) !== undefined).toBe(expected);
      }),
      { seed: 9, numRuns: 1000 },
    );
    expect(answers.found).toBeGreaterThan(100);
    expect(answers.none).toBeGreaterThan(100);
  });
});
