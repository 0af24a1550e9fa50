---- MODULE Definitions ----
EXTENDS Integers, Sequences, TLC
(* --algorithm Definitions { variables x = 0; define { TypeOK == x \in Nat  Foo == LET a == 1 b == 2 IN a + b } process (p \in 1..2) variables t = 0; { L: t := Foo } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "cbd98ab3" /\ chksum(tla) = "dced2eee")
VARIABLES pc, x

(* define statement *)
TypeOK == x \in Nat  Foo == LET a == 1 b == 2 IN a + b

VARIABLE t

vars == << pc, x, t >>

ProcSet == (1..2)

Init == (* Global variables *)
        /\ x = 0
        (* Process p *)
        /\ t = [self \in 1..2 |-> 0]
        /\ pc = [self \in ProcSet |-> "L"]

L(self) == /\ pc[self] = "L"
           /\ t' = [t EXCEPT ![self] = Foo]
           /\ pc' = [pc EXCEPT ![self] = "Done"]
           /\ x' = x

p(self) == L(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in 1..2: p(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
