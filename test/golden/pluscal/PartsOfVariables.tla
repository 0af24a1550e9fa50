---- MODULE PartsOfVariables ----
EXTENDS Integers, Sequences, TLC
(* --algorithm PartsOfVariables { variables f = [a |-> 1], x = 0; { L: f.a := @ + 1; M: f := [f EXCEPT !.a = @ + 1, !["b"] = 2]; N: x := [a |-> x, x |-> 1].x; O: x := {x \in {1} : x > 0} } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "1cb02ffa" /\ chksum(tla) = "a044ad5f")
VARIABLES pc, f, x

vars == << pc, f, x >>

Init == (* Global variables *)
        /\ f = [a |-> 1]
        /\ x = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ f' = [f EXCEPT !.a = @ + 1]
     /\ pc' = "M"
     /\ x' = x

M == /\ pc = "M"
     /\ f' = [f EXCEPT !.a = @ + 1, !["b"] = 2]
     /\ pc' = "N"
     /\ x' = x

N == /\ pc = "N"
     /\ x' = [a |-> x, x |-> 1].x
     /\ pc' = "O"
     /\ f' = f

O == /\ pc = "O"
     /\ x' = {x \in {1} : x > 0}
     /\ pc' = "Done"
     /\ f' = f

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M \/ N \/ O
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
