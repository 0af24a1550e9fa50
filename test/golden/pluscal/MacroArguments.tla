---- MODULE MacroArguments ----
EXTENDS Integers, Sequences, TLC
(* --algorithm MacroArguments { variables arr = [i \in 1..2 |-> [f |-> 0]], r = [f |-> 1];
 macro s(v) { v := 1 }
 macro t(v) { v.f := 2 }
 macro c(a) { await a > 0; r.f := a }
 macro ww(a) { while (a < 3) { a := a + 1 } }
 { L: s(arr[2]); M: t(r); N: t(arr[1]); O: c(1 + 1); P: c(r.f); Q: ww(r.f) } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "3f030829" /\ chksum(tla) = "a03ce138")
VARIABLES pc, arr, r

vars == << pc, arr, r >>

Init == (* Global variables *)
        /\ arr = [i \in 1..2 |-> [f |-> 0]]
        /\ r = [f |-> 1]
        /\ pc = "L"

L == /\ pc = "L"
     /\ arr' = [arr EXCEPT ![2] = 1]
     /\ pc' = "M"
     /\ r' = r

M == /\ pc = "M"
     /\ r' = [r EXCEPT !.f = 2]
     /\ pc' = "N"
     /\ arr' = arr

N == /\ pc = "N"
     /\ arr' = [arr EXCEPT ![1].f = 2]
     /\ pc' = "O"
     /\ r' = r

O == /\ pc = "O"
     /\ (1 + 1) > 0
     /\ r' = [r EXCEPT !.f = 1 + 1]
     /\ pc' = "P"
     /\ arr' = arr

P == /\ pc = "P"
     /\ (r.f) > 0
     /\ r' = [r EXCEPT !.f = r.f]
     /\ pc' = "Q"
     /\ arr' = arr

Q == /\ pc = "Q"
     /\ IF (r.f) < 3
           THEN /\ r' = [r EXCEPT !.f = (r.f) + 1]
                /\ pc' = "Q"
           ELSE /\ pc' = "Done"
                /\ r' = r
     /\ arr' = arr

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M \/ N \/ O \/ P \/ Q
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
