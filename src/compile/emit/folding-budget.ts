/**
 * How long evaluating a constant at compile time may take. A constant in the text of a specification may stand behind a
 * guard that is never true, and then nobody may be kept waiting for it: TLC evaluates such text when it is reached, and
 * so does what is left in place here. Constant definitions of a module have no bound, as TLC evaluates them at its start.
 *
 * Emitted functions and the rounds of emitted loops are counted (`Unit.source`). Each constant that is given up halves
 * what the next may take, so that a thousand of them cost no more than two.
 */

/** Calls and rounds of loops that the first constant may take: a second when each makes a large value, mostly far less. */
export const FOLDING_STEPS_MAX = 262_144;

/** What every constant may take, however many were given up before. */
const FOLDING_STEPS_MIN = 4_096;

/** Thrown inside the evaluation of a constant that takes too long. */
export class FoldingGivenUp extends Error {}

export class FoldingBudget {
  private allowance = FOLDING_STEPS_MAX;
  private left = Infinity;

  /** Called by emitted code. A lazy set that was made while a constant was evaluated calls it later on, to no effect. */
  readonly step = (): void => {
    if (--this.left < 0) throw new FoldingGivenUp();
  };

  /** Runs a computation with a budget of its own; it may contain another. */
  run<T>(compute: () => T): T {
    const outer = this.left;
    this.left = this.allowance;
    try {
      return compute();
    } catch (error) {
      if (error instanceof FoldingGivenUp) this.allowance = Math.max(FOLDING_STEPS_MIN, this.allowance >> 1);
      throw error;
    } finally {
      this.left = outer;
    }
  }
}
