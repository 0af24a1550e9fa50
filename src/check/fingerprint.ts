/**
 * 64-bit fingerprint of a state: exclusive or over the variables of a mix of the variable's position and its value's
 * structural hash, so that it depends on nothing but the values and is the same in every process.
 *
 * The parts of the state that is being expanded are kept: most successors change few variables, and those that keep
 * their handle keep their part.
 */
import type { Store } from "../values/types.ts";
import type { Symmetry } from "./symmetry.ts";

/** Finaliser of MurmurHash3 (Appleby). */
function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function lowPart(hash: number, slot: number): number {
  return finish((hash + Math.imul(slot + 1, 0x9e3779b1)) | 0);
}

function highPart(hash: number, slot: number): number {
  return finish((hash + Math.imul(slot + 1, 0x7feb352d)) | 0);
}

export class Fingerprint {
  low = 0;
  high = 0;
  readonly #store: Store;
  /** The state being expanded, the parts of its variables, and their exclusive or. */
  #base = new Int32Array(0);
  #lowParts = new Int32Array(0);
  #highParts = new Int32Array(0);
  #baseLow = 0;
  #baseHigh = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  ofState(state: Int32Array): void {
    let low = 0;
    let high = 0;
    for (let i = 0; i < state.length; i++) {
      const value = state[i]!;
      low ^= lowPart(this.#store.hashLow(value), i);
      high ^= highPart(this.#store.hashHigh(value), i);
    }
    this.low = low;
    this.high = high;
  }

  /** From now on `ofSuccessor` is asked about successors of this state. */
  expand(state: Int32Array): void {
    if (this.#base.length !== state.length) {
      this.#base = new Int32Array(state.length);
      this.#lowParts = new Int32Array(state.length);
      this.#highParts = new Int32Array(state.length);
    }
    let low = 0;
    let high = 0;
    for (let i = 0; i < state.length; i++) {
      const value = state[i]!;
      this.#base[i] = value;
      low ^= this.#lowParts[i] = lowPart(this.#store.hashLow(value), i);
      high ^= this.#highParts[i] = highPart(this.#store.hashHigh(value), i);
    }
    this.#baseLow = low;
    this.#baseHigh = high;
  }

  /** The same as `ofState`, by the variables that differ from the state being expanded. */
  ofSuccessor(next: Int32Array): void {
    const base = this.#base;
    let low = this.#baseLow;
    let high = this.#baseHigh;
    for (let i = 0; i < next.length; i++) {
      const value = next[i]!;
      if (value === base[i]) continue;
      low ^= this.#lowParts[i]! ^ lowPart(this.#store.hashLow(value), i);
      high ^= this.#highParts[i]! ^ highPart(this.#store.hashHigh(value), i);
    }
    this.low = low;
    this.high = high;
  }

  /** The same for all states of one orbit. */
  ofLeastImage(state: Int32Array, symmetry: Symmetry): void {
    let low = 0;
    let high = 0;
    let left = symmetry.begin();
    for (let i = 0; i < state.length; i++) {
      left = symmetry.next(left, state[i]!);
      low ^= lowPart(symmetry.low, i);
      high ^= highPart(symmetry.high, i);
    }
    this.low = low;
    this.high = high;
  }
}
