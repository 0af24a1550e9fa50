/**
 * What the threads of a divided exploration share: plain data, as threads can send it. Thread 0 leads (rounds.ts), the
 * others follow (follower.ts); all expand (expander.ts).
 */
import type { SharedValues } from "../../values/types.ts";
import { boardBytes } from "./board.ts";
import { claimsBytes } from "./claims.ts";
import { totalsBytes } from "./expansion-log.ts";
import { parentsBytes } from "./round-parents.ts";

/** Memory of a fixed size. */
export interface RoundMemory {
  readonly statesTaken: number;
  /** Who does what (board.ts). */
  readonly board: SharedArrayBuffer;
  /** States found in this round (claims.ts). */
  readonly claims: SharedArrayBuffer;
  /** What became of each state of the round (round-parents.ts). */
  readonly parents: SharedArrayBuffer;
  /** Of each thread: what it counted in this round (expansion-log.ts). */
  readonly totals: readonly SharedArrayBuffer[];
}

/** Memory that grows with the states found and the values made, and is somewhere else then. */
export interface FoundMemory {
  /** Counts up. */
  readonly version: number;
  /** The table of fingerprints (shared-fingerprints.ts), and what it was before, if it has to be placed anew. */
  readonly fingerprints: SharedArrayBuffer;
  readonly before?: SharedArrayBuffer;
  /** Of each state, which successor of its parent it was (ancestry.ts). */
  readonly ordinals: SharedArrayBuffer;
  /** States that wait (state-queue.ts). */
  readonly queue: SharedArrayBuffer;
  readonly values: SharedValues;
}

export interface RoundSizes {
  /** States that are expanded in one round, at most. */
  readonly roundStates: number;
  /** Room for new states of one round, a power of two. */
  readonly claimSlots: number;
  /** States that a thread takes at once: neighbours have much in common, but in the end all wait for whoever has the last. */
  readonly statesTaken: number;
}

export function createRoundMemory(threads: number, actions: number, sizes: RoundSizes): RoundMemory {
  return {
    statesTaken: sizes.statesTaken,
    board: new SharedArrayBuffer(boardBytes(threads)),
    claims: new SharedArrayBuffer(claimsBytes(sizes.claimSlots)),
    parents: new SharedArrayBuffer(parentsBytes(sizes.roundStates)),
    totals: Array.from({ length: threads }, () => new SharedArrayBuffer(totalsBytes(actions))),
  };
}
