--------------------------- MODULE TwoPhaseTrace ---------------------------

(***************************************************************************)
(* A trace specification: is the log of a run of two-phase commit a        *)
(* behavior of TwoPhase?  This is how a log is held against a              *)
(* specification with a model checker alone.  The log has one record in    *)
(* each line, in the format of docs/validate.md, and the environment       *)
(* variable TRACE_PATH names it.  What a record leaves out is open.        *)
(*                                                                         *)
(* `lockstep validate` needs none of this, and says why a log is refused.  *)
(***************************************************************************)

EXTENDS TwoPhase, Naturals, Sequences, SequencesExt, TLC, Json, IOUtils

Log == ndJsonDeserialize(IOEnv.TRACE_PATH)

VARIABLE l          \* The line of the log that is to be explained next.

Line == Log[l]

Has(field) == field \in DOMAIN Line

-----------------------------------------------------------------------------

State == [rmState |-> rmState, tmState |-> tmState, tmPrepared |-> tmPrepared, msgs |-> msgs]

\* The part of a state that a path names: <<"tmState">>, <<"rmState", "rm1">>.
Part(state, path) == IF Len(path) = 1 THEN state[path[1]] ELSE state[path[1]][path[2]]

\* What the record says of the state that the step leads to.
Observed ==
  /\ Has("set") => \A i \in DOMAIN Line.set : Part(State', Line.set[i][1]) = Line.set[i][2]
  /\ Has("add") => \A i \in DOMAIN Line.add :
       LET path == Line.add[i][1] IN Part(State', path) = Part(State, path) \cup {Line.add[i][2]}

Reported(action) ==
  /\ l <= Len(Log)
  /\ Has("action") => Line.action = action
  /\ l' = l + 1

TraceInit == Init /\ l = 1

TraceNext ==
  \/ Reported("TMCommit") /\ TMCommit /\ Observed
  \/ Reported("TMAbort") /\ TMAbort /\ Observed
  \/ \E rm \in RM :
       /\ l <= Len(Log) /\ Has("args") => Line.args.rm = rm
       /\ \/ Reported("TMRcvPrepared") /\ TMRcvPrepared(rm) /\ Observed
          \/ Reported("RMPrepare") /\ RMPrepare(rm) /\ Observed
          \/ Reported("RMChooseToAbort") /\ RMChooseToAbort(rm) /\ Observed
          \/ Reported("RMRcvCommitMsg") /\ RMRcvCommitMsg(rm) /\ Observed
          \/ Reported("RMRcvAbortMsg") /\ RMRcvAbortMsg(rm) /\ Observed

TraceSpec == TraceInit /\ [][TraceNext]_<<l, vars>>

TraceView == <<l, vars>>

-----------------------------------------------------------------------------

\* Every line is explained: the longest behavior that fits has a step for each.
Accepted ==
  LET explained == TLCGet("stats").diameter - 1 IN
  \/ explained = Len(Log)
  \/ Print(<<"no step explains line", explained + 1, Log[explained + 1]>>, FALSE)

\* As an invariant: violated by the first behavior that explains the whole log.  Depth first, that is found early.
NotAccepted == l <= Len(Log)

=============================================================================
