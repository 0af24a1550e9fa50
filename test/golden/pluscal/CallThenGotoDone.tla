---- MODULE CallThenGotoDone ----
EXTENDS Integers, Sequences, TLC
(* --algorithm CallThenGotoDone { variables x = 0; procedure f() { f1: return } process (p = 1) { L: while (TRUE) { x := 1; M: call f(); goto Done } } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "9e8531d3" /\ chksum(tla) = "d7a9fa46")
VARIABLES pc, x, stack

vars == << pc, x, stack >>

ProcSet == {1}

Init == (* Global variables *)
        /\ x = 0
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> "L"]

f1(self) == /\ pc[self] = "f1"
            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
            /\ x' = x

f(self) == f1(self)

L == /\ pc[1] = "L"
     /\ x' = 1
     /\ pc' = [pc EXCEPT ![1] = "M"]
     /\ stack' = stack

M == /\ pc[1] = "M"
     /\ stack' = [stack EXCEPT ![1] = << [ procedure |->  "f",
                                           pc        |->  "Done" ] >>
                                       \o stack[1]]
     /\ pc' = [pc EXCEPT ![1] = "f1"]
     /\ x' = x

p == L \/ M

Next == p
           \/ (\E self \in ProcSet: f(self))

Spec == Init /\ [][Next]_vars

\* END TRANSLATION 
====
