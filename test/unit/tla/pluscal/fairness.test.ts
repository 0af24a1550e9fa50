/** Spec: each form of fairness. */
import { describe, expect, it } from "vitest";
import { specOfAlgorithm } from "./support.ts";

const t = String.raw;
const processes = (p: string, q = "process"): string =>
  t`--algorithm M { variables x = 0; ${p} (p \in 1..2) { A: x := 1 } ${q} (q = 0) { B: x := 2 } }`;
const alone = "--algorithm M { variables x = 0; { A: x := 1 } }";

describe("Spec", () => {
  it("asks for no fairness when nobody does", () => {
    expect(specOfAlgorithm(processes("process"))).toBe(t`Spec == Init /\ [][Next]_vars`);
    expect(specOfAlgorithm(alone)).toBe(t`Spec == Init /\ [][Next]_vars`);
  });

  it("is weakly fair to each process of a fair set, strongly to one that is fair+", () => {
    expect(specOfAlgorithm(processes("fair process", "fair+ process"))).toBe(t`Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..2 : WF_vars(p(self))
        /\ SF_vars(q)`);
  });

  it("is weakly fair to Next in a fair algorithm", () => {
    expect(specOfAlgorithm(alone.replace("--algorithm", "--fair algorithm"))).toBe(t`Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(Next)`);
    expect(specOfAlgorithm(processes("process").replace("--algorithm", "--fair algorithm"))).toContain("WF_vars(Next)");
  });

  it("leaves a minus label alone and is strongly fair to a plus label", () => {
    const text = t`--algorithm M { variables x = 0; fair process (p \in 1..2) { A:- x := 1; B:+ x := 2; C:- skip; D:+ skip } }`;
    expect(specOfAlgorithm(text)).toBe(t`Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..2 : /\ WF_vars((pc[self] \notin {"A", "C"}) /\ p(self))
                              /\ SF_vars(B(self)) /\ SF_vars(D(self))`);
  });

  it("extends fairness to the procedures that run in the process, and to those that they call", () => {
    const text = t`--algorithm M { variables x = 0; procedure f() { F: call g(); return } procedure g() { G:- return } fair process (q = 3) { A: call f() } }`;
    expect(specOfAlgorithm(text)).toBe(t`Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(q) /\ WF_vars(f(3)) /\ WF_vars((pc[3] # "G") /\ g(3))`);
  });

  it.each([
    ["wf", t`WF_vars(p(self))`, "WF_vars(q)"],
    ["sf", t`SF_vars(p(self))`, "SF_vars(q)"],
  ] as const)("takes the option %s for processes that say nothing", (fairness, ofP, ofQ) => {
    const spec = specOfAlgorithm(processes("process"), { fairness });
    expect(spec).toContain(ofP);
    expect(spec).toContain(ofQ);
  });

  it("takes the option wfNext for all together", () => {
    expect(specOfAlgorithm(processes("process"), { fairness: "wfNext" })).toContain("WF_vars(Next)");
  });

  it("drops all fairness with nof", () => {
    expect(specOfAlgorithm(processes("fair process"), { fairness: "nof" })).toBe(t`Spec == Init /\ [][Next]_vars`);
  });

  it("is weakly fair when the algorithm is to end", () => {
    expect(specOfAlgorithm(alone, { termination: true })).toContain("WF_vars(Next)");
    expect(specOfAlgorithm(processes("process"), { termination: true })).toContain("WF_vars(p(self))");
    expect(specOfAlgorithm(processes("fair process"), { termination: true, fairness: "nof" })).not.toContain("WF");
  });
});
