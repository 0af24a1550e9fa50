/**
 * What a run still owes at its end: steps that the specification's fairness promises and that were not taken.
 */
import { describe, expect, it } from "vitest";
import { judgeAtRest } from "../../../src/conform/at-rest.ts";
import { Debts } from "../../../src/conform/debts.ts";
import { StepSearch } from "../../../src/conform/step-search.ts";
import { Bench } from "../../support/observations.ts";
import { moduleText, specFromFiles, specOf } from "../../support/specs.ts";

/** A validator that has taken these actions, and what it owes. */
function owedAfter(bench: Bench, ...actions: readonly (readonly [string, Readonly<Record<string, string>>?])[]) {
  const validator = bench.validator({ keepsWitness: true });
  for (const [action, args] of actions) {
    const outcome = validator.observe(bench.event([{ action, ...(args === undefined ? {} : { args }) }]));
    if (outcome !== undefined) throw new Error(`${action} is not allowed`);
  }
  const history = validator.witness();
  const debts = new Debts(bench.space, new StepSearch(bench.space)).of(validator.candidates, history);
  const atRest = judgeAtRest(bench.machine, bench.explainer, validator);
  const broken = atRest.filter(({ verdict }) => verdict === "false").map(({ property }) => property);
  return { debts, broken };
}

const live = () => new Bench(specFromFiles("specs/TwoPhaseLive.tla"));
const votes = ["rm1", "rm2", "rm3"].flatMap(
  (rm) =>
    [
      ["RMPrepare", { rm }],
      ["TMRcvPrepared", { rm }],
    ] as const,
);

describe("what a run owes", () => {
  it("is a step that is possible since an event and was never taken", () => {
    const { debts, broken } = owedAfter(live(), ...votes, ["TMCommit"], ["RMRcvCommitMsg", { rm: "rm1" }]);
    expect(debts).toEqual([
      { steps: "RMRcvCommitMsg(rm2)", since: 6 },
      { steps: "RMRcvCommitMsg(rm3)", since: 6 },
    ]);
    expect(broken).toEqual(["DecisionIsCarriedOut"]);
  });

  it("is nothing when all of it is done, or when nothing is promised yet", () => {
    const done = ["rm1", "rm2", "rm3"].map((rm) => ["RMRcvCommitMsg", { rm }] as const);
    expect(owedAfter(live(), ...votes, ["TMCommit"], ...done)).toEqual({ debts: [], broken: [] });
    expect(owedAfter(live(), ...votes)).toEqual({ debts: [], broken: [] });
  });

  it("is only what every candidate owes", () => {
    const { debts } = owedAfter(live(), ["RMPrepare"], ["TMAbort"]);
    expect(debts).toEqual([]);
  });
});

describe("kinds of fairness", () => {
  const counter = (fairness: string) =>
    new Bench(
      specOf(
        moduleText(
          `VARIABLES x, y\nvars == <<x, y>>\nInit == x = 0 /\\ y = 0\nUp == x < 2 /\\ x' = x + 1 /\\ UNCHANGED y\n` +
            `Other == y' = 1 - y /\\ UNCHANGED x\nNext == Up \\/ Other\nSpec == Init /\\ [][Next]_vars /\\ ${fairness}\nEnds == <>(x = 2)`,
        ),
        "SPECIFICATION Spec\nPROPERTY Ends",
      ),
    );

  it.each(["WF_vars(Up)", "SF_vars(Up)"])("%s asks for the step at the end", (fairness) => {
    expect(owedAfter(counter(fairness), ["Up"], ["Other"]).debts).toEqual([{ steps: "Up", since: 0 }]);
    expect(owedAfter(counter(fairness), ["Up"], ["Up"]).debts).toEqual([]);
    expect(owedAfter(counter(fairness), ["Other"]).debts).toEqual([{ steps: "Up" }]);
  });

  it("without any, nothing is owed, though the property is false at rest", () => {
    expect(owedAfter(counter("TRUE"), ["Up"])).toEqual({ debts: [], broken: ["Ends"] });
  });
});
