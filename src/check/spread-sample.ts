/**
 * States that are kept of those that come one by one, evenly spread over them, when nobody knows how many will come: when
 * there are too many, every second one is dropped, and from then on every second one is taken.
 */
export class SpreadSample {
  readonly #statesMax: number;
  #kept: Int32Array[] = [];
  #stride = 1;
  #count = 0;

  constructor(statesMax: number) {
    this.#statesMax = statesMax;
  }

  get states(): readonly Int32Array[] {
    return this.#kept;
  }

  /** The state is kept as it is, and must not change. */
  add(state: Int32Array): void {
    if (this.#count++ % this.#stride !== 0) return;
    this.#kept.push(state);
    if (this.#kept.length <= this.#statesMax) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }
}
