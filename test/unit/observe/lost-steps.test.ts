/** What a process did before it was killed and could not report: inferred between its last report and its restart. */
import { describe, expect, it } from "vitest";
import twoPhaseSystem from "../../../sample-systems/two-phase-commit/system.ts";
import { compileSpec } from "../../../harness/cli/load-machine.ts";
import { prepareMapping, type LogMapping } from "../../../src/observe/log/log-mapping.ts";
import { LogValidator } from "../../../src/observe/log/log-validator.ts";
import { parseRecord } from "../../../src/observe/log/record.ts";
import { Translator } from "../../../src/observe/translate.ts";
import { run } from "../../../src/search/run.ts";
import { Choices } from "../../../src/simulate/choices.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import { subjectOf } from "../../support/sample-runs.ts";
import { specFromFiles } from "../../support/specs.ts";

const { machine, explainer } = compileSpec(specFromFiles("specs/TwoPhase.tla"));
const translator = new Translator(machine);
const subject = subjectOf(twoPhaseSystem, "two-phase-commit");

function validate(records: readonly object[], mapping: LogMapping = { steps: {} }, looksAhead = true): LogValidator {
  const prepared = prepareMapping(machine, translator, mapping);
  const validator = new LogValidator({ machine, explainer, mapping: prepared, looksAhead });
  records.forEach((record, i) => validator.take(parseRecord("app.ndjson", i + 1, JSON.stringify(record))));
  validator.finish();
  return validator;
}

const prepares = (instance: string, seq: number) => {
  return { process: "rm1", seq, instance, action: "RMPrepare", args: { rm: "rm1" } };
};
const counts = { process: "tm", seq: 0, instance: "t2", action: "TMRcvPrepared", args: { rm: "rm1" } };
const others = { process: "rm2", seq: 0, instance: "t2", action: "RMPrepare", args: { rm: "rm2" } };

describe("a process that was killed", () => {
  it("may have done what others report of it, even where its restart stands behind that in the log", () => {
    const log = [prepares("t1", 0), others, counts, prepares("t3", 0)];
    const validator = validate(log);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({ records: 4, accepted: 4, gaps: 1, silent: { RMPrepare: 1 } });
    // Four that were reported, and the one that was not.
    expect(validator.counts().steps).toBe(5);
    // Live, nothing is waited for.
    expect(validate(log, undefined, false).finding).toMatchObject({ verdict: "violates", record: { line: 3 } });
  });

  it("did nothing that is not in the log where it goes on with the next number", () => {
    const validator = validate([prepares("t1", 0), others, counts, prepares("t3", 1)]);
    expect(validator.finding).toMatchObject({ verdict: "violates", record: { line: 3 } });
    expect(validator.counts()).toMatchObject({ records: 3, accepted: 2 });
  });

  it("did it before it was started again: not later", () => {
    const stillWorking = { process: "rm1", seq: 0, instance: "t2", set: [[["rmState", "rm1"], "working"]] };
    const validator = validate([prepares("t1", 0), others, stillWorking, counts]);
    expect(validator.finding).toMatchObject({ verdict: "violates", record: { line: 4 } });
    expect(validate([prepares("t1", 0), others, prepares("t3", 0), counts]).finding).toBeUndefined();
  });

  it("did no more than it is known to do", () => {
    const decides = { process: "tm", seq: 0, instance: "t2", action: "TMRcvPrepared", args: { rm: "rm3" } };
    expect(validate([prepares("t1", 0), others, decides, prepares("t3", 0)]).finding).toMatchObject({
      verdict: "violates",
    });
  });
});

// ---------------------------------------------------------------------------------------------- simulated kills

interface Logged {
  readonly process: string;
  readonly incarnation: number;
  readonly seq: number;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the processes of a simulated run report. */
function logOf(seed: number): Promise<Logged[]> {
  const log: Logged[] = [];
  const numbers = new Map<string, { incarnation: number; seq: number }>();
  const numberOf = (process: string) => numbers.get(process) ?? { incarnation: 0, seq: 0 };
  return inMacrotask(() => {
    const choices = new Choices({ seed: String(seed) });
    const listener = {
      probe: (process: string, name: string, data: unknown) => {
        const { incarnation, seq } = numberOf(process);
        numbers.set(process, { incarnation, seq: seq + 1 });
        log.push({ process, incarnation, seq, name, data: data as Logged["data"] });
      },
      restart: (process: string) =>
        void numbers.set(process, { incarnation: numberOf(process).incarnation + 1, seq: 0 }),
    };
    run(subject, { choices, faults: subject.faults, useProbes: true, isDetailed: false, listener });
    return log;
  });
}

/** Without up to `count` last records of each incarnation that is followed by another one which reports. */
function cutAtKills(log: readonly Logged[], count: number): Logged[] {
  const word = ({ process, name, data }: Logged) => `${process} ${name} ${String(data["vote"] ?? data["outcome"])}`;
  const isFollowed = ({ process, incarnation }: Logged) =>
    log.some((other) => other.process === process && other.incarnation > incarnation);
  const kept: Logged[] = [];
  for (const [i, record] of log.entries()) {
    const behind = log.slice(i + 1).filter((other) => other.process === record.process);
    const left = behind.filter((other) => other.incarnation === record.incarnation).length;
    // What a process has never reported nobody can know that it does.
    const isKnown = kept.some((other) => word(other) === word(record));
    if (left >= count || !isFollowed(record) || !isKnown) kept.push(record);
  }
  return kept;
}

describe("logs of simulated runs, cut at each kill", () => {
  const { steps = {}, instance } = twoPhaseSystem.definition;
  const mapping: LogMapping = { steps, ...(instance === undefined ? {} : { instance }) };

  it("conform all the same", async () => {
    let [cut, ahead] = [0, 0];
    for (let seed = 1; seed <= 80; seed++) {
      const whole = await logOf(seed);
      const log = cutAtKills(whole, 2).map(({ process, seq, name, data }) => ({ process, seq, name, data }));
      if (log.length === whole.length) continue;
      cut++;
      const { finding } = validate(log, mapping);
      expect(finding?.verdict, `seed ${seed}`).toBeUndefined();
      if (validate(log, mapping, false).finding !== undefined) ahead++;
    }
    expect(cut).toBeGreaterThan(3);
    // Some of them are explained only by a restart further on.
    expect(ahead).toBeGreaterThan(0);
  });
});
