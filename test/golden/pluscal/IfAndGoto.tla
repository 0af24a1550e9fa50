---- MODULE IfAndGoto ----
EXTENDS Integers, Sequences, TLC
(* --algorithm IfAndGoto { variable x = 0; { a: x := x + 1; b: if (x = 0) { y: x := 1; M: x := 2 } else if (x = 1) goto a;  N: x := 3 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "bb81bb18" /\ chksum(tla) = "71ad381a")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "a"

a == /\ pc = "a"
     /\ x' = x + 1
     /\ pc' = "b"

b == /\ pc = "b"
     /\ IF x = 0
           THEN /\ pc' = "y"
           ELSE /\ IF x = 1
                      THEN /\ pc' = "a"
                      ELSE /\ pc' = "N"
     /\ x' = x

y == /\ pc = "y"
     /\ x' = 1
     /\ pc' = "M"

M == /\ pc = "M"
     /\ x' = 2
     /\ pc' = "N"

N == /\ pc = "N"
     /\ x' = 3
     /\ pc' = "Done"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == a \/ b \/ y \/ M \/ N
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
