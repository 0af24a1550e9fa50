/**
 * Progress on stderr: one line that rewrites itself where a person watches, else one plain line every few seconds, so
 * that a log of continuous integration shows life without being flooded.
 */
import type { Stream } from "../cli/terminal.ts";

/** A watched line is rewritten at most this often. */
const rewriteMillis = 100;
/** A log gets a line at most this often; the first comes after the same time, so that short runs print none. */
const logMillis = 5_000;

export class StatusLine {
  readonly #stream: Stream;
  /** Loaded only where a person watches, and ready a moment later. */
  #rewrite: ReturnType<typeof import("log-update").createLogUpdate> | undefined;
  readonly #everyMillis: number;
  #lastMillis: number;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#everyMillis = stream.isInteractive ? rewriteMillis : logMillis;
    this.#lastMillis = stream.isInteractive ? -Infinity : performance.now();
    const output = stream.host;
    if (stream.isInteractive && output !== undefined)
      void import("log-update").then(({ createLogUpdate }) => (this.#rewrite = createLogUpdate(output)));
  }

  /** Shows what `text` returns, when it is time to; cheap enough to be called often. */
  update(text: () => string): void {
    const now = performance.now();
    if (now - this.#lastMillis < this.#everyMillis) return;
    this.#lastMillis = now;
    if (!this.#stream.isInteractive) this.#stream.write(`${text()}\n`);
    else this.#rewrite?.(this.#stream.colors.dim(text().slice(0, this.#stream.columns - 1)));
  }

  /** Removes the line, so that results can be printed. */
  clear(): void {
    this.#rewrite?.clear();
    this.#rewrite?.done();
  }
}
