--------------------------- MODULE SnapshotStore ---------------------------
(***************************************************************************)
(* A key-value store with snapshot isolation.  A transaction reads from one *)
(* state of the store, its snapshot, keeps its own writes to itself, and    *)
(* commits only if nobody has written the same keys since the snapshot was  *)
(* taken: the first committer wins.                                         *)
(*                                                                          *)
(* The snapshot need not be the newest state.  A store with replicas hands  *)
(* out whatever state a replica has got to, so the choice is left open, and *)
(* nobody but the transaction's own reads shows what was chosen.            *)
(*                                                                          *)
(* What is allowed, on purpose: write skew.  Two transactions may each read *)
(* what the other writes, if they write different keys.  That is the        *)
(* difference between snapshot isolation and serialisability.               *)
(*                                                                          *)
(* What is left out: crashes.  What was committed stays committed; a        *)
(* transaction whose client is gone stays open for ever.                    *)
(*                                                                          *)
(* After H. Berenson et al., "A Critique of ANSI SQL Isolation Levels",     *)
(* 1995, section 4.2, and, for snapshots that are not the newest,           *)
(* S. Elnikety et al., "Database Replication Using Generalized Snapshot     *)
(* Isolation", 2005.                                                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
  Transaction,      \* The transactions there may be.
  Key,              \* The keys of the store.
  Value,            \* The values that may be written.
  None              \* What a key holds that was never written.

ASSUME None \notin Value

VARIABLES
  log,              \* The commits so far, oldest first: who, and what he wrote.
  status,           \* status[t]: where transaction t stands.
  version,          \* version[t]: how many commits t sees.  Its snapshot.
  updates           \* updates[t][k]: what t has written to k, or None.

vars == <<log, status, version, updates>>

Update == [Key -> Value \cup {None}]

NoUpdate == [k \in Key |-> None]

TypeOK ==
  /\ log \in Seq([by : Transaction, update : Update])
  /\ status \in [Transaction -> {"idle", "open", "committed", "aborted"}]
  /\ version \in [Transaction -> 0..Len(log)]
  /\ updates \in [Transaction -> Update]

Init ==
  /\ log = <<>>
  /\ status = [t \in Transaction |-> "idle"]
  /\ version = [t \in Transaction |-> 0]
  /\ updates = [t \in Transaction |-> NoUpdate]

-----------------------------------------------------------------------------
\* What key k holds after the first n commits.
RECURSIVE ValueAt(_, _)
ValueAt(k, n) ==
  IF n = 0 THEN None
  ELSE IF log[n].update[k] # None THEN log[n].update[k]
  ELSE ValueAt(k, n - 1)

\* What t sees: its own write if there is one, else its snapshot.
Visible(t, k) ==
  IF updates[t][k] # None THEN updates[t][k] ELSE ValueAt(k, version[t])

WriteBoth(u, v) == \E k \in Key : u[k] # None /\ v[k] # None

\* Somebody has written what t writes, and t has not seen it.
Conflicts(t) ==
  \E n \in (version[t] + 1)..Len(log) : WriteBoth(log[n].update, updates[t])

-----------------------------------------------------------------------------
\* Which snapshot a transaction gets is not its own choice, and nobody says.
Begin(t) ==
  /\ status[t] = "idle"
  /\ status' = [status EXCEPT ![t] = "open"]
  /\ \E n \in 0..Len(log) : version' = [version EXCEPT ![t] = n]
  /\ UNCHANGED <<log, updates>>

Read(t, k, v) ==
  /\ status[t] = "open"
  /\ v = Visible(t, k)
  /\ UNCHANGED vars

Write(t, k, v) ==
  /\ status[t] = "open"
  /\ updates' = [updates EXCEPT ![t][k] = v]
  /\ UNCHANGED <<log, status, version>>

\* A transaction that has written nothing leaves nothing behind.
Commit(t) ==
  /\ status[t] = "open"
  /\ ~Conflicts(t)
  /\ status' = [status EXCEPT ![t] = "committed"]
  /\ log' = IF updates[t] = NoUpdate THEN log
            ELSE Append(log, [by |-> t, update |-> updates[t]])
  /\ UNCHANGED <<version, updates>>

\* At any time, for any reason.
Abort(t) ==
  /\ status[t] = "open"
  /\ status' = [status EXCEPT ![t] = "aborted"]
  /\ UNCHANGED <<log, version, updates>>

Next ==
  \E t \in Transaction :
    \/ Begin(t)
    \/ \E k \in Key : \E v \in Value \cup {None} : Read(t, k, v)
    \/ \E k \in Key : \E v \in Value : Write(t, k, v)
    \/ Commit(t)
    \/ Abort(t)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Of two commits that wrote the same key, the later one has seen the earlier one.
NoLostUpdate ==
  \A m, n \in 1..Len(log) :
    m < n /\ WriteBoth(log[m].update, log[n].update) => m <= version[log[n].by]

\* Nothing takes effect twice, and only what has committed takes effect.
CommittedOnce ==
  /\ \A m, n \in 1..Len(log) : log[m].by = log[n].by => m = n
  /\ \A n \in 1..Len(log) : status[log[n].by] = "committed"
=============================================================================
