/** Truth values for numbered things, packed: with up to eight values a thing takes one byte, with up to sixteen two. */
export class BitTable {
  readonly #stride: number;
  #bytes: Uint8Array<ArrayBuffer>;

  constructor(valuesPerThing: number) {
    this.#stride = (valuesPerThing + 7) >> 3;
    this.#bytes = new Uint8Array(this.#stride << 10);
  }

  /** Makes room for things with numbers below `things`. */
  reserve(things: number): void {
    if (things * this.#stride <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(things * this.#stride, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  set(thing: number, value: number): void {
    const at = thing * this.#stride + (value >> 3);
    this.#bytes[at] = this.#bytes[at]! | (1 << (value & 7));
  }

  get(thing: number, value: number): boolean {
    return (this.#bytes[thing * this.#stride + (value >> 3)]! & (1 << (value & 7))) !== 0;
  }

  get bytesPerThing(): number {
    return this.#stride;
  }
}
