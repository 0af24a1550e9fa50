---- MODULE InitialValues ----
EXTENDS Integers, Sequences, TLC
(* --algorithm InitialValues { variables x = 1 = 2, y \in {1} \cup {2}, z; { x := 1; y := 2 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "e4c88218" /\ chksum(tla) = "2baee660")
CONSTANT defaultInitValue
VARIABLES pc, x, y, z

vars == << pc, x, y, z >>

Init == (* Global variables *)
        /\ x = (1 = 2)
        /\ y \in ({1} \cup {2})
        /\ z = defaultInitValue
        /\ pc = "Lbl_1"

Lbl_1 == /\ pc = "Lbl_1"
         /\ x' = 1
         /\ y' = 2
         /\ pc' = "Done"
         /\ z' = z

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == Lbl_1
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
