/**
 * Between JavaScript data and TLA+ values.
 *
 * In: integers are numbers or bigints (an unsafe or fractional number is an error); strings and model values are strings,
 * told apart by the type; sets are `Set`s or arrays; sequences and tuples arrays; functions and records objects or
 * `Map`s; `null` is the declared Nil. `undefined` never is a value. Without a type (`any`), an array is a sequence, a
 * `Set` a set, an object a record, a `Map` a function, and a string that names both a model value and a string of the
 * specification is an error.
 *
 * Out: numbers (bigint beyond the safe range), strings, arrays, `StructuralSet`; records and functions on names as
 * objects, other functions as `StructuralMap`.
 *
 * Every failure is an EvaluationError LS4017 that names the path into the data and shows what is there.
 */
import { CONVERT_DEPTH_MAX } from "./bounds.ts";
import { isMapLike, isSetLike, StructuralMap, StructuralSet } from "./structural.ts";
import { EvaluationError, Kind, type Store, type Value } from "./types.ts";
import { anyType, typeText, type ValueType } from "./value-type.ts";

export interface ConversionOptions {
  /** Name of the model value that `null` stands for. */
  readonly nil?: string;
  /** Model values of the specification: what a string means where the type does not say; no other one is made. */
  readonly modelValues?: ReadonlySet<string>;
  /** String literals of the specification: a name in both sets is ambiguous. */
  readonly strings?: ReadonlySet<string>;
  /** How error paths begin; default `value`. */
  readonly path?: string;
}

/** The TLA+ value that `data` stands for. */
export function fromJavaScript(
  store: Store,
  data: unknown,
  type: ValueType = anyType,
  options: ConversionOptions = {},
): Value {
  return new Importer(store, options).convert(data, type, options.path ?? "value", 0);
}

const CHARACTERS_SHOWN_MAX = 120;
const NAMES_SHOWN_MAX = 20;

/** JavaScript data for a message. */
export function showJavaScript(data: unknown): string {
  if (typeof data === "bigint") return `${data}n`;
  if (typeof data === "function") return "a function";
  if (typeof data === "symbol" || data === undefined || typeof data === "number") return String(data);
  let text: string;
  try {
    text = JSON.stringify(data, (_, part: unknown) => {
      if (typeof part === "bigint") return `${part}n`;
      return isSetLike(part) || isMapLike(part) ? [...part] : part;
    });
  } catch {
    text = "an object that refers to itself";
  }
  return text.length <= CHARACTERS_SHOWN_MAX ? text : `${text.slice(0, CHARACTERS_SHOWN_MAX)}...`;
}

class Importer {
  readonly #store: Store;
  readonly #options: ConversionOptions;

  constructor(store: Store, options: ConversionOptions) {
    this.#store = store;
    this.#options = options;
  }

  #fail(path: string, problem: string): never {
    throw new EvaluationError("LS4017", `Cannot convert ${path}: ${problem}.`, -1);
  }

  #expect(path: string, type: ValueType, data: unknown): never {
    this.#fail(path, `expected ${typeText(type)}, found ${showJavaScript(data)}`);
  }

  convert(data: unknown, type: ValueType, path: string, depth: number): Value {
    if (depth > CONVERT_DEPTH_MAX) {
      this.#fail(path, `it is nested deeper than ${CONVERT_DEPTH_MAX} (CONVERT_DEPTH_MAX), or refers to itself`);
    }
    if (data === undefined) this.#fail(path, "it is undefined");
    if (data === null) return this.#nil(path);
    switch (type.kind) {
      case "any":
        return this.#anything(data, path, depth);
      case "boolean":
        return typeof data === "boolean" ? this.#store.boolean(data) : this.#expect(path, type, data);
      case "integer":
        return this.#integer(data, path);
      case "string":
        return typeof data === "string" ? this.#store.string(data) : this.#expect(path, type, data);
      case "modelValue":
        return typeof data === "string" ? this.#modelValue(data, path) : this.#expect(path, type, data);
      case "set":
        if (!Array.isArray(data) && !isSetLike(data)) this.#expect(path, type, data);
        return this.#store.set(this.#elements([...data], () => type.of, path, depth));
      case "sequence":
        if (!Array.isArray(data)) this.#expect(path, type, data);
        return this.#store.tuple(this.#elements(data, () => type.of, path, depth));
      case "tuple":
        if (!Array.isArray(data) || data.length !== type.items.length) this.#expect(path, type, data);
        return this.#store.tuple(this.#elements(data, (i) => type.items[i] ?? anyType, path, depth));
      case "record":
        return this.#record(data, type, path, depth);
      case "function":
        return this.#function(data, type, path, depth);
      case "oneOf":
        return this.#oneOf(data, type, path, depth);
    }
  }

  #nil(path: string): Value {
    const name = this.#options.nil;
    if (name === undefined) this.#fail(path, "it is null, and no model value is declared as the meaning of null");
    return this.#store.modelValue(name);
  }

  #integer(data: unknown, path: string): Value {
    if (typeof data === "bigint") return this.#store.integer(data);
    if (typeof data !== "number") this.#fail(path, `expected an integer, found ${showJavaScript(data)}`);
    if (!Number.isInteger(data)) this.#fail(path, `${data} is not an integer`);
    if (!Number.isSafeInteger(data)) {
      this.#fail(path, `${data} is beyond the integers that a number holds exactly; pass a bigint`);
    }
    return this.#store.integer(data);
  }

  /** Sparse arrays read as undefined, which fails with the index. */
  #elements(data: readonly unknown[], typeOf: (i: number) => ValueType, path: string, depth: number): Value[] {
    return Array.from(data, (element, i) => this.convert(element, typeOf(i), `${path}[${i}]`, depth + 1));
  }

  #anything(data: unknown, path: string, depth: number): Value {
    if (typeof data === "boolean") return this.#store.boolean(data);
    if (typeof data === "number" || typeof data === "bigint") return this.#integer(data, path);
    if (typeof data === "string") return this.#name(data, path);
    const elementType = () => anyType;
    if (Array.isArray(data)) return this.#store.tuple(this.#elements(data, elementType, path, depth));
    if (isSetLike(data)) return this.#store.set(this.#elements([...data], elementType, path, depth));
    if (isMapLike(data)) return this.#function(data, { kind: "function", from: anyType, to: anyType }, path, depth);
    const entries = this.#entries(data);
    if (entries === undefined) this.#fail(path, `${showJavaScript(data)} stands for no TLA+ value`);
    return this.#fields(entries, elementType, path, depth);
  }

  #name(text: string, path: string): Value {
    const isModelValue = this.#options.modelValues?.has(text) === true;
    if (!isModelValue) return this.#store.string(text);
    if (this.#options.strings?.has(text) === true) {
      this.#fail(path, `"${text}" is both a string and a model value of the specification; give the type`);
    }
    return this.#store.modelValue(text);
  }

  #modelValue(name: string, path: string): Value {
    const known = this.#options.modelValues;
    if (known !== undefined && !known.has(name)) {
      this.#fail(path, `"${name}" is not one of the model values ${[...known].slice(0, NAMES_SHOWN_MAX).join(", ")}`);
    }
    return this.#store.modelValue(name);
  }

  /** Own entries of an object with named properties; undefined for dates, buffers, functions and the like. */
  #entries(data: unknown): [string, unknown][] | undefined {
    if (typeof data !== "object" || data === null) return undefined;
    return Object.prototype.toString.call(data) === "[object Object]" ? Object.entries(data) : undefined;
  }

  #record(data: unknown, type: ValueType & { kind: "record" }, path: string, depth: number): Value {
    const entries = isMapLike(data) ? this.#namedEntries(data, path) : this.#entries(data);
    if (entries === undefined) this.#expect(path, type, data);
    const given = new Set(entries.map(([name]) => name));
    for (const name of Object.keys(type.fields)) {
      if (!given.has(name)) this.#fail(path, `the field ${name} is missing in ${showJavaScript(data)}`);
    }
    for (const name of given) {
      if (!Object.hasOwn(type.fields, name)) this.#fail(path, `the record has no field ${name}`);
    }
    return this.#fields(entries, (name) => type.fields[name] ?? anyType, path, depth);
  }

  #namedEntries(data: Iterable<readonly [unknown, unknown]>, path: string): [string, unknown][] {
    return [...data].map(([name, value]) => {
      if (typeof name !== "string") this.#fail(path, `a record's field is named by ${showJavaScript(name)}`);
      return [name, value];
    });
  }

  #fields(
    entries: readonly [string, unknown][],
    typeOf: (name: string) => ValueType,
    path: string,
    depth: number,
  ): Value {
    const pairs = entries.map(([name, value]): [Value, Value] => [
      this.#store.string(name),
      this.convert(value, typeOf(name), memberPath(path, name), depth + 1),
    ]);
    return this.#store.functionOf(pairs);
  }

  #function(data: unknown, type: ValueType & { kind: "function" }, path: string, depth: number): Value {
    const named = isMapLike(data) ? undefined : this.#entries(data);
    if (named === undefined && !isMapLike(data)) this.#expect(path, type, data);
    const entries = named ?? (isMapLike(data) ? [...data] : []);
    const seen = new Set<Value>();
    const pairs = entries.map(([key, value]): [Value, Value] => {
      const keyPath = typeof key === "string" ? memberPath(path, key) : `${path}[${showJavaScript(key)}]`;
      const argument =
        named === undefined
          ? this.convert(key, type.from, `the key ${keyPath}`, depth + 1)
          : this.#key(String(key), type.from, keyPath);
      if (seen.has(argument)) this.#fail(keyPath, "another key stands for the same value");
      seen.add(argument);
      return [argument, this.convert(value, type.to, keyPath, depth + 1)];
    });
    return this.#store.functionOf(pairs);
  }

  /** A property name as an argument of the type. */
  #key(key: string, type: ValueType, path: string): Value {
    switch (type.kind) {
      case "any":
        return this.#name(key, path);
      case "string":
        return this.#store.string(key);
      case "modelValue":
        return this.#modelValue(key, path);
      case "integer":
        if (!/^(0|-?[1-9][0-9]*)$/.test(key)) this.#fail(path, `the key "${key}" is not an integer`);
        return this.#store.integer(BigInt(key));
      case "boolean":
        if (key !== "true" && key !== "false") this.#fail(path, `the key "${key}" is not a boolean`);
        return this.#store.boolean(key === "true");
      default:
        return this.#fail(path, `a property name cannot stand for ${typeText(type)}; use a Map`);
    }
  }

  /** The one alternative that fits. That two fit with different values is an ambiguity. */
  #oneOf(data: unknown, type: ValueType & { kind: "oneOf" }, path: string, depth: number): Value {
    let found: Value | undefined;
    let failure: EvaluationError | undefined;
    for (const alternative of type.types) {
      try {
        const v = this.convert(data, alternative, path, depth + 1);
        if (found !== undefined && found !== v) {
          if (typeof data === "string" && this.#options.modelValues !== undefined) return this.#name(data, path);
          const meanings = `${this.#store.print(found)} and ${this.#store.print(v)}`;
          this.#ambiguous(path, `${showJavaScript(data)} may stand for ${meanings}`);
        }
        found = v;
      } catch (error) {
        if (!(error instanceof EvaluationError) || error instanceof AmbiguityError) throw error;
        failure = error;
      }
    }
    if (found !== undefined) return found;
    if (type.types.length === 1 && failure !== undefined) throw failure;
    return this.#expect(path, type, data);
  }

  #ambiguous(path: string, problem: string): never {
    throw new AmbiguityError("LS4017", `Cannot convert ${path}: ${problem}; give a narrower type.`, -1);
  }
}

/** Not to be taken for "this alternative does not fit". */
class AmbiguityError extends EvaluationError {}

function memberPath(path: string, name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

// ------------------------------------------------------------------------------------------------ out

/** Plain data for a value. Fails for infinite sets and functions. */
export function toJavaScript(store: Store, value: Value, options: Pick<ConversionOptions, "nil"> = {}): unknown {
  const v = store.normalize(value, -1);
  switch (store.kind(v)) {
    case Kind.Boolean:
      return v === store.TRUE;
    case Kind.Integer: {
      const n = store.integerOf(v, -1);
      return Number.isSafeInteger(Number(n)) ? Number(n) : n;
    }
    case Kind.String:
      return store.text(v);
    case Kind.ModelValue:
      return store.text(v) === options.nil ? null : store.text(v);
    case Kind.Set:
      return new StructuralSet(elementsOf(store, v, options));
    case Kind.Tuple:
      return elementsOf(store, v, options);
    default:
      return functionToJavaScript(store, v, options);
  }
}

function elementsOf(store: Store, v: Value, options: Pick<ConversionOptions, "nil">): unknown[] {
  return Array.from({ length: store.size(v) }, (_, i) => toJavaScript(store, store.at(v, i), options));
}

function functionToJavaScript(store: Store, f: Value, options: Pick<ConversionOptions, "nil">): unknown {
  const domain = store.domain(f, -1);
  const values = elementsOf(store, f, options);
  const keys = Array.from({ length: store.size(domain) }, (_, i) => store.at(domain, i));
  const named = keys.every((key) => store.kind(key) === Kind.String || store.kind(key) === Kind.ModelValue);
  const names = named ? keys.map((key) => store.text(key)) : [];
  // A string and a model value of the same name would fall together as property names.
  if (named && new Set(names).size === names.length)
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  return new StructuralMap(keys.map((key, i) => [toJavaScript(store, key, options), values[i]] as const));
}
