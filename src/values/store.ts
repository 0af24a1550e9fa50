/**
 * The value store: one heap and the functions of this folder bound to it. See `types.ts` for what each of them promises.
 *
 * A store is a plain object of closures, so that compiled code may keep single operations in locals.
 */
import {
  booleanAtom,
  integerFromBigint,
  integerFromNumber,
  integerValue,
  isInteger,
  modelValueAtom,
  stringAtom,
  textOf,
} from "./atoms.ts";
import { collect, collectIfDue, hold, keepAll } from "./collection.ts";
import { drawElement } from "./draw.ts";
import { equals } from "./equality.ts";
import { failNotBoolean, failNotInteger } from "./errors.ts";
import * as functions from "./functions.ts";
import { Heap, isLazy, NO_SITE, RECORD_HEAD } from "./heap.ts";
import { elementOfIndexed, isIndexed, sizeOfIndexed } from "./indexed-sets.ts";
import * as integers from "./integers.ts";
import { highOf, internAmended, internSet, internTuple, lowOf } from "./intern.ts";
import { forgetLazies, isForgotten, kindOf } from "./lazy.ts";
import { contains, containsPair, isSubset } from "./membership.ts";
import { merge, singletonFunction } from "./merging.ts";
import {
  functionFromPairs,
  functionOfParts,
  partOf,
  pushPart,
  recordOfParts,
  setOfParts,
  tupleOfParts,
} from "./lazy-parts.ts";
import { enumerate, normalize } from "./normal-form.ts";
import { compare } from "./order.ts";
import { permutedHash } from "./permuted-hash.ts";
import { print } from "./print.ts";
import { showShort } from "./show.ts";
import { read } from "./read.ts";
import * as sequences from "./sequences.ts";
import * as sets from "./set-operations.ts";
import { beginSharing, endSharing, joinSharing } from "./shared-heap.ts";
import { fieldsOfShape, shapeOf } from "./tables.ts";
import type { Store, StoreOptions, Value } from "./types.ts";

/** A new, empty store. */
export function createStore(options: StoreOptions = {}): Store {
  const heap = createHeap(options);
  return {
    FALSE: heap.FALSE,
    TRUE: heap.TRUE,
    EMPTY_SET: heap.EMPTY_SET,
    EMPTY_TUPLE: heap.EMPTY_TUPLE,
    ...atomOperations(heap),
    ...buildingOperations(heap),
    ...setOperations(heap),
    ...functionOperations(heap),
    ...integerOperations(heap),
    ...textOperations(heap),
    ...collectionOperations(heap),
    ...sharingOperations(heap),
  };
}

function createHeap(options: StoreOptions): Heap {
  const rank = new Map<string, number>();
  for (const text of options.stringOrder ?? []) {
    if (!rank.has(text)) rank.set(text, rank.size);
  }
  const heap = new Heap(rank, options);
  heap.FALSE = booleanAtom(heap, false);
  heap.TRUE = booleanAtom(heap, true);
  heap.EMPTY_SET = internSet(heap, 0);
  heap.EMPTY_TUPLE = internTuple(heap, 0);
  return heap;
}

type Operations<K extends keyof Store> = Pick<Store, K>;

function atomOperations(
  heap: Heap,
): Operations<"integer" | "string" | "modelValue" | "boolean" | "kind" | "isLazy" | "text" | "integerOf" | "truth"> {
  return {
    integer: (n) => (typeof n === "bigint" ? integerFromBigint(heap, n) : integerFromNumber(heap, requireSafe(n))),
    string: (text) => stringAtom(heap, text),
    modelValue: (name) => modelValueAtom(heap, name),
    boolean: (b) => (b ? heap.TRUE : heap.FALSE),
    kind: (v) => kindOf(heap, v),
    isLazy,
    text: (v) => textOf(heap, v),
    integerOf: (v, site) => {
      if (!isInteger(heap, v)) failNotInteger(heap, v, "an operand", site);
      return integerValue(heap, v);
    },
    truth: (v, what, site) => {
      if (v === heap.TRUE) return true;
      if (v !== heap.FALSE) failNotBoolean(heap, v, what, site);
      return false;
    },
  };
}

function requireSafe(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${n} is not a safe integer; pass a bigint.`);
  return n;
}

function buildingOperations(
  heap: Heap,
): Operations<
  | "mark"
  | "push"
  | "finishSet"
  | "finishSubset"
  | "finishTuple"
  | "finishFunction"
  | "release"
  | "lazyMark"
  | "isForgotten"
  | "forgetLazies"
  | "set"
  | "tuple"
  | "shape"
  | "shapeFields"
  | "recordOf"
  | "finishRecord"
  | "functionOf"
  | "size"
  | "at"
  | "enumerate"
  | "normalize"
  | "part"
> {
  const pushAll = (values: readonly Value[]): number => {
    const base = heap.stackTop;
    for (const v of values) pushPart(heap, v);
    return base;
  };
  return {
    mark: () => heap.stackTop,
    push: (v) => pushPart(heap, v),
    finishSet: (mark) => setOfParts(heap, mark),
    finishSubset: (mark) => internSet(heap, mark),
    finishTuple: (mark) => tupleOfParts(heap, mark),
    finishFunction: (domain, mark) => functionOfParts(heap, domain, mark),
    release: (mark) => {
      heap.stackTop = mark;
    },
    lazyMark: () => heap.lazies.length,
    isForgotten: (v) => isForgotten(heap, v),
    forgetLazies: (mark) => forgetLazies(heap, mark),
    set: (elements) => setOfParts(heap, pushAll(elements)),
    tuple: (elements) => tupleOfParts(heap, pushAll(elements)),
    shape: (names) => shapeOf(heap, names),
    shapeFields: (shape) => fieldsOfShape(heap, shape),
    recordOf: (shape, values) => recordOfParts(heap, shape, pushAll(values)),
    finishRecord: (shape, mark) => recordOfParts(heap, shape, mark),
    functionOf: (pairs) =>
      functionFromPairs(
        heap,
        pairs.map(([x, v]) => [normalize(heap, x, NO_SITE), v] as const),
      ),
    size: (v) => (v > 0 ? heap.arena[heap.meta[v << 1]] >> 5 : sizeOfIndexed(heap, v)),
    at: (v, i) => (v > 0 ? heap.arena[heap.meta[v << 1] + RECORD_HEAD + i] : elementOfIndexed(heap, v, i)),
    enumerate: (v, site) => (v < 0 && isIndexed(heap, v, site) ? v : enumerate(heap, v, "what is enumerated", site)),
    normalize: (v, site) => normalize(heap, v, site),
    part: (v, site) => partOf(heap, v, site),
  };
}

function setOperations(
  heap: Heap,
): Operations<
  | "equals"
  | "compare"
  | "in"
  | "pairIn"
  | "subsetEq"
  | "union"
  | "intersect"
  | "minus"
  | "setAdd"
  | "setRemove"
  | "bigUnion"
  | "unionOf"
  | "powerSet"
  | "interval"
  | "product"
  | "functionSet"
  | "recordSet"
  | "sequenceSet"
  | "infiniteSet"
  | "predicateSet"
  | "isFinite"
  | "isListable"
  | "cardinality"
  | "draw"
> {
  return {
    equals: (a, b, site) => equals(heap, a, b, site),
    compare: (a, b) => compare(heap, normalize(heap, a, NO_SITE), normalize(heap, b, NO_SITE)),
    in: (e, s, site) => contains(heap, e, s, site),
    pairIn: (a, b, s, site) => containsPair(heap, a, b, s, site),
    subsetEq: (a, b, site) => isSubset(heap, a, b, site),
    union: (a, b, site) => sets.union(heap, a, b, site),
    intersect: (a, b, site) => sets.intersect(heap, a, b, site),
    minus: (a, b, site) => sets.minus(heap, a, b, site),
    setAdd: (s, e, site) => sets.setAdd(heap, s, e, site),
    setRemove: (s, e, site) => sets.setRemove(heap, s, e, site),
    bigUnion: (s, site) => sets.bigUnion(heap, s, site),
    unionOf: (parts, site) => sets.unionOfParts(heap, parts, site),
    powerSet: (s, site) => sets.powerSet(heap, s, site),
    interval: (a, b, site) => sets.interval(heap, a, b, site),
    product: (factors, site) => sets.product(heap, factors, site),
    functionSet: (domain, range, site) => sets.functionSet(heap, domain, range, site),
    recordSet: (shape, fieldSets, site) => sets.recordSet(heap, shape, fieldSets, site),
    sequenceSet: (s, site) => sets.sequenceSet(heap, s, site),
    infiniteSet: (which) => sets.infiniteSet(heap, which),
    predicateSet: (base, test) => sets.predicateSet(heap, base, test),
    isFinite: (s, site) => sets.isFinite(heap, s, site),
    isListable: (s, site) => sets.isListable(heap, s, site),
    cardinality: (s, site) => sets.cardinality(heap, s, site),
    draw: (s, random, site) => drawElement(heap, s, random, site),
  };
}

function functionOperations(
  heap: Heap,
): Operations<
  | "apply"
  | "field"
  | "domain"
  | "update"
  | "inDomain"
  | "positionOf"
  | "replaceAt"
  | "unpack"
  | "unpacked"
  | "amend"
  | "pack"
  | "lazyFunction"
  | "singletonFunction"
  | "merge"
  | "append"
  | "concat"
  | "head"
  | "tail"
  | "subSequence"
  | "length"
> {
  return {
    apply: (f, x, site) => functions.apply(heap, f, x, site),
    field: (r, name, site) => functions.field(heap, r, name, site),
    domain: (f, site) => functions.domain(heap, f, site),
    update: (f, x, v, site) => functions.update(heap, f, x, v, site),
    inDomain: (f, x, site) => functions.inDomain(heap, f, x, site),
    positionOf: (f, x, site) => functions.positionOf(heap, f, x, site),
    replaceAt: (f, position, v, site) => functions.replaceAt(heap, f, position, v, site),
    unpack: (f, site) => functions.unpack(heap, f, site),
    unpacked: (at) => heap.stack[at],
    amend: (at, v, site) => {
      heap.stack[at] = isLazy(v) ? normalize(heap, v, site) : v;
    },
    pack: (f, base) => internAmended(heap, f, base),
    lazyFunction: (domain, apply) => functions.lazyFunction(heap, domain, apply),
    singletonFunction: (x, v, site) => singletonFunction(heap, x, v, site),
    merge: (f, g, site) => merge(heap, f, g, site),
    append: (s, e, site) => sequences.append(heap, s, e, site),
    concat: (s, t, site) => sequences.concat(heap, s, t, site),
    head: (s, site) => sequences.head(heap, s, site),
    tail: (s, site) => sequences.tail(heap, s, site),
    subSequence: (s, m, n, site) => sequences.subSequence(heap, s, m, n, site),
    length: (s, site) => sequences.length(heap, s, site),
  };
}

function integerOperations(
  heap: Heap,
): Operations<"add" | "subtract" | "multiply" | "divide" | "modulo" | "power" | "negate" | "less" | "lessOrEqual"> {
  return {
    add: (a, b, site) => integers.add(heap, a, b, site),
    subtract: (a, b, site) => integers.subtract(heap, a, b, site),
    multiply: (a, b, site) => integers.multiply(heap, a, b, site),
    divide: (a, b, site) => integers.divide(heap, a, b, site),
    modulo: (a, b, site) => integers.modulo(heap, a, b, site),
    power: (a, b, site) => integers.power(heap, a, b, site),
    negate: (a, site) => integers.negate(heap, a, site),
    less: (a, b, site) => integers.less(heap, a, b, site),
    lessOrEqual: (a, b, site) => integers.lessOrEqual(heap, a, b, site),
  };
}

function textOperations(
  heap: Heap,
): Operations<"hashLow" | "hashHigh" | "permutedHash" | "print" | "show" | "read" | "statistics"> {
  return {
    hashLow: (v) => lowOf(heap, normalize(heap, v, NO_SITE)),
    hashHigh: (v) => highOf(heap, normalize(heap, v, NO_SITE)),
    permutedHash: (permutations) => permutedHash(heap, permutations),
    print: (v, width) => print(heap, v, width),
    show: (v) => showShort(heap, v),
    read: (text) => read(heap, text),
    statistics: () => ({ values: heap.shared?.values ?? heap.live, words: heap.shared?.words ?? heap.top }),
  };
}

function collectionOperations(heap: Heap): Operations<"keepAll" | "hold" | "collectIfDue" | "collect" | "collections"> {
  return {
    keepAll: () => keepAll(heap),
    hold: (holder) => hold(heap, holder),
    collectIfDue: () => collectIfDue(heap),
    collect: () => collect(heap),
    collections: () => heap.collections,
  };
}

function sharingOperations(heap: Heap): Operations<"beginSharing" | "endSharing" | "joinSharing" | "isFilling"> {
  return {
    beginSharing: () => beginSharing(heap),
    endSharing: (areOthersAtRest) => endSharing(heap, areOthersAtRest),
    joinSharing: (memory) => joinSharing(heap, memory),
    isFilling: () => heap.shared?.isFilling(heap) === true,
  };
}
