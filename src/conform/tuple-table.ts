/**
 * Numbers tuples of int32 from 0 in order of arrival: the hash table under states, transitions and remembered steps.
 *
 * Open addressing with linear probing over one pool; tuples of one table may differ in length.
 */

function mix(h: number, x: number): number {
  h = Math.imul(h ^ x, 0x9e3779b1);
  return (h ^ (h >>> 15)) | 0;
}

export class TupleTable {
  /** Number of tuples. */
  size = 0;
  /** True when the last `intern` met a new tuple. */
  wasNew = false;
  #pool = new Int32Array(1 << 12);
  #top = 0;
  /** Offset of each tuple in the pool; one extra entry marks the end of the last. */
  #offsets = new Int32Array(1 << 9);
  #slots = new Int32Array(1 << 10);

  /** The number of the tuple in `buffer[start .. start + length)`, interning it when new. */
  intern(buffer: ArrayLike<number>, start: number, length: number): number {
    let h = length;
    for (let i = 0; i < length; i++) h = mix(h, buffer[start + i]!);
    const mask = this.#slots.length - 1;
    let p = (h ^ (h >>> 16)) & mask;
    for (let entry = this.#slots[p]!; entry !== 0; entry = this.#slots[p]!) {
      if (this.#matches(entry - 1, buffer, start, length)) {
        this.wasNew = false;
        return entry - 1;
      }
      p = (p + 1) & mask;
    }
    this.wasNew = true;
    return this.#insert(p, buffer, start, length);
  }

  /** Component i of tuple `id`. */
  at(id: number, i: number): number {
    return this.#pool[this.#offsets[id]! + i]!;
  }

  /** A copy of tuple `id`. */
  get(id: number): Int32Array {
    return this.#pool.slice(this.#offsets[id]!, this.#offsets[id + 1]!);
  }

  /** Tuple `id` without copying; the next `intern` may make it stale. */
  view(id: number): Int32Array {
    return this.#pool.subarray(this.#offsets[id]!, this.#offsets[id + 1]!);
  }

  /** Calls `visit` with the components of all tuples from this place on. */
  forEachFrom(place: number, visit: (word: number) => void): void {
    for (let id = 0; id < this.size; id++) {
      const end = this.#offsets[id + 1]!;
      for (let i = this.#offsets[id]! + place; i < end; i++) visit(this.#pool[i]!);
    }
  }

  #matches(id: number, buffer: ArrayLike<number>, start: number, length: number): boolean {
    const offset = this.#offsets[id]!;
    if (this.#offsets[id + 1]! - offset !== length) return false;
    for (let i = 0; i < length; i++) if (this.#pool[offset + i] !== buffer[start + i]) return false;
    return true;
  }

  #insert(slot: number, buffer: ArrayLike<number>, start: number, length: number): number {
    while (this.#top + length > this.#pool.length) this.#pool = grown(this.#pool);
    if (this.size + 2 > this.#offsets.length) this.#offsets = grown(this.#offsets);
    for (let i = 0; i < length; i++) this.#pool[this.#top + i] = buffer[start + i]!;
    const id = this.size++;
    this.#top += length;
    this.#offsets[id + 1] = this.#top;
    this.#slots[slot] = id + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      const start = this.#offsets[id]!;
      const end = this.#offsets[id + 1]!;
      let h = end - start;
      for (let i = start; i < end; i++) h = mix(h, this.#pool[i]!);
      let p = (h ^ (h >>> 16)) & mask;
      while (slots[p] !== 0) p = (p + 1) & mask;
      slots[p] = id + 1;
    }
    this.#slots = slots;
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
