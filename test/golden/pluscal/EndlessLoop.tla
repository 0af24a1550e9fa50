---- MODULE EndlessLoop ----
EXTENDS Integers, Sequences, TLC
(* --algorithm EndlessLoop { variables x = 0; { L: while (TRUE) { x := 1 - x; M: x := 2 } } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "33be7165" /\ chksum(tla) = "2a09dda9")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = 1 - x
     /\ pc' = "M"

M == /\ pc = "M"
     /\ x' = 2
     /\ pc' = "L"

Next == L \/ M

Spec == Init /\ [][Next]_vars

\* END TRANSLATION 
====
