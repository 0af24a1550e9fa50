/**
 * Counts distinct transitions between different states. Every state is expanded once, so the successors of one state
 * come together: a transition is new exactly when its target was not last reached from the same source. One word for
 * each state. (Rejected: a table of pairs, which costs several times as much.)
 */
import { resized } from "./growing-array.ts";

export class TransitionCounter {
  count = 0;
  /** Source + 1 of the last transition to each state; 0: none yet. */
  #lastSources = new Int32Array(1 << 12);

  add(from: number, to: number): void {
    if (from === to) return;
    if (to >= this.#lastSources.length) this.#grow(to);
    if (this.#lastSources[to] === from + 1) return;
    this.#lastSources[to] = from + 1;
    this.count++;
  }

  /** Distinct transitions from other states, counted elsewhere. */
  addAll(count: number): void {
    this.count += count;
  }

  #grow(to: number): void {
    let length = this.#lastSources.length * 2;
    while (length <= to) length *= 2;
    this.#lastSources = resized(this.#lastSources, length);
  }
}
