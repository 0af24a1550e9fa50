-------------------------- MODULE TwoPhaseChannel --------------------------
(***************************************************************************)
(* Two-phase commit over a network that loses and duplicates messages, with *)
(* resource managers that crash.                                            *)
(*                                                                          *)
(* In module TwoPhase the network is the set of all messages ever sent, so  *)
(* loss and duplication come by themselves and cannot be told from a        *)
(* network without them.  Here the network is a bag of the messages that    *)
(* are on their way, and what happens to a message is an action: it is      *)
(* delivered, dropped, or duplicated.  A program whose network does one of  *)
(* these where the constants forbid it takes a step that is none.           *)
(*                                                                          *)
(* What a process sends it may send again, since a message may be lost.     *)
(*                                                                          *)
(* After J. Gray and L. Lamport, "Consensus on Transaction Commit", 2006,   *)
(* section 3.                                                               *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  RM,               \* The set of resource managers that take part.
  AllowDrop,        \* Whether the network may lose a message.
  AllowDuplicate,   \* Whether it may deliver one twice.
  AllowCrash,       \* Whether a resource manager may crash.
  MaxCopies         \* Copies of one message on their way, for model checking.

ASSUME {AllowDrop, AllowDuplicate, AllowCrash} \subseteq BOOLEAN

VARIABLES
  rmState,          \* rmState[rm] is where resource manager rm stands.
  tmState,          \* Where the transaction manager stands.
  tmPrepared,       \* The resource managers whose "Prepared" the TM has counted.
  network,          \* network[m] is the number of copies of m on their way.
  arrived,          \* What has arrived, and whose receiver has not crashed since.
  up                \* up[rm]: rm is running.

vars == <<rmState, tmState, tmPrepared, network, arrived, up>>

\* A message to the TM is from rm, a message to a resource manager is to rm.
Message == [type : {"Prepared", "Commit", "Abort"}, rm : RM]

TypeOK ==
  /\ rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]
  /\ tmState \in {"init", "committed", "aborted"}
  /\ tmPrepared \subseteq RM
  /\ network \in [Message -> Nat]
  /\ arrived \subseteq Message
  /\ up \in [RM -> BOOLEAN]

Init ==
  /\ rmState = [rm \in RM |-> "working"]
  /\ tmState = "init"
  /\ tmPrepared = {}
  /\ network = [m \in Message |-> 0]
  /\ arrived = {}
  /\ up = [rm \in RM |-> TRUE]

-----------------------------------------------------------------------------
(* The network.                                                             *)

Send(m) == network' = [network EXCEPT ![m] = @ + 1]

IsUp(m) == m.type = "Prepared" \/ up[m.rm]

Deliver(m) ==
  /\ network[m] > 0
  /\ IsUp(m)
  /\ network' = [network EXCEPT ![m] = @ - 1]
  /\ arrived' = arrived \cup {m}
  /\ UNCHANGED <<rmState, tmState, tmPrepared, up>>

\* Lost on the way, or arrived at a process that is down.
Drop(m) ==
  /\ AllowDrop
  /\ network[m] > 0
  /\ network' = [network EXCEPT ![m] = @ - 1]
  /\ UNCHANGED <<rmState, tmState, tmPrepared, arrived, up>>

Duplicate(m) ==
  /\ AllowDuplicate
  /\ network[m] > 0
  /\ network' = [network EXCEPT ![m] = @ + 1]
  /\ UNCHANGED <<rmState, tmState, tmPrepared, arrived, up>>

-----------------------------------------------------------------------------
(* The transaction manager.                                                 *)

TMRcvPrepared(rm) ==
  /\ tmState = "init"
  /\ [type |-> "Prepared", rm |-> rm] \in arrived
  /\ tmPrepared' = tmPrepared \cup {rm}
  /\ UNCHANGED <<rmState, tmState, network, arrived, up>>

TMCommit ==
  /\ tmState = "init"
  /\ tmPrepared = RM
  /\ tmState' = "committed"
  /\ UNCHANGED <<rmState, tmPrepared, network, arrived, up>>

TMAbort ==
  /\ tmState = "init"
  /\ tmState' = "aborted"
  /\ UNCHANGED <<rmState, tmPrepared, network, arrived, up>>

\* The TM tells rm what was decided, for the first time or again.
TMSend(rm) ==
  /\ \/ tmState = "committed" /\ Send([type |-> "Commit", rm |-> rm])
     \/ tmState = "aborted" /\ Send([type |-> "Abort", rm |-> rm])
  /\ UNCHANGED <<rmState, tmState, tmPrepared, arrived, up>>

-----------------------------------------------------------------------------
(* The resource managers.  Their state is on the disk, and survives.        *)

RMPrepare(rm) ==
  /\ up[rm]
  /\ rmState[rm] = "working"
  /\ rmState' = [rmState EXCEPT ![rm] = "prepared"]
  /\ Send([type |-> "Prepared", rm |-> rm])
  /\ UNCHANGED <<tmState, tmPrepared, arrived, up>>

\* Says again that it has prepared.
RMRepeat(rm) ==
  /\ up[rm]
  /\ rmState[rm] = "prepared"
  /\ Send([type |-> "Prepared", rm |-> rm])
  /\ UNCHANGED <<rmState, tmState, tmPrepared, arrived, up>>

RMChooseToAbort(rm) ==
  /\ up[rm]
  /\ rmState[rm] = "working"
  /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, network, arrived, up>>

RMCommit(rm) ==
  /\ up[rm]
  /\ [type |-> "Commit", rm |-> rm] \in arrived
  /\ rmState' = [rmState EXCEPT ![rm] = "committed"]
  /\ UNCHANGED <<tmState, tmPrepared, network, arrived, up>>

RMAbort(rm) ==
  /\ up[rm]
  /\ [type |-> "Abort", rm |-> rm] \in arrived
  /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]
  /\ UNCHANGED <<tmState, tmPrepared, network, arrived, up>>

\* What it has heard and not acted upon is gone.
Crash(rm) ==
  /\ AllowCrash
  /\ up[rm]
  /\ up' = [up EXCEPT ![rm] = FALSE]
  /\ arrived' = {m \in arrived : m.type = "Prepared" \/ m.rm # rm}
  /\ UNCHANGED <<rmState, tmState, tmPrepared, network>>

Restart(rm) ==
  /\ ~up[rm]
  /\ up' = [up EXCEPT ![rm] = TRUE]
  /\ UNCHANGED <<rmState, tmState, tmPrepared, network, arrived>>

-----------------------------------------------------------------------------

Next ==
  \/ TMCommit
  \/ TMAbort
  \/ \E rm \in RM :
       \/ TMRcvPrepared(rm)
       \/ TMSend(rm)
       \/ RMPrepare(rm)
       \/ RMRepeat(rm)
       \/ RMChooseToAbort(rm)
       \/ RMCommit(rm)
       \/ RMAbort(rm)
       \/ Crash(rm)
       \/ Restart(rm)
  \/ \E m \in Message :
       \/ Deliver(m)
       \/ Drop(m)
       \/ Duplicate(m)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* No resource manager commits while another aborts.
Consistent ==
  \A rm1, rm2 \in RM :
    ~ (rmState[rm1] = "aborted" /\ rmState[rm2] = "committed")

TC == INSTANCE TransactionCommit

ImplementsTransactionCommit == TC!TCSpec

\* For model checking: a process may say a thing any number of times.
FewCopies == \A m \in Message : network[m] <= MaxCopies

THEOREM Spec => [](TypeOK /\ Consistent)
THEOREM Spec => ImplementsTransactionCommit
=============================================================================
