/**
 * Structural hashes: two independent 32-bit halves per value that depend on the value only, never on a handle.
 *
 * Compound values hash additively: a set is the sum of its elements mixed, a function the sum of its (argument, result)
 * pairs mixed. Adding an element, replacing a result, appending: each is one addition to the hash of the old value, so
 * the store can look for the result before it builds it. The finalisers are bijections on 32 bits (lowbias32 by
 * C. Wellons, fmix32 of MurmurHash3), so that atoms of one kind never collide in a half because of mixing.
 *
 * Everything stays int32: leaving that range costs heap numbers.
 */

/** Finaliser of the low half. */
export function mixLow(h: number): number {
  let x = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

/** Finaliser of the high half. */
export function mixHigh(h: number): number {
  let x = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** The hashes of the integers that specifications are full of; V8 has no room to inline their computation everywhere. */
const TABULATED = 1 << 10;
const tabulatedLow = Int32Array.from({ length: TABULATED }, (_, n) => computedLow(n));
const tabulatedHigh = Int32Array.from({ length: TABULATED }, (_, n) => computedHigh(n));

export function integerLow(n: number): number {
  return n >>> 0 < TABULATED ? tabulatedLow[n] : computedLow(n);
}

export function integerHigh(n: number): number {
  return n >>> 0 < TABULATED ? tabulatedHigh[n] : computedHigh(n);
}

function computedLow(n: number): number {
  return mixLow(n ^ 0x2545f491);
}

function computedHigh(n: number): number {
  return mixHigh((n + 0x5bd1e995) | 0);
}

/** One pair of a function; `key` is the hash of the argument, or the position in a tuple. Not symmetric. */
export function pairLow(key: number, value: number): number {
  return mixLow((Math.imul(key, 0x9e3779b1) + value) | 0);
}

export function pairHigh(key: number, value: number): number {
  return mixHigh((Math.imul(key, 0xb55a4f09) + value) | 0);
}

export const SEED_SET_LOW = 0x3c6ef372 | 0;
export const SEED_SET_HIGH = 0x1f83d9ab | 0;
export const SEED_FUNCTION_LOW = 0xa54ff53a | 0;
export const SEED_FUNCTION_HIGH = 0x5be0cd19 | 0;

/** Seeds of atoms that are hashed through their text. */
export const SEED_STRING = 0x510e527f | 0;
export const SEED_MODEL_VALUE = 0x9b05688c | 0;
export const SEED_LARGE_INTEGER = 0x428a2f98 | 0;
export const SEED_BOOLEAN = 0x71374491 | 0;

export function textLow(seed: number, text: string): number {
  let h = (seed ^ text.length) | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) + (h >>> 17);
  return mixLow(h | 0);
}

export function textHigh(seed: number, text: string): number {
  let h = (seed + Math.imul(text.length, 0x27d4eb2f)) | 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 0x5bd1e995) ^ text.charCodeAt(i)) + (h >>> 13);
  return mixHigh(h | 0);
}
