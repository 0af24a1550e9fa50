---- MODULE NoFairness ----
EXTENDS Integers, Sequences, TLC
\* PlusCal options (nof)
(* --algorithm NoFairness { variables x = 0; process (p \in 1..2) { a: x := 1 } fair process (q = 3) {b: x := 2} } *)
\* BEGIN TRANSLATION (chksum(pcal) = "68dabfa8" /\ chksum(tla) = "dde9b08f")
VARIABLES pc, x

vars == << pc, x >>

ProcSet == (1..2) \cup {3}

Init == (* Global variables *)
        /\ x = 0
        /\ pc = [self \in ProcSet |-> CASE self \in 1..2 -> "a"
                                        [] self = 3 -> "b"]

a(self) == /\ pc[self] = "a"
           /\ x' = 1
           /\ pc' = [pc EXCEPT ![self] = "Done"]

p(self) == a(self)

b == /\ pc[3] = "b"
     /\ x' = 2
     /\ pc' = [pc EXCEPT ![3] = "Done"]

q == b

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == q
           \/ (\E self \in 1..2: p(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
