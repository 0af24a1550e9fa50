---- MODULE LoopAndEither ----
EXTENDS Integers, Sequences, TLC
(* --algorithm LoopAndEither {
 variables x = 0, yy = 0, zzzzzz = 0;
 { L: while (x < 3) { x := x + 1; either { yy := 1 } or { zzzzzz := 1; M: x := x + 1 } or { skip } ; N: skip };
   x := 7; O: await x = 7; print <<x, yy>>; assert x = 7; when yy # 3; } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "477ad66e" /\ chksum(tla) = "23fc67e8")
VARIABLES pc, x, yy, zzzzzz

vars == << pc, x, yy, zzzzzz >>

Init == (* Global variables *)
        /\ x = 0
        /\ yy = 0
        /\ zzzzzz = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ IF x < 3
           THEN /\ x' = x + 1
                /\ \/ /\ yy' = 1
                      /\ pc' = "N"
                      /\ UNCHANGED zzzzzz
                   \/ /\ zzzzzz' = 1
                      /\ pc' = "M"
                      /\ yy' = yy
                   \/ /\ TRUE
                      /\ pc' = "N"
                      /\ UNCHANGED <<yy, zzzzzz>>
           ELSE /\ x' = 7
                /\ pc' = "O"
                /\ UNCHANGED << yy, zzzzzz >>

N == /\ pc = "N"
     /\ TRUE
     /\ pc' = "L"
     /\ UNCHANGED << x, yy, zzzzzz >>

M == /\ pc = "M"
     /\ x' = x + 1
     /\ pc' = "N"
     /\ UNCHANGED << yy, zzzzzz >>

O == /\ pc = "O"
     /\ x = 7
     /\ PrintT(<<x, yy>>)
     /\ Assert(x = 7, "Failure of assertion at line 6, column 45.")
     /\ yy # 3
     /\ pc' = "Done"
     /\ UNCHANGED << x, yy, zzzzzz >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ N \/ M \/ O
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
