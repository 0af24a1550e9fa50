/**
 * The printer's paper: tokens go in, spaces and line breaks are its business.
 *
 * Two dangers are handled here and nowhere else. Tokens may not grow together (`-` and `-`, `(` and `+)`), so they are
 * glued only where that is safe. And a junction list must end: whatever follows it would belong to its last item, so
 * the next token goes to a new line in the column of the bullets, which is still inside any list around it.
 */
const safeToGlueAfter = /[A-Za-z0-9_)\]}"'@]/;
const safeToGlueBefore = /^(?:[A-Za-z0-9_"([{@]|<<|\.(?!\.))/;

export class PrintBuffer {
  /** Finished text and the pieces of the current line. */
  readonly #pieces: string[] = [];
  #lineLength = 0;
  /** The last character of the line; "" while there is nothing but indentation on it. */
  #last = "";
  /** Column of the bullets of a junction list that was just finished, or 0. */
  #finishedList = 0;
  /** The next token may stand right after the last one. */
  #isOpen = true;

  /** The column in which `token(text)` would stand. */
  columnOf(text: string): number {
    if (this.#finishedList > 0) return this.#finishedList;
    return this.#lineLength + (this.#needsSpace(text) ? 2 : 1);
  }

  /** True when a junction list was just finished, so that the next token begins a line. */
  get isAfterList(): boolean {
    return this.#finishedList > 0;
  }

  /** A token with a space before it, except after an opening bracket. */
  token(text: string): void {
    if (this.#finishedList > 0) this.newLine(this.#finishedList);
    else if (this.#needsSpace(text)) this.#write(" ");
    this.#write(text);
    this.#isOpen = false;
  }

  #needsSpace(text: string): boolean {
    return this.#last !== "" && (!this.#isOpen || !safeToGlueBefore.test(text));
  }

  /** A token right after the last one, where they cannot grow together. */
  glued(text: string): void {
    const isSafe = text === "," || safeToGlueAfter.test(this.#last);
    if (this.#finishedList > 0 || this.#isOpen || !isSafe) this.token(text);
    else this.#write(text);
  }

  /** A token that the next one may touch: an opening bracket, a prefix operator. */
  opening(text: string): void {
    this.token(text);
    this.#isOpen = true;
  }

  openingGlued(text: string): void {
    this.glued(text);
    this.#isOpen = true;
  }

  /** Begins a new line; the next token stands in `column`. */
  newLine(column: number): void {
    this.#pieces.push("\n", " ".repeat(column - 1));
    this.#lineLength = column - 1;
    this.#last = "";
    this.#finishedList = 0;
    this.#isOpen = true;
  }

  /** Says that a junction list with its bullets in `column` ends here. */
  finishList(column: number): void {
    this.#finishedList = column;
  }

  /** Ends the line, and with it every list. */
  endUnit(): void {
    this.newLine(1);
  }

  toString(): string {
    return this.#pieces.join("");
  }

  #write(text: string): void {
    this.#pieces.push(text);
    this.#lineLength += text.length;
    this.#last = text.slice(-1);
  }
}
