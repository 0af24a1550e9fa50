---- MODULE JumpsInBranches ----
EXTENDS Integers, Sequences, TLC
(* --algorithm JumpsInBranches { variables x = 0, y = 0, z = 0;
 { L: if (x = 0) { if (y = 0) { x := 1 } else { either { y := 1; goto L } or { z := 1 } } } else { with (i \in {1}) { if (i = 1) {x := 3} else { z := 4; goto M } } };
   M: skip } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "8f0a240e" /\ chksum(tla) = "5dc412d3")
VARIABLES pc, x, y, z

vars == << pc, x, y, z >>

Init == (* Global variables *)
        /\ x = 0
        /\ y = 0
        /\ z = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ IF x = 0
           THEN /\ IF y = 0
                      THEN /\ x' = 1
                           /\ pc' = "M"
                           /\ UNCHANGED << y, z >>
                      ELSE /\ \/ /\ y' = 1
                                 /\ pc' = "L"
                                 /\ z' = z
                              \/ /\ z' = 1
                                 /\ pc' = "M"
                                 /\ y' = y
                           /\ x' = x
           ELSE /\ \E i \in {1}:
                     IF i = 1
                        THEN /\ x' = 3
                             /\ pc' = "M"
                             /\ z' = z
                        ELSE /\ z' = 4
                             /\ pc' = "M"
                             /\ x' = x
                /\ y' = y

M == /\ pc = "M"
     /\ TRUE
     /\ pc' = "Done"
     /\ UNCHANGED << x, y, z >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
