/** Integers appended one by one to a typed array that doubles: four bytes each, where an Array may take eight or more. */
export class GrowingArray {
  length = 0;
  #items: Int32Array<ArrayBuffer>;

  constructor(capacity = 1 << 10) {
    this.#items = new Int32Array(capacity);
  }

  push(item: number): void {
    if (this.length === this.#items.length) this.#items = resized(this.#items, this.length * 2);
    this.#items[this.length++] = item;
  }

  get(index: number): number {
    return this.#items[index]!;
  }

  set(index: number, item: number): void {
    this.#items[index] = item;
  }

  /** What was pushed so far, as a view that is good until the next push. */
  view(): Int32Array {
    return this.#items.subarray(0, this.length);
  }
}

/** The array with another length: cut, or filled up with zeros. */
export function resized(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(length);
  result.set(array.length > length ? array.subarray(0, length) : array);
  return result;
}

/** The same in memory that threads share. */
export function resizedShared(array: Int32Array, length: number): Int32Array<SharedArrayBuffer> {
  const result = new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
  result.set(array.length > length ? array.subarray(0, length) : array);
  return result;
}
