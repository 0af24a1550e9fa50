/**
 * Progress on stderr: one line that rewrites itself where a person watches, else one plain line every few seconds, so
 * that a log of continuous integration shows life without being flooded.
 */
import { createLogUpdate } from "log-update";
import type { Stream } from "../cli/terminal.ts";

/** A watched line is rewritten at most this often. */
const rewriteMillis = 100;
/** A log gets a line at most this often; the first comes after the same time, so that short runs print none. */
const logMillis = 5_000;

export class StatusLine {
  readonly #stream: Stream;
  readonly #rewrite: ReturnType<typeof createLogUpdate> | undefined;
  readonly #everyMillis: number;
  #lastMillis: number;

  constructor(stream: Stream, output: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
    this.#rewrite = stream.isInteractive ? createLogUpdate(output) : undefined;
    this.#everyMillis = this.#rewrite === undefined ? logMillis : rewriteMillis;
    this.#lastMillis = this.#rewrite === undefined ? performance.now() : -Infinity;
  }

  /** Shows what `text` returns, when it is time to; cheap enough to be called often. */
  update(text: () => string): void {
    const now = performance.now();
    if (now - this.#lastMillis < this.#everyMillis) return;
    this.#lastMillis = now;
    if (this.#rewrite === undefined) this.#stream.write(`${text()}\n`);
    else this.#rewrite(this.#stream.colors.dim(text().slice(0, this.#stream.columns - 1)));
  }

  /** Removes the line, so that results can be printed. */
  clear(): void {
    this.#rewrite?.clear();
    this.#rewrite?.done();
  }
}
