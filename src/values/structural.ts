/**
 * Sets and maps over plain JavaScript data which compare elements and keys by structure: what `toJavaScript` returns
 * for TLA+ sets and functions, so that `view.msgs.has({ type: "Commit" })` means what it says. They are read-only.
 */

/** Text that is the same exactly for data that is the same: the order of object keys, sets and maps does not matter. */
export function structuralKey(data: unknown): string {
  switch (typeof data) {
    case "string":
      return JSON.stringify(data);
    case "number":
      return Number.isSafeInteger(data) ? String(data + 0) : `#${data}`;
    case "bigint":
      return data.toString();
    case "object":
      return data === null ? "null" : objectKey(data);
    default:
      return String(data);
  }
}

function objectKey(data: object): string {
  if (Array.isArray(data)) return `[${data.map(structuralKey).join()}]`;
  if (isSetLike(data)) return `{${[...data].map(structuralKey).sort().join()}}`;
  const entries = isMapLike(data)
    ? [...data].map(([key, value]) => `${structuralKey(key)}:${structuralKey(value)}`)
    : Object.entries(data).map(([key, value]) => `${structuralKey(key)}:${structuralKey(value)}`);
  return `(${entries.sort().join()})`;
}

/** JavaScript's own, of any realm, or the structural one. */
export function isSetLike(data: unknown): data is Iterable<unknown> {
  return data instanceof StructuralSet || Object.prototype.toString.call(data) === "[object Set]";
}

export function isMapLike(data: unknown): data is Iterable<readonly [unknown, unknown]> {
  return data instanceof StructuralMap || Object.prototype.toString.call(data) === "[object Map]";
}

/** An immutable set of data; iteration follows the order of construction. */
export class StructuralSet<T> implements Iterable<T> {
  readonly #elements = new Map<string, T>();

  constructor(elements: Iterable<T> = []) {
    for (const element of elements) {
      const key = structuralKey(element);
      if (!this.#elements.has(key)) this.#elements.set(key, element);
    }
  }

  get size(): number {
    return this.#elements.size;
  }

  has(element: unknown): boolean {
    return this.#elements.has(structuralKey(element));
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#elements.values();
  }

  values(): IterableIterator<T> {
    return this.#elements.values();
  }

  forEach(visit: (element: T) => void): void {
    for (const element of this) visit(element);
  }

  some(test: (element: T) => boolean): boolean {
    return [...this].some(test);
  }

  every(test: (element: T) => boolean): boolean {
    return [...this].every(test);
  }

  filter(test: (element: T) => boolean): StructuralSet<T> {
    return new StructuralSet([...this].filter(test));
  }

  map<U>(change: (element: T) => U): StructuralSet<U> {
    return new StructuralSet([...this].map(change));
  }

  /** For JSON and test reports. */
  toJSON(): T[] {
    return [...this];
  }
}

/** An immutable map from data to data; iteration follows the order of construction. */
export class StructuralMap<K, V> implements Iterable<[K, V]> {
  readonly #entries = new Map<string, [K, V]>();

  constructor(entries: Iterable<readonly [K, V]> = []) {
    for (const [key, value] of entries) this.#entries.set(structuralKey(key), [key, value]);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: unknown): boolean {
    return this.#entries.has(structuralKey(key));
  }

  get(key: unknown): V | undefined {
    return this.#entries.get(structuralKey(key))?.[1];
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#entries.values();
  }

  entries(): IterableIterator<[K, V]> {
    return this.#entries.values();
  }

  keys(): K[] {
    return [...this].map(([key]) => key);
  }

  values(): V[] {
    return [...this].map(([, value]) => value);
  }

  /** For JSON and test reports. */
  toJSON(): [K, V][] {
    return [...this];
  }
}
