/** Mapping files in YAML: what they mean, and what is said of the mistakes that one makes in them, with the place. */
import { describe, expect, it } from "vitest";
import { compileSpec } from "../../../harness/cli/load-machine.ts";
import { yamlMapping } from "../../../harness/logs/yaml-mapping.ts";
import { prepareMapping } from "../../../src/observe/log/log-mapping.ts";
import { LogValidator } from "../../../src/observe/log/log-validator.ts";
import { parseRecord } from "../../../src/observe/log/record.ts";
import { Translator } from "../../../src/observe/translate.ts";
import { DiagnosticError } from "../../../src/tla/diagnostics.ts";
import { positionAt } from "../../../src/tla/syntax/source.ts";
import { specFromFiles } from "../../support/specs.ts";

const { machine, explainer } = compileSpec(specFromFiles("specs/TwoPhase.tla"));

function prepared(text: string) {
  return prepareMapping(machine, new Translator(machine), yamlMapping("map.yaml", text));
}

/** A log that is held against the specification by a mapping. */
function validated(text: string, records: readonly object[]): LogValidator {
  const validator = new LogValidator({ machine, explainer, mapping: prepared(text) });
  records.forEach((record, i) => validator.take(parseRecord("log.ndjson", i + 1, JSON.stringify(record))));
  validator.finish();
  return validator;
}

/** What is said, as `line:column message (hint)`. */
function mistakesIn(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ at, message, hint }) => {
      const { line, column } = positionAt(at!.file, at!.start);
      return `${line}:${column} ${message} (${hint ?? ""})`;
    });
  }
}

describe("a mapping in YAML", () => {
  it("says what the words of a log mean", () => {
    const text = `
instance: $transaction
silent: [TMAbort]
steps:
  voted: { by: $vote, yes: { action: RMPrepare, args: { rm: $process } }, else: RMChooseToAbort }
  counted: { action: TMRcvPrepared, set: { tmPrepared: [$from] } }
  aborted: { anyOf: [{ action: RMRcvAbortMsg, args: { rm: $process } }] }
  "*": stutter
`;
    const validator = validated(text, [
      { process: "rm1", name: "voted", data: { transaction: "t1", vote: "yes" } },
      { process: "tm", name: "counted", data: { transaction: "t1", from: "rm1" } },
      { process: "rm1", name: "aborted", data: { transaction: "t1" } },
      { process: "rm1", name: "something else" },
    ]);
    expect(validator.finding).toBeUndefined();
    expect(validator.counts()).toMatchObject({ accepted: 4, steps: 4, silent: { TMAbort: 1 }, unused: [] });
  });
});

describe("a mistake", () => {
  const stepHint =
    "a step is an action, stutter, outside, { action: ... }, { by: ... }, { anyOf: [...] } or { sequence: [...] }";
  const mappingHint = "a mapping is `name: value`, indented below what it belongs to";

  it.each<[string, string, string]>([
    [
      "a key of the mapping",
      "step:\n  a: stutter",
      '1:1 step: expected only steps, instance, silent, candidatesMax here, got "step" (did you mean steps?)',
    ],
    [
      "a key of a step",
      "steps:\n  a: { action: TMAbort, arg: {} }",
      '2:25 steps.a.arg: expected only action, args, set, add, remove here, got "arg" (did you mean args?)',
    ],
    [
      "a key beside another kind of step",
      "steps:\n  a: { anyOf: [TMAbort], args: {} }",
      '2:26 steps.a.args: expected only anyOf here, got "args" ()',
    ],
    [
      "a type: a list for arguments",
      "steps:\n  a: { action: RMPrepare, args: [rm] }",
      '2:27 steps.a.args: expected a mapping, got ["rm"] (each value belongs to the action\'s argument: args: { rm: $process })',
    ],
    ["a type: a number for a step", "steps:\n  a: 3", `2:3 steps.a: expected a mapping, got 3 (${stepHint})`],
    [
      "a type: a text for a list",
      "silent: TMAbort",
      '1:1 silent: expected a list of actions, got "TMAbort" ([Action, OtherAction])',
    ],
    [
      "a field without its dollar sign",
      "instance: id",
      '1:1 instance: expected a field: $transaction, got "id" (a dollar sign before it reads a field of the record)',
    ],
    [
      "an action",
      "steps:\n  a: TMAbrt",
      '2:6 steps["a"] names the action "TMAbrt", which Next does not have (did you mean TMAbort?)',
    ],
    [
      "an action in a list",
      "steps:\n  a: { anyOf: [TMAbort, stuter] }",
      '2:25 steps["a"] names the action "stuter", which Next does not have (known: TMCommit, TMAbort, TMRcvPrepared, RMPrepare, RMChooseToAbort, RMRcvCommitMsg, RMRcvAbortMsg)',
    ],
    [
      "a silent action",
      "silent: [TMCommit, TMAbrt]",
      '1:20 silent names the action "TMAbrt", which Next does not have (did you mean TMAbort?)',
    ],
    [
      "an argument",
      "steps:\n  a: { action: RMPrepare, args: { rmm: $x } }",
      '2:35 steps["a"]: RMPrepare(rm) has no argument "rmm" (did you mean rm?)',
    ],
    [
      "a variable",
      "steps:\n  a: { action: TMAbort, set: { tmStat: $x } }",
      '2:32 steps["a"] gives a value for "tmStat", which is not a variable of the specification (did you mean tmState or rmState?)',
    ],
    [
      "indentation: too much",
      "steps:\n  a: { action: TMAbort }\n   b: stutter",
      "3:1 All mapping items must start at the same column (what belongs together is indented by the same number of spaces; texts with : # { [ & * ! need quotes)",
    ],
    [
      "indentation: too little",
      "steps:\n  a:\n  action: TMAbort",
      `2:3 steps.a: expected a mapping, got nothing (${stepHint})`,
    ],
    ["indentation: a tab", "steps:\n\ta: stutter", "2:1 Tabs are not allowed as indentation (indent with spaces)"],
    [
      "the same word twice",
      "steps:\n  a: stutter\n  a: TMAbort",
      "3:3 Map keys must be unique (each word is mapped once; anyOf lists what it may mean)",
    ],
    ["steps without any", "steps:", `1:1 steps: expected a mapping, got nothing (${mappingHint})`],
    ["an empty file", "", `1:1 the mapping: expected a mapping, got nothing (${mappingHint})`],
    [
      "an alias of nothing",
      "steps: { a: *b }",
      "1:1 Unresolved alias (the anchor must be set before the alias): b (an anchor, &name, stands before the aliases, *name, that repeat it)",
    ],
    ["a tag", "steps: { a: !b stutter }", "1:13 Unresolved tag: !b (a text that begins with ! needs quotes)"],
    [
      "two documents",
      "steps: {}\n---\nsteps: {}",
      "2:1 there is more than one document (a mapping is one document: is there a line of --- too many?)",
    ],
  ])("in %s is shown where it is", (_, text, expected) => {
    expect(mistakesIn(() => prepared(text))).toEqual([expected]);
  });

  it("that only a record shows names the record, and the place in the mapping", () => {
    const [found] = mistakesIn(() =>
      validated("steps:\n  a: { action: RMPrepare, args: { rm: $from } }", [{ name: "a", data: { form: "rm1" } }]),
    );
    expect(found).toBe(
      "2:35 log.ndjson:1: steps.a.args.rm: expected the field $from in the record, which has form, process, event (write $from? where a record may lack it)",
    );
    const [other] = mistakesIn(() =>
      validated("steps:\n  a: { by: $x, yes: TMAbort }", [{ name: "a", data: { x: "no" } }]),
    );
    expect(other).toBe('2:8 log.ndjson:1: steps.a.by: expected one of yes, got "no" (`else` stands for all others)');
  });
});
