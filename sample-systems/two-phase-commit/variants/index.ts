/**
 * The wrong variants: each is a mistake that people make when they write two-phase commit, as a small difference from
 * the right program in the file that bears its name.
 *
 * `expected` is a prediction: the spec action that comes nearest to what the wrong program does, and the conjunct of it
 * that is false. It was written down before the explainer ran on the variant for the first time, so it is a test of the
 * explainer. A prediction that turns out wrong is corrected in a commit of its own which says what was overlooked.
 */

export interface Expected {
  /** The nearest action of specs/TwoPhase.tla. */
  readonly action: string;
  /** The text of its false conjunct. */
  readonly conjunct: string;
}

export interface VariantDescription {
  readonly name: string;
  /** Which of the two roles is wrong; the other one runs the right code. */
  readonly role: "coordinator" | "participant";
  readonly summary: string;
  readonly expected: Expected;
}

export const variantDescriptions: readonly VariantDescription[] = [
  {
    name: "decides-early",
    role: "coordinator",
    summary: "commits once a majority has voted yes, as consensus would",
    expected: { action: "TMCommit", conjunct: "tmPrepared = RM" },
  },
  {
    name: "counts-messages",
    role: "coordinator",
    summary: "counts vote messages instead of voters, so a duplicate counts twice",
    expected: { action: "TMCommit", conjunct: "tmPrepared = RM" },
  },
  {
    name: "counts-any-reply",
    role: "coordinator",
    summary: "takes every reply for a yes and forgets to look at the vote in it",
    expected: { action: "TMRcvPrepared", conjunct: '[type |-> "Prepared", rm |-> rm] \\in msgs' },
  },
  {
    name: "announces-before-logging",
    role: "coordinator",
    summary: "sends the commit before it is on disk, forgets it in a crash and then presumes abort",
    expected: { action: "TMAbort", conjunct: 'tmState = "init"' },
  },
  {
    name: "timeout-overrules-commit",
    role: "coordinator",
    summary: "lets the timeout abort a transaction whose commit is being written to the log",
    expected: { action: "TMCommit", conjunct: 'tmState = "init"' },
  },
  {
    name: "presumes-commit",
    role: "coordinator",
    summary: "presumes that a transaction it knows nothing about, or only the begin of, was committed",
    expected: { action: "TMCommit", conjunct: "tmPrepared = RM" },
  },
  {
    name: "aborts-alone",
    role: "participant",
    summary: "loses patience while in doubt: aborts a transaction it has promised to commit",
    expected: { action: "RMChooseToAbort", conjunct: 'rmState[rm] = "working"' },
  },
  {
    name: "votes-before-logging",
    role: "participant",
    summary: "votes yes before the promise is on disk, forgets it in a crash and then votes no",
    expected: { action: "RMChooseToAbort", conjunct: 'rmState[rm] = "working"' },
  },
  {
    name: "forgets-abort",
    role: "participant",
    summary: "keeps no trace of a transaction it has refused or aborted, and votes yes when asked again",
    expected: { action: "RMPrepare", conjunct: 'rmState[rm] = "working"' },
  },
];
