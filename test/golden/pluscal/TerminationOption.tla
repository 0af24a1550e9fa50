---- MODULE TerminationOption ----
EXTENDS Integers, Sequences, TLC
\* PlusCal options (termination)
(* --algorithm TerminationOption { variables x = 0; { x := 1; x := 2 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "d240fe45" /\ chksum(tla) = "11cd3e35")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "Lbl_1"

Lbl_1 == /\ pc = "Lbl_1"
         /\ x' = 1
         /\ pc' = "Lbl_2"

Lbl_2 == /\ pc = "Lbl_2"
         /\ x' = 2
         /\ pc' = "Done"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == Lbl_1 \/ Lbl_2
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(Next)

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
