---- MODULE WithoutInitialValues ----
EXTENDS Integers, Sequences, TLC
(* --algorithm WithoutInitialValues { variables x, y = 1; procedure f(a) variable b; { f1: b := a; f2: return } process (p \in 1..2) variable v; { L: v := x; call f(v); } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "792391ce" /\ chksum(tla) = "70afa94a")
CONSTANT defaultInitValue
VARIABLES pc, x, y, stack, a, b, v

vars == << pc, x, y, stack, a, b, v >>

ProcSet == (1..2)

Init == (* Global variables *)
        /\ x = defaultInitValue
        /\ y = 1
        (* Procedure f *)
        /\ a = [ self \in ProcSet |-> defaultInitValue]
        /\ b = [ self \in ProcSet |-> defaultInitValue]
        (* Process p *)
        /\ v = [self \in 1..2 |-> defaultInitValue]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> "L"]

f1(self) == /\ pc[self] = "f1"
            /\ b' = [b EXCEPT ![self] = a[self]]
            /\ pc' = [pc EXCEPT ![self] = "f2"]
            /\ UNCHANGED << x, y, stack, a, v >>

f2(self) == /\ pc[self] = "f2"
            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
            /\ b' = [b EXCEPT ![self] = Head(stack[self]).b]
            /\ a' = [a EXCEPT ![self] = Head(stack[self]).a]
            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
            /\ UNCHANGED << x, y, v >>

f(self) == f1(self) \/ f2(self)

L(self) == /\ pc[self] = "L"
           /\ v' = [v EXCEPT ![self] = x]
           /\ /\ a' = [a EXCEPT ![self] = v'[self]]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                       pc        |->  "Done",
                                                       b         |->  b[self],
                                                       a         |->  a[self] ] >>
                                                   \o stack[self]]
           /\ b' = [b EXCEPT ![self] = defaultInitValue]
           /\ pc' = [pc EXCEPT ![self] = "f1"]
           /\ UNCHANGED << x, y >>

p(self) == L(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: f(self))
           \/ (\E self \in 1..2: p(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
