---- MODULE UnicodeOperators ----
EXTENDS Integers, Sequences, TLC
(* --algorithm UnicodeOperators { variables x ∈ {1}, y = 0; { L: x := IF x ≤ 3 ∧ y ≥ 0 THEN 1 ELSE 2; M: with (i ∈ {1}) { y := i } } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "a0d1c225" /\ chksum(tla) = "2d76fafc")
VARIABLES pc, x, y

vars == << pc, x, y >>

Init == (* Global variables *)
        /\ x \in {1}
        /\ y = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = IF x ≤ 3 ∧ y ≥ 0 THEN 1 ELSE 2
     /\ pc' = "M"
     /\ y' = y

M == /\ pc = "M"
     /\ \E i \in {1}:
          y' = i
     /\ pc' = "Done"
     /\ x' = x

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
