/**
 * Giving back values that nothing refers to any more: mark from what is held, slide the arena together, put the
 * descriptors of the dead on a list from which new values take theirs. Handles of values that stay do not change.
 *
 * Handles are numbers in JavaScript locals, arrays and maps, where nothing finds them by looking. So three rules:
 *   1. It happens only where whoever explores asks for it, between evaluations: no local of emitted code is alive then.
 *   2. Values that exist when `keepAll` is called are permanent. Whoever begins to explore calls it, so that everything
 *      made before (the compiled machine's constants, mappings, tables) need not be found; whoever computes a constant
 *      later calls it again, since a lazy constant may hold values in a closure.
 *   3. Whoever keeps handles from one evaluation to the next is a holder (`ValueHolder`): it names the values that must
 *      stay, or forgets what it remembers, or both.
 * A holder that is missed is a silently wrong answer; tests therefore collect after every state, with handles given out
 * again at once or never (`StoreOptions.collects`), and compare.
 *
 * Nothing visible depends on when it happens: order, hashes and text depend on values, never on their handles.
 */
import { COLLECTION_WORDS_MIN } from "./bounds.ts";
import { fillSlot, type Heap, isInterned, RECORD_HEAD, wordsOf } from "./heap.ts";
import type { Lazy } from "./lazy.ts";
import { Kind, type Value, type ValueHolder } from "./types.ts";

const SET: number = Kind.Set;
const TUPLE: number = Kind.Tuple;

/** A hash that no value has by itself, so that a handle used too late spoils every fingerprint. */
const POISON = 0x0badf00d;

/** From now on the values that exist are never given back. */
export function keepAll(heap: Heap): void {
  const { meta, shared } = heap;
  const count = shared?.count ?? heap.count;
  const permanent = shared === undefined ? new Uint8Array(count) : heap.permanent;
  for (let index = 1; index < count; index++) if (meta[index << 2] !== 0) permanent[index] = 1;
  heap.permanent = permanent;
  heap.lazyFloor = heap.lazies.length;
}

/** Registers a holder; gives what ends it. */
export function hold(heap: Heap, holder: ValueHolder): () => void {
  heap.holders.add(holder);
  return () => void heap.holders.delete(holder);
}

/** Collects when as much again was made as was left the last time: so that its cost is a share of that of making. */
export function collectIfDue(heap: Heap): void {
  if ((heap.shared?.words ?? heap.top) >= heap.collectionDue || heap.collects !== "when due") collect(heap);
}

export function collect(heap: Heap): void {
  const { shared } = heap;
  if (shared?.mayCollect === false) return;
  if (shared !== undefined) heap.count = shared.count;
  const marks = mark(heap);
  forgetDomains(heap, marks);
  release(heap, marks);
  if (shared === undefined) slide(heap, marks);
  else shared.compact(heap, marks);
  fillSlots(heap, marks);
  heap.collectionDue = heap.top + Math.max(heap.top, COLLECTION_WORDS_MIN);
  forget(heap);
}

/** Lets go of the domains of sequences that are not marked. */
export function forgetDomains({ sequenceDomains }: Heap, marks: Uint8Array): void {
  for (let n = 0; n < sequenceDomains.length; n++) {
    const domain = sequenceDomains[n];
    if (domain !== undefined && marks[domain >> 1] !== 1) sequenceDomains[n] = undefined;
  }
}

/** Handles mean something else now, but for those of values that were kept. */
export function forget(heap: Heap): void {
  trimLazies(heap);
  heap.memberships.fill(0);
  heap.positions.fill(0);
  heap.pairMemberships.fill(0);
  heap.built.fill(0);
  heap.collections++;
  for (const holder of heap.holders) holder.forgetValues?.();
}

// ------------------------------------------------------------------------------------------------ marking

/** A byte for each descriptor: 1 for those that stay. */
function mark(heap: Heap): Uint8Array {
  const marks = new Uint8Array(heap.count);
  marks.set(heap.permanent.subarray(0, heap.count));
  let pending = new Int32Array(1 << 10);
  let top = 0;
  const visit = (v: Value): void => {
    if (v === 0 || !isInterned(v) || marks[v >> 1] === 1) return;
    marks[v >> 1] = 1;
    if (top === pending.length) {
      const larger = new Int32Array(top * 2);
      larger.set(pending);
      pending = larger;
    }
    pending[top++] = v;
  };
  const visitAll = (): void => {
    while (top > 0) {
      const at = heap.meta[pending[--top] << 1];
      const header = heap.arena[at];
      if ((header & 31) < SET) continue;
      if ((header & 31) > TUPLE) visit(heap.arena[at + 1]);
      const end = at + RECORD_HEAD + (header >> 5);
      for (let i = at + RECORD_HEAD; i < end; i++) visit(heap.arena[i]);
    }
  };
  visitOwn(heap, visit);
  visitAll();
  for (const holder of heap.holders) {
    holder.visitValues?.((v) => {
      visit(v);
      visitAll();
    });
  }
  return marks;
}

/** What the store itself holds. */
function visitOwn(heap: Heap, visit: (v: Value) => void): void {
  for (const v of [heap.FALSE, heap.TRUE, heap.EMPTY_SET, heap.EMPTY_TUPLE]) visit(v);
  for (let i = 0; i < heap.stackTop; i++) visit(heap.stack[i]);
  for (const lazy of heap.lazies) if (lazy !== undefined) visitLazy(lazy, visit);
}

/** The parts of a lazy value. What its closure holds is permanent: see rule 2. */
function visitLazy(lazy: Lazy, visit: (v: Value) => void): void {
  visit(lazy.normal);
  switch (lazy.kind) {
    case Kind.Interval:
      visit(lazy.low);
      visit(lazy.high);
      return;
    case Kind.PowerSet:
    case Kind.SequenceSet:
      visit(lazy.base);
      return;
    case Kind.FunctionSet:
      visit(lazy.domain);
      visit(lazy.range);
      return;
    case Kind.RecordSet:
      visit(lazy.shape);
      lazy.sets.forEach(visit);
      return;
    case Kind.Product:
      lazy.sets.forEach(visit);
      return;
    case Kind.LazyFunction:
      visit(lazy.domain);
      lazy.parts?.forEach(visit);
      return;
    case Kind.PredicateSet:
      visitOrigin(lazy.origin, visit);
      return;
    case Kind.InfiniteSet:
      return;
  }
}

function visitOrigin(
  origin: (Lazy & { readonly kind: typeof Kind.PredicateSet })["origin"],
  visit: (v: Value) => void,
): void {
  switch (origin.operation) {
    case "filter":
      visit(origin.base);
      return;
    case "unionOf":
      origin.parts.forEach(visit);
      return;
    default:
      visit(origin.left);
      visit(origin.right);
  }
}

// ------------------------------------------------------------------------------------------------ giving back

/** Puts the descriptors of what is not marked on the list, lowest first. */
function release(heap: Heap, marks: Uint8Array): void {
  const { meta, count } = heap;
  const isReused = heap.collects !== "always, never reusing handles";
  let free = 0;
  for (let index = count - 1; index > 0; index--) {
    if (marks[index] === 1) continue;
    const m = index << 2;
    if (meta[m] !== 0) {
      heap.live--;
      if ((heap.arena[meta[m]] & 31) < SET) releaseAtom(heap, meta[m]);
      meta[m] = 0;
      meta[m + 2] = POISON;
    }
    meta[m + 1] = isReused ? free : POISON;
    if (isReused) free = index;
  }
  heap.free = free;
}

/** The text or number of an atom goes, and its place is used again. */
function releaseAtom(heap: Heap, at: number): void {
  heap.atomChanges++;
  const aux = heap.arena[at + 1];
  switch (heap.arena[at] & 31) {
    case Kind.String:
    case Kind.ModelValue: {
      const handles = (heap.arena[at] & 31) === Kind.String ? heap.strings : heap.modelValues;
      handles.delete(heap.texts[aux]);
      heap.texts[aux] = "";
      heap.freeTexts.push(aux);
      return;
    }
    case Kind.Integer:
      heap.largeIntegerHandles.delete(heap.largeIntegers[aux]);
      heap.largeIntegers[aux] = 0n;
      heap.freeLargeIntegers.push(aux);
      return;
    default:
      return;
  }
}

/**
 * Slides the records that stay to the front of the arena, in the order in which they lie there. For the walk through the
 * arena a record that stays says whose it is: its head word is exchanged for the complement of its index, and waits in
 * the descriptor (threading, as in Morris's and Jonkers's compaction).
 */
function slide(heap: Heap, marks: Uint8Array): void {
  const { arena, meta, count, top } = heap;
  for (let index = 1; index < count; index++) {
    if (marks[index] === 0) continue;
    const at = meta[index << 2];
    meta[index << 2] = arena[at];
    arena[at] = ~index;
  }
  let to = 1;
  for (let from = 1; from < top;) {
    const head = arena[from];
    if (head >= 0) {
      from += wordsOf(head);
      continue;
    }
    const m = ~head << 2;
    const header = meta[m];
    meta[m] = to;
    arena[to++] = header;
    const end = from + wordsOf(header);
    for (let i = from + 1; i < end; i++) arena[to++] = arena[i];
    from = end;
  }
  heap.top = to;
  shrinkArena(heap);
}

/** An arena that would stay three quarters empty until the next collection is exchanged for a smaller one. */
function shrinkArena(heap: Heap): void {
  let length = heap.arena.length;
  const needed = (heap.top + Math.max(heap.top, COLLECTION_WORDS_MIN)) * 2;
  while (length > needed) length >>= 1;
  if (length < heap.arena.length) heap.arena = heap.arena.slice(0, length);
}

/** Lazy values that were forgotten leave holes (`forgetLazies`); no handle of theirs is left now. */
function trimLazies({ lazies, lazyKeys, collects }: Heap): void {
  if (collects === "always, never reusing handles") return;
  let length = lazies.length;
  while (length > 0 && lazies[length - 1] === undefined) length--;
  lazies.length = length;
  lazyKeys.length = length;
}

function fillSlots(heap: Heap, marks: Uint8Array): void {
  const { meta, count, slots, slotMask } = heap;
  slots.fill(0);
  for (let index = 1; index < count; index++)
    if (marks[index] === 1) fillSlot(slots, slotMask, meta[(index << 2) + 1], index);
}
