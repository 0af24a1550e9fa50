/**
 * The canonical order: a total order of all values in normal form, the same in every run and process.
 *
 *   model values < booleans < integers < strings < sets < functions
 *
 * Within a kind as TLC: FALSE < TRUE; integers numerically; strings and model values by their rank in the
 * store's `stringOrder`, those without a rank after all others by code units; sets by size, then by their elements in
 * order; functions (tuples, records and others alike) by the size of the domain, then the domain, then the values.
 *
 * Every interned value carries an *order key*, an int32 that never contradicts the order: keys that differ decide,
 * equal keys say nothing. Most comparisons end there. A key is three bits of class and 29 bits that depend on the class.
 */
import { auxOf, elementAt, type Heap, lengthOf, RECORD_HEAD, reserveStack } from "./heap.ts";
import { Kind, type Value } from "./types.ts";

const SET: number = Kind.Set;

const CLASS_MODEL_VALUE = -4;
const CLASS_BOOLEAN = -3;
const CLASS_INTEGER = -2;
const CLASS_STRING = -1;
const CLASS_SET = 0;
const CLASS_FUNCTION = 1;

const PAYLOAD_BITS = 29;
const PAYLOAD_MAX = (1 << PAYLOAD_BITS) - 1;
const UNRANKED = 1 << 28;
const INTEGER_BIAS = 1 << 28;
const SIZE_MAX = 63;

function keyOf(orderClass: number, payload: number): number {
  return (orderClass << PAYLOAD_BITS) | payload;
}

// ------------------------------------------------------------------------------------------------ keys

export function integerKey(n: number): number {
  const biased = n + INTEGER_BIAS;
  return keyOf(CLASS_INTEGER, biased < 0 ? 0 : biased > PAYLOAD_MAX ? PAYLOAD_MAX : biased);
}

export function largeIntegerKey(n: bigint): number {
  return keyOf(CLASS_INTEGER, n < 0n ? 0 : PAYLOAD_MAX);
}

export function booleanKey(b: boolean): number {
  return keyOf(CLASS_BOOLEAN, b ? 1 : 0);
}

/** Rank, or the first four code units at seven bits each; a unit that does not fit saturates and ends the key. */
function textPayload(heap: Heap, text: string): number {
  const rank = heap.rank.get(text);
  if (rank !== undefined && rank < UNRANKED) return rank;
  let payload = 0;
  let saturated = false;
  for (let i = 0; i < 4; i++) {
    const unit = saturated || i >= text.length ? 0 : Math.min(text.charCodeAt(i) + 1, 127);
    if (unit === 127) saturated = true;
    payload = (payload << 7) | unit;
  }
  return UNRANKED | payload;
}

export function stringKey(heap: Heap, text: string): number {
  return keyOf(CLASS_STRING, textPayload(heap, text));
}

export function modelValueKey(heap: Heap, name: string): number {
  return keyOf(CLASS_MODEL_VALUE, textPayload(heap, name));
}

/**
 * A key squeezed into `bits` bits: class, then the part of the payload that tells small values apart. Negative when
 * two different values may share it, then `~result` is the hint and nothing may follow it in a lexicographic key.
 */
function hint(key: number, bits: number): number {
  const orderClass = key >> PAYLOAD_BITS;
  const payload = key & PAYLOAD_MAX;
  const room = bits - 3;
  const max = (1 << room) - 1;
  const prefix = (orderClass + 4) << room;
  if (orderClass === CLASS_INTEGER) {
    const n = payload - INTEGER_BIAS + (1 << (room - 2));
    if (n <= 0) return ~prefix;
    return n >= max ? ~(prefix | max) : prefix | n;
  }
  if (orderClass < CLASS_SET) return payload >= max ? ~(prefix | max) : prefix | payload;
  return ~(prefix | (payload >> (PAYLOAD_BITS - room)));
}

const FIRST_HINT_BITS = 11;
const SECOND_HINT_BITS = 10;

/** Hints of the first two of `length` handles at `offset`, 21 bits. */
function hints(heap: Heap, offset: number, length: number): number {
  if (length === 0) return 0;
  const first = hint(orderKey(heap, heap.arena[offset]), FIRST_HINT_BITS);
  if (first < 0) return ~first << SECOND_HINT_BITS;
  if (length === 1) return first << SECOND_HINT_BITS;
  const second = hint(orderKey(heap, heap.arena[offset + 1]), SECOND_HINT_BITS);
  return (first << SECOND_HINT_BITS) | (second < 0 ? ~second : second);
}

/** Key of a set whose `length` elements stand at `offset` of the arena. */
export function setKey(heap: Heap, offset: number, length: number): number {
  if (length >= SIZE_MAX) return keyOf(CLASS_SET, SIZE_MAX << 23);
  return keyOf(CLASS_SET, (length << 23) | (hints(heap, offset, length) << 2));
}

/** Key of a tuple whose values stand at `offset`. Functions of the same size on a smaller or larger domain surround it. */
export function tupleKey(heap: Heap, offset: number, length: number): number {
  if (length >= SIZE_MAX) return keyOf(CLASS_FUNCTION, SIZE_MAX << 23);
  return keyOf(CLASS_FUNCTION, (length << 23) | (1 << 21) | hints(heap, offset, length));
}

/** Key of a function that is not a tuple; its domain decides. */
export function functionKey(heap: Heap, domain: Value, length: number): number {
  if (length >= SIZE_MAX) return keyOf(CLASS_FUNCTION, SIZE_MAX << 23);
  const side = compareWithSequenceDomain(heap, domain, length) < 0 ? 0 : 2;
  const offset = heap.meta[domain << 1] + RECORD_HEAD;
  return keyOf(CLASS_FUNCTION, (length << 23) | (side << 21) | hints(heap, offset, length));
}

/** Compares `domain`, of `length` elements, with 1..length. */
function compareWithSequenceDomain(heap: Heap, domain: Value, length: number): number {
  for (let i = 0; i < length; i++) {
    const order = compare(heap, elementAt(heap, domain, i), ((i + 1) << 1) | 1);
    if (order !== 0) return order;
  }
  return 0;
}

/** Order key of any value in normal form. */
export function orderKey(heap: Heap, v: Value): number {
  return (v & 1) === 1 ? integerKey(v >> 1) : heap.meta[(v << 1) + 3];
}

// ------------------------------------------------------------------------------------------------ comparing

/** -1, 0 or 1; both values in normal form. Goes down to the first difference in a loop: no recursion on the usual path. */
export function compare(heap: Heap, a: Value, b: Value): number {
  const { arena, meta } = heap;
  let x = a;
  let y = b;
  for (;;) {
    if (x === y) return 0;
    if ((x & y & 1) === 1) return x < y ? -1 : 1;
    const keyX = (x & 1) === 1 ? integerKey(x >> 1) : meta[(x << 1) + 3];
    const keyY = (y & 1) === 1 ? integerKey(y >> 1) : meta[(y << 1) + 3];
    if (keyX !== keyY) return keyX < keyY ? -1 : 1;
    // Classes below zero are atoms.
    if (keyX < 0) return compareAtoms(heap, x, y, keyX >> PAYLOAD_BITS);
    const p = meta[x << 1];
    const q = meta[y << 1];
    const header = arena[p];
    const sameForm = header === arena[q] && ((header & 31) === SET || arena[p + 1] === arena[q + 1]);
    if (!sameForm) return compareForms(heap, x, y, keyX >> PAYLOAD_BITS);
    const end = p + RECORD_HEAD + (header >> 5);
    const shift = q - p;
    let i = p + RECORD_HEAD;
    while (i < end && arena[i] === arena[i + shift]) i++;
    if (i === end) return 0;
    x = arena[i];
    y = arena[i + shift];
  }
}

/** For different atoms with the same order key. */
function compareAtoms(heap: Heap, a: Value, b: Value, orderClass: number): number {
  if (orderClass === CLASS_INTEGER) return integerValue(heap, a) < integerValue(heap, b) ? -1 : 1;
  return compareTexts(heap, heap.texts[auxOf(heap, a)], heap.texts[auxOf(heap, b)]);
}

/** For two sets of different sizes, or two functions of different sizes or on different domains. */
function compareForms(heap: Heap, a: Value, b: Value, orderClass: number): number {
  const size = lengthOf(heap, a);
  const sizeB = lengthOf(heap, b);
  if (size !== sizeB) return size < sizeB ? -1 : 1;
  if (orderClass === CLASS_SET) throw new Error("Sets of the same size have the same form.");
  // A tuple's auxiliary word is 0, any other function's is its domain.
  const domainA = auxOf(heap, a);
  const domainB = auxOf(heap, b);
  if (domainA === 0) return -compareWithSequenceDomain(heap, domainB, size);
  if (domainB === 0) return compareWithSequenceDomain(heap, domainA, size);
  return compare(heap, domainA, domainB);
}

function compareTexts(heap: Heap, a: string, b: string): number {
  const rankA = heap.rank.get(a);
  const rankB = heap.rank.get(b);
  if (rankA !== undefined && rankB !== undefined) return rankA < rankB ? -1 : 1;
  if (rankA !== undefined) return -1;
  if (rankB !== undefined) return 1;
  return a < b ? -1 : 1;
}

function integerValue(heap: Heap, v: Value): number | bigint {
  return (v & 1) === 1 ? v >> 1 : heap.largeIntegers[auxOf(heap, v)];
}

// ------------------------------------------------------------------------------------------------ searching, sorting

/** Where `e` stands in the enumerated set `s` from `from` on, or would stand if it were an element. */
export function insertionPoint(heap: Heap, s: Value, e: Value, from: number): number {
  const arena = heap.arena;
  const first = heap.meta[s << 1] + RECORD_HEAD;
  let low = from;
  let high = lengthOf(heap, s);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(heap, arena[first + middle], e) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const INSERTION_SORT_MAX = 12;

/** Sorts the top of the stack from `base` on, drops duplicates, and returns how many handles are left. */
export function sortStack(heap: Heap, base: number): number {
  const length = heap.stackTop - base;
  if (isStrictlySorted(heap, base, length)) return length;
  if (length <= INSERTION_SORT_MAX) insertionSort(heap, base, base + length);
  else if (allSmallIntegers(heap, base, length)) heap.stack.subarray(base, base + length).sort();
  else mergeSort(heap, base, length);
  const stack = heap.stack;
  let kept = 1;
  for (let i = 1; i < length; i++) {
    if (stack[base + i] !== stack[base + kept - 1]) stack[base + kept++] = stack[base + i];
  }
  heap.stackTop = base + kept;
  return kept;
}

function isStrictlySorted(heap: Heap, base: number, length: number): boolean {
  const stack = heap.stack;
  for (let i = 1; i < length; i++) {
    if (compare(heap, stack[base + i - 1], stack[base + i]) >= 0) return false;
  }
  return true;
}

function allSmallIntegers(heap: Heap, base: number, length: number): boolean {
  const stack = heap.stack;
  let bits = 1;
  for (let i = 0; i < length; i++) bits &= stack[base + i];
  return bits === 1;
}

function insertionSort(heap: Heap, from: number, to: number): void {
  const stack = heap.stack;
  for (let i = from + 1; i < to; i++) {
    const v = stack[i];
    let j = i;
    while (j > from && compare(heap, v, stack[j - 1]) < 0) {
      stack[j] = stack[j - 1];
      j--;
    }
    stack[j] = v;
  }
}

/** Bottom-up merge sort; the scratch half lies above the top of the stack. */
function mergeSort(heap: Heap, base: number, length: number): void {
  reserveStack(heap, length);
  const stack = heap.stack;
  for (let from = 0; from < length; from += INSERTION_SORT_MAX) {
    insertionSort(heap, base + from, base + Math.min(from + INSERTION_SORT_MAX, length));
  }
  let source = base;
  let target = base + length;
  for (let width = INSERTION_SORT_MAX; width < length; width *= 2) {
    for (let from = 0; from < length; from += 2 * width) {
      const middle = Math.min(from + width, length);
      mergeRuns(heap, source + from, source + middle, source + Math.min(from + 2 * width, length), target + from);
    }
    [source, target] = [target, source];
  }
  if (source !== base) stack.copyWithin(base, source, source + length);
}

function mergeRuns(heap: Heap, from: number, middle: number, to: number, target: number): void {
  const stack = heap.stack;
  let i = from;
  let j = middle;
  let k = target;
  while (i < middle && j < to) stack[k++] = compare(heap, stack[j], stack[i]) < 0 ? stack[j++] : stack[i++];
  while (i < middle) stack[k++] = stack[i++];
  while (j < to) stack[k++] = stack[j++];
}
