/**
 * The module Json. Sets and sequences are arrays, other functions objects whose keys are strings or the TLA+ text of
 * the argument; read back, objects are records and arrays sequences. Whole numbers are exact; of a fraction the whole part
 * is read, as in TLC, so that a log with times in seconds can be read at all. null has no meaning in TLA+ and is refused.
 */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";
import { elementsOf, itemsOf, pairsOf, plainText } from "./collections.ts";
import { parseExactly, type ExactJson } from "./exact-json.ts";
import { linesOf, pathOf, readFile, writeFile } from "./files.ts";
import { valueAt, type Native, type NativeContext } from "./native.ts";

/** Nesting of a JSON text that is read. */
const JSON_DEPTH_MAX = 200;

function jsonText(store: Store, value: Value, site: Site): string {
  switch (store.kind(value)) {
    case Kind.Boolean:
      return value === store.TRUE ? "true" : "false";
    case Kind.Integer:
      return String(store.integerOf(value, site));
    case Kind.String:
    case Kind.ModelValue:
      return JSON.stringify(store.text(value));
    case Kind.Set:
      return arrayText(store, elementsOf(store, value, site), site);
    case Kind.Tuple:
      return arrayText(store, itemsOf(store, value, site), site);
    case Kind.Record:
    case Kind.Function:
      return objectText(store, pairsOf(store, value, site), site);
    default:
      return jsonText(store, store.normalize(value, site), site);
  }
}

function arrayText(store: Store, items: readonly Value[], site: Site): string {
  return `[${items.map((item) => jsonText(store, item, site)).join(",")}]`;
}

function objectText(store: Store, pairs: readonly (readonly [Value, Value])[], site: Site): string {
  const fields = pairs.map(([key, item]) => `${JSON.stringify(plainText(store, key))}:${jsonText(store, item, site)}`);
  return `{${fields.join(",")}}`;
}

/** `ToJsonArray`: for sets and sequences; a function that is no sequence stays an object, as in TLC. */
function asArray(store: Store, value: Value, site: Site): string {
  const normal = store.normalize(value, site);
  const kind = store.kind(normal);
  if (kind === Kind.Set || kind === Kind.Tuple || kind === Kind.Function) return jsonText(store, normal, site);
  throw new EvaluationError(
    "LS4220",
    `${store.show(normal)} is neither a set nor a sequence: it makes no array.`,
    site,
  );
}

/** `ToJsonObject`: of a sequence the keys are the positions, counted from 0. */
function asObject(store: Store, value: Value, site: Site): string {
  const normal = store.normalize(value, site);
  switch (store.kind(normal)) {
    case Kind.Tuple: {
      const fields = itemsOf(store, normal, site).map((item, i) => `"${i}":${jsonText(store, item, site)}`);
      return `{${fields.join(",")}}`;
    }
    case Kind.Record:
    case Kind.Function:
      return jsonText(store, normal, site);
    default:
      throw new EvaluationError("LS4220", `${store.show(normal)} is no function: it makes no object.`, site);
  }
}

function fromJson(store: Store, exact: ExactJson, json: unknown, site: Site, depth = 0): Value {
  if (depth > JSON_DEPTH_MAX)
    throw new EvaluationError("LS4254", `JSON is nested deeper than JSON_DEPTH_MAX (${JSON_DEPTH_MAX}).`, site);
  const part = (item: unknown): Value => fromJson(store, exact, item, site, depth + 1);
  if (typeof json === "string") {
    const long = exact.bigint(json);
    return long === undefined ? store.string(json) : store.integer(long);
  }
  if (typeof json === "boolean") return store.boolean(json);
  if (typeof json === "number" && Number.isFinite(json)) return store.integer(wholePart(json));
  if (Array.isArray(json)) return store.tuple(json.map(part));
  if (typeof json === "object" && json !== null)
    return store.functionOf(Object.entries(json).map(([name, item]) => [store.string(name), part(item)] as const));
  throw new EvaluationError("LS4220", `JSON ${String(json)} has no meaning in TLA+.`, site);
}

function wholePart(number: number): number | bigint {
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole);
}

function parse(store: Store, text: string, where: string, site: Site): Value {
  let exact: ExactJson;
  try {
    exact = parseExactly(text);
  } catch (error) {
    throw new EvaluationError("LS4220", `${where} is not JSON: ${error instanceof Error ? error.message : ""}`, site);
  }
  return fromJson(store, exact, exact.json, site);
}

function readLines(context: NativeContext, path: Value, site: Site): Value {
  const name = pathOf(context, path, site);
  const { store } = context;
  const lines = linesOf(readFile(context, name, site));
  const values = lines.flatMap((line, i) =>
    line.trim() === "" ? [] : [parse(store, line, `Line ${i + 1} of ${name}`, site)],
  );
  return store.tuple(values);
}

function read(context: NativeContext, path: Value, site: Site): Value {
  const name = pathOf(context, path, site);
  return parse(context.store, readFile(context, name, site), name, site);
}

function write(context: NativeContext, path: Value, text: string, site: Site): Value {
  writeFile(context, pathOf(context, path, site), text, { append: false }, site);
  return context.store.TRUE;
}

function lineTexts({ store }: NativeContext, sequence: Value, site: Site): string {
  return itemsOf(store, sequence, site)
    .map((item) => `${jsonText(store, item, site)}\n`)
    .join("");
}

type ToText = (store: Store, value: Value, site: Site) => string;

function textNative(text: ToText): Native {
  return { arity: 1, apply: ({ store }, args, site) => store.string(text(store, valueAt(args, 0), site)) };
}

export const json: readonly (readonly [string, Native])[] = [
  ["Json!ToJson", textNative(jsonText)],
  ["Json!ToJsonArray", textNative(asArray)],
  ["Json!ToJsonObject", textNative(asObject)],
  ["Json!JsonDeserialize", { arity: 1, apply: (context, args, site) => read(context, valueAt(args, 0), site) }],
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
];
