/** Adding to and taking from the containers of a specification: sets, sequences used as channels, bags. */
import { UNKNOWN } from "../compile/types.ts";
import type { Store, Value } from "../values/types.ts";
import { Kind } from "../values/types.ts";
import { isFunction, isSequence } from "./paths.ts";
import type { ContainerChange } from "./types.ts";

/** The variable's value after the change, or undefined when it cannot happen: nothing there to take, or no container. */
export function afterChange(store: Store, before: Value, change: ContainerChange): Value | undefined {
  return below(store, before, change, 0);
}

function below(store: Store, value: Value, change: ContainerChange, depth: number): Value | undefined {
  const key = change.path[depth];
  if (key === undefined) return container(store, value, change);
  if (!isFunction(store, value) || !store.inDomain(value, key, -1)) return undefined;
  const inner = below(store, store.apply(value, key, -1), change, depth + 1);
  return inner === undefined ? undefined : store.update(value, key, inner, -1);
}

function container(store: Store, before: Value, change: ContainerChange): Value | undefined {
  const kind = store.kind(before);
  const isBag = kind === Kind.Function || kind === Kind.Record || (change.isBag && before === store.EMPTY_TUPLE);
  const [add, remove] =
    kind === Kind.Set ? [addToSet, removeFromSet] : isBag ? [addToBag, removeFromBag] : [append, takeFirst];
  let value: Value | undefined = before;
  for (const element of change.removed) if (value !== undefined) value = remove(store, value, element);
  for (const element of change.added) if (value !== undefined) value = add(store, value, element);
  return value;
}

function addToSet(store: Store, set: Value, element: Value): Value {
  return store.setAdd(set, element, -1);
}

function removeFromSet(store: Store, set: Value, element: Value): Value | undefined {
  return store.in(element, set, -1) ? store.setRemove(set, element, -1) : undefined;
}

function append(store: Store, sequence: Value, element: Value): Value | undefined {
  return isSequence(store, sequence) ? store.append(sequence, element, -1) : undefined;
}

function takeFirst(store: Store, sequence: Value, element: Value): Value | undefined {
  if (!isSequence(store, sequence) || store.size(sequence) === 0 || store.at(sequence, 0) !== element) return undefined;
  return store.tail(sequence, -1);
}

function addToBag(store: Store, bag: Value, element: Value): Value {
  return withCount(store, bag, element, countIn(store, bag, element) + 1);
}

function removeFromBag(store: Store, bag: Value, element: Value): Value | undefined {
  const count = countIn(store, bag, element);
  return count === 0 ? undefined : withCount(store, bag, element, count - 1);
}

function countIn(store: Store, bag: Value, element: Value): number {
  return store.inDomain(bag, element, -1) ? Number(store.integerOf(store.apply(bag, element, -1), -1)) : 0;
}

function withCount(store: Store, bag: Value, element: Value, count: number): Value {
  const domain = store.domain(bag, -1);
  const pairs: [Value, Value][] = [];
  for (let i = 0; i < store.size(bag); i++) {
    const key = store.at(domain, i);
    if (key !== element) pairs.push([key, store.at(bag, i)]);
  }
  if (count > 0) pairs.push([element, store.integer(count)]);
  return store.functionOf(pairs);
}

/** A bag with another number of copies of an element; `keepsZero`: it has a count for elements without copies too. */
export function withCopies(store: Store, bag: Value, element: Value, change: 1 | -1, keepsZero: boolean): Value {
  const copies = Math.max(0, countIn(store, bag, element) + change);
  return keepsZero ? store.update(bag, element, store.integer(copies), -1) : withCount(store, bag, element, copies);
}

/** Puts the whole values that changes give into `next`; false when one of them cannot happen or contradicts it. */
export function applyChanges(
  store: Store,
  state: Int32Array,
  changes: readonly ContainerChange[],
  next: Int32Array,
): boolean {
  // Several changes of one variable build on one another, so they are gathered before they are held against `next`.
  const after = new Map<number, Value>();
  for (const change of changes) {
    const value = afterChange(store, after.get(change.variable) ?? state[change.variable]!, change);
    if (value === undefined) return false;
    after.set(change.variable, value);
  }
  for (const [variable, value] of after) {
    if (next[variable] !== UNKNOWN && next[variable] !== value) return false;
    next[variable] = value;
  }
  return true;
}
