---- MODULE MultipleAssignment ----
EXTENDS Integers, Sequences, TLC
(* --algorithm MultipleAssignment { variables a = [i \in 1..3 |-> 0], b = [i \in 1..3 |-> 0], u = 1, v = 2, w = 3; { a: b[1] := u || a[2] := v || b[2] := w; r: u := 1 || v := 2 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "9039e9ae" /\ chksum(tla) = "643214c8")
\* Label a at line 3 col 121 changed to a_
VARIABLES pc, a, b, u, v, w

vars == << pc, a, b, u, v, w >>

Init == (* Global variables *)
        /\ a = [i \in 1..3 |-> 0]
        /\ b = [i \in 1..3 |-> 0]
        /\ u = 1
        /\ v = 2
        /\ w = 3
        /\ pc = "a_"

a_ == /\ pc = "a_"
      /\ /\ a' = [a EXCEPT ![2] = v]
         /\ b' = [b EXCEPT ![1] = u,
                           ![2] = w]
      /\ pc' = "r"
      /\ UNCHANGED << u, v, w >>

r == /\ pc = "r"
     /\ /\ u' = 1
        /\ v' = 2
     /\ pc' = "Done"
     /\ UNCHANGED << a, b, w >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == a_ \/ r
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
