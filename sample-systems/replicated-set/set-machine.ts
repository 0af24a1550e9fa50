/**
 * The set itself: applies entries in the order of the log, each request once, and remembers what it found, so that a
 * request that is asked again gets the answer of the first time.
 */

import type { Element, Entry, RequestId } from "./messages.ts";

export class SetMachine {
  /** How many entries of the log have been applied. */
  applied = 0;
  readonly contents = new Set<Element>();
  /** For each request that was applied: was its element there? */
  readonly found = new Map<RequestId, boolean>();

  apply({ request, operation: { type, element } }: Entry): void {
    this.applied += 1;
    if (this.found.has(request)) return;
    this.found.set(request, this.contents.has(element));
    if (type === "add") this.contents.add(element);
    if (type === "remove") this.contents.delete(element);
  }
}
