/**
 * A heap in which several threads make values: arena, descriptors and intern table lie in shared memory, and equal values
 * made by different threads are one value with one handle. One thread leads: it alone lets tables grow, makes atoms (their
 * texts and numbers are outside the shared memory) and gives values back, while the others make no values.
 *
 * While they work together:
 *   - Words of the arena and indices are taken in pieces, so that threads seldom meet over them.
 *   - A value is written completely, then its index is put into a free slot of the intern table by compare-and-exchange;
 *     whoever finds the slot taken meanwhile compares what it has made with what is there, and goes on behind it. Nothing is
 *     taken out of the table. So a look into the table without locks may miss a value that another thread is just putting
 *     there, never find a wrong one; and what was missed is found by `publish`, which looks again.
 *   - An evaluation that needs more room than there is, or a new atom, ends with `OUT_OF_MEMORY`: the leader has to do it
 *     alone. `isFilling` says early that there will soon be no room.
 *
 * The words that are written twice are caches with one possible content (the auxiliary word of a set).
 */
import { forget, forgetDomains } from "./collection.ts";
import { arenaLengthFor, grown, growSlots, type Heap, NO_SITE, RECORD_HEAD, wordsOf } from "./heap.ts";
import { EvaluationError, Kind, OUT_OF_MEMORY, type SharedValues, type Value } from "./types.ts";

/** Counters: words of the arena that were taken, indices, indices given back and taken again, values made. */
const WORDS = 0;
const INDICES = 1;
const RETURNED = 2;
const VALUES = 3;
const COUNTERS = 4;

/** What a thread takes at once; a larger record takes as much as it needs. */
const ARENA_PIECE = 2_048;
const INDEX_PIECE = 128;

/** Room with which sharing begins. */
const ARENA_WORDS = 1 << 16;
const META_WORDS = 1 << 14;

const SET: number = Kind.Set;

export class SharedHeap {
  /** Only the leader knows when it is alone. */
  isAlone = false;
  /** Some thread may go on for ever: nothing counts that it does, but what it sees must stay. */
  mayCollect = true;
  memory: SharedValues;
  readonly #counters: Int32Array;
  #returned: Int32Array;
  #atomChanges = -1;

  constructor(memory: SharedValues) {
    this.memory = memory;
    this.#counters = new Int32Array(memory.counters);
    this.#returned = new Int32Array(memory.returned);
  }

  get words(): number {
    return Atomics.load(this.#counters, WORDS);
  }

  /** All indices that were ever given out are smaller. */
  get count(): number {
    return Atomics.load(this.#counters, INDICES);
  }

  get values(): number {
    return Atomics.load(this.#counters, VALUES);
  }

  requireAlone(): void {
    if (!this.isAlone) failForSharing();
  }

  // ---------------------------------------------------------------------------------------- making values

  /** As `reserveArena` of heap.ts: what is left of the last piece is lost. */
  reserveArena(heap: Heap, words: number): void {
    if (heap.top + words <= heap.arenaEnd) return;
    const piece = Math.max(words, ARENA_PIECE);
    const at = Atomics.add(this.#counters, WORDS, piece);
    if (at + piece > heap.arena.length) {
      if (!this.isAlone) {
        Atomics.sub(this.#counters, WORDS, piece);
        failForSharing();
      }
      this.#growArena(heap, at + piece);
    }
    heap.top = at;
    heap.arenaEnd = at + piece;
  }

  /** As `publish` of heap.ts, but that another thread may have been faster: then it is that one's value. */
  publish(heap: Heap, length: number, low: number, high: number, key: number): Value {
    if (heap.free === 0 && heap.count === heap.countEnd) this.#takeIndices(heap);
    const { meta, slots, slotMask, free } = heap;
    const index = free === 0 ? heap.count : free;
    const m = index << 2;
    const nextFree = meta[m + 1];
    meta[m] = heap.top;
    meta[m + 1] = low;
    meta[m + 2] = high;
    meta[m + 3] = key;
    for (let p = low & slotMask; ; p = (p + 1) & slotMask) {
      const known = Atomics.compareExchange(slots, (p << 1) + 1, 0, index);
      if (known === 0) {
        slots[p << 1] = low;
        if (free === 0) heap.count++;
        else heap.free = nextFree;
        heap.top += RECORD_HEAD + length;
        return index << 1;
      }
      if (!isSame(heap, known, index, length)) continue;
      meta[m] = 0;
      meta[m + 1] = nextFree;
      return known << 1;
    }
  }

  #takeIndices(heap: Heap): void {
    const counters = this.#counters;
    if (Atomics.add(counters, VALUES, INDEX_PIECE) + INDEX_PIECE > slotLimit(heap)) {
      if (!this.isAlone) {
        Atomics.sub(counters, VALUES, INDEX_PIECE);
        failForSharing();
      }
      growSlots(heap);
      this.#move({ slots: bufferOf(heap.slots) });
    }
    const from = Atomics.add(counters, RETURNED, INDEX_PIECE);
    for (let i = Math.min(from + INDEX_PIECE, this.#returned.length) - 1; i >= from; i--) {
      const index = this.#returned[i]!;
      heap.meta[(index << 2) + 1] = heap.free;
      heap.free = index;
    }
    if (heap.free === 0) this.#takeNewIndices(heap);
  }

  #takeNewIndices(heap: Heap): void {
    const count = Atomics.add(this.#counters, INDICES, INDEX_PIECE);
    if ((count + INDEX_PIECE) << 2 > heap.meta.length) {
      if (!this.isAlone) {
        Atomics.sub(this.#counters, INDICES, INDEX_PIECE);
        failForSharing();
      }
      this.#growMeta(heap);
    }
    heap.count = count;
    heap.countEnd = count + INDEX_PIECE;
  }

  // ---------------------------------------------------------------------------------------- room, by the leader

  /** True when a quarter of the room that there was is left, or less. */
  isFilling(heap: Heap): boolean {
    return this.#isFilled(heap, 0.75);
  }

  #isFilled(heap: Heap, share: number): boolean {
    return (
      this.words > heap.arena.length * share ||
      this.count << 2 > heap.meta.length * share ||
      this.values > slotLimit(heap) * share
    );
  }

  /** So that at least half of it is room. */
  makeRoom(heap: Heap): void {
    if (this.words > heap.arena.length / 2) this.#growArena(heap, heap.arena.length * 2);
    while (this.count << 2 > heap.meta.length / 2) this.#growMeta(heap);
    while (this.values > slotLimit(heap) / 2) growSlots(heap);
    if (heap.slots.buffer !== this.memory.slots) this.#move({ slots: bufferOf(heap.slots) });
  }

  #growArena(heap: Heap, words: number): void {
    heap.arena = grown(heap, heap.arena, arenaLengthFor(heap, words), true);
    this.#move({ arena: bufferOf(heap.arena) });
  }

  #growMeta(heap: Heap): void {
    heap.meta = grown(heap, heap.meta, heap.meta.length * 2, true);
    const permanent = new SharedArrayBuffer(heap.meta.length >> 2);
    new Uint8Array(permanent).set(heap.permanent);
    heap.permanent = new Uint8Array(permanent);
    this.#move({ meta: bufferOf(heap.meta), permanent });
  }

  #move(parts: Partial<SharedValues>): void {
    this.memory = { ...this.memory, ...parts };
  }

  /** What the other threads must know of atoms, if that has changed. */
  noteAtoms(heap: Heap): void {
    if (this.#atomChanges === heap.atomChanges) return;
    this.#atomChanges = heap.atomChanges;
    this.#move({
      atoms: {
        texts: [...heap.texts],
        strings: new Map(heap.strings),
        modelValues: new Map(heap.modelValues),
        largeIntegers: [...heap.largeIntegers],
        largeIntegerHandles: new Map(heap.largeIntegerHandles),
      },
    });
  }

  /**
   * Copies the records that stay into an arena of their own, in the order of their indices, and puts the indices on the
   * list of `heap` where all threads take them from. By the leader, when it is alone, as a part of a collection.
   */
  compact(heap: Heap, marks: Uint8Array): void {
    const { arena: old, meta, count } = heap;
    let words = 1;
    let values = 0;
    for (let index = 1; index < count; index++) {
      if (marks[index] === 0) continue;
      words += wordsOf(old[meta[index << 2]]);
      values++;
    }
    let length = old.length;
    while (length > Math.max(words * 4, ARENA_WORDS)) length >>= 1;
    // Not asked for: when there is little memory it is now that some is given back.
    const arena = new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
    let to = 1;
    for (let index = 1; index < count; index++) {
      if (marks[index] === 0) continue;
      const from = meta[index << 2];
      const end = from + wordsOf(old[from]);
      meta[index << 2] = to;
      for (let i = from; i < end; i++) arena[to++] = old[i];
    }
    heap.arena = arena;
    this.#begin(heap, to, values);
  }

  /** Counters and pieces after a collection. */
  #begin(heap: Heap, words: number, values: number): void {
    this.#counters[WORDS] = words;
    this.#counters[VALUES] = values;
    this.#counters[RETURNED] = 0;
    const returned = takeFreeIndices(heap);
    this.#returned = new Int32Array(returned);
    this.#move({ arena: bufferOf(heap.arena), returned, collections: this.memory.collections + 1 });
    dropPieces(heap);
    heap.top = heap.arenaEnd = words;
  }
}

// ------------------------------------------------------------------------------------------------ the leader's side

/** From now on other threads may make values too, in the memory that is given: another one when something has moved. */
export function beginSharing(heap: Heap): SharedValues {
  const shared = (heap.shared ??= sharedHeapOf(heap));
  shared.makeRoom(heap);
  shared.noteAtoms(heap);
  shared.isAlone = false;
  return shared.memory;
}

/** The others are at rest; or, when they are not, nothing counts any more that they do. */
export function endSharing({ shared }: Heap, areOthersAtRest: boolean): void {
  if (shared === undefined) return;
  shared.isAlone = true;
  shared.mayCollect &&= areOthersAtRest;
}

/** Moves what there is into shared memory. */
function sharedHeapOf(heap: Heap): SharedHeap {
  const { top, count, live, permanent, slots } = heap;
  const returned = takeFreeIndices(heap);
  heap.arena = grown(heap, heap.arena, Math.max(heap.arena.length, ARENA_WORDS), true);
  heap.meta = grown(heap, heap.meta, Math.max(heap.meta.length, META_WORDS), true);
  heap.permanent = new Uint8Array(new SharedArrayBuffer(heap.meta.length >> 2));
  heap.permanent.set(permanent);
  heap.slots = grown(heap, slots, slots.length, true);
  const counters = new SharedArrayBuffer(COUNTERS * Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(counters).set([top, count, 0, live]);
  dropPieces(heap);
  return new SharedHeap({
    collections: 0,
    counters,
    arena: bufferOf(heap.arena),
    meta: bufferOf(heap.meta),
    slots: bufferOf(heap.slots),
    permanent: heap.permanent.buffer as SharedArrayBuffer,
    returned,
    atoms: { texts: [], strings: new Map(), modelValues: new Map(), largeIntegers: [], largeIntegerHandles: new Map() },
  });
}

/** The indices on the list of those that may be used again, which is empty then. */
function takeFreeIndices(heap: Heap): SharedArrayBuffer {
  let length = 0;
  for (let index = heap.free; index !== 0; index = heap.meta[(index << 2) + 1]) length++;
  const indices = new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
  for (let i = 0; i < length; i++) {
    indices[i] = heap.free;
    heap.free = heap.meta[(heap.free << 2) + 1];
  }
  return bufferOf(indices);
}

// ------------------------------------------------------------------------------------------------ the others' side

/**
 * The heap, in which there is nothing but what the leader's began with, is the leader's from now on; or, when it is that
 * already, the leader's memory has moved.
 */
export function joinSharing(heap: Heap, memory: SharedValues): void {
  const before = heap.shared?.memory;
  heap.shared = new SharedHeap(memory);
  heap.arena = new Int32Array(memory.arena);
  heap.meta = new Int32Array(memory.meta);
  heap.slots = new Int32Array(memory.slots);
  heap.slotMask = (heap.slots.length >> 1) - 1;
  heap.permanent = new Uint8Array(memory.permanent);
  heap.arenaEnd = 0;
  dropPieces(heap);
  takeAtoms(heap, memory.atoms);
  if (before?.collections === memory.collections) return;
  forgetDomains(heap, heap.permanent);
  // Of lazy values only permanent ones are left between evaluations, but the normal form of one need not be.
  for (const lazy of heap.lazies)
    if (lazy !== undefined && (lazy.normal & 1) === 0 && heap.permanent[lazy.normal >> 1] !== 1) lazy.normal = 0;
  forget(heap);
}

function takeAtoms(heap: Heap, atoms: SharedValues["atoms"]): void {
  replace(heap.texts, atoms.texts);
  replace(heap.largeIntegers, atoms.largeIntegers);
  replaceMap(heap.strings, atoms.strings);
  replaceMap(heap.modelValues, atoms.modelValues);
  replaceMap(heap.largeIntegerHandles, atoms.largeIntegerHandles);
}

function replace<T>(items: T[], by: readonly T[]): void {
  items.length = 0;
  for (const item of by) items.push(item);
}

function replaceMap<K, V>(map: Map<K, V>, by: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of by) map.set(key, value);
}

// ------------------------------------------------------------------------------------------------

/** The next value takes a new piece of the arena's words, or of indices. */
function dropPieces(heap: Heap): void {
  heap.arenaEnd = heap.top;
  heap.free = 0;
  heap.countEnd = heap.count;
}

function slotLimit({ slotMask }: Heap): number {
  return Math.floor((slotMask + 1) * 0.6);
}

/** Whether two indices are of records with the same kind, parts and hash. */
function isSame({ arena, meta }: Heap, a: number, b: number, length: number): boolean {
  const m = a << 2;
  const n = b << 2;
  if (meta[m + 1] !== meta[n + 1] || meta[m + 2] !== meta[n + 2]) return false;
  const p = meta[m];
  const shift = meta[n] - p;
  if (arena[p] !== arena[p + shift]) return false;
  // The auxiliary word of a set is none of its parts.
  const end = p + RECORD_HEAD + length;
  for (let i = (arena[p] & 31) === SET ? p + RECORD_HEAD : p + 1; i < end; i++)
    if (arena[i] !== arena[i + shift]) return false;
  return true;
}

function failForSharing(): never {
  throw new EvaluationError(OUT_OF_MEMORY, "This has to be evaluated by one thread alone.", NO_SITE);
}

function bufferOf(words: Int32Array): SharedArrayBuffer {
  return words.buffer as SharedArrayBuffer;
}
