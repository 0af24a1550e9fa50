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
  const expand = seedrandom(expansionKey(canonicalSeed(seed)));
  return [expand.int32(), expand.int32(), expand.int32(), expand.int32()];
}

/**
 * The key of a seed. `seedrandom` (ARC4) repeats a short key and keeps the low eight bits of each character, so that "1" and "11",
 * or "A" and "\u0141", would be the same seed: the length in front and escapes keep them apart.
 */
function expansionKey(seed: string): string {
  const escaped = seed.replace(
    /[^ -[\]-~]/g,
    (character) => `\\${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped.length}:${escaped}`;
}
