/** A candidate at which the specification cannot be evaluated: no violation, no crash, and no matter while others go on. */
import { describe, expect, it } from "vitest";
import { failedEvaluation } from "../../../src/conform/failed-evaluation.ts";
import { FAILED_EVALUATION, type Outcome } from "../../../src/conform/outcome.ts";
import { Translator } from "../../../src/observe/translate.ts";
import { Bench } from "../../support/observations.ts";
import { moduleText, specOf } from "../../support/specs.ts";

/** `Look` and the invariant fail where x = 2; `Double` is refused there before anything fails. */
const text = moduleText(`VARIABLES x, f
Init == x \\in 0..2 /\\ f = [i \\in 0..1 |-> i]
Look == /\\ (CHOOSE i \\in 0..1 : f[i] = x) >= 0
        /\\ x' = x
        /\\ f' = f
Double(k) == /\\ x < 2
             /\\ f[x] = k
             /\\ x' = x
             /\\ f' = f
Jump == x' \\in 0..2 /\\ f' = f
Next == Look \\/ Jump \\/ \\E k \\in 0..1 : Double(k)
Known == x = 2 => f[x] = x`);
const config = "INIT Init\nNEXT Next\n";
const spec = specOf(text, config);

function failureOf(bench: Bench, outcome: Outcome) {
  if (outcome?.verdict !== "unknown" || outcome.failed === undefined) throw new Error("expected a failed evaluation");
  expect(outcome.bound).toBe(FAILED_EVALUATION);
  return failedEvaluation(bench.machine, bench.explainer, outcome.failed);
}

describe("an evaluation that fails", () => {
  it("makes the verdict unknown where no candidate is left, and is told with place and state", () => {
    const bench = new Bench(spec);
    const validator = bench.validator();
    expect(validator.observe(bench.event([{ action: "Jump" }], { x: "2" }))).toBeUndefined();
    const { event, report, tried, state } = failureOf(bench, validator.observe(bench.event([{ action: "Look" }])));
    expect(tried).toBe("Look");
    expect(event).toBe(1);
    expect(report.code).toBe("LS4203");
    expect(report.chain.map(({ name }) => name)).toContain("Look");
    expect(state).toEqual({ x: "2", f: "(0 :> 0 @@ 1 :> 1)" });
  });

  it("is no matter while another candidate goes on", () => {
    const bench = new Bench(spec);
    const validator = bench.validator();
    expect(validator.observe(bench.event([{ action: "Look" }]))).toBeUndefined();
    expect(bench.states(validator).map((text) => text.slice(0, 5))).toEqual(["x = 0", "x = 1"]);
    expect(validator.observe(bench.event([{ action: "Double", args: { k: "1" } }]))).toBeUndefined();
  });

  it("is remembered: what the lost candidate would have allowed is not known, so nothing later is a violation", () => {
    const bench = new Bench(spec);
    const validator = bench.validator();
    validator.observe(bench.event([{ action: "Look" }]));
    const { event } = failureOf(bench, validator.observe(bench.event([], { x: "2" })));
    expect(event).toBe(0);
  });

  it("counts where several orders of events are explored, and not in trials of what never happened", () => {
    const bench = new Bench(spec);
    const look = bench.event([{ action: "Look" }]);
    const impossible = bench.event([], { x: "2" });
    const explored = bench.validator();
    explored.adopt(explored.explore(explored.branches, look), [look]);
    failureOf(bench, explored.observe(impossible));
    const tried = bench.validator();
    tried.adopt(tried.trial(tried.branches, look), [look]);
    expect(tried.observe(impossible)?.verdict).toBe("violates");
  });

  it("does not hide a violation that has nothing to do with it", () => {
    const bench = new Bench(spec);
    const refused = bench.validator().observe(bench.event([{ action: "Double", args: { k: "7" } }]));
    expect(refused).toMatchObject({ verdict: "violates" });
  });

  it("may be that of an invariant", () => {
    const bench = new Bench(specOf(text, `${config}INVARIANT Known\n`));
    const validator = bench.validator();
    // One of three candidates has an invariant that cannot be evaluated.
    expect(validator.observe(bench.event([{ action: "Jump" }]))).toBeUndefined();
    expect(validator.candidates).toHaveLength(2);
    const { report } = failureOf(bench, validator.observe(bench.event([{ action: "Jump" }], { x: "2" })));
    expect(report.code).toBe("LS4006");
    expect(report.chain.map(({ name }) => name)).toContain("Known");
  });

  it("fails again when it is asked for again: what was learnt of a state remembers it", () => {
    const bench = new Bench(spec);
    for (let i = 0; i < 2; i++) {
      const validator = bench.validator();
      validator.observe(bench.event([{ action: "Jump" }], { x: "2" }));
      failureOf(bench, validator.observe(bench.event([{ action: "Look" }])));
    }
  });

  it("does not keep a mapping from being prepared", () => {
    const { machine } = new Bench(spec);
    expect(() => new Translator(machine)).not.toThrow();
  });
});
