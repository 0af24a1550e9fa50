/** Holds one model's outcome against the recorded one. */
import type { Explained, Outcome, RecordedModel } from "./recorded-outcomes.ts";

/** What is compared, in the order of the table. */
export const parts = [
  "outcome",
  "violated",
  "distinct",
  "depth",
  "traceLength",
  "generated",
] as const satisfies readonly (keyof Outcome)[];

export interface Difference {
  readonly part: keyof Outcome;
  readonly recorded: string;
  readonly found: string;
  /** Why TLC's figure is not the one to have; absent for a difference that must be mended. */
  readonly reason?: string;
}

/** Empty when everything agrees. A part that was not recorded is not compared. */
export function differences(
  recorded: RecordedModel,
  found: Outcome,
  explained: readonly Explained[],
): readonly Difference[] {
  return parts.flatMap((part) => {
    if (part === "traceLength" && recorded.traceLength === undefined) return [];
    if (recorded[part] === found[part]) return [];
    const known = explained.find((one) => one.cfg === recorded.cfg && one.parts.includes(part));
    const difference = { part, recorded: String(recorded[part] ?? "-"), found: String(found[part] ?? "-") };
    return [known === undefined ? difference : { ...difference, reason: known.reason }];
  });
}
