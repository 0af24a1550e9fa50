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
import { LineCounter, parseDocument } from "yaml";
import { DiagnosticError, type Diagnostic } from "../../src/tla/diagnostics.ts";
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

type Data = Readonly<Record<string, unknown>>;

/** Reads a mapping. Throws DiagnosticError with the path of what is wrong. */
export function yamlMapping(path: string, text: string): LogMapping {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    const start = error.pos[0];
    const at = { file: { path, text }, start, end: Math.max(start + 1, error.pos[1]) };
    throw new DiagnosticError([{ code: "LS7007", severity: "error", message: error.message.split("\n")[0]!, at }]);
  }
  return new MappingReader(path).mapping(document.toJS());
}

class MappingReader {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  mapping(given: unknown): LogMapping {
    const top = this.#object(given, "the mapping", ["steps", "instance", "silent", "candidatesMax"]);
    const steps = this.#object(top["steps"] ?? {}, "steps");
    const { instance, silent, candidatesMax } = top;
    return {
      steps: Object.fromEntries(Object.entries(steps).map(([word, step]) => [word, this.#step(step, `steps.${word}`)])),
      ...(instance === undefined ? {} : { instance: this.#instance(instance) }),
      ...(silent === undefined ? {} : { silent: this.#names(silent, "silent") }),
      ...(candidatesMax === undefined ? {} : { candidatesMax: this.#wholeNumber(candidatesMax, "candidatesMax") }),
    };
  }

  #instance(given: unknown): (data: Data) => string | undefined {
    if (typeof given !== "string" || !given.startsWith("$"))
      throw this.#wrong("instance", "a field: $transaction", given);
    const read = this.#value(given.endsWith("?") ? given : `${given}?`, "instance");
    return (data) => {
      const key = read(data);
      return key === undefined || key === null ? undefined : typeof key === "string" ? key : JSON.stringify(key);
    };
  }

  /** A function, so that fields are read when the event is there. */
  #step(given: unknown, at: string): StepMapping {
    if (given === "stutter") return stutter;
    if (given === "outside") return outside;
    const result = this.#result(given, at);
    return (event, tools) => result(event, tools);
  }

  #result(given: unknown, at: string): (event: ProgramEvent, tools: StepTools) => StepResult {
    if (given === "stutter") return () => stutter;
    if (given === "outside") return () => outside;
    if (typeof given === "string") return (_event, { act }) => act[given]!();
    const one = this.#object(given, at);
    if (one["sequence"] !== undefined) {
      const steps = this.#list(one["sequence"], `${at}.sequence`);
      return (event, tools) => sequence(...steps.map((step) => step(event, tools) as Step));
    }
    if (one["anyOf"] !== undefined) {
      const steps = this.#list(one["anyOf"], `${at}.anyOf`);
      return (event, tools) => anyOf(...steps.map((step) => step(event, tools) as Step));
    }
    return one["by"] === undefined ? this.#action(one, at) : this.#switch(one, at);
  }

  #list(given: unknown, at: string) {
    if (!Array.isArray(given) || given.length === 0) throw this.#wrong(at, "a list of steps", given);
    return given.map((step, i) => this.#result(step, `${at}[${i}]`));
  }

  /** `{ by: $field, value: step, ... }`; `else` for all other values. */
  #switch(given: Data, at: string): (event: ProgramEvent, tools: StepTools) => StepResult {
    const { by, ...cases } = given;
    const read = this.#value(by, `${at}.by`);
    const steps = new Map(Object.entries(cases).map(([value, step]) => [value, this.#result(step, `${at}.${value}`)]));
    return (event, tools) => {
      const value = read(event);
      const step = steps.get(String(value)) ?? steps.get("else");
      if (step === undefined) throw this.#wrong(`${at}.by`, `one of ${[...steps.keys()].join(", ")}`, value);
      return step(event, tools);
    };
  }

  #action(given: Data, at: string): (event: ProgramEvent, tools: StepTools) => StepResult {
    const one = this.#object(given, at, ["action", "args", "set", "add", "remove"]);
    const { action } = one;
    if (typeof action !== "string") throw this.#wrong(`${at}.action`, "the name of an action", action);
    const args = this.#value(one["args"] ?? {}, `${at}.args`);
    const set = this.#value(this.#object(one["set"] ?? {}, `${at}.set`), `${at}.set`);
    const add = this.#value(this.#object(one["add"] ?? {}, `${at}.add`), `${at}.add`);
    const remove = this.#value(this.#object(one["remove"] ?? {}, `${at}.remove`), `${at}.remove`);
    return (event, { act }) => {
      const changes = [
        ...Object.entries(add(event) as Data).map(([name, element]) => [name, added(element)] as const),
        ...Object.entries(remove(event) as Data).map(([name, element]) => [name, removed(element)] as const),
      ];
      return act[action]!(args(event) as Data, { ...(set(event) as Data), ...Object.fromEntries(changes) });
    };
  }

  /** A value with `$fields` in it, also as keys. */
  #value(given: unknown, at: string): (event: Data) => unknown {
    if (typeof given === "string") return this.#text(given, at);
    if (Array.isArray(given)) {
      const parts = given.map((part, i) => this.#value(part, `${at}[${i}]`));
      return (event) => parts.map((part) => part(event));
    }
    if (typeof given !== "object" || given === null) return () => given;
    const entries = Object.entries(given).map(
      ([key, value]) => [this.#text(key, at), this.#value(value, `${at}.${key}`)] as const,
    );
    return (event) => Object.fromEntries(entries.map(([key, value]) => [String(key(event)), value(event)]));
  }

  #text(given: string, at: string): (event: Data) => unknown {
    if (!given.startsWith("$")) return () => given;
    if (given.startsWith("$$")) return () => given.slice(1);
    const isOptional = given.endsWith("?");
    const path = given.slice(1, isOptional ? -1 : undefined).split(".");
    return (event) => {
      let value: unknown = event;
      for (const key of path) value = typeof value === "object" && value !== null ? (value as Data)[key] : undefined;
      if (value === undefined && !isOptional) {
        const fields = Object.keys(event).filter((name) => event[name] !== undefined);
        throw this.#wrong(at, `the field ${given} in the record, which has ${fields.join(", ")}`, undefined);
      }
      return value;
    };
  }

  #wholeNumber(given: unknown, at: string): number {
    if (Number.isSafeInteger(given) && (given as number) > 0) return given as number;
    throw this.#wrong(at, "a whole number greater than 0", given);
  }

  #names(given: unknown, at: string): readonly string[] {
    if (Array.isArray(given) && given.every((name): name is string => typeof name === "string")) return given;
    throw this.#wrong(at, "a list of actions", given);
  }

  #object(given: unknown, at: string, fields?: readonly string[]): Data {
    if (typeof given !== "object" || given === null || Array.isArray(given)) throw this.#wrong(at, "a mapping", given);
    const unknown = Object.keys(given).find((name) => fields !== undefined && !fields.includes(name));
    if (unknown !== undefined)
      throw this.#wrong(`${at}.${unknown}`, `only ${fields!.join(", ")}`, (given as Data)[unknown]);
    return given as Data;
  }

  #wrong(at: string, expected: string, given: unknown): DiagnosticError {
    const got = given === undefined ? "" : `, got ${JSON.stringify(given)?.slice(0, 120)}`;
    const diagnostic: Diagnostic = {
      code: "LS7007",
      severity: "error",
      message: `${this.#path}: ${at}: expected ${expected}${got}`,
    };
    return new DiagnosticError([diagnostic]);
  }
}
