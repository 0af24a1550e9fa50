/**
 * For each wrong variant of each sample: which hypothesis an engineer would have to read to see the mistake.
 *
 * Predictions, read strictly: written down from the variants' sources before the present search for repairs existed, and
 * for the snapshot store before any repair of it had been looked at. One that says only "this event is one too many" does
 * not count; the text has to name what the mistake is about. A prediction that turns out wrong is corrected in a commit of
 * its own which says what was overlooked.
 */
import type { Repair } from "../../src/conform/types.ts";

export interface ExpectedRepair {
  readonly kind: Repair["kind"];
  /** All of it has to be in the text, whichever process, transaction or value the run is about. */
  readonly names: readonly RegExp[];
  /** The change has to be one of an event before the one that is refused. */
  readonly isEarlier?: true;
  /** Why this is the mistake and not a symptom. */
  readonly because: string;
  /** No hypothesis that is shown says it, and why: the prediction stands, unfulfilled. */
  readonly missed?: string;
}

/** Whether one of the hypotheses about an event says what was predicted. */
export function isNamed(
  { kind, names, isEarlier }: ExpectedRepair,
  repairs: readonly Repair[],
  event: number,
): boolean {
  return repairs.some(
    (one) =>
      one.kind === kind && names.every((name) => name.test(one.text)) && (isEarlier !== true || one.event < event),
  );
}

export const twoPhaseCommitRepairs: Readonly<Record<string, ExpectedRepair>> = {
  "decides-early": {
    kind: "missing",
    names: [/TMRcvPrepared\(rm\d\)/],
    because: "the commit lacks the vote of somebody: the one whose vote is named has not been waited for",
  },
  "counts-messages": {
    kind: "missing",
    names: [/TMRcvPrepared\(rm\d\)/],
    because: "one voter was counted twice in the place of another, who is named",
  },
  "counts-any-reply": {
    kind: "action",
    names: [/RMPrepare\(rm\d\)/, /RMChooseToAbort\(rm\d\)/],
    isEarlier: true,
    because: "the coordinator counts a vote that was a no: only if it had been a yes would it be right",
  },
  "announces-before-logging": {
    kind: "extra",
    names: [/TMAbort/, /TMCommit/],
    because: "there are two decisions; the second one shows that the first was not durable",
  },
  "timeout-overrules-commit": {
    kind: "extra",
    names: [/TMAbort/, /TMCommit/],
    because: "there are two decisions: the timeout's, and the one that was being written",
  },
  "presumes-commit": {
    kind: "action",
    names: [/TMAbort/, /TMCommit/],
    because: "what is presumed has to be an abort",
    missed: "the abort has been announced before, so an abort is impossible too: the commit is shown as one too many",
  },
  "aborts-alone": {
    kind: "extra",
    names: [/RMChooseToAbort\(rm\d\)/, /RMPrepare\(rm\d\)/],
    because: "after the promise, which is named, nobody may abort on his own",
  },
  "votes-before-logging": {
    kind: "extra",
    names: [/RMChooseToAbort\(rm\d\)/, /RMPrepare\(rm\d\)/],
    because: "of the two votes the first was sent before it was durable",
  },
  "forgets-abort": {
    kind: "extra",
    names: [/RMPrepare\(rm\d\)/, /RMChooseToAbort\(rm\d\)|RMRcvAbortMsg\(rm\d\)/],
    because: "the vote comes after an abort, which is named and has been forgotten",
  },
};

export const snapshotStoreRepairs: Readonly<Record<string, ExpectedRepair>> = {
  "checks-last-only": {
    kind: "action",
    names: [/Abort\(/, /Commit\(/],
    because: "the commit has to be refused: it conflicts with an entry that was not compared",
  },
  "ignores-pending": {
    kind: "action",
    names: [/Abort\(/, /Commit\(/],
    because: "the commit has to be refused: it conflicts with an entry on its way to the disk",
  },
  "forgets-outcome": {
    kind: "extra",
    names: [/Abort\(/, /Commit\(/],
    because: "a transaction that has committed, in the event that is named, is refused",
  },
  "answers-before-logging": {
    kind: "extra",
    names: [/Commit\(.*Commit\(/],
    isEarlier: true,
    because: "the commit that the crash took away was told too early: it is not the one that is refused now",
    missed: "others have begun behind that commit, so without it what they did is impossible too",
  },
  "reads-newest": {
    kind: "value",
    names: [/\bv\b/],
    because: "the value read is not the snapshot's, which is named",
  },
  "applies-with-gaps": {
    kind: "value",
    names: [/\bv\b/],
    because: "the value read lacks an entry of the snapshot: the right one is named",
  },
  "forgets-own-writes": {
    kind: "value",
    names: [/\bv\b/],
    because: "the value read is not the one that the transaction has written, which is named",
  },
  "takes-silence-for-no": {
    kind: "extra",
    names: [/Abort\(/, /Commit\(/],
    because: "the client gives up what the primary commits: the abort is one too many",
  },
};
