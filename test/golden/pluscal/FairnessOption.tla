---- MODULE FairnessOption ----
EXTENDS Integers, Sequences, TLC
\* PlusCal options (wf)
(* --algorithm FairnessOption { variables x = 0; { a: x := 1 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "2f7c84b1" /\ chksum(tla) = "61ea5e1e")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "a"

a == /\ pc = "a"
     /\ x' = 1
     /\ pc' = "Done"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == a
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(Next)

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
