/**
 * Structural hashes of values under permutations of atoms: the hash that the image of a value would have, without
 * building the image. Hashes are additive (`hashing.ts`), so the image's elements may come in any order.
 *
 * Images of parts are remembered in one direct-mapped cache for all permutations: what falls out is computed again.
 */
import { mixHigh, mixLow, pairHigh, pairLow } from "./hashing.ts";
import { SEED_FUNCTION_HIGH, SEED_FUNCTION_LOW, SEED_SET_HIGH, SEED_SET_LOW } from "./hashing.ts";
import { auxOf, elementAt, type Heap, isInterned, kindOfInterned, lengthOf } from "./heap.ts";
import { highOf, lowOf } from "./intern.ts";
import { Kind, type PermutedHash, type Value } from "./types.ts";

/** Entries of four words each: value, number of the permutation + 1, low, high. */
const CACHE_ENTRIES = 1 << 16;

/** Hashes under each of the permutations; atoms that a permutation does not name stay as they are. */
export function permutedHash(heap: Heap, permutations: readonly ReadonlyMap<Value, Value>[]): PermutedHash {
  return new Hasher(heap, permutations);
}

class Hasher implements PermutedHash {
  low = 0;
  high = 0;
  readonly #heap: Heap;
  readonly #permutations: readonly ReadonlyMap<Value, Value>[];
  readonly #cache = new Int32Array(CACHE_ENTRIES * 4);

  constructor(heap: Heap, permutations: readonly ReadonlyMap<Value, Value>[]) {
    this.#heap = heap;
    this.#permutations = permutations;
  }

  forget(): void {
    this.#cache.fill(0);
  }

  of(v: Value, permutation: number): void {
    const heap = this.#heap;
    if (!isInterned(v)) return this.#set(lowOf(heap, v), highOf(heap, v));
    switch (kindOfInterned(heap, v)) {
      case Kind.ModelValue: {
        const image = this.#permutations[permutation]!.get(v) ?? v;
        return this.#set(lowOf(heap, image), highOf(heap, image));
      }
      case Kind.Set:
      case Kind.Tuple:
      case Kind.Record:
      case Kind.Function:
        return this.#ofCompound(v, permutation);
      default:
        return this.#set(lowOf(heap, v), highOf(heap, v));
    }
  }

  #set(low: number, high: number): void {
    this.low = low;
    this.high = high;
  }

  #ofCompound(v: Value, permutation: number): void {
    const cache = this.#cache;
    const at = (((v >> 1) + Math.imul(permutation, 0x9e3779b1)) & (CACHE_ENTRIES - 1)) << 2;
    if (cache[at] === v && cache[at + 1] === permutation + 1) return this.#set(cache[at + 2]!, cache[at + 3]!);
    if (kindOfInterned(this.#heap, v) === Kind.Set) this.#ofSet(v, permutation);
    else this.#ofFunction(v, permutation);
    cache[at] = v;
    cache[at + 1] = permutation + 1;
    cache[at + 2] = this.low;
    cache[at + 3] = this.high;
  }

  #ofSet(v: Value, permutation: number): void {
    let low = SEED_SET_LOW;
    let high = SEED_SET_HIGH;
    for (let i = 0; i < lengthOf(this.#heap, v); i++) {
      this.of(elementAt(this.#heap, v, i), permutation);
      low = (low + mixLow(this.low)) | 0;
      high = (high + mixHigh(this.high)) | 0;
    }
    this.#set(low, high);
  }

  /** A tuple, record or function: arguments are permuted too. */
  #ofFunction(v: Value, permutation: number): void {
    const domain = auxOf(this.#heap, v);
    let low = SEED_FUNCTION_LOW;
    let high = SEED_FUNCTION_HIGH;
    for (let i = 0; i < lengthOf(this.#heap, v); i++) {
      if (domain === 0) this.#set(i + 1, i + 1);
      else this.of(elementAt(this.#heap, domain, i), permutation);
      const keyLow = this.low;
      const keyHigh = this.high;
      this.of(elementAt(this.#heap, v, i), permutation);
      low = (low + pairLow(keyLow, this.low)) | 0;
      high = (high + pairHigh(keyHigh, this.high)) | 0;
    }
    this.#set(low, high);
  }
}
