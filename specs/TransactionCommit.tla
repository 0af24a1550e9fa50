-------------------------- MODULE TransactionCommit --------------------------
(***************************************************************************)
(* What it means for a group of resource managers to commit a transaction   *)
(* atomically, and nothing about how they get there.                        *)
(*                                                                          *)
(* There are no messages, no coordinator and no failures here.  A protocol  *)
(* is correct when everything it does to `rmState' could have been done by  *)
(* this specification; TwoPhase.tla makes that claim for two-phase commit   *)
(* and the model checker verifies it.                                       *)
(*                                                                          *)
(* After J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006,   *)
(* section 2.                                                               *)
(***************************************************************************)

CONSTANT RM         \* The set of resource managers that take part.

VARIABLE rmState    \* rmState[rm] is where resource manager rm stands.

-----------------------------------------------------------------------------

(***************************************************************************)
(* A resource manager starts out "working".  It may become "prepared",      *)
(* which is the promise to go either way, and it ends up "committed" or     *)
(* "aborted", for good.                                                     *)
(***************************************************************************)
TCTypeOK ==
  rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]

TCInit ==
  rmState = [rm \in RM |-> "working"]

-----------------------------------------------------------------------------

\* Committing is possible only once nobody can refuse any more.
canCommit ==
  \A rm \in RM : rmState[rm] \in {"prepared", "committed"}

\* Aborting is possible only as long as nobody has committed.
notCommitted ==
  \A rm \in RM : rmState[rm] # "committed"

Prepare(rm) ==
  /\ rmState[rm] = "working"
  /\ rmState' = [rmState EXCEPT ![rm] = "prepared"]

(***************************************************************************)
(* A resource manager reaches its final state.  The two branches look at    *)
(* the state of all resource managers at once, which no real program can    *)
(* do: that knowledge is exactly what a commit protocol has to provide.     *)
(***************************************************************************)
Decide(rm) ==
  \/ /\ rmState[rm] = "prepared"
     /\ canCommit
     /\ rmState' = [rmState EXCEPT ![rm] = "committed"]
  \/ /\ rmState[rm] \in {"working", "prepared"}
     /\ notCommitted
     /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]

TCNext ==
  \E rm \in RM : Prepare(rm) \/ Decide(rm)

(***************************************************************************)
(* The behaviours: they start in TCInit, and each step is a TCNext step or  *)
(* leaves rmState alone.  That second possibility (stuttering) is what lets *)
(* a protocol take many small steps for one step of this specification.     *)
(***************************************************************************)
TCSpec ==
  TCInit /\ [][TCNext]_rmState

-----------------------------------------------------------------------------

(***************************************************************************)
(* The point of it all: no resource manager commits while another aborts.   *)
(***************************************************************************)
TCConsistent ==
  \A rm1, rm2 \in RM :
    ~ (rmState[rm1] = "aborted" /\ rmState[rm2] = "committed")

THEOREM TCSpec => [](TCTypeOK /\ TCConsistent)
=============================================================================
