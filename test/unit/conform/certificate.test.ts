/** Certificates: a run that is accepted can be written down and checked by somebody who does not search. */
import { describe, expect, it } from "vitest";
import snapshotStore from "../../../sample-systems/snapshot-store/system.ts";
import twoPhaseCommit from "../../../sample-systems/two-phase-commit/system.ts";
import { DigestChain } from "../../../harness/certificates/digest.ts";
import { CertificateReader } from "../../../harness/certificates/read.ts";
import { NOT_AS_WRITTEN, verifyLine } from "../../../harness/certificates/verify-line.ts";
import { createExplainer } from "../../../src/compile/evaluator/explain/explainer.ts";
import { createEvaluatorMachine, type EvaluatorMachine } from "../../../src/compile/evaluator/machine.ts";
import { CertificateChecker } from "../../../src/conform/certificate/checker.ts";
import { CertificateLines, type CertificateLine, type StepLine } from "../../../src/conform/certificate/lines.ts";
import { levels, type Level } from "../../../src/observe/levels.ts";
import type { Instance } from "../../../src/observe/observer.ts";
import { run } from "../../../src/search/run.ts";
import { Choices } from "../../../src/simulate/choices.ts";
import { inMacrotask } from "../../../src/simulate/host.ts";
import type { System } from "../../../src/system/define-system.ts";
import { createStore } from "../../../src/values/store.ts";
import { subjectOf } from "../../support/sample-runs.ts";

interface Certified {
  readonly lines: readonly CertificateLine[];
  /** A machine that has nothing of the one that accepted the run: its own store, and no emitted code. */
  readonly machine: EvaluatorMachine;
}

async function certified(system: System, folder: string, level: Level, seed = "3"): Promise<Certified> {
  const { machine, faults, ...subject } = subjectOf(system, folder);
  const instances = new Map<string, Instance>();
  const onObservation = (instance: Instance): void => void instances.set(instance.key, instance);
  const options = { choices: new Choices({ seed }), faults, useProbes: true, level, isDetailed: true, onObservation };
  const { verdict } = await inMacrotask(() => run({ ...subject, machine, faults }, options));
  expect(verdict).toBe("conforms");
  const made = new CertificateLines(machine);
  const lines: CertificateLine[] = [];
  let steps = 0;
  for (const [key, instance] of instances) {
    const history = instance.history();
    if (history.length === 0) continue;
    steps += history.length;
    lines.push(made.start(key, history[0]!.from));
    history.forEach((step, i) => {
      const isLast = history[i + 1]?.observation !== step.observation;
      lines.push(made.step(key, step, `event ${step.observation.event}`, isLast));
    });
  }
  const begun = lines.filter((line) => line.kind === "start").length;
  lines.push({ kind: "end", events: steps, instances: begun, steps });
  const { spec } = machine;
  const store = createStore({ stringOrder: spec.stringOrder });
  return { lines, machine: createEvaluatorMachine(spec, { store }) };
}

/** As they stand in a file. */
function written(lines: readonly CertificateLine[]): string[] {
  const digests = new DigestChain();
  return lines.map((line) => {
    const text = JSON.stringify(line);
    return `${text.slice(0, -1)},"digest":"${digests.next(text)}"}`;
  });
}

interface Verdict {
  /** The first line that is wrong, from 0. */
  readonly line: number;
  readonly reason: string;
}

function verify(texts: readonly string[], machine: EvaluatorMachine): Verdict | undefined {
  const reader = new CertificateReader();
  const checker = new CertificateChecker(machine, createExplainer(machine));
  for (const [line, text] of texts.entries()) {
    const reason = verifyLine(reader.read(text), checker);
    if (reason !== undefined) return { line, reason };
  }
  const reason = checker.finish();
  return reason === undefined ? undefined : { line: texts.length, reason };
}

const everything = levels[0]!;
const isStep = (line: CertificateLine): line is StepLine => line.kind === "step";

describe("a certificate", () => {
  it("says of each step the action, its arguments, what it changes and what was observed of it", async () => {
    const { lines, machine } = await certified(twoPhaseCommit, "two-phase-commit", everything);
    const { action, arguments: given, next, observed } = lines.find(isStep)!;
    expect(action).toBe("RMPrepare");
    expect(given).toEqual({ rm: expect.stringMatching(/^rm\d$/) as string });
    expect(Object.keys(next)).toEqual(["rmState", "msgs"]);
    expect(observed?.actions).toEqual([{ action, arguments: given }]);
    expect(verify(written(lines), machine)).toBeUndefined();
  });

  it.each(levels)("is right for what was observed with '$name'", async (level) => {
    const { lines, machine } = await certified(twoPhaseCommit, "two-phase-commit", level);
    expect(lines.filter(isStep).length).toBeGreaterThan(10);
    expect(verify(written(lines), machine)).toBeUndefined();
  });

  it.each([levels[0]!, levels[2]!])("of the snapshot store is right with '$name'", async (level) => {
    const { lines, machine } = await certified(snapshotStore, "snapshot-store", level, "5");
    expect(lines.filter(isStep).length).toBeGreaterThan(10);
    expect(verify(written(lines), machine)).toBeUndefined();
  });

  it("is refused where it was tampered with, at the line and with the reason", async () => {
    const { lines, machine } = await certified(twoPhaseCommit, "two-phase-commit", everything);
    const at = lines.findIndex((line) => isStep(line) && line.action === "RMPrepare");
    const step = lines[at] as StepLine;
    const tampered = (line: CertificateLine) => verify(written(lines.with(at, line)), machine);
    const other = step.arguments["rm"] === "rm1" ? "rm2" : "rm1";
    expect(tampered({ ...step, action: "RMChooseToAbort" })).toMatchObject({
      line: at,
      reason: expect.stringMatching(/^RMChooseToAbort\(rm\d\) does not lead from .*: `.*` is false/) as string,
    });
    expect(tampered({ ...step, arguments: { rm: other } })?.reason).toContain("does not lead from the state before");
    expect(tampered({ ...step, arguments: { node: other } })?.reason).toBe("RMPrepare has no such parameters: node");
    expect(tampered({ ...step, action: "Prepare" })?.reason).toBe("the specification has no action Prepare");
    expect(tampered({ ...step, next: { ...step.next, msgs: "{}" } })?.reason).toContain("`msgs' = msgs \\cup");
    expect(tampered({ ...step, next: { log: "{}" } })?.reason).toBe('"log" is no variable of the specification');
    const observed = { ...step.observed!, actions: [{ action: "TMAbort", arguments: {} }] };
    expect(tampered({ ...step, observed })?.reason).toMatch(/^observed was TMAbort, and not RMPrepare\(rm\d\)$/);
    const start = lines[0]!;
    const late = start.kind === "start" ? { ...start, state: { ...start.state, tmState: '"committed"' } } : start;
    expect(verify(written(lines.with(0, late)), machine)?.reason).toContain("Init is false of it");
    expect(verify(written(lines.slice(0, -1)), machine)?.reason).toContain("is cut off");
    expect(
      verify(written(lines.toSpliced(at, 0, { kind: "end", events: 0, instances: 1, steps: 0 })), machine),
    ).toMatchObject({
      reason: "there is a line behind the end",
    });
  });

  /** Each edit of each step, in a file whose digests are those of the right one. */
  it.each([
    ["two-phase commit", twoPhaseCommit, "two-phase-commit"],
    ["the snapshot store", snapshotStore, "snapshot-store"],
  ] as const)("of %s is refused whatever line is changed, lost, moved or doubled", async (_, system, folder) => {
    for (const level of [everything, levels.at(-1)!]) {
      if (folder === "snapshot-store" && level !== everything) continue;
      const { lines, machine } = await certified(system, folder, level, "5");
      const texts = written(lines);
      const steps = lines.flatMap((line, at) => (isStep(line) ? [{ line, at }] : [])).slice(0, 40);
      const values = (line: StepLine) => JSON.stringify([line.action, line.arguments, line.next]);
      let [edits, byMeaning] = [0, 0];
      const refuse = (edited: readonly string[], at: number): void => {
        const verdict = verify(edited, machine);
        expect(verdict, `an edit of line ${at} is accepted`).toBeDefined();
        expect(verdict!.line).toBeGreaterThanOrEqual(at);
        edits++;
        if (verdict!.reason !== NOT_AS_WRITTEN) byMeaning++;
        else expect(verdict!.line).toBeLessThanOrEqual(at + 1);
      };
      for (const { line, at } of steps) {
        const another = steps.find((other) => values(other.line) !== values(line))!.line;
        const edited = (part: Partial<StepLine>): void => {
          const { digest } = JSON.parse(texts[at]!) as { digest: string };
          refuse(texts.with(at, JSON.stringify({ ...line, ...part, digest })), at);
        };
        if (another.action !== line.action) edited({ action: another.action });
        if (JSON.stringify(another.arguments) !== JSON.stringify(line.arguments))
          edited({ arguments: another.arguments });
        if (JSON.stringify(another.next) !== JSON.stringify(line.next)) edited({ next: another.next });
        refuse(texts.toSpliced(at, 1), at);
        refuse(texts.toSpliced(at, 0, texts[at]!), at);
        if (at + 1 < texts.length) refuse(texts.toSpliced(at, 2, texts[at + 1]!, texts[at]!), at);
      }
      expect(edits).toBeGreaterThan(60);
      // Most edits are found by what the specification says, not by the digest.
      expect(byMeaning / edits).toBeGreaterThan(0.6);
    }
  });

  it("is data: lines of any other shape are refused", () => {
    const reader = new CertificateReader();
    expect(reader.read("{")).toEqual({ problem: "the line is not JSON" });
    expect(reader.read('{"kind":"end","events":1,"instances":1,"steps":1}')).toEqual({
      problem: "the line has no digest",
    });
    expect(reader.read('{"kind":"end","events":-1,"instances":1,"steps":1,"digest":""}')).toMatchObject({
      problem: expect.stringContaining("events") as string,
    });
    expect(reader.read('{"kind":"run","program":"ls","digest":""}')).toMatchObject({
      problem: expect.stringContaining("no line of a certificate") as string,
    });
  });
});
