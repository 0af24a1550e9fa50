/**
 * The candidates of a validator: the states that the observations so far allow, whatever the observations tell.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CANDIDATES_MAX } from "../../../src/conform/branch.ts";
import { Bench, type StepText } from "../../support/observations.ts";
import { moduleText, specFromFiles, specOf } from "../../support/specs.ts";

const twoPhase = () => new Bench(specFromFiles("specs/TwoPhase.tla"));

describe("a validator follows a specification", () => {
  it("through named actions, and says when a step is not allowed", () => {
    const bench = twoPhase();
    const validator = bench.validator();
    expect(validator.observe(bench.event([{ action: "RMPrepare", args: { rm: "rm1" } }]))).toBeUndefined();
    expect(bench.states(validator)).toHaveLength(1);
    expect(validator.observe(bench.event([{ action: "TMCommit" }]))).toMatchObject({ verdict: "violates" });
  });

  it("carries alternatives where an observation leaves them, and drops them when a later one tells", () => {
    const bench = twoPhase();
    const validator = bench.validator();
    validator.observe(bench.event([{ action: "RMPrepare" }]));
    expect(validator.candidates).toHaveLength(3);
    validator.observe(bench.event([{ action: "TMRcvPrepared", args: { rm: "rm2" } }]));
    expect(bench.states(validator)).toEqual([
      expect.stringContaining('rmState = (rm1 :> "working" @@ rm2 :> "prepared" @@ rm3 :> "working")'),
    ]);
  });

  it("finds arguments from a part that changed, trying one binding", () => {
    const bench = twoPhase();
    const validator = bench.validator();
    validator.observe(bench.event([{ action: "RMPrepare", set: [[["rmState", "rm2"], '"prepared"']] }]));
    expect(validator.candidates).toHaveLength(1);
    expect(validator.cost).toEqual({ tries: 1, found: 1 });
    expect(validator.candidates.map((id) => bench.stateText(bench.space.state(id)))[0]).toContain("rm |-> rm2");
  });

  it("finds them from an element that was added", () => {
    const bench = twoPhase();
    const validator = bench.validator();
    validator.observe(bench.event([{ add: [[["msgs"], '[type |-> "Prepared", rm |-> rm3]']] }]));
    expect(validator.candidates).toHaveLength(1);
    expect(validator.cost.found).toBe(1);
  });

  it("is collapsed by a full observation", () => {
    const bench = twoPhase();
    const validator = bench.validator();
    validator.observe(bench.event([{ action: "RMPrepare" }]));
    const [, second] = validator.candidates.map((id) => bench.space.state(id));
    const end = Object.fromEntries(
      bench.machine.variables.map((name, v) => [name, bench.machine.store.print(second![v]!)]),
    );
    validator.observe(bench.event([], end));
    expect(validator.candidates.map((id) => bench.space.state(id))).toEqual([second]);
  });

  it("does not call a violation what too many silent steps may explain", () => {
    const bench = new Bench(
      specOf(
        moduleText(
          "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nSilent == x' \\in 1..5000 /\\ y' = y\n" +
            "Told == x > 5000 /\\ y' = 1 /\\ x' = x\nNext == Silent \\/ Told",
        ),
        "INIT Init\nNEXT Next",
      ),
    );
    const told = bench.event([{ action: "Told" }]);
    expect(bench.validator().observe(told)).toMatchObject({ verdict: "violates" });
    expect(bench.validator({ silent: bench.actions("Silent") }).observe(told)).toEqual({
      verdict: "unknown",
      bound: "CANDIDATES_MAX",
    });
  });

  it("bounds how much of the past is gone through with silent steps, all together", () => {
    const bench = new Bench(
      specOf(
        moduleText(
          "VARIABLES x, n\nInit == x = 0 /\\ n = 0\nSilent == x' \\in 1..400 /\\ n' = n\n" +
            "Told == n' = n + 1 /\\ x' = x\nNever == x > 400 /\\ UNCHANGED <<x, n>>\nNext == Silent \\/ Told \\/ Never",
        ),
        "INIT Init\nNEXT Next",
      ),
    );
    const validator = bench.validator({ silent: bench.actions("Silent") });
    const told = (): unknown => validator.observe(bench.event([{ action: "Told" }]));
    // Each of the 401 states has 400 silent steps: one event is gone through, four in one go are too many.
    const few = bench.validator({ silent: bench.actions("Silent") });
    expect(few.observe(bench.event([{ action: "Never" }]))).toMatchObject({ verdict: "violates" });
    expect([told(), told(), told()]).toEqual([undefined, undefined, undefined]);
    expect(validator.observe(bench.event([{ action: "Never" }]))).toEqual({
      verdict: "unknown",
      bound: "SILENT_TRIES_MAX",
    });
  });

  it("gives up with the name of the bound, never with a verdict", () => {
    const bench = new Bench(
      specOf(moduleText("VARIABLE x\nInit == x = 0\nNext == x' \\in 0..5000"), "INIT Init\nNEXT Next"),
    );
    expect(CANDIDATES_MAX).toBeLessThan(5_000);
    expect(bench.validator().observe(bench.event([{ action: "Next" }]))).toEqual({
      verdict: "unknown",
      bound: "CANDIDATES_MAX",
    });
  });
});

const channel = `
VARIABLES inbox, got
Init == inbox = <<>> /\\ got = 0
Send(n) == inbox' = Append(inbox, n) /\\ UNCHANGED got
Lose == inbox # <<>> /\\ inbox' = Tail(inbox) /\\ UNCHANGED got
Receive == inbox # <<>> /\\ got' = Head(inbox) /\\ inbox' = Tail(inbox)
Next == (\\E n \\in 1..9 : Send(n)) \\/ Lose \\/ Receive`;

describe("silent steps", () => {
  const bench = () => new Bench(specOf(moduleText(channel), "INIT Init\nNEXT Next"));
  const send = (n: string): StepText => ({ action: "Send", add: [[["inbox"], n]] });

  it("are inferred where a report needs them, and told as part of the witness", () => {
    const one = bench();
    const validator = one.validator({ silent: one.actions("Lose"), keepsWitness: true });
    for (const step of [send("1"), send("2"), { action: "Receive", set: [[["got"], "2"]] } satisfies StepText])
      expect(validator.observe(one.event([step]))).toBeUndefined();
    const taken = validator
      .witness()
      .map((step) => [one.machine.actions[step.action]!.name, step.reported === undefined]);
    expect(taken).toEqual([
      ["Send", false],
      ["Send", false],
      ["Lose", true],
      ["Receive", false],
    ]);
    expect(validator.silentSteps).toBe(1);
  });

  it("are not taken where the report can do without", () => {
    const one = bench();
    const validator = one.validator({ silent: one.actions("Lose") });
    for (const step of [send("1"), send("2"), { action: "Receive" }]) validator.observe(one.event([step]));
    expect(one.states(validator)).toEqual(["inbox = <<2>>, got = 1"]);
  });

  it("are taken earlier when it turns out later that one was needed", () => {
    const one = bench();
    const validator = one.validator({ silent: one.actions("Lose") });
    for (const step of [send("1"), send("2"), send("3"), { action: "Receive" }, { action: "Receive" }])
      validator.observe(one.event([step]));
    // Both receipts could do without a loss; the state that is observed then could not.
    expect(one.states(validator)).toEqual(["inbox = <<3>>, got = 2"]);
    expect(validator.observe(one.event([], { got: "3" }))).toBeUndefined();
    expect(one.states(validator)).toEqual(["inbox = <<>>, got = 3"]);
  });

  it("are found far back, where one was needed long before it showed, and not looked for twice", () => {
    const one = new Bench(
      specOf(
        moduleText(
          "VARIABLES bag, n\nInit == bag = [m \\in 1..40 |-> 1] /\\ n = 0\n" +
            "Copy(m) == bag[m] > 0 /\\ bag' = [bag EXCEPT ![m] = @ + 1] /\\ UNCHANGED n\n" +
            "Take(m) == bag[m] > 0 /\\ bag' = [bag EXCEPT ![m] = @ - 1] /\\ UNCHANGED n\n" +
            "Count == n' = n + 1 /\\ UNCHANGED bag\n" +
            "Next == Count \\/ \\E m \\in 1..40 : Copy(m) \\/ Take(m)",
        ),
        "INIT Init\nNEXT Next",
      ),
    );
    const validator = one.validator({ silent: one.actions("Copy"), keepsWitness: true });
    const take = (m: number) => validator.observe(one.event([{ action: "Take", args: { m: String(m) } }]));
    const count = () => validator.observe(one.event([{ action: "Count" }]));
    // 40 copies are possible before each event, but only those of what is taken twice help, and only before it is taken first.
    for (const m of [1, 2, 3]) take(m);
    for (let i = 0; i < 20; i++) count();
    expect([2, 1, 3].map(take)).toEqual([undefined, undefined, undefined]);
    expect(validator.silentSteps).toBe(3);
    expect(validator.steps).toBe(29);
    const copied = validator.witness().filter((step) => step.reported === undefined);
    expect(copied.map(({ binding }) => one.machine.store.print(binding[0]!)).sort()).toEqual(["1", "2", "3"]);
    expect(validator.candidates).toHaveLength(1);
  });

  it("do not excuse what no loss explains", () => {
    const one = bench();
    const validator = one.validator({ silent: one.actions("Lose") });
    validator.observe(one.event([send("1")]));
    expect(validator.observe(one.event([{ action: "Receive", set: [[["got"], "4"]] }]))).toMatchObject({
      verdict: "violates",
    });
  });
});

describe("what is inferred loses nothing", () => {
  const bench = twoPhase();

  /** The states that a step leads to from some states, by trying everything: what inference must agree with. */
  function bruteForce(from: readonly number[], step: StepText): string[] {
    const observation = bench.event([step]).steps[0]!;
    const { store } = bench.machine;
    const found = new Set<string>();
    for (const id of from) {
      const state = bench.space.state(id);
      bench.machine.successors(state, (next, action) => {
        if (observation.actions.length > 0 && !observation.actions.some((named) => named.action === action)) return;
        const holds = observation.values.every(({ variable, path, value }) => {
          const at = path.reduce((whole, key) => store.apply(whole, key, -1), next[variable]!);
          return at === value;
        });
        const grows = (observation.changes ?? []).every(({ variable, added: [element] }) => {
          return next[variable] === store.setAdd(state[variable]!, element!, -1);
        });
        if (holds && grows) found.add(bench.stateText(next));
      });
    }
    return [...found].sort();
  }

  const rm = fc.constantFrom("rm1", "rm2", "rm3");
  const stateName = fc.constantFrom('"working"', '"prepared"', '"committed"', '"aborted"');
  const step: fc.Arbitrary<StepText> = fc.record(
    {
      action: fc.constantFrom("RMPrepare", "TMRcvPrepared", "RMChooseToAbort", "TMAbort", "RMRcvAbortMsg", "TMCommit"),
      set: fc.array(
        fc.oneof(
          fc.tuple(rm, stateName).map(([key, value]) => [["rmState", key], value] as const),
          fc.constantFrom('"init"', '"aborted"').map((value) => [["tmState"], value] as const),
          fc.constantFrom("{}", "{rm1}", "{rm1, rm2}").map((value) => [["tmPrepared"], value] as const),
        ),
        { maxLength: 2 },
      ),
      add: fc.array(
        fc
          .oneof(
            rm.map((key) => `[type |-> "Prepared", rm |-> ${key}]`),
            fc.constant('[type |-> "Abort"]'),
          )
          .map((element) => [["msgs"], element] as const),
        { maxLength: 1 },
      ),
    },
    { requiredKeys: [] },
  );

  it("in any sequence of steps of which anything at all is known", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const validator = bench.validator();
        for (const one of steps) {
          const expected = bruteForce(validator.candidates, one);
          const outcome = validator.observe(bench.event([one]));
          if (expected.length === 0) {
            expect(outcome).toMatchObject({ verdict: "violates" });
            return;
          }
          expect(outcome).toBeUndefined();
          expect(bench.states(validator)).toEqual(expected);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
  });
});
