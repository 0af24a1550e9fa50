/**
 * What travels between clients, the coordinator and the participants. Every message is plain JSON, so the same shapes
 * go over the simulated network and over TCP. All of them may be lost, duplicated, reordered or arrive after a restart;
 * each carries the transaction it belongs to, and none relies on an earlier one having arrived.
 */

export type TransactionId = string;
export type ParticipantId = string;

/** What one participant is asked to do: add `amount` (negative to withdraw) to the balance of `account`. */
export interface Posting {
  readonly account: string;
  readonly amount: number;
}

/** The work of a transaction: one posting for each participant that takes part. */
export type Work = Readonly<Record<ParticipantId, Posting>>;

export type Vote = "yes" | "no";

export type Outcome = "commit" | "abort";

/** Client to coordinator. `request` is the client's own name for it: a repeated request is not a second transaction. */
export interface Begin {
  readonly type: "begin";
  readonly request: string;
  readonly work: Work;
  /** How long the coordinator may wait for the votes; its own default applies if the client does not say. */
  readonly timeoutMillis?: number;
}

/** Coordinator to client: how the request ended. */
export interface Result {
  readonly type: "result";
  readonly request: string;
  readonly transaction: TransactionId;
  readonly outcome: Outcome;
}

/** Coordinator to participant: can you do this, and promise to do it later? */
export interface Prepare {
  readonly type: "prepare";
  readonly transaction: TransactionId;
  readonly posting: Posting;
}

/** Participant to coordinator. A "yes" is a promise which survives crashes, a "no" is an abort which does. */
export interface VoteCast {
  readonly type: "vote";
  readonly transaction: TransactionId;
  readonly vote: Vote;
}

/** Coordinator to participant: first announcement, retransmission and answer to an inquiry alike. */
export interface Decision {
  readonly type: "decision";
  readonly transaction: TransactionId;
  readonly outcome: Outcome;
}

/** Participant to coordinator: the decision is applied and durable, it need not be sent again. */
export interface Acknowledgement {
  readonly type: "acknowledgement";
  readonly transaction: TransactionId;
  readonly outcome: Outcome;
}

/** Participant to coordinator: I have voted, and I have not heard how it ended. */
export interface Inquiry {
  readonly type: "inquiry";
  readonly transaction: TransactionId;
}

export type ToCoordinator = Begin | VoteCast | Acknowledgement | Inquiry;
export type ToParticipant = Prepare | Decision;
export type ToClient = Result;
export type Message = ToCoordinator | ToParticipant | ToClient;
