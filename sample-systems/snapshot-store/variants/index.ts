/**
 * The wrong variants: mistakes that people make when they write a store with snapshots, each a small difference from
 * the right program in the file that bears its name.
 *
 * `expected` is a prediction: the spec action that comes nearest to what the wrong program does, and the conjunct of it
 * that is false. It was written down before the explainer ran on the variant for the first time, so it is a test of the
 * explainer. A prediction that turns out wrong is corrected in a commit of its own which says what was overlooked.
 */

export interface Expected {
  /** The nearest action of specs/SnapshotStore.tla. */
  readonly action: string;
  /** The text of its false conjunct. */
  readonly conjunct: string;
}

export interface VariantDescription {
  readonly name: string;
  /** Which role is wrong; the others run the right code. */
  readonly role: "primary" | "replica" | "client";
  readonly summary: string;
  readonly expected: Expected;
}

export const variantDescriptions: readonly VariantDescription[] = [
  {
    name: "checks-last-only",
    role: "primary",
    summary: "compares a commit with the newest entry instead of all since the snapshot",
    expected: { action: "Commit", conjunct: "~Conflicts(t)" },
  },
  {
    name: "ignores-pending",
    role: "primary",
    summary: "compares a commit with what is on the disk and forgets what is on its way there",
    expected: { action: "Commit", conjunct: "~Conflicts(t)" },
  },
  {
    name: "forgets-outcome",
    role: "primary",
    summary: "does not know a transaction again that it has committed, and refuses it for its own entry",
    expected: { action: "Abort", conjunct: 'status[t] = "open"' },
  },
  {
    name: "answers-before-logging",
    role: "primary",
    summary: "shows a commit before it is on the disk, and forgets it in a crash",
    expected: {
      action: "Commit",
      conjunct: "log' = IF updates[t] = NoUpdate THEN log ELSE Append(log, [by |-> t, update |-> updates[t]])",
    },
  },
  {
    name: "reads-newest",
    role: "replica",
    summary: "answers with the newest value that it has instead of the one in the snapshot",
    expected: { action: "Read", conjunct: "v = Visible(t, k)" },
  },
  {
    name: "applies-with-gaps",
    role: "replica",
    summary: "takes the entries as they come and hands out snapshots in which one is missing",
    expected: { action: "Read", conjunct: "v = Visible(t, k)" },
  },
  {
    name: "forgets-own-writes",
    role: "client",
    summary: "reads from the snapshot what the transaction itself has written",
    expected: { action: "Read", conjunct: "v = Visible(t, k)" },
  },
  {
    name: "takes-silence-for-no",
    role: "client",
    summary: "gives a transaction up when the answer to its commit does not come soon",
    expected: { action: "Abort", conjunct: 'status[t] = "open"' },
  },
];
