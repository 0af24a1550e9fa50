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

  /** States that were found and not taken out. */
  get waiting(): number {
    return this.#found - this.number - 1;
  }

  /** Level of the state that is taken out next. */
  get next(): number {
    return this.number + 1 === this.#end ? this.level + 1 : this.level;
  }

  /** States that wait and have that level. */
  get waitingInNext(): number {
    return (this.number + 1 === this.#end ? this.#found : this.#end) - this.number - 1;
  }

  /** More states were found. */
  find(states = 1): void {
    this.#found += states;
  }

  /** The next state is taken out. */
  advance(): void {
    this.number++;
    if (this.number === this.#end) {
      this.#end = this.#found;
      this.level++;
    }
  }

  /** The next states are taken out, all of one level. */
  advanceBy(states: number): void {
    if (states === 0) return;
    this.advance();
    this.number += states - 1;
  }
}
