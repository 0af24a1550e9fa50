/** A list of numbers that is filled and cleared over and over, without garbage. */
export class NumberList {
  length = 0;
  readonly #items: number[] = [];

  clear(): void {
    this.length = 0;
  }

  add(item: number): void {
    this.#items[this.length++] = item;
  }

  /** Below `length`. */
  at(index: number): number {
    return this.#items[index]!;
  }
}
