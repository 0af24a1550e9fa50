---------------------------- MODULE TwoPhaseLive ----------------------------
(***************************************************************************)
(* Two-phase commit that gets somewhere: whoever has prepared carries out   *)
(* what was decided, in the end.                                            *)
(*                                                                          *)
(* A resource manager that has prepared, and can hear of the decision for   *)
(* ever, hears of it at last.  That asks of a program that it sends again   *)
(* what may be lost, and that nobody stays down for ever.  One that has not *)
(* prepared need not hear: it may abort on its own, or never have heard of  *)
(* the transaction at all.                                                  *)
(***************************************************************************)
EXTENDS TwoPhase

Hears(rm) ==
  /\ rmState[rm] = "prepared"
  /\ RMRcvCommitMsg(rm) \/ RMRcvAbortMsg(rm)

Fairness == \A rm \in RM : WF_vars(Hears(rm))

LiveSpec == Spec /\ Fairness

IsDone(rm) == rmState[rm] \in {"committed", "aborted"}

DecisionIsCarriedOut ==
  \A rm \in RM : tmState # "init" /\ rmState[rm] = "prepared" ~> IsDone(rm)

THEOREM LiveSpec => DecisionIsCarriedOut
=============================================================================
