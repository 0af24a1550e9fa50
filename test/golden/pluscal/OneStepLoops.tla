---- MODULE OneStepLoops ----
EXTENDS Integers, Sequences, TLC
(* --algorithm OneStepLoops
 variables x = 0;
 process p \in 1..3
 begin
 L: while TRUE do
   if x = 1 then x := 2; else x := 1; end if;
 end while;
 end process
 process q = 7 variables loc = 1
 begin
 L: while TRUE do
   loc := loc + 1;
 end while;
 end process;
end algorithm *)
\* BEGIN TRANSLATION (chksum(pcal) = "8fede0ae" /\ chksum(tla) = "cb495291")
\* Label L of process p at line 7 col 5 changed to L_
VARIABLES x, loc

vars == << x, loc >>

ProcSet == (1..3) \cup {7}

Init == (* Global variables *)
        /\ x = 0
        (* Process q *)
        /\ loc = 1

p(self) == /\ IF x = 1
                 THEN /\ x' = 2
                 ELSE /\ x' = 1
           /\ loc' = loc

q == /\ loc' = loc + 1
     /\ x' = x

Next == q
           \/ (\E self \in 1..3: p(self))

Spec == Init /\ [][Next]_vars

\* END TRANSLATION 
====
