---- MODULE LabelsAdded ----
EXTENDS Integers, Sequences, TLC
(* --algorithm LabelsAdded { variables x = 0, y = 0, a = [i \in 1..2 |-> 0];
 { x := 1; a[1] := 1; a[2] := 2; with (i \in {1}) { y := i }; if (x = 1) { goto Done } ; skip; while (x < 10) { x := x + 1; y := 2; y := 3 }; either { x := 1 } or { y := 1 }; y := 2 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "f39bd946" /\ chksum(tla) = "d6e8beaf")
VARIABLES pc, x, y, a

vars == << pc, x, y, a >>

Init == (* Global variables *)
        /\ x = 0
        /\ y = 0
        /\ a = [i \in 1..2 |-> 0]
        /\ pc = "Lbl_1"

Lbl_1 == /\ pc = "Lbl_1"
         /\ x' = 1
         /\ a' = [a EXCEPT ![1] = 1]
         /\ pc' = "Lbl_2"
         /\ y' = y

Lbl_2 == /\ pc = "Lbl_2"
         /\ a' = [a EXCEPT ![2] = 2]
         /\ \E i \in {1}:
              y' = i
         /\ IF x = 1
               THEN /\ pc' = "Done"
               ELSE /\ pc' = "Lbl_3"
         /\ x' = x

Lbl_3 == /\ pc = "Lbl_3"
         /\ TRUE
         /\ pc' = "Lbl_4"
         /\ UNCHANGED << x, y, a >>

Lbl_4 == /\ pc = "Lbl_4"
         /\ IF x < 10
               THEN /\ x' = x + 1
                    /\ y' = 2
                    /\ pc' = "Lbl_5"
               ELSE /\ \/ /\ x' = 1
                          /\ y' = y
                       \/ /\ y' = 1
                          /\ x' = x
                    /\ pc' = "Lbl_6"
         /\ a' = a

Lbl_5 == /\ pc = "Lbl_5"
         /\ y' = 3
         /\ pc' = "Lbl_4"
         /\ UNCHANGED << x, a >>

Lbl_6 == /\ pc = "Lbl_6"
         /\ y' = 2
         /\ pc' = "Done"
         /\ UNCHANGED << x, a >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == Lbl_1 \/ Lbl_2 \/ Lbl_3 \/ Lbl_4 \/ Lbl_5 \/ Lbl_6
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
