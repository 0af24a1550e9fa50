---- MODULE AddedLabels ----
EXTENDS Integers, Sequences, TLC
(* --algorithm AddedLabels { variables x = 0; process (p \in 1..2) { a: x := 1; x := 2; while (x < 3) { x := x + 1} } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "2889d4e7" /\ chksum(tla) = "b53ac6a6")
VARIABLES pc, x

vars == << pc, x >>

ProcSet == (1..2)

Init == (* Global variables *)
        /\ x = 0
        /\ pc = [self \in ProcSet |-> "a"]

a(self) == /\ pc[self] = "a"
           /\ x' = 1
           /\ pc' = [pc EXCEPT ![self] = "foo1"]

foo1(self) == /\ pc[self] = "foo1"
              /\ x' = 2
              /\ pc' = [pc EXCEPT ![self] = "foo2"]

foo2(self) == /\ pc[self] = "foo2"
              /\ IF x < 3
                    THEN /\ x' = x + 1
                         /\ pc' = [pc EXCEPT ![self] = "foo2"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                         /\ x' = x

p(self) == a(self) \/ foo1(self) \/ foo2(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in 1..2: p(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
\* PlusCal options (label, -labelRoot foo -lineWidth 60)
====
