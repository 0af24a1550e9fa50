--------------------------- MODULE TwoPhaseCrash ----------------------------
(***************************************************************************)
(* Why two-phase commit blocks.                                             *)
(*                                                                          *)
(* TwoPhase says what may happen, and nothing bad does.  This module says   *)
(* in addition what has to happen (fairness), and lets the transaction      *)
(* manager crash for good while it waits for the votes.                     *)
(*                                                                          *)
(* A resource manager that has prepared may not decide alone: the others    *)
(* may have been told either way.  If the one process that could tell it is *)
(* gone, it waits for ever, holding its locks.  Three-phase commit and Paxos *)
(* commit exist because of this.                                            *)
(***************************************************************************)
EXTENDS TwoPhase

\* The TM crashes in its wait, before it has decided, and never comes back.
TMCrash ==
  /\ tmState = "init"
  /\ tmState' = "crashed"
  /\ UNCHANGED <<rmState, tmPrepared, msgs>>

\* TypeOK of TwoPhase knows no crashed TM.
CrashTypeOK ==
  /\ rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]
  /\ tmState \in {"init", "committed", "aborted", "crashed"}
  /\ tmPrepared \subseteq RM
  /\ msgs \subseteq Message

(***************************************************************************)
(* What can go on happening does happen, with two exceptions.  Nobody is    *)
(* bound to crash.  And no resource manager is bound to abort on its own;   *)
(* the TM's abort is another matter: it is the timeout of its wait.         *)
(***************************************************************************)
Fairness ==
  /\ WF_vars(TMCommit)
  /\ WF_vars(TMAbort)
  /\ \A rm \in RM :
       /\ WF_vars(TMRcvPrepared(rm))
       /\ WF_vars(RMPrepare(rm))
       /\ WF_vars(RMRcvCommitMsg(rm))
       /\ WF_vars(RMRcvAbortMsg(rm))

\* The TM never crashes, and may crash.
NeverSpec == Spec /\ Fairness
CrashSpec == Init /\ [][Next \/ TMCrash]_vars /\ Fairness

-----------------------------------------------------------------------------

AllPrepared == \A rm \in RM : rmState[rm] = "prepared"
AllDecided  == \A rm \in RM : rmState[rm] \in {"committed", "aborted"}

\* Once all have prepared, all come to a decision.
PreparedLeadsToDecided == AllPrepared ~> AllDecided

\* The same question in its plain form: does the TM ever decide?
TMDecides == <>(tmState \in {"committed", "aborted"})
=============================================================================
