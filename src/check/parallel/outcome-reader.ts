/** Reads the outcome of an expansion (link.ts) in place: the head, the candidates one after the other, the actions. */
import { Candidate, Outcome } from "./link.ts";
import { endOfState } from "./state-words.ts";

export class OutcomeReader {
  words: Int32Array = new Int32Array(0);
  /** Derivations of successors. */
  generated = 0;
  /** Distinct steps to other states, if they are counted. */
  transitions = 0;
  // ---- the candidate that is shown
  low = 0;
  high = 0;
  ordinal = 0;
  action = 0;
  /** Where its state stands among the words, -1 when it is not there. */
  stateAt = -1;
  readonly #width: number;
  /** Candidates that were not shown yet, and where the next one begins. */
  #left = 0;
  #at = 0;

  constructor(width: number) {
    this.#width = width;
  }

  begin(words: Int32Array): void {
    this.words = words;
    this.generated = words[Outcome.Generated]!;
    this.transitions = words[Outcome.Transitions]!;
    this.#left = words[Outcome.Candidates]!;
    this.#at = Outcome.Head;
  }

  /** Shows the next candidate; false when there is none. */
  next(): boolean {
    if (this.#left-- === 0) return false;
    const { words } = this;
    const at = this.#at;
    this.low = words[at + Candidate.Low]!;
    this.high = words[at + Candidate.High]!;
    this.ordinal = words[at + Candidate.Ordinal]!;
    this.action = words[at + Candidate.Action]!;
    this.#at = at + Candidate.Words;
    this.stateAt = words[at + Candidate.HasState] === 1 ? this.#at : -1;
    if (this.stateAt >= 0) this.#at = endOfState(words, this.stateAt, this.#width);
    return true;
  }

  /** After the last candidate: the actions that were taken, with their derivations. */
  forEachAction(visit: (action: number, taken: number) => void): void {
    const count = this.words[this.#at]!;
    for (let i = 0; i < count; i++) visit(this.words[this.#at + 1 + 2 * i]!, this.words[this.#at + 2 + 2 * i]!);
  }
}
