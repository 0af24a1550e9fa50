/**
 * What an exploration and one of its expanders share: a stream in each direction, and a board of single words.
 *
 * Up go outcomes, one for each state that the expander expanded, in the order in which it got the states. Down go
 * verdicts, one record for each outcome, and states to be expanded.
 */
import { createStream } from "./record-stream.ts";

/** Plain data, as threads can send it. */
export interface Link {
  readonly up: SharedArrayBuffer;
  readonly down: SharedArrayBuffer;
  readonly board: SharedArrayBuffer;
}

/** Places on the board. */
export const Board = {
  /** Written by the expander: states that it has expanded so far (wraps around). */
  Expanded: 0,
  /** Written by the exploration: 1 when the candidates are to come with their states, so that others can take them. */
  AttachesStates: 1,
} as const;

/** What goes up. */
export const Outcome = {
  /** Places of the head: which of the two kinds below; derivations; distinct steps to other states; candidates. */
  Kind: 0,
  Generated: 1,
  Transitions: 2,
  Candidates: 3,
  /** Words of the head. The candidates follow, then how many actions were taken, and the number and derivations of each. */
  Head: 4,

  /** The state was expanded. */
  Expanded: 0,
  /** Something is wrong with the state or its successors: it follows, and whoever decides has to look for himself. */
  Suspicious: 1,
} as const;

/** Derivations that a word can count. A state that has more is handed back. */
export const COUNT_MAX = 2 ** 31 - 1;

/** Words of a candidate, a successor that may be new. Its state (state-words.ts) follows if it is attached. */
export const Candidate = { Low: 0, High: 1, Ordinal: 2, Action: 3, HasState: 4, Words: 5 } as const;

/** First word of what goes down. */
export const Order = {
  /** One word follows for each candidate of the oldest outcome without verdicts: 1 to expand it, 0 to drop it. */
  Verdicts: 0,
  /** A state to be expanded follows. */
  State: 1,
} as const;

/** Room in a stream: some thousand outcomes, or verdicts and states to work on for some milliseconds. */
const UP_WORDS = 1 << 20;
const DOWN_WORDS = 1 << 18;

export function createLink(): Link {
  return { up: createStream(UP_WORDS), down: createStream(DOWN_WORDS), board: new SharedArrayBuffer(64) };
}
