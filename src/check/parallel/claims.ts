/**
 * The new states of one round, as fingerprints, each claimed by the state with the smallest number that leads to it: so
 * the claim that is left in the end is the one that a single thread would have made, whoever was faster.
 *
 * A table with open addressing in shared memory; slots are three words: low, high, and the number of the parent + 1.
 * Nothing is taken out during a round, and a claim of a state before the round's first one is as good as an empty slot, so
 * that nothing need be cleared. Among the successors of one state the first claims: it is expanded by one thread.
 */
import { firstSlot } from "../fingerprint-table.ts";
import type { RoundParents } from "./round-parents.ts";

const SLOT_WORDS = 3;
const PARENT = 2;
/** In the place of a claim: its fingerprint is being written. */
const BUSY = -1;

export function claimsBytes(slots: number): number {
  return slots * SLOT_WORDS * Int32Array.BYTES_PER_ELEMENT;
}

export class Claims {
  readonly #words: Int32Array;
  readonly #mask: number;
  readonly #parents: RoundParents;
  #first = 0;

  constructor(memory: SharedArrayBuffer, parents: RoundParents) {
    this.#words = new Int32Array(memory);
    this.#mask = this.#words.length / SLOT_WORDS - 1;
    this.#parents = parents;
  }

  get slots(): number {
    return this.#mask + 1;
  }

  /** A round of states from number `first` on begins. */
  begin(first: number): void {
    this.#first = first;
  }

  /** Forgets claims of states that will be expanded again: while no thread claims. */
  clear(): void {
    this.#words.fill(0);
  }

  /** The slot of the claim; -1 when a state with a smaller number, or the same one, has claimed it. */
  claim(low: number, high: number, parent: number): number {
    const words = this.#words;
    let slot = firstSlot(low, high, this.#mask);
    for (;;) {
      const at = slot * SLOT_WORDS;
      const claimed = Atomics.load(words, at + PARENT);
      if (claimed === BUSY) continue;
      if (claimed <= this.#first) {
        if (Atomics.compareExchange(words, at + PARENT, claimed, BUSY) !== claimed) continue;
        words[at] = low;
        words[at + 1] = high;
        Atomics.store(words, at + PARENT, parent + 1);
        this.#parents.find(parent);
        return slot;
      }
      if (words[at] === low && words[at + 1] === high) return this.#claimFrom(claimed, slot, parent);
      slot = (slot + 1) & this.#mask;
    }
  }

  #claimFrom(claimed: number, slot: number, parent: number): number {
    const at = slot * SLOT_WORDS + PARENT;
    while (claimed > parent + 1) {
      const before = Atomics.compareExchange(this.#words, at, claimed, parent + 1);
      if (before === claimed) {
        this.#parents.lose(claimed - 1);
        this.#parents.find(parent);
        return slot;
      }
      claimed = before;
    }
    return -1;
  }

  /** Whose claim it is; for good when the round is over. */
  parent(slot: number): number {
    return Atomics.load(this.#words, slot * SLOT_WORDS + PARENT) - 1;
  }

  low(slot: number): number {
    return this.#words[slot * SLOT_WORDS]!;
  }

  high(slot: number): number {
    return this.#words[slot * SLOT_WORDS + 1]!;
  }
}
