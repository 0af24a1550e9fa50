/**
 * A map from which the entry that came first can be taken. A new iterator would pass by all entries that were deleted at the
 * front before it finds one; this one keeps its place.
 */
export class MapQueue<K, V> extends Map<K, V> {
  #front: MapIterator<[K, V]> | undefined;

  /** Takes out the entry that came first; undefined when there is none. */
  takeFirst(): [K, V] | undefined {
    if (this.size === 0) return undefined;
    this.#front ??= this.entries();
    let next = this.#front.next();
    // What was put in after an iterator ended is not seen by it.
    if (next.done === true) next = (this.#front = this.entries()).next();
    const [key] = next.value!;
    this.delete(key);
    return next.value;
  }
}
