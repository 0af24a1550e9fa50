/**
 * What travels between the servers and the clients. Every message is plain JSON. All of them may be lost, duplicated,
 * reordered or arrive after a restart.
 */

export type ServerId = string;
export type RequestId = string;
export type Element = string;

/** Terms count from 1; 0 is before the first election. */
export type Term = number;

/** A place in the log, from 1 on; 0 is before the first entry. */
export type Index = number;

export interface Operation {
  readonly type: "add" | "remove" | "contains";
  readonly element: Element;
}

export interface Entry {
  readonly term: Term;
  readonly request: RequestId;
  readonly operation: Operation;
}

/** Candidate to server: may I lead this term? */
export interface RequestVote {
  readonly type: "request-vote";
  readonly term: Term;
  readonly lastTerm: Term;
  readonly lastIndex: Index;
}

export interface Vote {
  readonly type: "vote";
  readonly term: Term;
  readonly granted: boolean;
}

/** Leader to server: these entries lie behind `prev`. Without entries it is a sign of life. */
export interface Append {
  readonly type: "append";
  readonly term: Term;
  readonly prev: Index;
  readonly prevTerm: Term;
  readonly entries: readonly Entry[];
  readonly commit: Index;
}

/** Server to leader: my log agrees with yours up to `match`; or there was a gap, or the leader is none any more. */
export interface Appended {
  readonly type: "appended";
  readonly term: Term;
  readonly success: boolean;
  readonly match: Index;
}

/** Client to server. The same request may be asked again, of any server, until it is answered. */
export interface Request {
  readonly type: "request";
  readonly request: RequestId;
  readonly operation: Operation;
}

/** Server to client: was the element in the set when the request took effect? */
export interface Answer {
  readonly type: "answer";
  readonly request: RequestId;
  readonly found: boolean;
}

/** Server to client: ask somebody else. */
export interface Redirect {
  readonly type: "redirect";
  readonly request: RequestId;
  readonly leader: ServerId | null;
}

export type RaftMessage = RequestVote | Vote | Append | Appended;
export type Message = RaftMessage | Request | Answer | Redirect;
