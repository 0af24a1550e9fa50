---- MODULE FairNextWithoutTerminating ----
EXTENDS Integers, Sequences, TLC
\* PlusCal options (-wfNext -noDoneDisjunct)
(* --algorithm FairNextWithoutTerminating { variables x = 0; process (p \in 1..2) { a: x := 1 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "b84df32e" /\ chksum(tla) = "5ca9cab2")
VARIABLES pc, x

vars == << pc, x >>

ProcSet == (1..2)

Init == (* Global variables *)
        /\ x = 0
        /\ pc = [self \in ProcSet |-> "a"]

a(self) == /\ pc[self] = "a"
           /\ x' = 1
           /\ pc' = [pc EXCEPT ![self] = "Done"]

p(self) == a(self)

Next == (\E self \in 1..2: p(self))

Spec == /\ Init /\ [][Next]_vars
        /\ WF_vars(Next)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
