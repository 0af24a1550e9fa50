/**
 * Hash-consing: from a kind and handles to the one handle of that value.
 *
 * `internSet`, `internTuple` and `internFunction` take their elements from the building stack. The other functions
 * describe a value as a change of another one (`internWith`, `internWithout`, `internReplaced`, `internAppended`):
 * they know its hash by addition, look for it in the table by comparing against the old value with the change applied,
 * and copy only when it is new. In model checking nine of ten results have been met before.
 */
import {
  integerHigh,
  integerLow,
  mixHigh,
  mixLow,
  pairHigh,
  pairLow,
  SEED_FUNCTION_HIGH,
  SEED_FUNCTION_LOW,
  SEED_SET_HIGH,
  SEED_SET_LOW,
} from "./hashing.ts";
import { type Heap, lengthOf, NO_SITE, publish, RECORD_HEAD, reserveArena } from "./heap.ts";
import { functionKey, insertionPoint, setKey, tupleKey } from "./order.ts";
import { EvaluationError, Kind, type Value } from "./types.ts";

const SET = Kind.Set;
const TUPLE = Kind.Tuple;

/** Longest element list a header can describe. */
const LENGTH_MAX = 2 ** 26 - 1;

// ------------------------------------------------------------------------------------------------ hashes

/** Low half of the hash of any value in normal form. */
export function lowOf(heap: Heap, v: Value): number {
  return (v & 1) === 1 ? integerLow(v >> 1) : heap.meta[(v << 1) + 1];
}

export function highOf(heap: Heap, v: Value): number {
  return (v & 1) === 1 ? integerHigh(v >> 1) : heap.meta[(v << 1) + 2];
}

// ------------------------------------------------------------------------------------------------ from the stack

/** The set of the handles from `base` to the top of the stack, sorted and without duplicates. Drops the stack to `base`. */
export function internSet(heap: Heap, base: number): Value {
  const length = heap.stackTop - base;
  const slot = builtSlot(heap, SET, base, length);
  const known = heap.built[slot];
  if (isSpan(heap, known, SET | (length << 5), 0, base, length)) return dropTo(heap, base, known);
  const stack = heap.stack;
  let low = SEED_SET_LOW;
  for (let i = 0; i < length; i++) low = (low + mixLow(lowOf(heap, stack[base + i]))) | 0;
  return dropTo(heap, base, (heap.built[slot] = internSpan(heap, SET, 0, base, length, low)));
}

/** The tuple of the handles from `base` to the top of the stack. Drops the stack to `base`. */
export function internTuple(heap: Heap, base: number): Value {
  const length = heap.stackTop - base;
  const slot = builtSlot(heap, TUPLE, base, length);
  const known = heap.built[slot];
  if (isSpan(heap, known, TUPLE | (length << 5), 0, base, length)) return dropTo(heap, base, known);
  const stack = heap.stack;
  let low = SEED_FUNCTION_LOW;
  for (let i = 0; i < length; i++) low = (low + pairLow(i + 1, lowOf(heap, stack[base + i]))) | 0;
  return dropTo(heap, base, (heap.built[slot] = internSpan(heap, TUPLE, 0, base, length, low)));
}

/**
 * The function on `domain`, an enumerated set which is not 1..n, with the values from `base` to the top of the stack
 * in the order of the domain; `kind` is Record when the domain is a set of strings. Drops the stack to `base`.
 */
export function internFunction(heap: Heap, kind: Kind, domain: Value, base: number): Value {
  const length = heap.stackTop - base;
  const slot = builtSlot(heap, domain, base, length);
  const known = heap.built[slot];
  if (isSpan(heap, known, kind | (length << 5), domain, base, length)) return dropTo(heap, base, known);
  const { stack, arena } = heap;
  const d = heap.meta[domain << 1] + RECORD_HEAD;
  let low = SEED_FUNCTION_LOW;
  for (let i = 0; i < length; i++) {
    low = (low + pairLow(lowOf(heap, arena[d + i]), lowOf(heap, stack[base + i]))) | 0;
  }
  return dropTo(heap, base, (heap.built[slot] = internSpan(heap, kind, domain, base, length, low)));
}

function dropTo(heap: Heap, base: number, result: Value): Value {
  heap.stackTop = base;
  return result;
}

/**
 * The same few messages and pairs are built again in every state. Where one with these parts was built last is found by
 * a hash of their handles, which saves the structural hash and a look into the intern table.
 */
function builtSlot(heap: Heap, seed: number, base: number, length: number): number {
  const stack = heap.stack;
  let hash = Math.imul(seed, 0x9e3779b1) ^ length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ stack[base + i], 0x85ebca6b) ^ (hash >>> 15);
  return (hash >>> 15) & (heap.built.length - 1);
}

/** True when the handles on the stack from `base` on are the elements of this value (0: none), with this header. */
function isSpan(heap: Heap, v: Value, header: number, aux: number, base: number, length: number): boolean {
  if (v === 0) return false;
  const { arena, stack } = heap;
  const o = heap.meta[v << 1];
  if (arena[o] !== header || ((header & 31) !== SET && arena[o + 1] !== aux)) return false;
  const shift = o + RECORD_HEAD - base;
  for (let i = base; i < base + length; i++) if (arena[i + shift] !== stack[i]) return false;
  return true;
}

function internSpan(heap: Heap, kind: Kind, aux: number, base: number, length: number, low: number): Value {
  const { slots, slotMask } = heap;
  const header = kind | (length << 5);
  let p = low & slotMask;
  for (;;) {
    const index = slots[(p << 1) + 1];
    if (index === 0) break;
    if (slots[p << 1] === low && isSpan(heap, index << 1, header, aux, base, length)) return index << 1;
    p = (p + 1) & slotMask;
  }
  return addSpan(heap, p, kind, aux, base, length, low);
}

function addSpan(heap: Heap, slot: number, kind: Kind, aux: number, base: number, length: number, low: number): Value {
  startRecord(heap, kind, length, aux);
  const { arena, stack, top } = heap;
  for (let i = 0; i < length; i++) arena[top + RECORD_HEAD + i] = stack[base + i];
  return publish(heap, slot, length, low, highOfTop(heap, kind, length), keyOfTop(heap, kind, length));
}

/** Header and auxiliary word of the record at the top of the arena, and room for its elements. */
function startRecord(heap: Heap, kind: Kind, length: number, aux: number): void {
  if (length > LENGTH_MAX) {
    throw new EvaluationError("LS4018", `A value with ${length} elements does not fit (bound LENGTH_MAX).`, NO_SITE);
  }
  reserveArena(heap, RECORD_HEAD + length);
  heap.arena[heap.top] = kind | (length << 5);
  heap.arena[heap.top + 1] = aux;
}

/** High half of the hash of the record at the top of the arena. */
function highOfTop(heap: Heap, kind: Kind, length: number): number {
  const { arena, top } = heap;
  const e = top + RECORD_HEAD;
  if (kind === SET) {
    let high = SEED_SET_HIGH;
    for (let i = 0; i < length; i++) high = (high + mixHigh(highOf(heap, arena[e + i]))) | 0;
    return high;
  }
  let high = SEED_FUNCTION_HIGH;
  if (kind === TUPLE) {
    for (let i = 0; i < length; i++) high = (high + pairHigh(i + 1, highOf(heap, arena[e + i]))) | 0;
    return high;
  }
  const d = heap.meta[arena[top + 1] << 1] + RECORD_HEAD;
  for (let i = 0; i < length; i++) {
    high = (high + pairHigh(highOf(heap, arena[d + i]), highOf(heap, arena[e + i]))) | 0;
  }
  return high;
}

/** Order key of the record at the top of the arena. */
function keyOfTop(heap: Heap, kind: Kind, length: number): number {
  const e = heap.top + RECORD_HEAD;
  if (kind === SET) return setKey(heap, e, length);
  if (kind === TUPLE) return tupleKey(heap, e, length);
  return functionKey(heap, heap.arena[heap.top + 1], length);
}

// ------------------------------------------------------------------------------------------------ atoms

/**
 * A new atom: `aux` says which, `extra` is one further word that does not count as an element. The caller's own index
 * (by text or by number) has made sure that it is new.
 */
export function internAtom(
  heap: Heap,
  kind: Kind,
  aux: number,
  extra: number,
  hash: { readonly low: number; readonly high: number },
  key: number,
): Value {
  heap.atomChanges++;
  reserveArena(heap, RECORD_HEAD + 1);
  const { arena, top, slots, slotMask } = heap;
  arena[top] = kind;
  arena[top + 1] = aux;
  arena[top + 2] = extra;
  let p = hash.low & slotMask;
  while (slots[(p << 1) + 1] !== 0) p = (p + 1) & slotMask;
  return publish(heap, p, 1, hash.low, hash.high, key);
}

// ------------------------------------------------------------------------------------------------ from an old value

/** The set `s` with `e`, which is not in it. Where `e` belongs is looked up only when the result is new. */
export function internWith(heap: Heap, s: Value, e: Value): Value {
  const { arena, meta, slots, slotMask } = heap;
  const m = s << 1;
  const old = meta[m] + RECORD_HEAD;
  const length = lengthOf(heap, s);
  const header = SET | ((length + 1) << 5);
  const low = (meta[m + 1] + mixLow(lowOf(heap, e))) | 0;
  let p = low & slotMask;
  for (;;) {
    const index = slots[(p << 1) + 1];
    if (index === 0) break;
    if (slots[p << 1] === low) {
      const o = meta[index << 2];
      if (arena[o] === header) {
        const n = o + RECORD_HEAD;
        let i = 0;
        while (i < length && arena[n + i] === arena[old + i]) i++;
        if (arena[n + i] === e) {
          while (i < length && arena[n + i + 1] === arena[old + i]) i++;
          if (i === length) return index << 1;
        }
      }
    }
    p = (p + 1) & slotMask;
  }
  return addWith(heap, p, s, e, insertionPoint(heap, s, e, 0), low);
}

function addWith(heap: Heap, slot: number, s: Value, e: Value, position: number, low: number): Value {
  const length = lengthOf(heap, s);
  startRecord(heap, SET, length + 1, 0);
  const { arena, meta, top } = heap;
  const old = meta[s << 1] + RECORD_HEAD;
  const target = top + RECORD_HEAD;
  for (let i = 0; i < position; i++) arena[target + i] = arena[old + i];
  arena[target + position] = e;
  for (let i = position; i < length; i++) arena[target + i + 1] = arena[old + i];
  const high = (meta[(s << 1) + 2] + mixHigh(highOf(heap, e))) | 0;
  return publish(heap, slot, length + 1, low, high, setKey(heap, target, length + 1));
}

/**
 * The set `s` with the handles from `base` to the top of the stack, sorted and none of them in it. Drops the stack to
 * `base`.
 */
export function internUnion(heap: Heap, s: Value, base: number): Value {
  const { arena, meta, slots, slotMask, stack } = heap;
  const m = s << 1;
  const old = meta[m] + RECORD_HEAD;
  const length = lengthOf(heap, s);
  const top = heap.stackTop;
  const total = length + top - base;
  const header = SET | (total << 5);
  let low = meta[m + 1];
  for (let i = base; i < top; i++) low = (low + mixLow(lowOf(heap, stack[i]))) | 0;
  heap.stackTop = base;
  let p = low & slotMask;
  for (;;) {
    const index = slots[(p << 1) + 1];
    if (index === 0) break;
    if (slots[p << 1] === low && arena[meta[index << 2]] === header) {
      const n = meta[index << 2] + RECORD_HEAD;
      let i = 0;
      let j = base;
      // Each element of the candidate is the next of the old set or the next of the added ones.
      while (i + j - base < total) {
        const e = arena[n + i + j - base];
        if (i < length && arena[old + i] === e) i++;
        else if (j < top && stack[j] === e) j++;
        else break;
      }
      if (i + j - base === total) return index << 1;
    }
    p = (p + 1) & slotMask;
  }
  return addUnion(heap, p, s, base, total, low);
}

function addUnion(heap: Heap, slot: number, s: Value, base: number, total: number, low: number): Value {
  startRecord(heap, SET, total, 0);
  const { arena, meta, stack, top } = heap;
  const old = meta[s << 1] + RECORD_HEAD;
  const length = lengthOf(heap, s);
  const added = total - length;
  const target = top + RECORD_HEAD;
  let high = meta[(s << 1) + 2];
  let i = 0;
  for (let j = 0; j < added; j++) {
    const e = stack[base + j];
    high = (high + mixHigh(highOf(heap, e))) | 0;
    const position = insertionPoint(heap, s, e, i);
    for (; i < position; i++) arena[target + i + j] = arena[old + i];
    arena[target + i + j] = e;
  }
  for (; i < length; i++) arena[target + i + added] = arena[old + i];
  return publish(heap, slot, total, low, high, setKey(heap, target, total));
}

/** `s` without its element at `position`. */
export function internWithout(heap: Heap, s: Value, position: number): Value {
  const { arena, meta, slots, slotMask } = heap;
  const m = s << 1;
  const old = meta[m] + RECORD_HEAD;
  const length = lengthOf(heap, s) - 1;
  const header = SET | (length << 5);
  const e = arena[old + position];
  const low = (meta[m + 1] - mixLow(lowOf(heap, e))) | 0;
  let p = low & slotMask;
  for (;;) {
    const index = slots[(p << 1) + 1];
    if (index === 0) break;
    if (slots[p << 1] === low) {
      const o = meta[index << 2];
      if (arena[o] === header) {
        const n = o + RECORD_HEAD;
        let i = 0;
        while (i < position && arena[n + i] === arena[old + i]) i++;
        if (i === position) {
          while (i < length && arena[n + i] === arena[old + i + 1]) i++;
          if (i === length) return index << 1;
        }
      }
    }
    p = (p + 1) & slotMask;
  }
  return addWithout(heap, p, s, position, low);
}

function addWithout(heap: Heap, slot: number, s: Value, position: number, low: number): Value {
  const length = lengthOf(heap, s) - 1;
  startRecord(heap, SET, length, 0);
  const { arena, meta, top } = heap;
  const old = meta[s << 1] + RECORD_HEAD;
  const target = top + RECORD_HEAD;
  for (let i = 0; i < position; i++) arena[target + i] = arena[old + i];
  for (let i = position; i < length; i++) arena[target + i] = arena[old + i + 1];
  const high = (meta[(s << 1) + 2] - mixHigh(highOf(heap, arena[old + position]))) | 0;
  return publish(heap, slot, length, low, high, setKey(heap, target, length));
}

/** The function `f` with the value at `position` replaced by `v`, which differs from it. */
export function internReplaced(heap: Heap, f: Value, position: number, v: Value): Value {
  const { arena, meta, slots, slotMask } = heap;
  const m = f << 1;
  const o = meta[m];
  const header = arena[o];
  const aux = arena[o + 1];
  const old = o + RECORD_HEAD;
  const length = header >> 5;
  const key = aux === 0 ? position + 1 : lowOf(heap, arena[meta[aux << 1] + RECORD_HEAD + position]);
  const low = (meta[m + 1] - pairLow(key, lowOf(heap, arena[old + position])) + pairLow(key, lowOf(heap, v))) | 0;
  let p = low & slotMask;
  for (;;) {
    const index = slots[(p << 1) + 1];
    if (index === 0) break;
    if (slots[p << 1] === low) {
      const q = meta[index << 2];
      const n = q + RECORD_HEAD;
      if (arena[q] === header && arena[q + 1] === aux && arena[n + position] === v) {
        let i = 0;
        while (i < length && (i === position || arena[n + i] === arena[old + i])) i++;
        if (i === length) return index << 1;
      }
    }
    p = (p + 1) & slotMask;
  }
  return addReplaced(heap, p, f, position, v, low);
}

function addReplaced(heap: Heap, slot: number, f: Value, position: number, v: Value, low: number): Value {
  const length = lengthOf(heap, f);
  const header = heap.arena[heap.meta[f << 1]];
  const aux = heap.arena[heap.meta[f << 1] + 1];
  startRecord(heap, (header & 31) as Kind, length, aux);
  const { arena, meta, top } = heap;
  const old = meta[f << 1] + RECORD_HEAD;
  const target = top + RECORD_HEAD;
  for (let i = 0; i < length; i++) arena[target + i] = arena[old + i];
  arena[target + position] = v;
  const key = aux === 0 ? position + 1 : highOf(heap, arena[meta[aux << 1] + RECORD_HEAD + position]);
  const before = pairHigh(key, highOf(heap, arena[old + position]));
  const high = (meta[(f << 1) + 2] - before + pairHigh(key, highOf(heap, v))) | 0;
  // The key of any other function depends on its domain alone, which has not changed.
  const orderKey = aux === 0 ? tupleKey(heap, target, length) : meta[(f << 1) + 3];
  return publish(heap, slot, length, low, high, orderKey);
}

/**
 * The function with the domain of `f` and the values from `base` to the top of the stack, one for each of its
 * arguments; most of them are those of `f`. Drops the stack to `base`.
 */
export function internAmended(heap: Heap, f: Value, base: number): Value {
  const { arena, meta, stack } = heap;
  const o = meta[f << 1];
  const header = arena[o];
  const aux = arena[o + 1];
  const length = header >> 5;
  const keys = aux === 0 ? 0 : meta[aux << 1] + RECORD_HEAD;
  let low = meta[(f << 1) + 1];
  let isChanged = false;
  for (let i = 0; i < length; i++) {
    const before = arena[o + RECORD_HEAD + i];
    const after = stack[base + i];
    if (before === after) continue;
    isChanged = true;
    const key = aux === 0 ? i + 1 : lowOf(heap, arena[keys + i]);
    low = (low - pairLow(key, lowOf(heap, before)) + pairLow(key, lowOf(heap, after))) | 0;
  }
  const result = isChanged ? internSpan(heap, (header & 31) as Kind, aux, base, length, low) : f;
  heap.stackTop = base;
  return result;
}

/** The tuple `t` with `e` at its end. */
export function internAppended(heap: Heap, t: Value, e: Value): Value {
  const { arena, meta, slots, slotMask } = heap;
  const m = t << 1;
  const old = meta[m] + RECORD_HEAD;
  const length = lengthOf(heap, t);
  const header = TUPLE | ((length + 1) << 5);
  const low = (meta[m + 1] + pairLow(length + 1, lowOf(heap, e))) | 0;
  let p = low & slotMask;
  for (;;) {
    const index = slots[(p << 1) + 1];
    if (index === 0) break;
    if (slots[p << 1] === low) {
      const o = meta[index << 2];
      const n = o + RECORD_HEAD;
      if (arena[o] === header && arena[n + length] === e) {
        let i = 0;
        while (i < length && arena[n + i] === arena[old + i]) i++;
        if (i === length) return index << 1;
      }
    }
    p = (p + 1) & slotMask;
  }
  return addAppended(heap, p, t, e, low);
}

function addAppended(heap: Heap, slot: number, t: Value, e: Value, low: number): Value {
  const length = lengthOf(heap, t);
  startRecord(heap, TUPLE, length + 1, 0);
  const { arena, meta, top } = heap;
  const old = meta[t << 1] + RECORD_HEAD;
  const target = top + RECORD_HEAD;
  for (let i = 0; i < length; i++) arena[target + i] = arena[old + i];
  arena[target + length] = e;
  const high = (meta[(t << 1) + 2] + pairHigh(length + 1, highOf(heap, e))) | 0;
  return publish(heap, slot, length + 1, low, high, tupleKey(heap, target, length + 1));
}
