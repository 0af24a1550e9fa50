/** Logs against a specification: records in, a verdict out. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSpec } from "../../../harness/cli/load-machine.ts";
import { INSTANCES_MAX } from "../../../src/observe/log/instances.ts";
import { createEvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import { createStore } from "../../../src/values/store.ts";
import { LogValidator } from "../../../src/observe/log/log-validator.ts";
import { prepareMapping, type LogMapping } from "../../../src/observe/log/log-mapping.ts";
import { SPANS_OPEN_MAX } from "../../../src/observe/log/reporters.ts";
import { parseRecord } from "../../../src/observe/log/record.ts";
import { added, anyOf, removed, stutter } from "../../../src/observe/mapping.ts";
import { Translator } from "../../../src/observe/translate.ts";
import { moduleText, specFromFiles, specOf } from "../../support/specs.ts";

const twoPhase = specFromFiles("specs/TwoPhase.tla");

function validatorOf(mapping: LogMapping = { steps: {} }, spec = twoPhase): LogValidator {
  const { machine, explainer } = compileSpec(spec);
  const prepared = prepareMapping(machine, new Translator(machine), mapping);
  return new LogValidator({ machine, explainer, mapping: prepared });
}

/** Feeds records, given as objects. */
function feed(validator: LogValidator, records: readonly object[], log = "app.ndjson"): LogValidator {
  records.forEach((record, i) => validator.take(parseRecord(log, i + 1, JSON.stringify(record))));
  validator.finish();
  return validator;
}

describe("a log in the specification's terms", () => {
  it("conforms, whatever each record tells: a name, arguments, a part, an element, everything", () => {
    const validator = feed(validatorOf(), [
      { action: "RMPrepare", args: { rm: "rm1" } },
      { set: [[["rmState", "rm2"], "prepared"]] },
      { add: [[["msgs"], { type: "Prepared", rm: "rm3" }]] },
      { action: "TMRcvPrepared" },
      { set: [[["tmPrepared"], ["rm2"]]] },
      { action: "TMAbort", set: [[["tmState"], "aborted"]], add: [[["msgs"], { type: "Abort" }]] },
    ]);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({ records: 6, accepted: 6, instances: 1, candidatesPeak: 3 });
  });

  it("violates at the line that no action allows, with the conjunct and what may be wrong", () => {
    const validator = feed(validatorOf(), [
      { action: "RMPrepare", args: { rm: "rm1" } },
      { action: "TMRcvPrepared", args: { rm: "rm2" } },
      { action: "TMAbort" },
    ]);
    const { finding } = validator;
    if (finding?.verdict !== "violates") throw new Error("expected a violation");
    expect(finding.record.line).toBe(2);
    const { nearest, repairs } = validator.explain(finding);
    expect(nearest[0]).toMatchObject({ action: "TMRcvPrepared(rm2)" });
    expect(nearest[0]?.conjuncts[0]?.text).toBe('[type |-> "Prepared", rm |-> rm] \\in msgs');
    expect(repairs?.map((repair) => repair.text)).toEqual([
      "RMPrepare(rm2) is missing before line 2 (log TMRcvPrepared)",
      "rm should be rm1, not rm2, in line 2 (log TMRcvPrepared)",
      'line 2 (log TMRcvPrepared, TMRcvPrepared(rm2)) is one too many: msgs = {[type |-> "Prepared", rm |-> rm1]} since line 1 (log RMPrepare, RMPrepare(rm1))',
    ]);
    expect(repairs?.[0]).toMatchObject({ kind: "missing", following: 1, fits: 1 });
  });

  it("owes what the specification promises and the log leaves undone, by instance", () => {
    const validator = feed(validatorOf({ steps: {} }, specFromFiles("specs/TwoPhaseLive.tla")), [
      { action: "RMPrepare", args: { rm: "rm1" }, instance: "t1" },
      { action: "TMAbort", instance: "t1" },
      { action: "TMAbort", instance: "t2" },
    ]);
    expect(validator.finding).toBeUndefined();
    expect(validator.debts).toEqual([{ steps: "RMRcvAbortMsg(rm1)", since: 2, instance: "t1" }]);
  });

  it("finds events that are swapped or missing, by running on", () => {
    const swapped = feed(validatorOf(), [
      { action: "RMPrepare", args: { rm: "rm1" } },
      { action: "RMRcvAbortMsg", args: { rm: "rm2" } },
      { action: "TMAbort" },
      { action: "RMRcvAbortMsg", args: { rm: "rm1" } },
    ]);
    if (swapped.finding?.verdict !== "violates") throw new Error("expected a violation");
    expect(swapped.explain(swapped.finding).repairs?.[0]).toMatchObject({
      kind: "swapped",
      text: "line 2 (log RMRcvAbortMsg) should come after line 3 (log TMAbort)",
      following: 2,
      fits: 2,
    });
  });
});

describe("a log in the program's words", () => {
  const mapping: LogMapping = {
    steps: {
      voted: (e, { act, node }) => act["RMPrepare"]!({ rm: node }, { msgs: added({ type: "Prepared", rm: node }) }),
      counted: (e, { act }) => act["TMRcvPrepared"]!({ rm: e["from"] }),
      decided: (_, { act }) => anyOf(act["TMAbort"]!(), stutter),
      noise: stutter,
    },
    instance: (e) => e["transaction"] as string | undefined,
    silent: ["TMRcvPrepared"],
  };
  const voted = (process: string, transaction: string) => ({ process, name: "voted", data: { transaction } });

  it("is read by the mapping, one validator for each instance", () => {
    const validator = feed(validatorOf(mapping), [
      voted("rm1", "a"),
      voted("rm1", "b"),
      { process: "rm2", name: "noise" },
      { process: "tm", name: "counted", data: { transaction: "b", from: "rm1" } },
    ]);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({
      instances: 2,
      accepted: 4,
      unused: ['steps["decided"]', "silent: TMRcvPrepared"],
    });
  });

  it("says which word is not mapped, and where", () => {
    expect(() => feed(validatorOf(mapping), [{ process: "tm", name: "vted" }])).toThrow(
      /app\.ndjson:1: \$\.name: "vted" is not mapped/,
    );
  });

  it("infers what a process that was killed did not tell, from what it is known to do", () => {
    const silentless = { ...mapping, silent: [] };
    const records = (seq: number) => [
      { ...voted("rm1", "a"), seq: 0 },
      { ...voted("rm1", "b"), seq },
      { process: "tm", name: "counted", data: { transaction: "c", from: "rm1" } },
    ];
    const killed = validatorOf(silentless);
    killed.take(parseRecord("log", 1, JSON.stringify({ process: "tm", name: "decided", data: { transaction: "c" } })));
    expect(feed(validatorOf(silentless), records(1)).finding).toMatchObject({ verdict: "violates" });
    const gap = validatorOf(silentless);
    gap.take(parseRecord("log", 1, JSON.stringify({ ...voted("rm2", "c"), seq: 0 })));
    expect(feed(gap, records(0)).finding).toBeUndefined();
    expect(gap.counts()).toMatchObject({ gaps: 1, silent: { RMPrepare: 1 } });
  });

  it("lets go of instances that have long been quiet, and does not judge them afterwards", () => {
    const validator = validatorOf(mapping);
    for (let i = 0; i <= INSTANCES_MAX; i++)
      validator.take(parseRecord("log", i + 1, JSON.stringify(voted("rm1", `t${i}`))));
    expect(validator.finding).toBeUndefined();
    validator.take(parseRecord("log", INSTANCES_MAX + 2, JSON.stringify(voted("rm2", "t0"))));
    expect(validator.finding).toMatchObject({ verdict: "unknown", bound: "INSTANCES_MAX", instance: "t0" });
  });

  it("keeps so many spans of a process that have begun and not ended, and says when there are more", () => {
    const validator = validatorOf(mapping);
    const take = (id: number, line: number, phase: string): void =>
      validator.take(parseRecord("log", line, JSON.stringify({ ...voted("rm1", `t${id}`), span: { id, phase } })));
    for (let i = 0; i < SPANS_OPEN_MAX; i++) take(i, i + 1, "begin");
    take(0, SPANS_OPEN_MAX + 1, "end");
    take(SPANS_OPEN_MAX, SPANS_OPEN_MAX + 2, "begin");
    expect(validator.finding).toBeUndefined();
    take(SPANS_OPEN_MAX + 1, SPANS_OPEN_MAX + 3, "begin");
    expect(validator.finding).toMatchObject({ bound: "SPANS_OPEN_MAX", record: { line: SPANS_OPEN_MAX + 3 } });
  });
});

describe("channels and bags", () => {
  const channel = `
VARIABLES queue, bag
Init == queue = [c \\in {"a"} |-> <<>>] /\\ bag = [m \\in {} |-> 0]
Count(m) == IF m \\in DOMAIN bag THEN bag[m] ELSE 0
Send(c, m) == queue' = [queue EXCEPT ![c] = Append(@, m)] /\\ bag' = [x \\in DOMAIN bag \\cup {m} |-> IF x = m THEN Count(m) + 1 ELSE bag[x]]
Take(c) == queue[c] # <<>> /\\ queue' = [queue EXCEPT ![c] = Tail(@)] /\\ UNCHANGED bag
Next == (\\E c \\in {"a"}, m \\in {"x", "y"} : Send(c, m)) \\/ (\\E c \\in {"a"} : Take(c))`;
  const spec = specOf(moduleText(channel), "INIT Init\nNEXT Next");

  it("are told by what was added and taken", () => {
    const validator = feed(validatorOf({ steps: {} }, spec), [
      {
        add: [
          [["queue", "a"], "x"],
          [["bag"], "x"],
        ],
      },
      { action: "Send", add: [[["bag"], "x"]] },
      { remove: [[["queue", "a"], "x"]] },
    ]);
    expect(validator.finding).toBeUndefined();
    expect(feed(validatorOf({ steps: {} }, spec), [{ remove: [[["queue", "a"], "x"]] }]).finding).toMatchObject({
      verdict: "violates",
    });
  });

  it("by a mapping likewise", () => {
    const mapping: LogMapping = {
      steps: {
        put: (e, { act }) => act["Send"]!({}, { queue: { a: added(e["m"]) } }),
        got: (e, { act }) => act["Take"]!({}, { queue: { a: removed(e["m"]) } }),
      },
    };
    const records = [
      { name: "put", data: { m: "y" } },
      { name: "got", data: { m: "y" } },
    ];
    const validator = feed(validatorOf(mapping, spec), records);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts().candidatesPeak).toBe(1);
  });
});

describe("a line that is no record", () => {
  it.each([
    ["{", /^log:7: the line is not JSON/],
    ["[]", /^log:7: \$: expected an object, got \[\]/],
    ["{}", /^log:7: \$: expected a record with "name", "action"/],
    ['{"name":3}', /^log:7: \$\.name: expected a string, got 3/],
    ['{"action":"A","set":[3]}', /^log:7: \$\.set\[0\]: expected \[path, value\], got 3/],
    ['{"action":"A","set":[[["x"],1],["y",2]]}', /^log:7: \$\.set\[1\]\[0\]: expected a path/],
    ['{"name":"n","time":"noon"}', /^log:7: \$\.time: expected a number, got "noon"/],
    ['{"name":"n","seq":-1}', /^log:7: \$\.seq: expected a whole number from 0, got -1/],
    ['{"args":{},"set":[]}', /^log:7: \$\.action: expected the action that has these arguments, got nothing/],
  ])("%s: says line, path and what was expected", (text, message) => {
    expect(() => parseRecord("log", 7, text)).toThrow(message);
  });

  it("is refused with the path when a value does not fit the specification's types", () => {
    const refused = (set: unknown) => () => feed(validatorOf(), [{ set: [set] }]);
    expect(refused([["msgs"], 3])).toThrow(/app\.ndjson:1: msgs: expected a set, got 3/);
    expect(refused([["msgs"], [{ type: "Prepared", rm: 1.5 }]])).toThrow(/msgs\[0\]\.rm: expected/);
    expect(refused([["rmState", "rm9"], "working"])).toThrow(/rmState \(a key\): expected one of the model values/);
    expect(refused([["rmStat"], "working"])).toThrow(/not a variable of the specification/);
  });

  it("never is anything but a diagnostic, whatever it is", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          { name: fc.anything(), action: fc.anything(), set: fc.anything(), clock: fc.anything() },
          { requiredKeys: [] },
        )
        .map((one) => JSON.stringify(one, (_, v: unknown) => (typeof v === "bigint" ? Number(v) : v)) ?? ""),
    );
    fc.assert(
      fc.property(anything, (text) => {
        try {
          parseRecord("log", 1, text);
        } catch (error) {
          expect(error).toHaveProperty("diagnostics");
        }
      }),
      { seed: 1 },
    );
  });
});

describe("what the search costs", () => {
  // Which process pays is the action's parameter; what it buys is chosen inside, from three or, of a set that is not constant, two.
  const spec = specOf(
    moduleText(`
VARIABLES stock, sold
Init == stock = {"pear", "plum"} /\\ sold = 0
Buy(p) == \\E thing \\in stock : stock' = stock \\ {thing} /\\ sold' = sold
Pay(p) == \\E coins \\in 1..3 : sold' = coins /\\ UNCHANGED stock
Next == \\E p \\in {"a", "b"} : Buy(p) \\/ Pay(p)`),
    "INIT Init\nNEXT Next",
  );

  it.each<[string, object, number]>([
    ["the parameter is told: what is chosen inside", { action: "Buy", args: { p: "a" } }, 2],
    ["of a set that is constant too", { action: "Pay", args: { p: "a" } }, 3],
    ["nothing is told: each parameter, and each choice for each", { action: "Buy" }, 2 + 2 * 2],
  ])("is counted in bindings; %s", (_, record, bindings) => {
    expect(feed(validatorOf({ steps: {} }, spec), [record]).counts()).toMatchObject({ tries: 1, bindings });
    const machine = createEvaluatorMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }) });
    const { action, args } = record as { action: string; args?: { p: string } };
    const request = {
      action: machine.actions.findIndex(({ name }) => name === action),
      arguments: Int32Array.of(args === undefined ? 0 : machine.store.string(args.p)),
      next: new Int32Array(2),
    };
    machine.initialStates((state) => machine.step({ ...request, state }, () => true));
    expect(machine.tally.bindings).toBe(bindings);
  });
});
