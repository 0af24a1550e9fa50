/**
 * What travels between clients, the replica and the primary. Every message is plain JSON. All of them may be lost,
 * duplicated, reordered or arrive after a restart; each question carries what its answer depends on, so that it can be
 * asked again.
 */

export type TransactionId = string;
export type Key = string;
export type Value = number;

/** What a transaction has written. */
export type Updates = Readonly<Record<Key, Value>>;

/** One commit: an entry of the log, whose place in it is its version. */
export interface Entry {
  readonly transaction: TransactionId;
  readonly updates: Updates;
}

/** Client to replica: which snapshot do I get? */
export interface Begin {
  readonly type: "begin";
  readonly transaction: TransactionId;
}

/** Replica to client: the first `version` commits are your snapshot. */
export interface Begun {
  readonly type: "begun";
  readonly transaction: TransactionId;
  readonly version: number;
}

/** Client to replica: what did this key hold after the first `version` commits? */
export interface Read {
  readonly type: "read";
  readonly transaction: TransactionId;
  readonly key: Key;
  readonly version: number;
}

/** Replica to client; null for a key that was never written. */
export interface ReadResult {
  readonly type: "value";
  readonly transaction: TransactionId;
  readonly key: Key;
  readonly value: Value | null;
}

/** Client to primary: commit this, unless somebody has written one of these keys since the snapshot. */
export interface Commit {
  readonly type: "commit";
  readonly transaction: TransactionId;
  readonly version: number;
  readonly updates: Updates;
}

/** Primary to client: it is on the disk, or it never will be. */
export interface Decided {
  readonly type: "committed" | "refused";
  readonly transaction: TransactionId;
}

/** Replica to primary: send me the log from this index on. */
export interface Pull {
  readonly type: "pull";
  readonly from: number;
}

/** Primary to replica: an entry of the log. */
export interface Ship {
  readonly type: "entry";
  readonly index: number;
  readonly entry: Entry;
}

export type ToReplica = Begin | Read | Ship;
export type ToPrimary = Commit | Pull;
export type ToClient = Begun | ReadResult | Decided;
export type Message = ToReplica | ToPrimary | ToClient;
