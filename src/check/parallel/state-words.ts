/**
 * States on their way from one store to another: handles mean nothing outside their store, so the values of a state
 * travel as words in which parts come before what contains them, and what several values share comes once.
 *
 * A reference is odd for a small integer (its handle), else twice the index of an entry. Entries are: kind, length, then
 * for an atom its text (a large integer's in decimal), for a set or tuple its elements, for a record or function its
 * domain and its values. A state is: number of words of all entries, the entries, a reference for each variable.
 */
import { Kind, type Store, type Value } from "../../values/types.ts";
import type { GrowingArray } from "../growing-array.ts";

/** Appends the state, given by handles of `store`. */
export function exportState(store: Store, state: Int32Array, words: GrowingArray): void {
  const lengthAt = words.length;
  words.push(0);
  const known = new Map<Value, number>();
  const references = Array.from(state, (value) => exportValue(store, value, known, words));
  words.set(lengthAt, words.length - lengthAt - 1);
  for (const reference of references) words.push(reference);
}

function exportValue(store: Store, value: Value, known: Map<Value, number>, words: GrowingArray): number {
  if ((value & 1) === 1) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const kind = store.kind(value);
  if (kind >= Kind.Interval) throw new Error("a state holds a value that is not in normal form");
  if (kind < Kind.Set) exportText(kind, atomText(store, kind, value), words);
  else {
    const parts = partsOf(store, kind, value).map((part) => exportValue(store, part, known, words));
    words.push(kind);
    words.push(store.size(value));
    for (const part of parts) words.push(part);
  }
  const reference = known.size << 1;
  known.set(value, reference);
  return reference;
}

function partsOf(store: Store, kind: Kind, value: Value): Value[] {
  const elements = Array.from({ length: store.size(value) }, (_, i) => store.at(value, i));
  return hasDomain(kind) ? [store.domain(value, -1), ...elements] : elements;
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
export function importState(store: Store, words: Int32Array, at: number, state: Int32Array): number {
  const values: Value[] = [];
  const valueOf = (reference: number): Value => ((reference & 1) === 1 ? reference : values[reference >> 1]!);
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
