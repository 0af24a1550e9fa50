/**
 * The states that wait (state-queue.ts) as other threads see them: within a round they read those that are expanded,
 * between rounds they write new ones, each its own.
 */
export class SharedQueue {
  readonly #width: number;
  #words: Int32Array = new Int32Array(0);
  #mask = 0;

  /** The memory of a `StateQueue` for states of so many variables. */
  constructor(memory: SharedArrayBuffer, width: number) {
    this.#width = width;
    this.move(memory);
  }

  /** The queue is somewhere else now. */
  move(memory: SharedArrayBuffer): void {
    this.#words = new Int32Array(memory);
    this.#mask = this.#words.length / this.#width - 1;
  }

  read(number: number, state: Int32Array): void {
    const at = (number & this.#mask) * this.#width;
    for (let i = 0; i < this.#width; i++) state[i] = this.#words[at + i]!;
  }

  write(number: number, state: Int32Array): void {
    const at = (number & this.#mask) * this.#width;
    for (let i = 0; i < this.#width; i++) this.#words[at + i] = state[i]!;
  }
}
