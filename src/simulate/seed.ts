/**
 * Seeds: any string. A decimal or hexadecimal number is written in one way only (`0x10`, `16` and `016` are the same
 * seed), everything else stands for itself. The string is expanded once per run, by `seedrandom`, into the root from which every stream is forked.
 */

import seedrandom from "seedrandom";
import type { GeneratorState } from "./generator.ts";

export function canonicalSeed(seed: string): string {
  const trimmed = seed.trim();
  if (/^(?:[0-9]+|0[xX][0-9a-fA-F]+)$/.test(trimmed)) return BigInt(trimmed).toString();
  return seed;
}

/** 128 bits of root state. */
export function expandSeed(seed: string): GeneratorState {
  const expand = seedrandom(canonicalSeed(seed));
  return [expand.int32(), expand.int32(), expand.int32(), expand.int32()];
}
