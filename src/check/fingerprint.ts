/**
 * 64-bit fingerprint of a state: exclusive or over the variables of a mix of the variable's position and its value's
 * structural hash, so that it depends on nothing but the values and is the same in every process.
 */
import type { Store, Value } from "../values/types.ts";

/** Finaliser of MurmurHash3 (Appleby). */
function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export class Fingerprint {
  low = 0;
  high = 0;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  ofState(state: Int32Array): void {
    let low = 0;
    let high = 0;
    for (let i = 0; i < state.length; i++) {
      const value = state[i]!;
      low ^= finish((this.#store.hashLow(value) + Math.imul(i + 1, 0x9e3779b1)) | 0);
      high ^= finish((this.#store.hashHigh(value) + Math.imul(i + 1, 0x7feb352d)) | 0);
    }
    this.low = low | 0;
    this.high = high | 0;
  }

  ofValue(value: Value): void {
    this.low = finish(this.#store.hashLow(value)) | 0;
    this.high = finish(this.#store.hashHigh(value)) | 0;
  }
}
