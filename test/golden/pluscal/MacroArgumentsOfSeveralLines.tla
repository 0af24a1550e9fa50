---- MODULE MacroArgumentsOfSeveralLines ----
EXTENDS Integers, Sequences, TLC
(* --algorithm MacroArgumentsOfSeveralLines { variables x = 0, y = 1;
 macro m(longparameter) { x := /\ longparameter = 1
                               /\ \/ longparameter
                                  \/ y; }
 macro n(p) { with (p \in {1}) { x := p } }
 { L: m(y /\ x); M: m(IF y
            THEN 1
            ELSE 2); N: n(y) } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "e722d8ef" /\ chksum(tla) = "4c1e5216")
VARIABLES pc, x, y

vars == << pc, x, y >>

Init == (* Global variables *)
        /\ x = 0
        /\ y = 1
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = (/\ (y /\ x) = 1
              /\ \/ (y /\ x)
                 \/ y)
     /\ pc' = "M"
     /\ y' = y

M == /\ pc = "M"
     /\ x' = (/\ (          IF y
              THEN 1
              ELSE 2) = 1
              /\ \/ (          IF y
              THEN 1
              ELSE 2)
                 \/ y)
     /\ pc' = "N"
     /\ y' = y

N == /\ pc = "N"
     /\ \E p \in {1}:
          x' = y
     /\ pc' = "Done"
     /\ y' = y

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M \/ N
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
