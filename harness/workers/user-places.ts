/** Failures with places in bundled code led back to the user's lines, where the bundle's source map is at hand. */
import type { Explanation, FalseConjunct } from "../../src/conform/types.ts";
import type { CampaignReport, Failure } from "../../src/search/types.ts";
import { userStack, withOriginalPlaces } from "./source-places.ts";

export function reportWithUserPlaces(report: CampaignReport): CampaignReport {
  const { failures, others, undecided } = report;
  return {
    ...report,
    failures: failures.map(failureWithUserPlaces),
    others: others.map(failureWithUserPlaces),
    ...(undecided?.place === undefined
      ? {}
      : { undecided: { ...undecided, place: withOriginalPlaces(undecided.place) } }),
  };
}

export function failureWithUserPlaces(failure: Failure): Failure {
  return {
    ...failure,
    story: failure.story.map((line) =>
      line.place === undefined ? line : { ...line, place: withOriginalPlaces(line.place) },
    ),
    explanation: failure.explanation === undefined ? undefined : explanationWithUserPlaces(failure.explanation),
    ...(failure.error === undefined ? {} : { error: { ...failure.error, stack: userStack(failure.error.stack) } }),
  };
}

function explanationWithUserPlaces(explanation: Explanation): Explanation {
  return {
    ...explanation,
    nearest: explanation.nearest.map((action) => ({ ...action, conjuncts: action.conjuncts.map(conjunctWithPlaces) })),
    formula: explanation.formula.map(conjunctWithPlaces),
  };
}

function conjunctWithPlaces(conjunct: FalseConjunct): FalseConjunct {
  return {
    ...conjunct,
    reads: conjunct.reads.map((read) =>
      read.writtenBy?.place === undefined
        ? read
        : { ...read, writtenBy: { ...read.writtenBy, place: withOriginalPlaces(read.writtenBy.place) } },
    ),
  };
}
