/** Where a run ended since a bound was reached, and what can be done about it. */
import type { CampaignReport } from "../../src/search/types.ts";
import { shortPlace } from "./explanation-text.ts";
import { count, counted, virtualTime } from "./values.ts";

export type UndecidedRun = NonNullable<CampaignReport["undecided"]>;

/** What may be done when a bound is reached, as a hint says it. */
const remedies: Readonly<Record<string, string>> = {
  CANDIDATES_MAX: "or raise `candidatesMax` in the system file",
  SILENT_TRIES_MAX: "or declare fewer `silent` actions",
  eventLimit: "does it never come to rest? Or lower `horizonMicros`, or raise `eventLimit`",
};

/** A headline and what belongs to it, for rows of a report. */
export function undecidedLines(undecided: UndecidedRun): readonly string[] {
  const { seed, bound, event, time, what, place, candidates, differing } = undecided;
  const where = place === undefined ? "" : ` at ${shortPlace(place)}`;
  const lines = [`${bound} is reached in event ${count(event)} of seed ${seed}`];
  lines.push(`${virtualTime(time)}${what === undefined ? "" : `  ${what}`}${where}`);
  if (differing.length > 0)
    lines.push(`${counted(candidates, "candidate")} before it differ in ${differing.join(", ")}`);
  if (what !== undefined) lines.push("observe more of it (`state`, values and arguments in `steps`),");
  const remedy = remedies[bound];
  return remedy === undefined ? lines : [...lines, remedy];
}
