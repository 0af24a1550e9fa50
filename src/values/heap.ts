/**
 * The tables behind the handles: arena, descriptors, intern table, building stack. One hidden class, no behaviour
 * beyond growth; what the words mean is the business of the files that fill them.
 *
 * Handles: odd = small integer; even and positive = `index << 1` of an interned value; even and negative =
 * `~index << 1` of a lazy value; 0 = no value.
 *
 * Interned value `index` has four words in `meta` (one cache line serves hash, order and address):
 *   offset in the arena, hash low, hash high, order key
 * and a record in `arena`:
 *   header `kind | length << 5`, auxiliary word, then `length` handles in canonical order.
 * Auxiliary word: domain set of a function or record; text index of a string or model value; index of a large integer;
 * for sets a cache that is not part of the identity (see `equality.ts`).
 *
 * The intern table is open addressing over (hash low, index) pairs, at most 60 % full.
 *
 * A value that was given back (`collection.ts`) has offset 0, where the arena has an empty record of no kind; the index
 * of the next one that may be used again stands in place of its low hash.
 *
 * `arena`, `meta`, `slots` and `stack` are replaced when they grow: whoever holds one in a local must read it again
 * after anything that may intern.
 *
 * Several threads may use one heap (`shared-heap.ts`): then arena, meta and slots lie in shared memory, and each thread
 * makes its values in pieces of its own. The rest (stack, caches, lazy values) each thread has for itself.
 */
import { ARENA_WORDS_MAX, COLLECTION_WORDS_MIN, SET_ELEMENTS_MAX, STACK_VALUES_MAX } from "./bounds.ts";
import type { Lazy } from "./lazy.ts";
import type { SharedHeap } from "./shared-heap.ts";
import {
  EvaluationError,
  Kind,
  OUT_OF_MEMORY,
  type Site,
  type StoreOptions,
  type Value,
  type ValueHolder,
} from "./types.ts";

export const NO_SITE: Site = -1;

/** Words before the elements in an arena record. */
export const RECORD_HEAD = 2;

/** Rows of a direct-mapped cache; a power of two. */
const CACHE_ROWS = 4096;
/** Words of a row about a pair of handles: the pair, and what is known of it. */
const PAIR_WORDS = 3;

/** Words of a row about three handles. */
const TRIPLE_WORDS = 4;

/** Where a direct-mapped cache keeps what it knows of a pair of handles. */
export function pairRow(a: Value, b: Value): number {
  const hash = Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x85ebca6b);
  return ((hash >>> 16) & (CACHE_ROWS - 1)) * PAIR_WORDS;
}

/** Tables smaller than this grow without asking for room. */
const ASKING_WORDS_MIN = 2 ** 22;

/** The same for three handles. */
export function tripleRow(a: Value, b: Value, c: Value): number {
  const hash = Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x85ebca6b) + c, 0xc2b2ae35);
  return ((hash >>> 16) & (CACHE_ROWS - 1)) * TRIPLE_WORDS;
}

/** A table of so many words, if there is room for it. */
function tableOf(heap: Heap, length: number, isShared = false): Int32Array {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  if (length >= ASKING_WORDS_MIN && !heap.hasRoomFor(bytes)) failForMemory(bytes);
  try {
    return isShared ? new Int32Array(new SharedArrayBuffer(bytes)) : new Int32Array(length);
  } catch (error) {
    if (error instanceof RangeError) failForMemory(bytes);
    throw error;
  }
}

function failForMemory(bytes: number): never {
  const megabytes = Math.ceil(bytes / 2 ** 20);
  throw new EvaluationError(
    OUT_OF_MEMORY,
    `The values of this evaluation need ${megabytes} MB more, which the bound on memory does not allow.`,
    NO_SITE,
  );
}

/** The words with room for more after them. */
export function grown(heap: Heap, words: Int32Array, length: number, isShared = false): Int32Array {
  const result = tableOf(heap, length, isShared);
  result.set(words);
  return result;
}

export class Heap {
  arena: Int32Array = new Int32Array(1 << 14);
  /** First free word of the arena. */
  top = 1;
  meta: Int32Array = new Int32Array(1 << 12);
  /** Next index to give out; index 0 stays unused. */
  count = 1;
  /** Values that there are. */
  live = 0;
  /** First index that may be used again; 0: none. */
  free = 0;
  slots: Int32Array = new Int32Array(1 << 12);
  slotMask = (1 << 11) - 1;
  /** When other threads make values in it too: how they do not get into each other's way. */
  shared: SharedHeap | undefined;
  /** Then this thread may use the words of the arena from `top` and the indices from `count` up to these. */
  arenaEnd = 0;
  countEnd = 0;

  /**
   * What was asked last, each a direct-mapped cache of small, fixed size: whether a set has an element (set, element,
   * 1 or 0), and where an argument stands in a domain (domain, argument, position or -1).
   */
  readonly memberships = new Int32Array(CACHE_ROWS * PAIR_WORDS);
  readonly positions = new Int32Array(CACHE_ROWS * PAIR_WORDS);
  /** Whether a set has a pair, which need not be made to be asked for: first and second part, set, 1 or 0. */
  readonly pairMemberships = new Int32Array(CACHE_ROWS * TRIPLE_WORDS);
  /** Tuples, records, functions and sets built last, by a hash of their parts' handles. */
  readonly built = new Int32Array(CACHE_ROWS);

  stack: Int32Array = new Int32Array(1 << 12);
  stackTop = 0;
  /** No value on the stack from here on is lazy: see `lazy-parts.ts`. */
  lazyTop = 0;

  /** Texts of strings and model values, by text index. */
  readonly texts: string[] = [];
  readonly strings = new Map<string, Value>();
  readonly modelValues = new Map<string, Value>();
  readonly largeIntegers: bigint[] = [];
  readonly largeIntegerHandles = new Map<bigint, Value>();
  /** Places in `texts` and `largeIntegers` that may be used again. */
  readonly freeTexts: number[] = [];
  readonly freeLargeIntegers: number[] = [];
  /** Counts up whenever an atom is made or given back. */
  atomChanges = 0;
  /** Position of a text in the order given at creation. */
  readonly rank: ReadonlyMap<string, number>;

  /** Lazy values by index; those forgotten leave a hole, so that a stale handle fails instead of meaning another value. */
  readonly lazies: (Lazy | undefined)[] = [];
  /** Key in `lazyIndex` of each lazy value that has one. */
  readonly lazyKeys: (string | undefined)[] = [];
  /** Lazy values without closures, by kind and parts. */
  readonly lazyIndex = new Map<string, Value>();
  readonly setElementsMax: number;
  readonly hasRoomFor: (bytes: number) => boolean;

  // Atoms and empty values every store has; the store fills them in when it is made.
  FALSE: Value = 0;
  TRUE: Value = 0;
  EMPTY_SET: Value = 0;
  EMPTY_TUPLE: Value = 0;
  /** `1..n` at index n. */
  readonly sequenceDomains: (Value | undefined)[] = [];

  // Giving back values: see `collection.ts`.
  readonly collects: NonNullable<StoreOptions["collects"]>;
  readonly holders = new Set<ValueHolder>();
  /** A 1 for each index whose value is never given back. */
  permanent: Uint8Array = new Uint8Array(0);
  /** Lazy values before this place in their list are permanent. */
  lazyFloor = 0;
  /** Collections so far. */
  collections = 0;
  /** Words in the arena from which on the next one is due. */
  collectionDue = COLLECTION_WORDS_MIN;

  constructor(rank: ReadonlyMap<string, number>, options: StoreOptions) {
    this.rank = rank;
    this.setElementsMax = options.setElementsMax ?? SET_ELEMENTS_MAX;
    this.hasRoomFor = options.hasRoomFor ?? (() => true);
    this.collects = options.collects ?? "when due";
  }
}

/** Room for `words` more words above the top of the arena. */
export function reserveArena(heap: Heap, words: number): void {
  if (heap.shared !== undefined) return heap.shared.reserveArena(heap, words);
  const needed = heap.top + words;
  if (needed > heap.arena.length) heap.arena = grown(heap, heap.arena, arenaLengthFor(heap, needed));
}

/** Length of a larger arena, with room for so many words. */
export function arenaLengthFor(heap: Heap, needed: number): number {
  if (needed > ARENA_WORDS_MAX) {
    throw new EvaluationError(
      "LS4018",
      `The values of this model no longer fit in memory: the arena has reached its bound of ${ARENA_WORDS_MAX} words (ARENA_WORDS_MAX).`,
      NO_SITE,
    );
  }
  let length = heap.arena.length * 2;
  while (length < needed) length *= 2;
  return Math.min(length, ARENA_WORDS_MAX);
}

export function reserveMeta(heap: Heap): void {
  if ((heap.count + 1) << 2 > heap.meta.length) heap.meta = grown(heap, heap.meta, heap.meta.length * 2);
}

/** Room for `words` more words on the building stack. */
export function reserveStack(heap: Heap, words: number): void {
  const needed = heap.stackTop + words;
  if (needed <= heap.stack.length) return;
  if (needed > STACK_VALUES_MAX) {
    throw new EvaluationError(
      "LS4018",
      `A set or function that is being made has more than ${STACK_VALUES_MAX} elements (STACK_VALUES_MAX).`,
      NO_SITE,
    );
  }
  let length = heap.stack.length * 2;
  while (length < needed) length *= 2;
  heap.stack = grown(heap, heap.stack, Math.min(length, STACK_VALUES_MAX));
}

/** Pushes without normalising: for values known to be in normal form. */
export function pushRaw(heap: Heap, v: Value): void {
  if (heap.stackTop >= heap.stack.length) reserveStack(heap, 1);
  heap.stack[heap.stackTop++] = v;
}

/**
 * Gives the record at the top of the arena (already filled, `length` elements) an index, and the index a slot of the
 * intern table. `slot` is the free slot that probing ended at.
 */
export function publish(heap: Heap, slot: number, length: number, low: number, high: number, key: number): Value {
  if (heap.shared !== undefined) return heap.shared.publish(heap, length, low, high, key);
  let index = heap.free;
  if (index === 0) {
    reserveMeta(heap);
    index = heap.count++;
  } else heap.free = heap.meta[(index << 2) + 1];
  heap.live++;
  const m = index << 2;
  const meta = heap.meta;
  meta[m] = heap.top;
  meta[m + 1] = low;
  meta[m + 2] = high;
  meta[m + 3] = key;
  heap.top += RECORD_HEAD + length;
  heap.slots[slot << 1] = low;
  heap.slots[(slot << 1) + 1] = index;
  if (heap.live * 5 > (heap.slotMask + 1) * 3) growSlots(heap);
  return index << 1;
}

/** Twice as many slots. */
export function growSlots(heap: Heap): void {
  const { slots: old, meta } = heap;
  const mask = old.length - 1;
  const slots = tableOf(heap, old.length * 2, heap.shared !== undefined);
  for (let i = 0; i < old.length; i += 2) {
    const index = old[i + 1];
    if (index !== 0) fillSlot(slots, mask, meta[(index << 2) + 1], index);
  }
  heap.slots = slots;
  heap.slotMask = mask;
}

/** While no other thread looks. */
export function fillSlot(slots: Int32Array, mask: number, low: number, index: number): void {
  let p = low & mask;
  while (slots[(p << 1) + 1] !== 0) p = (p + 1) & mask;
  slots[p << 1] = low;
  slots[(p << 1) + 1] = index;
}

/** Words of a record in the arena, by its header: an atom has one word that does not count as an element. */
export function wordsOf(header: number): number {
  return RECORD_HEAD + ((header & 31) < Kind.Set ? 1 : header >> 5);
}

// ------------------------------------------------------------------------------------------------ reading

/** Interned: neither a small integer nor lazy. */
export function isInterned(v: Value): boolean {
  return (v & 0x80000001) === 0;
}

export function isLazy(v: Value): boolean {
  return v < 0 && (v & 1) === 0;
}

/** Kind of an interned value. */
export function kindOfInterned(heap: Heap, v: Value): number {
  return heap.arena[heap.meta[v << 1]] & 31;
}

/** Number of elements of an interned value. */
export function lengthOf(heap: Heap, v: Value): number {
  return heap.arena[heap.meta[v << 1]] >> 5;
}

export function auxOf(heap: Heap, v: Value): number {
  return heap.arena[heap.meta[v << 1] + 1];
}

export function elementAt(heap: Heap, v: Value, i: number): Value {
  return heap.arena[heap.meta[v << 1] + RECORD_HEAD + i];
}
