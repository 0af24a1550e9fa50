/** First in, first out, over int32 words: the states that wait to be expanded. Space that was read is used again. */
export class StateQueue {
  readonly #width: number;
  #words: Int32Array<ArrayBuffer>;
  #head = 0;
  #size = 0;
  #capacity = 1 << 10;
  readonly #buffer: Int32Array;

  constructor(width: number) {
    this.#width = width;
    this.#words = new Int32Array(this.#capacity * width);
    this.#buffer = new Int32Array(width);
  }

  get size(): number {
    return this.#size;
  }

  push(state: Int32Array): void {
    if (this.#size === this.#capacity) this.#grow();
    const at = ((this.#head + this.#size) & (this.#capacity - 1)) * this.#width;
    for (let i = 0; i < this.#width; i++) this.#words[at + i] = state[i]!;
    this.#size++;
  }

  /** The oldest state, in a buffer that the next call uses again. */
  shift(): Int32Array {
    const at = this.#head * this.#width;
    for (let i = 0; i < this.#width; i++) this.#buffer[i] = this.#words[at + i]!;
    this.#head = (this.#head + 1) & (this.#capacity - 1);
    this.#size--;
    return this.#buffer;
  }

  /** Calls `visit` with each word of the states that wait. */
  forEachWord(visit: (word: number) => void): void {
    const end = (this.#head + this.#size) * this.#width;
    const { length } = this.#words;
    for (let at = this.#head * this.#width; at < end; at++) visit(this.#words[at < length ? at : at - length]!);
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 2);
    const cut = this.#head * this.#width;
    words.set(this.#words.subarray(cut), 0);
    words.set(this.#words.subarray(0, cut), this.#words.length - cut);
    this.#words = words;
    this.#head = 0;
    this.#capacity *= 2;
  }
}
