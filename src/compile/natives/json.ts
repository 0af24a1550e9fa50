/**
 * Json and IOUtils. Files and environment variables come through ports; programs are never run.
 *
 * Sets and sequences are arrays, other functions objects whose keys are strings or the TLA+ text of the argument; read
 * back, objects are records and arrays sequences. Fractions and null have no meaning in TLA+ and are refused.
 */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";
import { valueAt, type FilesPort, type Native, type NativeContext } from "./native.ts";

/** Nesting of a JSON text that is read. */
const JSON_DEPTH_MAX = 200;

function jsonText(store: Store, value: Value, site: Site): string {
  switch (store.kind(value)) {
    case Kind.Boolean:
    case Kind.Integer:
      return value === store.TRUE ? "true" : value === store.FALSE ? "false" : String(store.integerOf(value, site));
    case Kind.String:
    case Kind.ModelValue:
      return JSON.stringify(store.text(value));
    case Kind.Set:
    case Kind.Tuple:
      return `[${items(store, value)
        .map((item) => jsonText(store, item, site))
        .join(",")}]`;
    case Kind.Record:
    case Kind.Function:
      return objectText(store, value, site);
    default:
      return jsonText(store, store.normalize(value, site), site);
  }
}

function items(store: Store, value: Value): Value[] {
  return Array.from({ length: store.size(value) }, (_, i) => store.at(value, i));
}

function objectText(store: Store, value: Value, site: Site): string {
  const table = store.normalize(value, site);
  const domain = store.enumerate(store.domain(table, site), site);
  const fields = items(store, domain).map((key, i) => {
    const name = store.kind(key) === Kind.String ? store.text(key) : store.print(key);
    return `${JSON.stringify(name)}:${jsonText(store, store.at(table, i), site)}`;
  });
  return `{${fields.join(",")}}`;
}

function fromJson(store: Store, json: unknown, site: Site, depth = 0): Value {
  if (depth > JSON_DEPTH_MAX)
    throw new EvaluationError("LS4254", `JSON is nested deeper than JSON_DEPTH_MAX (${JSON_DEPTH_MAX}).`, site);
  if (typeof json === "string") return store.string(json);
  if (typeof json === "boolean") return store.boolean(json);
  if (typeof json === "number" && Number.isSafeInteger(json)) return store.integer(json);
  if (Array.isArray(json)) return store.tuple(json.map((item) => fromJson(store, item, site, depth + 1)));
  if (typeof json === "object" && json !== null)
    return store.functionOf(
      Object.entries(json).map(([name, item]) => [store.string(name), fromJson(store, item, site, depth + 1)] as const),
    );
  throw new EvaluationError("LS4220", `JSON ${String(json)} has no meaning in TLA+: only whole numbers have.`, site);
}

function parse(store: Store, text: string, path: string, site: Site): Value {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new EvaluationError("LS4220", `${path} is not JSON: ${error instanceof Error ? error.message : ""}`, site);
  }
  return fromJson(store, json, site);
}

function filesOf(context: NativeContext, site: Site): FilesPort {
  if (context.ports.files !== undefined) return context.ports.files;
  throw new EvaluationError("LS4215", "Reading and writing files is not allowed here.", site);
}

function read(context: NativeContext, path: Value, site: Site): { readonly path: string; readonly text: string } {
  const name = context.store.text(path);
  try {
    return { path: name, text: filesOf(context, site).read(name) };
  } catch (error) {
    if (error instanceof EvaluationError) throw error;
    throw new EvaluationError("LS4221", `${name} cannot be read.`, site);
  }
}

function write(context: NativeContext, path: Value, text: string, site: Site): Value {
  const name = context.store.text(path);
  try {
    filesOf(context, site).write(name, text);
  } catch (error) {
    if (error instanceof EvaluationError) throw error;
    throw new EvaluationError("LS4221", `${name} cannot be written.`, site);
  }
  return context.store.TRUE;
}

function readLines(context: NativeContext, path: Value, site: Site): Value {
  const file = read(context, path, site);
  const lines = file.text.split("\n").filter((line) => line.trim() !== "");
  return context.store.tuple(lines.map((line) => parse(context.store, line, file.path, site)));
}

function lineTexts({ store }: NativeContext, sequence: Value, site: Site): string {
  return items(store, store.normalize(sequence, site))
    .map((item) => `${jsonText(store, item, site)}\n`)
    .join("");
}

function atoi({ store }: NativeContext, text: Value, site: Site): Value {
  const digits = store.text(text);
  if (!/^[+-]?\d+$/.test(digits)) throw new EvaluationError("LS4220", `"${digits}" is not a number.`, site);
  return store.integer(BigInt(digits));
}

function environment({ store, ports }: NativeContext): Value {
  const variables = [...(ports.environmentVariables ?? new Map<string, string>())];
  return store.functionOf(variables.map(([name, value]) => [store.string(name), store.string(value)] as const));
}

function notSupported(arity: number, what: string): Native {
  return {
    arity,
    isVolatile: true,
    apply: (_, __, site) => {
      throw new EvaluationError("LS4208", `${what} is not supported: a specification does not run programs.`, site);
    },
  };
}

export const json: readonly (readonly [string, Native])[] = [
  [
    "Json!ToJson",
    { arity: 1, apply: ({ store }, args, site) => store.string(jsonText(store, valueAt(args, 0), site)) },
  ],
  [
    "Json!JsonDeserialize",
    {
      arity: 1,
      apply: (context, args, site) => {
        const file = read(context, valueAt(args, 0), site);
        return parse(context.store, file.text, file.path, site);
      },
    },
  ],
  ["Json!ndJsonDeserialize", { arity: 1, apply: (context, args, site) => readLines(context, valueAt(args, 0), site) }],
  [
    "Json!JsonSerialize",
    {
      arity: 2,
      isVolatile: true,
      apply: (context, args, site) =>
        write(context, valueAt(args, 0), jsonText(context.store, valueAt(args, 1), site), site),
    },
  ],
  [
    "Json!ndJsonSerialize",
    {
      arity: 2,
      isVolatile: true,
      apply: (context, args, site) =>
        write(context, valueAt(args, 0), lineTexts(context, valueAt(args, 1), site), site),
    },
  ],
  ["IOUtils!IOEnv", { arity: 0, apply: (context) => environment(context) }],
  ["IOUtils!atoi", { arity: 1, apply: (context, args, site) => atoi(context, valueAt(args, 0), site) }],
  ["IOUtils!IOExec", notSupported(1, "IOExec")],
  ["IOUtils!IOEnvExec", notSupported(2, "IOEnvExec")],
  ["IOUtils!IOExecTemplate", notSupported(2, "IOExecTemplate")],
  ["IOUtils!IOEnvExecTemplate", notSupported(3, "IOEnvExecTemplate")],
];
