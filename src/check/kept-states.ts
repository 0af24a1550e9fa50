/**
 * The states that an exploration found, by number: kept only for specifications that ask for the behaviour that led to
 * a state (`Trace` of TLCExt).
 */
import type { Value } from "../values/types.ts";
import { resized } from "./growing-array.ts";

export class KeptStates {
  readonly #width: number;
  #values = new Int32Array(1 << 10);

  constructor(width: number) {
    this.#width = width;
  }

  keep(number: number, state: Int32Array): void {
    const end = (number + 1) * this.#width;
    if (end > this.#values.length) this.#values = resized(this.#values, end * 2);
    this.#values.set(state, number * this.#width);
  }

  visitValues(visit: (v: Value) => void): void {
    this.#values.forEach((v) => visit(v));
  }

  state(number: number): Int32Array {
    return this.#values.slice(number * this.#width, (number + 1) * this.#width);
  }
}
