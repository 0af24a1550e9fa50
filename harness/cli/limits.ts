/**
 * The bounds on time and memory of a search. They are asked between slices of states, in the midst of a state that leads
 * to a great many others, and, for memory, before a large table of values grows within one evaluation.
 */
import { totalmem } from "node:os";
import type { Bound } from "../../src/check/types.ts";

/** The operating system is not asked more often how much memory the process has: that may take a millisecond. */
const millisBetweenLooks = 200;

export interface LimitOptions {
  /** Stop with verdict unknown after this time. */
  readonly secondsMax?: number;
  /** Stop with verdict unknown when the process takes more; three quarters of the machine's memory by default. */
  readonly megabytesMax?: number;
}

/** Beyond it the machine would begin to swap: tables double, so the next step may take a good deal more. */
function defaultMegabytesMax(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return (bytes / 2 ** 20) * 0.75;
}

export class Limits {
  readonly #deadline: number;
  readonly #bytesMax: number;
  #lookedAt = -Infinity;

  /** Time begins now. */
  constructor({ secondsMax = Infinity, megabytesMax = defaultMegabytesMax() }: LimitOptions = {}) {
    this.#deadline = performance.now() + secondsMax * 1000;
    this.#bytesMax = megabytesMax * 2 ** 20;
  }

  /** The bound that is reached, if one is. */
  readonly reached = (): Bound | undefined => {
    const now = performance.now();
    if (now > this.#deadline) return "time";
    if (now - this.#lookedAt < millisBetweenLooks) return undefined;
    this.#lookedAt = now;
    return this.hasRoomFor(0) ? undefined : "memory";
  };

  /** Whether so many bytes more stay within the bound. */
  readonly hasRoomFor = (bytes: number): boolean => process.memoryUsage.rss() + bytes <= this.#bytesMax;
}
