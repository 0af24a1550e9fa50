/**
 * What is let go while a log is read changes nothing that is told: values are given back after every record, their handles
 * given out again at once or never, and what was learnt about the state graph is forgotten every few states.
 */
import { expect, it } from "vitest";
import { logLines } from "../../../harness/bench/log-generator.ts";
import { prepareMapping, type LogMapping } from "../../../src/observe/log/log-mapping.ts";
import { LogValidator } from "../../../src/observe/log/log-validator.ts";
import { parseRecord } from "../../../src/observe/log/record.ts";
import { Translator } from "../../../src/observe/translate.ts";
import type { StoreOptions } from "../../../src/values/types.ts";
import { compiled } from "../../support/check.ts";
import { specFromFiles } from "../../support/specs.ts";

const spec = specFromFiles("specs/TwoPhase.tla");

/** What is told of a log: counts, and why it is refused if it is. */
function told(lines: readonly string[], mapping: LogMapping, options: StoreOptions, learntMax?: number): unknown {
  const { machine, explainer } = compiled(spec, options);
  const prepared = prepareMapping(machine, new Translator(machine), mapping);
  const validator = new LogValidator({
    machine,
    explainer,
    mapping: prepared,
    ...(learntMax === undefined ? {} : { learntMax }),
  });
  lines.forEach((line, i) => validator.take(parseRecord("log", i + 1, line)));
  validator.finish();
  const { finding } = validator;
  const why = finding?.verdict === "violates" ? validator.explain(finding) : finding?.verdict;
  return { ...validator.counts(), line: finding?.record.line, why };
}

function sameWhenLettingGo(lines: readonly string[], mapping: LogMapping): unknown {
  const usual = told(lines, mapping, {});
  expect(told(lines, mapping, { collects: "always" }, 10)).toEqual(usual);
  expect(told(lines, mapping, { collects: "always, never reusing handles" }, 25)).toEqual(usual);
  return usual;
}

function generated(events: number, isFull: boolean): string[] {
  const { machine } = compiled(spec);
  return [...logLines(machine, new Translator(machine), { events, isFull })];
}

/** A step that no state allows any more: the last instance that spoke aborts and commits. */
function contradicted(lines: readonly string[]): string[] {
  const { instance } = JSON.parse(lines.at(-1)!) as { instance: string };
  const record = {
    process: "log",
    instance,
    set: [
      [["tmPrepared"], []],
      [["msgs"], [{ type: "Commit" }, { type: "Abort" }]],
    ],
  };
  return [...lines, JSON.stringify(record)];
}

it.each([true, false])("changes nothing when everything is told: %s", (isFull) => {
  const lines = generated(120, isFull);
  expect(sameWhenLettingGo(lines, { steps: {} })).toMatchObject({ accepted: 120, line: undefined });
  expect(sameWhenLettingGo(contradicted(lines), { steps: {} })).toMatchObject({ accepted: 120, line: 121 });
});

it("changes nothing when names are told alone, and when actions are silent", () => {
  const names = generated(90, false).map((line) => {
    const { instance, action } = JSON.parse(line) as { instance: string; action: string };
    return JSON.stringify({ process: "log", instance, action });
  });
  expect(sameWhenLettingGo(names, { steps: {} })).toMatchObject({ accepted: 90 });
  const told = names.filter((line) => !line.includes("RMPrepare"));
  const found = sameWhenLettingGo(told, { steps: {}, silent: ["RMPrepare"] });
  expect(found).toMatchObject({ accepted: told.length });
});
