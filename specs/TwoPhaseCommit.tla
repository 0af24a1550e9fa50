-------------------------- MODULE TwoPhaseCommit --------------------------
(***************************************************************************)
(* Two-phase commit in PlusCal: resource managers that each do a part of a  *)
(* transaction, and a transaction manager that decides whether all of them  *)
(* commit or all of them abort.                                             *)
(*                                                                          *)
(* docs/tutorial-two-phase-commit.md walks through it.  TwoPhase.tla is the *)
(* same protocol in TLA+, with messages.                                    *)
(*                                                                          *)
(* What is left out: messages.  Everybody sees what everybody else has      *)
(* announced, and a manager that has crashed announces nothing any more.    *)
(***************************************************************************)
EXTENDS FiniteSets

CONSTANTS
  RM,               \* The resource managers.
  TMMayCrash,       \* TRUE when the transaction manager may crash.
  Backup            \* "none", or when the backup takes over: "patient", "hasty".

ASSUME
  /\ IsFiniteSet(RM)
  /\ TMMayCrash \in BOOLEAN
  /\ Backup \in {"none", "patient", "hasty"}

(* --algorithm TwoPhaseCommit {
  variables
    rmState = [rm \in RM |-> "working"];  \* Where each resource manager stands.
    tmState = "waiting";                  \* What the transaction manager has announced.
    backupState = "waiting";              \* What its backup has announced.

  define {
    AllPrepared == \A rm \in RM : rmState[rm] = "prepared"
    SomeAborted == \E rm \in RM : rmState[rm] = "aborted"
    SomeCommitted == \E rm \in RM : rmState[rm] = "committed"

    Committing == "committed" \in {tmState, backupState}
    Aborting == "aborting" \in {tmState, backupState}
  }

  \* A resource manager does its work and votes: "prepared" is a promise to do what is
  \* decided, and from then on it can do nothing but wait for the decision.
  fair process (ResourceManager \in RM) {
    RM_Work:
      either { rmState[self] := "prepared" }
      or     { rmState[self] := "aborted"; goto Done };
    RM_Wait:
      either { await Committing; rmState[self] := "committed" }
      or     { await Aborting; rmState[self] := "aborted" };
  }

  \* The transaction manager waits until it can decide.  If it may crash, it may do so
  \* while it waits: then it never says anything again.
  fair process (TransactionManager = "tm") {
    TM_Wait:
      either { await AllPrepared; tmState := "committed" }
      or     { await SomeAborted; tmState := "aborting" }
      or     { await TMMayCrash; tmState := "crashed" };
  }

  \* The backup decides in the place of a transaction manager that does not.  A patient
  \* one waits until the transaction manager has crashed; a hasty one has a timeout, and
  \* so it may take over from a transaction manager that is only slow.
  fair process (BackupManager = "backup") {
    Backup_Wait:
      await \/ Backup = "patient" /\ tmState = "crashed"
            \/ Backup = "hasty" /\ tmState \in {"waiting", "crashed"};
    Backup_Decide:
      if (SomeCommitted \/ AllPrepared) { backupState := "committed" }
      else { backupState := "aborting" };
  }
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "c49938bc" /\ chksum(tla) = "9c6978d7")
VARIABLES pc, rmState, tmState, backupState

(* define statement *)
AllPrepared == \A rm \in RM : rmState[rm] = "prepared"
SomeAborted == \E rm \in RM : rmState[rm] = "aborted"
SomeCommitted == \E rm \in RM : rmState[rm] = "committed"

Committing == "committed" \in {tmState, backupState}
Aborting == "aborting" \in {tmState, backupState}


vars == << pc, rmState, tmState, backupState >>

ProcSet == (RM) \cup {"tm"} \cup {"backup"}

Init == (* Global variables *)
        /\ rmState = [rm \in RM |-> "working"]
        /\ tmState = "waiting"
        /\ backupState = "waiting"
        /\ pc = [self \in ProcSet |-> CASE self \in RM -> "RM_Work"
                                        [] self = "tm" -> "TM_Wait"
                                        [] self = "backup" -> "Backup_Wait"]

RM_Work(self) == /\ pc[self] = "RM_Work"
                 /\ \/ /\ rmState' = [rmState EXCEPT ![self] = "prepared"]
                       /\ pc' = [pc EXCEPT ![self] = "RM_Wait"]
                    \/ /\ rmState' = [rmState EXCEPT ![self] = "aborted"]
                       /\ pc' = [pc EXCEPT ![self] = "Done"]
                 /\ UNCHANGED << tmState, backupState >>

RM_Wait(self) == /\ pc[self] = "RM_Wait"
                 /\ \/ /\ Committing
                       /\ rmState' = [rmState EXCEPT ![self] = "committed"]
                    \/ /\ Aborting
                       /\ rmState' = [rmState EXCEPT ![self] = "aborted"]
                 /\ pc' = [pc EXCEPT ![self] = "Done"]
                 /\ UNCHANGED << tmState, backupState >>

ResourceManager(self) == RM_Work(self) \/ RM_Wait(self)

TM_Wait == /\ pc["tm"] = "TM_Wait"
           /\ \/ /\ AllPrepared
                 /\ tmState' = "committed"
              \/ /\ SomeAborted
                 /\ tmState' = "aborting"
              \/ /\ TMMayCrash
                 /\ tmState' = "crashed"
           /\ pc' = [pc EXCEPT !["tm"] = "Done"]
           /\ UNCHANGED << rmState, backupState >>

TransactionManager == TM_Wait

Backup_Wait == /\ pc["backup"] = "Backup_Wait"
               /\ \/ Backup = "patient" /\ tmState = "crashed"
                  \/ Backup = "hasty" /\ tmState \in {"waiting", "crashed"}
               /\ pc' = [pc EXCEPT !["backup"] = "Backup_Decide"]
               /\ UNCHANGED << rmState, tmState, backupState >>

Backup_Decide == /\ pc["backup"] = "Backup_Decide"
                 /\ IF SomeCommitted \/ AllPrepared
                       THEN /\ backupState' = "committed"
                       ELSE /\ backupState' = "aborting"
                 /\ pc' = [pc EXCEPT !["backup"] = "Done"]
                 /\ UNCHANGED << rmState, tmState >>

BackupManager == Backup_Wait \/ Backup_Decide

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == TransactionManager \/ BackupManager
           \/ (\E self \in RM: ResourceManager(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in RM : WF_vars(ResourceManager(self))
        /\ WF_vars(TransactionManager)
        /\ WF_vars(BackupManager)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

TypeOK ==
  /\ rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]
  /\ tmState \in {"waiting", "committed", "aborting", "crashed"}
  /\ backupState \in {"waiting", "committed", "aborting"}

\* Safety: no two resource managers end in different ways.
Consistent ==
  \A a, b \in RM : ~(rmState[a] = "committed" /\ rmState[b] = "aborted")

\* Liveness: the transaction manager decides.
Decided == <>(tmState = "committed" \/ tmState = "aborting")

\* Liveness: every resource manager gets to know what happened.
Unblocked == <>(\A rm \in RM : rmState[rm] \in {"committed", "aborted"})

=============================================================================
