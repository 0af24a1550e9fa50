/**
 * The wrong variants: mistakes that people make when they write Raft, each a small difference from the right server in the
 * file that bears its name.
 *
 * `expected` is a prediction: the spec action that comes nearest to what the wrong server does, and the conjunct of it
 * that is false. It was written down before the explainer ran on the variant for the first time, so it is a test of the
 * explainer. A prediction that turns out wrong is corrected in a commit of its own which says what was overlooked.
 */

export interface Expected {
  /** The nearest action of specs/RaftSet.tla. */
  readonly action: string;
  /** The text of its false conjunct. */
  readonly conjunct: string;
}

export interface VariantDescription {
  readonly name: string;
  readonly summary: string;
  readonly expected: Expected;
}

export const variantDescriptions: readonly VariantDescription[] = [
  {
    name: "votes-twice",
    summary: "gives its vote to whoever asks, also to the second one in a term",
    expected: { action: "GiveVote", conjunct: "votedFor[i] = None" },
  },
  {
    name: "own-vote-unrecorded",
    summary: "counts its own vote when it stands for election, and may give it to another candidate of that term",
    expected: { action: "Timeout", conjunct: "votedFor' = [votedFor EXCEPT ![i] = i]" },
  },
  {
    name: "counts-late-votes",
    summary: "counts votes for its term when it has been elected already, or follows another",
    expected: { action: "CountVote", conjunct: 'role[i] = "candidate"' },
  },
  {
    name: "half-is-enough",
    summary: "takes half of the servers, rounded down, for a majority",
    expected: { action: "BecomeLeader", conjunct: "Cardinality(votes[i]) >= QuorumSize" },
  },
  {
    name: "counts-any-vote",
    summary: "counts every answer to its candidature as a vote",
    expected: { action: "CountVote", conjunct: "m.granted" },
  },
  {
    name: "counts-itself-twice",
    summary: "counts a leader twice among those that hold an entry",
    expected: { action: "Commit", conjunct: "Cardinality(Holders(i, n)) >= QuorumSize" },
  },
  {
    name: "commits-older-term",
    summary: "commits whatever a majority holds, also entries of earlier terms",
    expected: { action: "Commit", conjunct: "log[i][n].term = currentTerm[i]" },
  },
  {
    name: "keeps-conflict",
    summary: "adds what the leader has more, and keeps entries that differ from the leader's",
    expected: { action: "Accept", conjunct: "log[i] = Merged(log[i], m)" },
  },
  {
    name: "applies-early",
    summary: "applies entries when they are in its log, before they are committed",
    expected: { action: "Apply", conjunct: "machine[i].applied < commitIndex[i]" },
  },
  {
    name: "acknowledges-early",
    summary: "answers when the entry is in the leader's log, before a majority has it",
    expected: { action: "Answer", conjunct: "machine[i].found[r] # None" },
  },
  {
    name: "applies-twice",
    summary: "applies a request that is in the log twice a second time",
    expected: {
      action: "Apply",
      conjunct: "machine' = [machine EXCEPT ![i] = AfterRequest(@, log[i][@.applied + 1].request)]",
    },
  },
];
