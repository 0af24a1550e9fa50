/**
 * Progress on stderr: one line that rewrites itself where a person watches, else one plain line every few seconds, so
 * that a log of continuous integration shows life without being flooded.
 */
import type { Stream } from "../cli/terminal.ts";

/** A watched line is rewritten at most this often. */
const rewriteMillis = 100;
/** Back to the first column, and ECMA-48's "erase in line". */
const lineStart = "\r";
const eraseToEnd = "\u001b[K";
/** Where a status line may stand: nothing, and the cursor in front. */
export const emptyLine = `${lineStart}${eraseToEnd}`;
/** A log gets a line at most this often; the first comes after the same time, so that short runs print none. */
const logMillis = 5_000;

export class StatusLine {
  readonly #stream: Stream;
  readonly #everyMillis: number;
  #lastMillis: number;
  #isShown = false;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#everyMillis = stream.isInteractive ? rewriteMillis : logMillis;
    this.#lastMillis = stream.isInteractive ? -Infinity : performance.now();
  }

  /** Shows what `text` returns, when it is time to; cheap enough to be called often. */
  update(text: () => string): void {
    const now = performance.now();
    if (now - this.#lastMillis < this.#everyMillis) return;
    this.#lastMillis = now;
    const { isInteractive, colors, columns } = this.#stream;
    if (!isInteractive) return this.#stream.write(`${text()}\n`);
    this.#isShown = true;
    this.#stream.write(`${lineStart}${colors.dim(fit(text(), columns - 1))}${eraseToEnd}`);
  }

  /** Removes the line, so that results can be printed. */
  clear(): void {
    if (this.#isShown) this.#stream.write(emptyLine);
    this.#isShown = false;
  }
}

/** It is one line only as long as it is shorter than the terminal is wide: parts that have no room are left out whole. */
function fit(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = text.lastIndexOf(", ", width);
  return text.slice(0, end > 0 ? end : width);
}
