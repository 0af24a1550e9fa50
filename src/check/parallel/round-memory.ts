/**
 * What the threads of a divided exploration share: plain data, as threads can send it. Thread 0 leads (rounds.ts), the
 * others follow (follower.ts); all expand (expander.ts).
 */
import { boardBytes } from "./board.ts";
import { claimsBytes } from "./claims.ts";
import { totalsBytes } from "./expansion-log.ts";
import { parentsBytes } from "./round-parents.ts";

/** Memory of a fixed size. */
export interface RoundMemory {
  readonly giveStatesMin: number;
  /** Who does what (board.ts). */
  readonly board: SharedArrayBuffer;
  /** States found in this round (claims.ts). */
  readonly claims: SharedArrayBuffer;
  /** What became of each state of the round (round-parents.ts). */
  readonly parents: SharedArrayBuffer;
  /** Of each thread: states on their way to or from it (state-box.ts). */
  readonly boxes: readonly SharedArrayBuffer[];
  /** Of each thread: what it counted in this round (expansion-log.ts). */
  readonly totals: readonly SharedArrayBuffer[];
}

/** Memory that grows with the states found, and is somewhere else then. */
export interface FoundMemory {
  /** Counts up. */
  readonly version: number;
  /** The table of fingerprints (shared-fingerprints.ts), and what it was before, if it has to be placed anew. */
  readonly fingerprints: SharedArrayBuffer;
  readonly before?: SharedArrayBuffer;
  /** Of each state, which successor of its parent it was (ancestry.ts). */
  readonly ordinals: SharedArrayBuffer;
}

export interface RoundSizes {
  /** States that are expanded in one round, at most. */
  readonly roundStates: number;
  /** Room for new states of one round, a power of two. */
  readonly claimSlots: number;
  /** Room in a box. */
  readonly boxWords: number;
  /** A thread that has fewer states left gives none away: they are expanded sooner than sent. */
  readonly giveStatesMin: number;
}

export function createRoundMemory(threads: number, actions: number, sizes: RoundSizes): RoundMemory {
  const each = <T>(make: () => T): T[] => Array.from({ length: threads }, make);
  return {
    giveStatesMin: sizes.giveStatesMin,
    board: new SharedArrayBuffer(boardBytes(threads)),
    claims: new SharedArrayBuffer(claimsBytes(sizes.claimSlots)),
    parents: new SharedArrayBuffer(parentsBytes(sizes.roundStates)),
    boxes: each(() => new SharedArrayBuffer(sizes.boxWords * Int32Array.BYTES_PER_ELEMENT)),
    totals: each(() => new SharedArrayBuffer(totalsBytes(actions))),
  };
}
