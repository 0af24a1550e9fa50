--------------------------- MODULE ReplicatedSet ---------------------------
(***************************************************************************)
(* A set that clients add elements to, remove them from, and look into, as  *)
(* if there were only one copy of it.                                       *)
(*                                                                          *)
(* A client asks; some time later the request takes effect, at once and at  *)
(* most once; some time after that the client is told what it found.  That  *)
(* an effect lies between the question and the answer is what makes the set *)
(* linearisable.  Who keeps the set, and how, is not said: RaftSet.tla      *)
(* claims to be a way.                                                      *)
(*                                                                          *)
(* After M. Herlihy and J. Wing, "Linearizability: A Correctness Condition  *)
(* for Concurrent Objects", 1990.                                           *)
(***************************************************************************)

CONSTANTS
  Element,          \* What may be in the set.
  Request,          \* The requests there may be.
  None              \* Not asked, or not answered.

VARIABLES
  contents,         \* The set.
  asked,            \* asked[r]: the operation that request r asks for, or None.
  found,            \* found[r]: was the element there when r took effect?  Or None.
  answer            \* answer[r]: what the client was told, or None.

vars == <<contents, asked, found, answer>>

Operation == [type : {"add", "remove", "contains"}, element : Element]

TypeOK ==
  /\ contents \subseteq Element
  /\ asked \in [Request -> Operation \cup {None}]
  /\ found \in [Request -> BOOLEAN \cup {None}]
  /\ answer \in [Request -> BOOLEAN \cup {None}]

Init ==
  /\ contents = {}
  /\ asked = [r \in Request |-> None]
  /\ found = [r \in Request |-> None]
  /\ answer = [r \in Request |-> None]

-----------------------------------------------------------------------------
\* What an operation makes of a set S.
After(S, op) ==
  CASE op.type = "add"    -> S \cup {op.element}
    [] op.type = "remove" -> S \ {op.element}
    [] OTHER              -> S

Ask(r, op) ==
  /\ asked[r] = None
  /\ asked' = [asked EXCEPT ![r] = op]
  /\ UNCHANGED <<contents, found, answer>>

TakeEffect(r, type) ==
  /\ asked[r] # None
  /\ asked[r].type = type
  /\ found[r] = None
  /\ found' = [found EXCEPT ![r] = asked[r].element \in contents]
  /\ contents' = After(contents, asked[r])
  /\ UNCHANGED <<asked, answer>>

Add(r)      == TakeEffect(r, "add")
Remove(r)   == TakeEffect(r, "remove")
Contains(r) == TakeEffect(r, "contains")

Answer(r) ==
  /\ found[r] # None
  /\ answer' = [answer EXCEPT ![r] = found[r]]
  /\ UNCHANGED <<contents, asked, found>>

Next ==
  \E r \in Request :
    \/ \E op \in Operation : Ask(r, op)
    \/ Add(r)
    \/ Remove(r)
    \/ Contains(r)
    \/ Answer(r)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Who was told something was told what he found.
AnswersAreTrue == \A r \in Request : answer[r] \in {None, found[r]}
=============================================================================
