/**
 * Does something again and again, less and less often, until it is told to stop. The delays double up to a limit and
 * have a random part, so that processes which came back at the same moment do not keep step with each other.
 */

import type { Context, TimerHandle } from "lockstep";

export interface RetryDelays {
  readonly firstMillis: number;
  readonly maxMillis: number;
}

export class Retry {
  readonly #context: Pick<Context, "timer" | "cancel" | "randomBelow">;
  readonly #attempt: () => void;
  readonly #maxMillis: number;
  #delayMillis: number;
  #timer: TimerHandle | undefined;

  /** The first attempt is the caller's; `attempt` is what happens after each delay. */
  constructor(context: Pick<Context, "timer" | "cancel" | "randomBelow">, delays: RetryDelays, attempt: () => void) {
    this.#context = context;
    this.#attempt = attempt;
    this.#delayMillis = delays.firstMillis;
    this.#maxMillis = delays.maxMillis;
    this.#schedule();
  }

  stop(): void {
    if (this.#timer !== undefined) this.#context.cancel(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    const half = this.#delayMillis * (MICROS_PER_MILLI / 2);
    this.#timer = this.#context.timer(half + this.#context.randomBelow(half), () => {
      this.#schedule();
      this.#attempt();
    });
    this.#delayMillis = Math.min(this.#delayMillis * 2, this.#maxMillis);
  }
}

export const MICROS_PER_MILLI = 1000;
