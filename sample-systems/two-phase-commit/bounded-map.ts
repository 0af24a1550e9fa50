/**
 * A map that remembers the last `capacity` keys that were put into it and forgets the oldest: for outcomes of finished
 * transactions, which are kept only to answer messages that come late.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  entries(): IterableIterator<[Key, Value]> {
    return this.#entries.entries();
  }
}
