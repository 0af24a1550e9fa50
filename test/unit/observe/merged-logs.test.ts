/**
 * Several logs, one for each process, held against a specification as one. Their clocks say what happened before what;
 * what they leave open may have happened either way, and what they contradict is no reason to call a program wrong.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logLines } from "../../../harness/bench/log-generator.ts";
import { compileSpec } from "../../../harness/cli/load-machine.ts";
import { LogValidator } from "../../../src/observe/log/log-validator.ts";
import { prepareMapping } from "../../../src/observe/log/log-mapping.ts";
import { compareHeads, happensBefore } from "../../../src/observe/log/order.ts";
import { parseRecord, type LogRecord } from "../../../src/observe/log/record.ts";
import { RecordMerge } from "../../../src/observe/log/record-merge.ts";
import { Translator } from "../../../src/observe/translate.ts";
import { specFromFiles } from "../../support/specs.ts";

const twoPhase = specFromFiles("specs/TwoPhase.tla");

/** Records of each process, by the name of its log. */
type Logs = Readonly<Record<string, readonly object[]>>;

function recordsOf(logs: Logs): LogRecord[][] {
  return Object.entries(logs).map(([process, records]) =>
    records.map((record, i) => parseRecord(`${process}.ndjson`, i + 1, JSON.stringify({ process, ...record }))),
  );
}

/** One after another, as they are merged. */
function* merged(logs: readonly (readonly LogRecord[])[], merge = new RecordMerge(logs.length)): Generator<LogRecord> {
  const places = logs.map(() => 0);
  const refill = (source: number): void => {
    const record = logs[source]![places[source]!++];
    if (record === undefined) merge.end(source);
    else merge.add(source, record);
  };
  for (let source = 0; source < logs.length; source++) refill(source);
  for (let next = merge.take(); next !== undefined; next = merge.take()) {
    yield next.record;
    refill(next.source);
  }
}

/** `cut`: logs that end within a line. */
function validated(logs: Logs, cut: readonly string[] = []): LogValidator {
  const { machine, explainer } = compileSpec(twoPhase);
  const mapping = prepareMapping(machine, new Translator(machine), { steps: {} });
  const records = recordsOf(logs);
  const merge = new RecordMerge(records.length);
  const validator = new LogValidator({ machine, explainer, mapping, merge, looksAhead: true });
  for (const record of merged(records, merge)) {
    validator.take(record);
    const isLast = records.some((log) => log.at(-1)!.log === record.log && log.length === record.line);
    if (isLast && cut.includes(record.process)) validator.cutOff(record);
  }
  validator.finish();
  return validator;
}

const prepare = { action: "RMPrepare" };
const count = (rm: string) => ({ action: "TMRcvPrepared", args: { rm } });
const vote = (rm: string) => ({ ...prepare, args: { rm } });
const abort = { action: "TMAbort" };

describe("logs of several processes", () => {
  it("are one run, in an order that agrees with their clocks", () => {
    const logs = {
      rm1: [{ ...vote("rm1"), clock: { rm1: 1 } }],
      tm: [
        { ...count("rm1"), clock: { rm1: 1, tm: 1 } },
        { ...abort, clock: { rm1: 1, tm: 2 } },
      ],
    };
    expect([...merged(recordsOf(logs))].map(({ log, line }) => `${log}:${line}`)).toEqual([
      "rm1.ndjson:1",
      "tm.ndjson:1",
      "tm.ndjson:2",
    ]);
    expect(validated(logs).finding).toBeUndefined();
  });

  it.each<[string, Logs]>([
    [
      "vector clocks",
      { a: [{ ...count("rm1"), clock: { a: 1 } }], rm1: [{ ...vote("rm1"), clock: { a: 1, rm1: 1 } }] },
    ],
    ["hybrid clocks", { rm1: [{ ...vote("rm1"), clock: [7, 1] }], tm: [{ ...count("rm1"), clock: [7, 0] }] }],
    ["times that do not overlap", { rm1: [{ ...vote("rm1"), time: [5, 6] }], tm: [{ ...count("rm1"), time: [3, 4] }] }],
  ])("violate where %s say that a vote was counted before it was cast", (_, logs) => {
    expect(validated(logs).finding).toMatchObject({ verdict: "violates", violation: { kind: "step" } });
  });

  it.each<[string, Logs]>([
    ["without clocks", { a: [count("rm1")], rm1: [vote("rm1")] }],
    [
      "of which one lacks its own component",
      { a: [{ ...count("rm1"), clock: { b: 1 } }], rm1: [{ ...vote("rm1"), clock: { a: 1, rm1: 1 } }] },
    ],
    ["with equal hybrid clocks", { a: [{ ...count("rm1"), clock: [7, 0] }], rm1: [{ ...vote("rm1"), clock: [7, 0] }] }],
    ["at equal times", { a: [{ ...count("rm1"), time: 7 }], rm1: [{ ...vote("rm1"), time: 7 }] }],
    ["at times that overlap", { a: [{ ...count("rm1"), time: [3, 6] }], rm1: [{ ...vote("rm1"), time: [5, 9] }] }],
    ["of which one has no clock", { a: [{ ...count("rm1"), clock: { a: 1 } }], rm1: [{ ...vote("rm1"), time: 9 }] }],
  ])("conform where records %s may have happened either way", (_, logs) => {
    expect(validated(logs).finding).toBeUndefined();
  });
});

describe("a record that comes to light late", () => {
  // The vote is concurrent with all that `a` and `b` tell, and its log is the last by name.
  const logs = (last: object) => ({
    a: [
      { ...abort, instance: "other", clock: { a: 1 } },
      { ...count("rm1"), clock: { a: 2 } },
    ],
    b: [
      { ...vote("rm2"), clock: { a: 2, b: 1 } },
      { ...last, clock: { a: 2, b: 2 } },
    ],
    c: [{ ...vote("rm1"), clock: { c: 1 } }],
  });

  it("is taken before what was decided already, where nothing else explains the run", () => {
    const validator = validated(logs(vote("rm3")));
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({ records: 5, accepted: 5 });
  });

  it("changes nothing where no order does", () => {
    expect(validated(logs(vote("rm2"))).finding).toMatchObject({ verdict: "violates" });
  });

  it("leaves it open when too much was decided since", () => {
    const others = ["x", "y"].flatMap((instance) => ["rm1", "rm2", "rm3"].map((rm) => ({ ...vote(rm), instance })));
    const told = { ...count("rm1"), instance: "" };
    const chain = [vote("rm2"), count("rm2"), vote("rm3"), count("rm3"), told, ...others];
    const a = chain.map((record, i) => ({ ...record, clock: { a: i + 1 } }));
    expect(validated({ a, c: [{ ...vote("rm1"), clock: { c: 1 } }] }).finding).toBeUndefined();
  });
});

describe("clocks that cannot be right", () => {
  it("go back: then no order is sure, and nothing is called a violation", () => {
    const rm1 = [{ action: "RMChooseToAbort", instance: "other", args: { rm: "rm1" } }, vote("rm1")];
    const at = (times: readonly number[], counted: string): Logs => ({
      rm1: rm1.map((record, i) => ({ ...record, time: times[i] })),
      tm: [{ ...count(counted), time: 70 }],
    });
    expect(validated(at([50, 100], "rm1")).finding).toMatchObject({ verdict: "violates" });
    expect(validated(at([100, 50], "rm1")).finding).toBeUndefined();
    expect(validated(at([100, 50], "rm2")).finding).toMatchObject({
      verdict: "unknown",
      bound: "contradictory clocks",
      doubt: "rm1.ndjson:2: the clock of rm1 goes back",
    });
  });

  it("do not go back while what is told may be later than what was told before", () => {
    const tm = [{ ...count("rm1"), time: [70, 71] }];
    const rm1 = [
      { action: "RMChooseToAbort", instance: "other", args: { rm: "rm1" }, time: [60, 90] },
      { ...vote("rm1"), time: [50, 65] },
    ];
    expect(validated({ rm1, tm }).finding).toBeUndefined();
  });

  it("contradict each other: each claims to know of the other's record", () => {
    const both = { a: 1, rm1: 1 };
    const logs = { a: [{ ...count("rm1"), clock: both }], rm1: [{ ...vote("rm1"), clock: both }] };
    expect(validated(logs).finding).toMatchObject({
      verdict: "unknown",
      doubt: "a.ndjson:1: its clock and that of rm1.ndjson:1 contradict each other",
    });
  });

  it("begin again with a process: what others knew of its first life says nothing of the second", () => {
    const logs = {
      rm1: [
        { ...vote("rm1"), seq: 0, clock: { rm1: 5 } },
        { ...vote("rm1"), instance: "second", seq: 0, clock: { rm1: 1 } },
      ],
      // It heard of the first life only, before the second began.
      tm: [
        { ...abort, instance: "second", clock: { rm1: 5, tm: 1 } },
        { ...count("rm1"), clock: { rm1: 5, tm: 2 } },
      ],
    };
    expect(validated(logs).finding).toBeUndefined();
  });

  it("stay the same over several records: others need know of no more than the first", () => {
    const logs = {
      a: [
        { ...vote("rm1"), clock: { a: 1 } },
        { ...vote("rm2"), clock: { a: 2 } },
        { action: "RMRcvAbortMsg", args: { rm: "rm2" }, clock: { a: 2 } },
      ],
      b: [{ ...abort, clock: { a: 2, b: 1 } }],
    };
    expect(validated(logs).finding).toBeUndefined();
  });
});

describe("a log that ends within a line", () => {
  const logs = {
    rm1: [{ action: "RMPrepare", instance: "earlier", args: { rm: "rm1" }, time: 1 }],
    tm: [
      { ...vote("rm2"), time: 2 },
      { ...count("rm2"), time: 3 },
      { ...count("rm1"), time: 4 },
    ],
  };

  it("may have told of one action more, which others show", () => {
    const validator = validated(logs, ["rm1"]);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({ silent: { RMPrepare: 1 }, gaps: 1 });
  });

  it("unlike one that is whole", () => {
    expect(validated(logs).finding).toMatchObject({ verdict: "violates" });
  });
});

describe("merging", () => {
  /** What comes first of the heads, by going through all pairs of them. */
  function firstOf(heads: readonly LogRecord[]): LogRecord {
    const ready = heads.filter((head) => !heads.some((other) => other !== head && happensBefore(other, head)));
    return ready.reduce((first, head) => (compareHeads(head, first) < 0 ? head : first));
  }

  function* oneByOne(logs: readonly (readonly LogRecord[])[]): Generator<LogRecord> {
    const places = logs.map(() => 0);
    for (;;) {
      const heads = logs.map((log, i) => log[places[i]!]).filter((head) => head !== undefined);
      if (heads.length === 0) return;
      const first = firstOf(heads);
      places[logs.findIndex((log, i) => log[places[i]!] === first)]!++;
      yield first;
    }
  }

  /** Processes that tick with each record, and hear of what another has told by then. */
  const run = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(3), fc.nat(3)), { maxLength: 40 });
  const kind = fc.constantFrom("vector", "vector and time", "hybrid", "time" as const);

  function logsOf(kind: string, steps: readonly (readonly [number, number, number, number])[]): LogRecord[][] {
    const names = ["p0", "p1", "p2", "p3", "p4"];
    const clocks = names.map(() => new Map<string, number>());
    const logs: Record<string, object[]> = Object.fromEntries(names.map((name) => [name, []]));
    let now = 0;
    for (const [process, heard, later, width] of steps) {
      const [clock, name] = [clocks[process]!, names[process]!];
      for (const [other, known] of clocks[heard]!) clock.set(other, Math.max(known, clock.get(other) ?? 0));
      clock.set(name, (clock.get(name) ?? 0) + 1);
      now += later;
      const time = { time: [now, now + width] };
      const stamp = { clock: kind === "hybrid" ? [now, 0] : Object.fromEntries(clock) };
      logs[name]!.push({ ...prepare, ...(kind === "time" ? {} : stamp), ...(kind.includes("time") ? time : {}) });
    }
    return recordsOf(logs);
  }

  it("is what going through all pairs of heads comes to, and agrees with the clocks", () => {
    fc.assert(
      fc.property(kind, run, (clocks, steps) => {
        const logs = logsOf(clocks, steps);
        const order = [...merged(logs)];
        expect(order).toEqual([...oneByOne(logs)]);
        for (const [i, record] of order.entries())
          expect(order.slice(0, i).some((earlier) => happensBefore(record, earlier))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what happened, told with clocks that know only part of it,", () => {
  const { machine } = compileSpec(twoPhase);
  const lines = [...logLines(machine, new Translator(machine), { events: 600, isFull: false, instancesAtOnce: 1 })];
  const told = lines.map((line) => JSON.parse(line) as { instance: string; action: string; args: { rm?: string } });
  const instances = new Set(told.map(({ instance }) => instance));
  const runs = [...instances].map((key) => told.filter(({ instance }) => instance === key));

  /** Each process reports what it does, in its own log; `heard` says whose clocks came with the messages. */
  function logsOf(run: (typeof runs)[number], heard: readonly boolean[], isFirst: boolean): Logs {
    const tm = isFirst ? "a" : "tm";
    const logs: Record<string, object[]> = {};
    const clocks: Record<string, Record<string, number>> = {};
    run.forEach(({ action, args }, i) => {
      const process = action.startsWith("TM") ? tm : args.rm!;
      const sender = action === "TMRcvPrepared" ? args.rm! : action.startsWith("RMRcv") ? tm : process;
      const clock = (clocks[process] ??= {});
      if (heard[i] === true)
        for (const [other, known] of Object.entries(clocks[sender] ?? {}))
          clock[other] = Math.max(known, clock[other] ?? 0);
      clock[process] = (clock[process] ?? 0) + 1;
      (logs[process] ??= []).push({ action, args, clock: { ...clock } });
    });
    return logs;
  }

  it("is never called a violation, and is accepted while there is little of it", () => {
    const anyRun = fc.constantFrom(...runs);
    fc.assert(
      fc.property(
        anyRun,
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        fc.boolean(),
        (run, heard, isFirst) => {
          const { finding } = validated(logsOf(run, heard, isFirst));
          expect(finding?.verdict).not.toBe("violates");
          if (run.length <= 8) expect(finding).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });
});
