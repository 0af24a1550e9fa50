/**
 * Instances that a log tells about: those that spoke last keep their history, quiet ones their candidates alone, and when
 * there are too many, those go first that have nothing left to do. None of it changes what is told, but for the past that an
 * explanation can point to.
 */
import { describe, expect, it } from "vitest";
import { compileSpec } from "../../../harness/cli/load-machine.ts";
import { logLines } from "../../../harness/bench/log-generator.ts";
import { EvictedInstances } from "../../../src/observe/log/evicted.ts";
import { INSTANCES_MAX, QUIET_EVENTS_MAX } from "../../../src/observe/log/instances.ts";
import { LogValidator } from "../../../src/observe/log/log-validator.ts";
import { prepareMapping } from "../../../src/observe/log/log-mapping.ts";
import { MapQueue } from "../../../src/observe/log/map-queue.ts";
import { RecordReader } from "../../../src/observe/log/record-reader.ts";
import { Translator } from "../../../src/observe/translate.ts";
import { specFromFiles } from "../../support/specs.ts";

const twoPhase = specFromFiles("specs/TwoPhase.tla");

/** Feeds lines to a validator that keeps the history of so many instances. */
function validated(
  lines: Iterable<string>,
  recentMax: number,
  silent: readonly string[] = [],
  quietEventsMax = QUIET_EVENTS_MAX,
): LogValidator {
  const { machine, explainer } = compileSpec(twoPhase);
  const mapping = prepareMapping(machine, new Translator(machine), { steps: {}, silent });
  const validator = new LogValidator({ machine, explainer, mapping, recentMax, quietEventsMax });
  const reader = new RecordReader("log");
  let count = 0;
  for (const line of lines) validator.take(reader.read(++count, line));
  validator.finish();
  return validator;
}

const says = (instance: string, action: string, rm?: string): string =>
  JSON.stringify({ instance, action, ...(rm === undefined ? {} : { args: { rm } }) });

const counts = (instance: string, rms: readonly string[]): string =>
  JSON.stringify({ instance, set: [[["tmPrepared"], rms]] });

describe("instances that are quiet", () => {
  it("go on from where they were when they speak again", () => {
    const others = ["b", "c", "d"].map((instance) => says(instance, "RMPrepare"));
    const right = [says("a", "RMPrepare"), ...others, says("a", "TMRcvPrepared"), says("a", "TMAbort")];
    const validator = validated(right, 1);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({ instances: 4, accepted: 6, candidatesPeak: 3 });
    expect(validated([...right, ...others, says("a", "TMCommit")], 1).finding).toMatchObject({
      verdict: "violates",
      instance: "a",
      record: { line: 10 },
    });
  });

  it("remember their events, since silent steps may have to be put among them, and what they led to is found again", () => {
    const others = ["b", "c"].map((instance) => says(instance, "RMPrepare"));
    const prepared = ["rm1", "rm2", "rm3"].map((rm) => says("a", "RMPrepare", rm));
    const counted = [...prepared, ...others, says("a", "TMCommit"), ...others];
    const silent = ["TMRcvPrepared"];
    const right = [...counted, says("a", "RMRcvCommitMsg", "rm2")];
    expect(validated(right, 1, silent).counts()).toMatchObject({ accepted: 9, silent: { TMRcvPrepared: 3 } });
    // What is wrong is so for sure: all of the past is known.
    const wrong = [...counted, says("a", "RMRcvAbortMsg", "rm2")];
    for (const recentMax of [1, 100])
      expect(validated(wrong, recentMax, silent).finding).toMatchObject({ verdict: "violates", record: { line: 9 } });
  });

  it("remember so many of them, all together: those that are quiet for longest are unknown then, where nothing explains them", () => {
    const prepared = (instance: string) => ["rm1", "rm2", "rm3"].map((rm) => says(instance, "RMPrepare", rm));
    const wrong = says("a", "RMRcvCommitMsg", "rm1");
    const log = [
      ...prepared("a"),
      ...prepared("b"),
      ...prepared("c"),
      says("a", "TMAbort"),
      says("b", "TMAbort"),
      wrong,
    ];
    const silent = ["TMRcvPrepared"];
    expect(validated(log, 1, silent).finding).toMatchObject({ verdict: "violates", record: { line: 12 } });
    expect(validated(log, 1, silent, 4).finding).toMatchObject({ verdict: "unknown", bound: "SILENT_HISTORY_MAX" });
    // Where something does, nothing is lost.
    expect(validated(log.slice(0, -1), 1, silent, 0).finding).toBeUndefined();
  });

  it("find what a silent step earlier explains", () => {
    const choice = [says("a", "RMPrepare", "rm1"), says("a", "RMPrepare", "rm2"), says("b", "RMPrepare")];
    // Before the transaction manager aborts it may have counted one of them, and after it no more.
    const late = [says("a", "TMAbort"), says("b", "RMPrepare"), counts("a", ["rm2"])];
    expect(validated([...choice, ...late], 1, ["TMRcvPrepared"]).finding).toBeUndefined();
  });

  it.each([true, false])("change nothing that is counted, when everything is told: %s", (isFull) => {
    const { machine } = compileSpec(twoPhase);
    const lines = [...logLines(machine, new Translator(machine), { events: 1_500, isFull })];
    expect(validated(lines, 3).counts()).toEqual(validated(lines, 1_000).counts());
  });
});

describe("too many instances", () => {
  function* ended(count: number): Generator<string> {
    for (let i = 0; i < count; i++) {
      yield says(`t${i}`, "TMAbort");
      for (const rm of ["rm1", "rm2", "rm3"]) yield says(`t${i}`, "RMRcvAbortMsg", rm);
    }
  }

  it("are those given up first that have ended, however long another has been quiet", () => {
    function* lines(): Generator<string> {
      yield says("patient", "RMPrepare", "rm1");
      yield* ended(INSTANCES_MAX + 100);
      yield says("patient", "TMRcvPrepared", "rm1");
      yield says("t0", "RMRcvAbortMsg", "rm1");
    }
    expect(validated(lines(), 10).finding).toMatchObject({
      verdict: "unknown",
      bound: "INSTANCES_MAX",
      instance: "t0",
    });
  });

  it("are remembered, and new ones are not taken for them", () => {
    const evicted = new EvictedInstances();
    const keys = Array.from({ length: 250_000 }, (_, i) => `t${i}`);
    const mistaken = keys.filter((key) => {
      const isMistaken = evicted.mayHave(key);
      evicted.add(key);
      return isMistaken;
    });
    expect(mistaken).toEqual([]);
    expect(keys.filter((_, i) => i % 100 === 0).every((key) => evicted.mayHave(key))).toBe(true);
  });
});

describe("a map with a first entry", () => {
  it("gives its entries in the order in which they came, also those that come in between", () => {
    const queue = new MapQueue([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    expect(queue.takeFirst()).toEqual(["a", 1]);
    queue.delete("b");
    queue.set("d", 4);
    expect([queue.takeFirst(), queue.takeFirst(), queue.takeFirst()]).toEqual([["c", 3], ["d", 4], undefined]);
    queue.set("e", 5);
    expect(queue.takeFirst()).toEqual(["e", 5]);
  });
});
