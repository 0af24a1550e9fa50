---- MODULE GotoDone ----
EXTENDS Integers, Sequences, TLC
(* --algorithm GotoDone { variables x = 0; { L: while (TRUE) { x := 1 - x; if (x = 0) goto Done } } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "bf801e54" /\ chksum(tla) = "b6a991e5")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = 1 - x
     /\ IF x' = 0
           THEN /\ pc' = "Done"
           ELSE /\ pc' = "L"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
