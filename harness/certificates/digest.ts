/**
 * Each line of a certificate carries a digest of itself and all lines before it, so that a line which was changed, moved or
 * lost is found even where what it says is still true. It finds accidents; it is no signature.
 */
import { createHash } from "node:crypto";

/** Hexadecimal digits that are kept of a digest. */
const DIGITS = 16;

export class DigestChain {
  #last = "";

  /** The digest of the next line, given as its text without a digest. */
  next(text: string): string {
    this.#last = createHash("sha256").update(this.#last).update(text).digest("hex").slice(0, DIGITS);
    return this.#last;
  }
}

/** The SHA-256 of a file's text. */
export function fileDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
