/**
 * States on their way from one store to another: handles mean nothing outside their store, so the values of a state
 * travel as words in which parts come before what contains them, and what several values share comes once.
 *
 * Most parts are known on both sides: all stores of a specification begin with the same values, those of its constants,
 * under the same handles (`CommonValues`). A reference is odd for a small integer (its handle), even and at most twice
 * `common` for such a value (its handle too), else it names an entry, counted from there. Entries are: kind, length, then
 * for an atom its text (a large integer's in decimal), for a set or tuple its elements, for a record or function its
 * domain and its values. A state is: number of words of all entries, the entries, a reference for each variable.
 */
import { Kind, type Store, type Value } from "../../values/types.ts";
import type { GrowingArray } from "../growing-array.ts";

/** The values with which a store begins: how many, and what they are. */
export interface CommonValues {
  readonly count: number;
  readonly digest: number;
}

/** Of a store in which nothing was evaluated but what compiling evaluates, or of its first `count` values. */
export function commonValues(store: Store, count = store.statistics().values): CommonValues {
  let digest = 0;
  for (let index = 1; index <= Math.min(count, store.statistics().values); index++)
    digest = (Math.imul(digest, 31) + (store.hashLow(index << 1) ^ Math.imul(store.hashHigh(index << 1), 17))) | 0;
  return { count, digest };
}

/** Appends the state, given by handles of `store`, of which the first `common` are the same on the other side. */
export function exportState(store: Store, common: number, state: Int32Array, words: GrowingArray): void {
  const lengthAt = words.length;
  words.push(0);
  const exporter = { store, common, known: new Map<Value, number>(), words };
  const references = Array.from(state, (value) => exportValue(exporter, value));
  words.set(lengthAt, words.length - lengthAt - 1);
  for (const reference of references) words.push(reference);
}

interface Exporter {
  readonly store: Store;
  readonly common: number;
  /** References of the entries that are among the words. */
  readonly known: Map<Value, number>;
  readonly words: GrowingArray;
}

function exportValue(exporter: Exporter, value: Value): number {
  const { store, common, known, words } = exporter;
  if ((value & 1) === 1 || (value > 0 && value >> 1 <= common)) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const kind = store.kind(value);
  if (kind >= Kind.Interval) throw new Error("a state holds a value that is not in normal form");
  if (kind < Kind.Set) exportText(kind, atomText(store, kind, value), words);
  else {
    const parts = partsOf(store, kind, value);
    for (let i = 0; i < parts.length; i++) parts[i] = exportValue(exporter, parts[i]!);
    words.push(kind);
    words.push(store.size(value));
    for (const part of parts) words.push(part);
  }
  const reference = (common + 1 + known.size) << 1;
  known.set(value, reference);
  return reference;
}

function partsOf(store: Store, kind: Kind, value: Value): Value[] {
  const parts = hasDomain(kind) ? [store.domain(value, -1)] : [];
  for (let i = 0, size = store.size(value); i < size; i++) parts.push(store.at(value, i));
  return parts;
}

function hasDomain(kind: number): boolean {
  return kind === Kind.Record || kind === Kind.Function;
}

function atomText(store: Store, kind: Kind, value: Value): string {
  if (kind === Kind.Boolean) return value === store.TRUE ? "TRUE" : "FALSE";
  return kind === Kind.Integer ? String(store.integerOf(value, -1)) : store.text(value);
}

function exportText(kind: Kind, text: string, words: GrowingArray): void {
  words.push(kind);
  words.push(text.length);
  for (let i = 0; i < text.length; i++) words.push(text.charCodeAt(i));
}

/**
 * Reads a state that begins at word `at` into `state`, as handles of another store with the same order of strings. Gives
 * where it ends.
 */
export function importState(store: Store, common: number, words: Int32Array, at: number, state: Int32Array): number {
  const values: Value[] = [];
  const valueOf = (reference: number): Value => {
    const isHandle = (reference & 1) === 1 || reference >> 1 <= common;
    return isHandle ? reference : values[(reference >> 1) - common - 1]!;
  };
  const end = at + 1 + words[at]!;
  at++;
  while (at < end) {
    const kind = words[at++]!;
    const length = words[at++]!;
    if (kind < Kind.Set) {
      values.push(importAtom(store, kind, String.fromCharCode(...words.subarray(at, at + length))));
      at += length;
      continue;
    }
    const domain = hasDomain(kind) ? valueOf(words[at++]!) : 0;
    const mark = store.mark();
    for (let i = 0; i < length; i++) store.push(valueOf(words[at++]!));
    if (hasDomain(kind)) values.push(store.finishFunction(domain, mark));
    else values.push(kind === Kind.Set ? store.finishSubset(mark) : store.finishTuple(mark));
  }
  for (let v = 0; v < state.length; v++) state[v] = valueOf(words[at++]!);
  return at;
}

function importAtom(store: Store, kind: number, text: string): Value {
  switch (kind) {
    case Kind.Boolean:
      return store.boolean(text === "TRUE");
    case Kind.Integer:
      return store.integer(BigInt(text));
    case Kind.String:
      return store.string(text);
    default:
      return store.modelValue(text);
  }
}

/** Where the state ends that begins at word `at`, for states of `width` variables. */
export function endOfState(words: Int32Array, at: number, width: number): number {
  return at + 1 + words[at]! + width;
}
