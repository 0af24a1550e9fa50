---- MODULE ProcessNumber ----
EXTENDS Integers, Sequences, TLC
(* --algorithm ProcessNumber { variables x = 0; process (p = x + 1) variables v = 3; { L: v := v + 1; M: x := self; goto L } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "a3312cd7" /\ chksum(tla) = "c7bfa065")
VARIABLES pc, x, v

vars == << pc, x, v >>

ProcSet == {x + 1}

Init == (* Global variables *)
        /\ x = 0
        (* Process p *)
        /\ v = 3
        /\ pc = [self \in ProcSet |-> "L"]

L == /\ pc[x + 1] = "L"
     /\ v' = v + 1
     /\ pc' = [pc EXCEPT ![x + 1] = "M"]
     /\ x' = x

M == /\ pc[x + 1] = "M"
     /\ x' = self
     /\ pc' = [pc EXCEPT ![x + 1] = "L"]
     /\ v' = v

p == L \/ M

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == p
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
