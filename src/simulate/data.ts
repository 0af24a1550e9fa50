/**
 * The data that processes may exchange: what survives a trip through JSON, and nothing else.
 *
 * `copyData` is the wire: the receiver gets a structure that shares no memory with the sender's. It refuses, with the
 * path of the culprit, whatever JSON would silently change (a Map, a Date, a class instance, NaN, a hole), so that a
 * program behaves the same in the simulator and over a real connection.
 */

export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data | undefined };

/** Deeper than any sane message: a cycle is reported instead of overflowing the stack. */
export const DATA_DEPTH_MAX = 64;

/** Raised in the program that sends: the mistake is in its message, so it counts as an exception of that program. */
export class DataError extends TypeError {
  override readonly name = "DataError";
}

/**
 * A structural copy of JSON-like data. Properties that are `undefined` are left out, as JSON does; `-0` becomes `0`.
 *
 * @throws DataError with the path of the first part that is not JSON-like
 */
export function copyData<T>(value: T): T {
  return copyAt(value, undefined, 0) as T;
}

/** Where we are in the structure, as a linked list: built only as far as the recursion is deep, rendered only on error. */
interface Path {
  readonly parent: Path | undefined;
  readonly key: string | number;
}

function copyAt(value: unknown, path: Path | undefined, depth: number): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw refusal(path, String(value));
      return value === 0 ? 0 : value;
    case "object":
      if (value === null) return null;
      if (depth >= DATA_DEPTH_MAX) throw refusal(path, `nested deeper than ${DATA_DEPTH_MAX} levels (a cycle?)`);
      return Array.isArray(value) ? copyArray(value, path, depth) : copyRecord(value, path, depth);
    default:
      throw refusal(path, typeof value === "undefined" ? "undefined" : `a ${typeof value}`);
  }
}

function copyArray(value: readonly unknown[], path: Path | undefined, depth: number): unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < value.length; index++) {
    const element = value[index];
    // The scalar case is inlined: it spares the path object, which only an error needs.
    copy.push(isPlainScalar(element) ? element : copyAt(element, { parent: path, key: index }, depth + 1));
  }
  return copy;
}

function copyRecord(value: object, path: Path | undefined, depth: number): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refusal(path, describeInstance(value));
  const source = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(source)) {
    const element = source[key];
    if (element === undefined) continue;
    if (key === "__proto__") throw refusal(path, "an object with a property named __proto__");
    copy[key] = isPlainScalar(element) ? element : copyAt(element, { parent: path, key }, depth + 1);
  }
  return copy;
}

function isPlainScalar(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && value > 0 && value < Infinity)
  );
}

function describeInstance(value: object): string {
  const constructor: unknown = (value as { constructor?: unknown }).constructor;
  const name = typeof constructor === "function" && constructor.name !== "" ? constructor.name : "object";
  return `an instance of ${name}`;
}

function refusal(path: Path | undefined, what: string): DataError {
  const keys: string[] = [];
  for (let at = path; at !== undefined; at = at.parent) {
    keys.push(typeof at.key === "number" ? `[${at.key}]` : `.${at.key}`);
  }
  return new DataError(
    `message${keys.reverse().join("")} is ${what}; messages are JSON-like data: ` +
      "null, booleans, finite numbers, strings, arrays and plain objects of these",
  );
}
