------------------------------ MODULE TwoPhase ------------------------------
(***************************************************************************)
(* Two-phase commit: a transaction manager (TM) asks a set RM of resource   *)
(* managers to prepare, and commits once all of them have.                  *)
(*                                                                          *)
(* What is left out, on purpose:                                            *)
(*                                                                          *)
(*   - The request to prepare.  A resource manager may prepare at any time, *)
(*     so it makes no difference who asked.                                 *)
(*   - The "no" vote as a message.  The TM may abort at any time before it  *)
(*     commits, so it needs no reason.                                      *)
(*   - Crashes.  A process that has crashed takes no steps, and a process   *)
(*     that restarts has its state back from its disk.  A program that      *)
(*     loses something over a crash which it has told others is wrong, and  *)
(*     shows up as a step which this specification does not allow.          *)
(*                                                                          *)
(* After J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006,   *)
(* section 3.                                                               *)
(***************************************************************************)

CONSTANT RM         \* The set of resource managers that take part.

VARIABLES
  rmState,          \* rmState[rm] is where resource manager rm stands.
  tmState,          \* Where the transaction manager stands.
  tmPrepared,       \* The resource managers whose "Prepared" the TM has received.
  msgs              \* Every message that was ever sent.

vars == <<rmState, tmState, tmPrepared, msgs>>

(***************************************************************************)
(* The network is the set of all messages ever sent.  Sending adds to the   *)
(* set, and receiving does not take away.  So a message can be received     *)
(* late, out of order and more than once; one that is lost is simply one    *)
(* that nobody ever gets around to receiving.                               *)
(*                                                                          *)
(* A "Commit" or "Abort" goes to all resource managers at once, as one      *)
(* element of the set.                                                      *)
(***************************************************************************)
Message ==
  [type : {"Prepared"}, rm : RM] \cup [type : {"Commit", "Abort"}]

TypeOK ==
  /\ rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]
  /\ tmState \in {"init", "committed", "aborted"}
  /\ tmPrepared \subseteq RM
  /\ msgs \subseteq Message

Init ==
  /\ rmState = [rm \in RM |-> "working"]
  /\ tmState = "init"
  /\ tmPrepared = {}
  /\ msgs = {}

-----------------------------------------------------------------------------
(* The transaction manager.                                                 *)

\* The TM learns that rm is prepared.  It may learn it again: a set has no duplicates.
TMRcvPrepared(rm) ==
  /\ tmState = "init"
  /\ [type |-> "Prepared", rm |-> rm] \in msgs
  /\ tmPrepared' = tmPrepared \cup {rm}
  /\ UNCHANGED <<rmState, tmState, msgs>>

\* The TM decides to commit.  It has to have heard from everybody.
TMCommit ==
  /\ tmState = "init"
  /\ tmPrepared = RM
  /\ tmState' = "committed"
  /\ msgs' = msgs \cup {[type |-> "Commit"]}
  /\ UNCHANGED <<rmState, tmPrepared>>

\* The TM decides to abort: a "no", a timeout, a change of mind.  All it takes
\* is that it has not decided yet.
TMAbort ==
  /\ tmState = "init"
  /\ tmState' = "aborted"
  /\ msgs' = msgs \cup {[type |-> "Abort"]}
  /\ UNCHANGED <<rmState, tmPrepared>>

-----------------------------------------------------------------------------
(* The resource managers.                                                   *)

\* rm prepares and says so.  From here on it can no longer decide alone.
RMPrepare(rm) ==
  /\ rmState[rm] = "working"
  /\ rmState' = [rmState EXCEPT ![rm] = "prepared"]
  /\ msgs' = msgs \cup {[type |-> "Prepared", rm |-> rm]}
  /\ UNCHANGED <<tmState, tmPrepared>>

\* rm aborts on its own, which it may do as long as it has not prepared.
RMChooseToAbort(rm) ==
  /\ rmState[rm] = "working"
  /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

\* rm obeys the TM.  These two do not look at rmState[rm]: that they never
\* undo anything is not assumed but proved, by the refinement below.
RMRcvCommitMsg(rm) ==
  /\ [type |-> "Commit"] \in msgs
  /\ rmState' = [rmState EXCEPT ![rm] = "committed"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

RMRcvAbortMsg(rm) ==
  /\ [type |-> "Abort"] \in msgs
  /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, msgs>>

-----------------------------------------------------------------------------

Next ==
  \/ TMCommit
  \/ TMAbort
  \/ \E rm \in RM :
       \/ TMRcvPrepared(rm)
       \/ RMPrepare(rm)
       \/ RMChooseToAbort(rm)
       \/ RMRcvCommitMsg(rm)
       \/ RMRcvAbortMsg(rm)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* No resource manager commits while another aborts.
Consistent ==
  \A rm1, rm2 \in RM :
    ~ (rmState[rm1] = "aborted" /\ rmState[rm2] = "committed")

(***************************************************************************)
(* Two-phase commit implements transaction commit.  The instance takes RM   *)
(* and rmState from here (they have the same names), so TC!TCSpec says of   *)
(* this module's rmState what TransactionCommit says of its own: each step  *)
(* of two-phase commit is a step of transaction commit or leaves rmState    *)
(* unchanged.                                                               *)
(***************************************************************************)
TC == INSTANCE TransactionCommit

ImplementsTransactionCommit == TC!TCSpec

THEOREM Spec => [](TypeOK /\ Consistent)
THEOREM Spec => ImplementsTransactionCommit
=============================================================================
