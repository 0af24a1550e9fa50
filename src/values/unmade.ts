/**
 * Next values that are described, and not made before somebody wants them: a set with one element more or less, a function
 * with one value replaced, a sequence with one appended. Their hashes follow from those of the parts, so whoever explores
 * knows the fingerprint of a successor before it exists. Most successors have been met before, and then nothing is looked
 * for in the intern table and nothing is made.
 *
 * There is one description for each variable, that of the successor which is being determined. The `...Later` functions
 * are their namesakes, but give 0 and write the description instead of making a new value; where there is nothing to put
 * off, or an operand is of an unusual kind, they give the value. A description is good until the variable is determined
 * anew, or values are given back.
 */
import { positionIn } from "./elements.ts";
import * as functions from "./functions.ts";
import { elementAt, type Heap, isInterned, isLazy, kindOfInterned } from "./heap.ts";
import * as intern from "./intern.ts";
import { normalize } from "./normal-form.ts";
import * as sequences from "./sequences.ts";
import * as sets from "./set-operations.ts";
import { positionOfArgument } from "./tables.ts";
import { Kind, type Site, type Value } from "./types.ts";

/** Words of a description, a power of two: which change, of what, where, the new part, the hash, the value once made. */
const WORDS_SHIFT = 3;
const OLD = 1;
const POSITION = 2;
const PART = 3;
const LOW = 4;
const HIGH = 5;
const MADE = 6;

const Change = { added: 0, removed: 1, replaced: 2, appended: 3 } as const;

/** In place of a value that was not made. */
const UNMADE = 0;

function describe(
  heap: Heap,
  variable: number,
  change: number,
  old: Value,
  position: number,
  part: Value,
  low: number,
  high: number,
): Value {
  const row = variable << WORDS_SHIFT;
  if (row >= heap.unmade.length) reserve(heap, row);
  const { unmade } = heap;
  unmade[row] = change;
  unmade[row + OLD] = old;
  unmade[row + POSITION] = position;
  unmade[row + PART] = part;
  unmade[row + LOW] = low;
  unmade[row + HIGH] = high;
  unmade[row + MADE] = UNMADE;
  return UNMADE;
}

function reserve(heap: Heap, row: number): void {
  const larger = new Int32Array(row * 2);
  larger.set(heap.unmade);
  heap.unmade = larger;
}

function isListed(heap: Heap, s: Value): boolean {
  return isInterned(s) && kindOfInterned(heap, s) === Kind.Set;
}

export function setAddLater(heap: Heap, variable: number, s: Value, e: Value, site: Site): Value {
  if (!isListed(heap, s) || isLazy(e)) return sets.setAdd(heap, s, e, site);
  if (positionIn(heap, s, e) >= 0) return s;
  return describe(heap, variable, Change.added, s, 0, e, intern.lowWith(heap, s, e), intern.highWith(heap, s, e));
}

export function setRemoveLater(heap: Heap, variable: number, s: Value, e: Value, site: Site): Value {
  const position = isListed(heap, s) && !isLazy(e) ? positionIn(heap, s, e) : -1;
  // What is not in the set may be of a kind that is refused.
  if (position < 0) return sets.setRemove(heap, s, e, site);
  sets.refuseMixingWith(heap, s, e, site);
  return describe(
    heap,
    variable,
    Change.removed,
    s,
    position,
    0,
    intern.lowWithout(heap, s, e),
    intern.highWithout(heap, s, e),
  );
}

export function replaceAtLater(heap: Heap, variable: number, f: Value, position: number, v: Value, site: Site): Value {
  const value = isLazy(v) ? normalize(heap, v, site) : v;
  if (elementAt(heap, f, position) === value) return f;
  return describe(
    heap,
    variable,
    Change.replaced,
    f,
    position,
    value,
    intern.lowReplaced(heap, f, position, value),
    intern.highReplaced(heap, f, position, value),
  );
}

export function updateLater(heap: Heap, variable: number, f: Value, x: Value, v: Value, site: Site): Value {
  const position = functions.isTable(heap, f) && !isLazy(x) ? positionOfArgument(heap, f, x) : -1;
  // What is not in the domain may be no argument at all, which is refused.
  if (position < 0) return functions.update(heap, f, x, v, site);
  return replaceAtLater(heap, variable, f, position, v, site);
}

export function appendLater(heap: Heap, variable: number, s: Value, e: Value, site: Site): Value {
  if (!isInterned(s) || kindOfInterned(heap, s) !== Kind.Tuple || isLazy(e)) return sequences.append(heap, s, e, site);
  return describe(
    heap,
    variable,
    Change.appended,
    s,
    0,
    e,
    intern.lowAppended(heap, s, e),
    intern.highAppended(heap, s, e),
  );
}

/** Half of the hash of the value that is described for this variable. */
export function lowOfUnmade(heap: Heap, variable: number): number {
  return heap.unmade[(variable << WORDS_SHIFT) + LOW];
}

export function highOfUnmade(heap: Heap, variable: number): number {
  return heap.unmade[(variable << WORDS_SHIFT) + HIGH];
}

/** Makes the values that a state lacks. */
export function complete(heap: Heap, state: Int32Array): void {
  for (let variable = 0; variable < state.length; variable++) {
    if (state[variable] === UNMADE) state[variable] = made(heap, variable);
  }
}

/** The value that is described, made the first time: several successors may share it. */
function made(heap: Heap, variable: number): Value {
  const row = variable << WORDS_SHIFT;
  const known = heap.unmade[row + MADE];
  if (known !== UNMADE) return known;
  const result = make(heap, row);
  heap.unmade[row + MADE] = result;
  return result;
}

function make(heap: Heap, row: number): Value {
  const { unmade } = heap;
  const old = unmade[row + OLD];
  switch (unmade[row]) {
    case Change.added:
      return intern.internWith(heap, old, unmade[row + PART]);
    case Change.removed:
      return intern.internWithout(heap, old, unmade[row + POSITION]);
    case Change.replaced:
      return intern.internReplaced(heap, old, unmade[row + POSITION], unmade[row + PART]);
    default:
      return intern.internAppended(heap, old, unmade[row + PART]);
  }
}
