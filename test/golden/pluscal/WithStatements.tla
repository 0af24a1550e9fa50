---- MODULE WithStatements ----
EXTENDS Integers, Sequences, TLC
(* --algorithm WithStatements { variables x = 0, yyyyyyy = 1; { L: with (i \in {1,2}) { if (i = 1) { x := 1 } else { yyyyyyy := 2; goto L } } ; M: with (i = 3) await i = x; N: with (q \in {4}; r = q) { either {x := 1; } or { skip } } } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "153e0ebd" /\ chksum(tla) = "a1ca1246")
VARIABLES pc, x, yyyyyyy

vars == << pc, x, yyyyyyy >>

Init == (* Global variables *)
        /\ x = 0
        /\ yyyyyyy = 1
        /\ pc = "L"

L == /\ pc = "L"
     /\ \E i \in {1,2}:
          IF i = 1
             THEN /\ x' = 1
                  /\ pc' = "M"
                  /\ UNCHANGED yyyyyyy
             ELSE /\ yyyyyyy' = 2
                  /\ pc' = "L"
                  /\ x' = x

M == /\ pc = "M"
     /\ LET i == 3 IN
          i = x
     /\ pc' = "N"
     /\ UNCHANGED << x, yyyyyyy >>

N == /\ pc = "N"
     /\ \E q \in {4}:
          LET r == q IN
            \/ /\ x' = 1
            \/ /\ TRUE
               /\ x' = x
     /\ pc' = "Done"
     /\ UNCHANGED yyyyyyy

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M \/ N
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
