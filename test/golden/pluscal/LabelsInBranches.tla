---- MODULE LabelsInBranches ----
EXTENDS Integers, Sequences, TLC
\* PlusCal options (label)
(* --algorithm LabelsInBranches
 variables x = 0, y = 0;
 begin
 L: if x = 0 then x := 1; A1: y := 2; elsif y = 0 then either x := 2 or y := 3; B1: x := 3 end either; else while x < 3 do x := x + 1; end while end if;
 M: either if x = 1 then C1: skip end if or x := 4; D1: if y = 1 then y := 2; E1: skip; else F1: goto M; end if end either;
end algorithm *)
\* BEGIN TRANSLATION (chksum(pcal) = "b0298b9a" /\ chksum(tla) = "1d316bc5")
VARIABLES pc, x, y

vars == << pc, x, y >>

Init == (* Global variables *)
        /\ x = 0
        /\ y = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ IF x = 0
           THEN /\ x' = 1
                /\ pc' = "A1"
                /\ y' = y
           ELSE /\ IF y = 0
                      THEN /\ \/ /\ x' = 2
                                 /\ pc' = "M"
                                 /\ y' = y
                              \/ /\ y' = 3
                                 /\ pc' = "B1"
                                 /\ x' = x
                      ELSE /\ pc' = "Lbl_1"
                           /\ UNCHANGED << x, y >>

A1 == /\ pc = "A1"
      /\ y' = 2
      /\ pc' = "M"
      /\ x' = x

Lbl_1 == /\ pc = "Lbl_1"
         /\ IF x < 3
               THEN /\ x' = x + 1
                    /\ pc' = "Lbl_1"
               ELSE /\ pc' = "M"
                    /\ x' = x
         /\ y' = y

B1 == /\ pc = "B1"
      /\ x' = 3
      /\ pc' = "M"
      /\ y' = y

M == /\ pc = "M"
     /\ \/ /\ IF x = 1
                 THEN /\ pc' = "C1"
                 ELSE /\ pc' = "Done"
           /\ x' = x
        \/ /\ x' = 4
           /\ pc' = "D1"
     /\ y' = y

C1 == /\ pc = "C1"
      /\ TRUE
      /\ pc' = "Done"
      /\ UNCHANGED << x, y >>

D1 == /\ pc = "D1"
      /\ IF y = 1
            THEN /\ y' = 2
                 /\ pc' = "E1"
            ELSE /\ pc' = "F1"
                 /\ y' = y
      /\ x' = x

E1 == /\ pc = "E1"
      /\ TRUE
      /\ pc' = "Done"
      /\ UNCHANGED << x, y >>

F1 == /\ pc = "F1"
      /\ pc' = "M"
      /\ UNCHANGED << x, y >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ A1 \/ Lbl_1 \/ B1 \/ M \/ C1 \/ D1 \/ E1 \/ F1
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
