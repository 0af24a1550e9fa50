---- MODULE OneStepLoop ----
EXTENDS Integers, Sequences, TLC
(* --algorithm OneStepLoop
 variables x = 0;
 begin
 L: while TRUE do
   if x = 1 then x := 2; else x := 1; end if;
 end while;
end algorithm *)
\* BEGIN TRANSLATION (chksum(pcal) = "631ef1ff" /\ chksum(tla) = "261350c1")
VARIABLE x

vars == << x >>

Init == (* Global variables *)
        /\ x = 0

Next == IF x = 1
           THEN /\ x' = 2
           ELSE /\ x' = 1

Spec == Init /\ [][Next]_vars

\* END TRANSLATION 
====
