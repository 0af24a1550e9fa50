/**
 * A mapping in YAML, for logs of programs that no TypeScript belongs to:
 *
 *   instance: $transaction
 *   silent: [TMAbort]
 *   steps:
 *     vote.sent: { action: RMPrepare, args: { rm: $process }, set: { rmState: { $process: prepared } } }
 *     decision.sent: { by: $outcome, commit: TMCommit, abort: TMAbort }
 *     ack.sent: { anyOf: [TMRcvPrepared, stutter] }
 *     "*": stutter
 *
 * `$name` reads a field of the record's data (`$process` and `$event` too, `$a.b` inside a field, `$name?` may be absent);
 * `$$` begins a text with a dollar sign. A field that is not there is an error that names it.
 */
import type { DiagnosticError } from "../../src/tla/diagnostics.ts";
import type { Location } from "../../src/tla/syntax/source.ts";
import { didYouMean } from "../../src/tla/modules/near-names.ts";
import type { LogMapping } from "../../src/observe/log/log-mapping.ts";
import {
  added,
  anyOf,
  outside,
  removed,
  sequence,
  stutter,
  type ProgramEvent,
  type Step,
  type StepMapping,
  type StepResult,
  type StepTools,
} from "../../src/observe/mapping.ts";
import { YamlText, type YamlPath } from "./yaml-places.ts";

type Data = Readonly<Record<string, unknown>>;

const stepHint =
  "a step is an action, stutter, outside, { action: ... }, { by: ... }, { anyOf: [...] } or { sequence: [...] }";

/** Reads a mapping. Throws DiagnosticError with the place of what is wrong. */
export function yamlMapping(path: string, text: string): LogMapping {
  const yaml = new YamlText(path, text);
  const mapping = new MappingReader(yaml).mapping(yaml.value);
  return { ...mapping, locate: (part, message) => placeIn(yaml, part, message) };
}

/** What is said of a part stands where it has the first text that the message quotes. */
function placeIn(yaml: YamlText, part: YamlPath, message: string): Location {
  const isQuoted = (text: string): boolean => message.includes(`"${text}"`);
  return yaml.find(part, isQuoted) ?? yaml.place(part);
}

class MappingReader {
  readonly #yaml: YamlText;

  constructor(yaml: YamlText) {
    this.#yaml = yaml;
  }

  mapping(given: unknown): LogMapping {
    const top = this.#object(given, [], ["steps", "instance", "silent", "candidatesMax"]);
    const steps = top["steps"] === undefined ? {} : this.#object(top["steps"], ["steps"]);
    const { instance, silent, candidatesMax } = top;
    return {
      steps: Object.fromEntries(Object.entries(steps).map(([word, step]) => [word, this.#step(step, ["steps", word])])),
      ...(instance === undefined ? {} : { instance: this.#instance(instance) }),
      ...(silent === undefined ? {} : { silent: this.#names(silent, ["silent"]) }),
      ...(candidatesMax === undefined ? {} : { candidatesMax: this.#wholeNumber(candidatesMax, ["candidatesMax"]) }),
    };
  }

  #instance(given: unknown): (data: Data) => string | undefined {
    if (typeof given !== "string" || !given.startsWith("$"))
      throw this.#wrong(
        ["instance"],
        "a field: $transaction",
        given,
        "a dollar sign before it reads a field of the record",
      );
    const read = this.#value(given.endsWith("?") ? given : `${given}?`, ["instance"]);
    return (data) => {
      const key = read(data);
      return key === undefined || key === null ? undefined : typeof key === "string" ? key : JSON.stringify(key);
    };
  }

  /** A function, so that fields are read when the event is there. */
  #step(given: unknown, at: YamlPath): StepMapping {
    if (given === "stutter") return stutter;
    if (given === "outside") return outside;
    const result = this.#result(given, at);
    return (event, tools) => result(event, tools);
  }

  #result(given: unknown, at: YamlPath): (event: ProgramEvent, tools: StepTools) => StepResult {
    if (given === "stutter") return () => stutter;
    if (given === "outside") return () => outside;
    if (typeof given === "string") return (_event, { act }) => act[given]!();
    const one = this.#object(given, at, undefined, stepHint);
    if (one["sequence"] !== undefined) {
      const steps = this.#list(one, at, "sequence");
      return (event, tools) => sequence(...steps.map((step) => step(event, tools) as Step));
    }
    if (one["anyOf"] !== undefined) {
      const steps = this.#list(one, at, "anyOf");
      return (event, tools) => anyOf(...steps.map((step) => step(event, tools) as Step));
    }
    return one["by"] === undefined ? this.#action(one, at) : this.#switch(one, at);
  }

  #list(one: Data, at: YamlPath, kind: "sequence" | "anyOf") {
    const given = this.#object(one, at, [kind])[kind];
    const path = [...at, kind];
    if (!Array.isArray(given) || given.length === 0)
      throw this.#wrong(path, "a list of steps", given, `${kind}: [Action, stutter]`);
    return given.map((step, i) => this.#result(step, [...path, i]));
  }

  /** `{ by: $field, value: step, ... }`; `else` for all other values. */
  #switch(given: Data, at: YamlPath): (event: ProgramEvent, tools: StepTools) => StepResult {
    const { by, ...cases } = given;
    const read = this.#value(by, [...at, "by"]);
    const steps = new Map(Object.entries(cases).map(([value, step]) => [value, this.#result(step, [...at, value])]));
    return (event, tools) => {
      const value = read(event);
      const step = steps.get(String(value)) ?? steps.get("else");
      if (step === undefined)
        throw this.#wrong(
          [...at, "by"],
          `one of ${[...steps.keys()].join(", ")}`,
          value,
          "`else` stands for all others",
        );
      return step(event, tools);
    };
  }

  #action(given: Data, at: YamlPath): (event: ProgramEvent, tools: StepTools) => StepResult {
    const one = this.#object(given, at, ["action", "args", "set", "add", "remove"]);
    const { action } = one;
    if (typeof action !== "string") throw this.#wrong([...at, "action"], "the name of an action", action, stepHint);
    const args = this.#part(one, at, "args");
    const set = this.#part(one, at, "set");
    const add = this.#part(one, at, "add");
    const remove = this.#part(one, at, "remove");
    return (event, { act }) => {
      const changes = [
        ...Object.entries(add(event) as Data).map(([name, element]) => [name, added(element)] as const),
        ...Object.entries(remove(event) as Data).map(([name, element]) => [name, removed(element)] as const),
      ];
      return act[action]!(args(event) as Data, { ...(set(event) as Data), ...Object.fromEntries(changes) });
    };
  }

  #part(one: Data, at: YamlPath, name: "args" | "set" | "add" | "remove"): (event: Data) => unknown {
    const given = one[name];
    if (given === undefined) return () => ({});
    const what =
      name === "args" ? "the action's argument: args: { rm: $process }" : `a variable: ${name}: { msgs: $value }`;
    const path = [...at, name];
    return this.#value(this.#object(given, path, undefined, `each value belongs to ${what}`), path);
  }

  /** A value with `$fields` in it, also as keys. */
  #value(given: unknown, at: YamlPath): (event: Data) => unknown {
    if (typeof given === "string") return this.#text(given, at);
    if (Array.isArray(given)) {
      const parts = given.map((part, i) => this.#value(part, [...at, i]));
      return (event) => parts.map((part) => part(event));
    }
    if (typeof given !== "object" || given === null) return () => given;
    const entries = Object.entries(given).map(
      ([key, value]) => [this.#text(key, [...at, key]), this.#value(value, [...at, key])] as const,
    );
    return (event) => Object.fromEntries(entries.map(([key, value]) => [String(key(event)), value(event)]));
  }

  #text(given: string, at: YamlPath): (event: Data) => unknown {
    if (!given.startsWith("$")) return () => given;
    if (given.startsWith("$$")) return () => given.slice(1);
    const isOptional = given.endsWith("?");
    const path = given.slice(1, isOptional ? -1 : undefined).split(".");
    return (event) => {
      let value: unknown = event;
      for (const key of path) value = typeof value === "object" && value !== null ? (value as Data)[key] : undefined;
      if (value === undefined && !isOptional) {
        const fields = Object.keys(event).filter((name) => event[name] !== undefined);
        const expected = `the field ${given} in the record, which has ${fields.join(", ")}`;
        throw this.#wrong(at, expected, undefined, `write ${given}? where a record may lack it`);
      }
      return value;
    };
  }

  #wholeNumber(given: unknown, at: YamlPath): number {
    if (Number.isSafeInteger(given) && (given as number) > 0) return given as number;
    throw this.#wrong(at, "a whole number greater than 0", given);
  }

  #names(given: unknown, at: YamlPath): readonly string[] {
    if (Array.isArray(given) && given.every((name): name is string => typeof name === "string")) return given;
    throw this.#wrong(at, "a list of actions", given, "[Action, OtherAction]");
  }

  #object(given: unknown, at: YamlPath, fields?: readonly string[], hint?: string): Data {
    if (typeof given !== "object" || given === null || Array.isArray(given))
      throw this.#wrong(
        at,
        "a mapping",
        given,
        hint ?? "a mapping is `name: value`, indented below what it belongs to",
      );
    const unknown = Object.keys(given).find((name) => fields !== undefined && !fields.includes(name));
    if (unknown !== undefined)
      throw this.#wrong([...at, unknown], `only ${fields!.join(", ")} here`, unknown, didYouMean(unknown, fields!));
    return given as Data;
  }

  #wrong(at: YamlPath, expected: string, given: unknown, hint?: string): DiagnosticError {
    const got =
      given === undefined ? "" : given === null ? ", got nothing" : `, got ${JSON.stringify(given).slice(0, 120)}`;
    return this.#yaml.mistake(at, `${at.join(".") || "the mapping"}: expected ${expected}${got}`, hint);
  }
}
