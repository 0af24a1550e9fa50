---- MODULE LoopInParentheses ----
EXTENDS Integers, Sequences, TLC
(* --algorithm LoopInParentheses { variables x = 0; { L: while ((TRUE)) { x := 1 - x } } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "442ddc60" /\ chksum(tla) = "368271f2")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = 1 - x
     /\ pc' = "L"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
