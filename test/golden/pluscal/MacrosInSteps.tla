---- MODULE MacrosInSteps ----
EXTENDS Integers, Sequences, TLC
(* --algorithm MacrosInSteps {
 variables x = 0, s = {1,2};
 macro inc(v, by) { v := v + by }
 macro two(p) { inc(p, 1); assert p > 0; }
 { L: two(x); L2: with (i \in s, j = i + 1) { x := x + i + j; s := s \ {i} } ; K: inc(x, x + x); with (i \in s) skip; } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "2abc1c07" /\ chksum(tla) = "a098cea7")
VARIABLES pc, x, s

vars == << pc, x, s >>

Init == (* Global variables *)
        /\ x = 0
        /\ s = {1,2}
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = x + 1
     /\ Assert(x' > 0, 
               "Failure of assertion at line 6, column 28 of macro called at line 7, column 7.")
     /\ pc' = "L2"
     /\ s' = s

L2 == /\ pc = "L2"
      /\ \E i \in s:
           LET j == i + 1 IN
             /\ x' = x + i + j
             /\ s' = s \ {i}
      /\ pc' = "K"

K == /\ pc = "K"
     /\ x' = x + (x + x)
     /\ \E i \in s:
          TRUE
     /\ pc' = "Done"
     /\ s' = s

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ L2 \/ K
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
