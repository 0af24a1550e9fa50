/**
 * The level of each state of a breadth-first search: states are found in the order of their numbers, so the levels are
 * ranges of numbers.
 */
export class Levels {
  /** Of the state that was taken out last. */
  number = -1;
  level = 0;
  /** Number of the first state of the level after `level`. */
  #end = 0;
  #found = 0;

  /** One more state was found. */
  find(): void {
    this.#found++;
  }

  /** The next state is taken out. */
  advance(): void {
    this.number++;
    if (this.number === this.#end) {
      this.#end = this.#found;
      this.level++;
    }
  }
}
