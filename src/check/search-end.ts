/**
 * What the end of a search is worth when nothing was violated. `TLCSet("exit", TRUE)` is an end that the specification
 * wishes: TLC calls it success, and specifications that read the log of a run stop with it when the log is accepted. So
 * it is no unknown, but it is not called a confirmation either.
 */
import type { Bound, Verdict } from "./types.ts";

/** Whether the search came to an end of its own, after which postconditions are evaluated. */
export function hasEnded(bound: Bound | undefined): boolean {
  return bound === undefined || bound === "exit";
}

/** `complete` is the verdict when nothing was left out; `unchecked` are the properties that were not decided. */
export function verdictWithoutViolation(
  complete: "ok" | "simulated",
  bound: Bound | undefined,
  unchecked: readonly string[] = [],
): Verdict {
  if (bound === "exit") return "ended";
  return bound === undefined && unchecked.length === 0 ? complete : "unknown";
}
