---- MODULE RecursionWithFairLabels ----
EXTENDS Integers, Sequences, TLC
(* --algorithm RecursionWithFairLabels { variables x = 0;
 procedure f(n) variables r = 0; { f1:+ if (n = 0) { x := 1; return } else { f2: call f(n - 1); f3:- x := x * n; return } ; }
 fair process (p \in {1,2}) { s:+ call f(3); t: skip; u:- print x } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "c79b737f" /\ chksum(tla) = "eacd6a4d")
CONSTANT defaultInitValue
VARIABLES pc, x, stack, n, r

vars == << pc, x, stack, n, r >>

ProcSet == ({1,2})

Init == (* Global variables *)
        /\ x = 0
        (* Procedure f *)
        /\ n = [ self \in ProcSet |-> defaultInitValue]
        /\ r = [ self \in ProcSet |-> 0]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> "s"]

f1(self) == /\ pc[self] = "f1"
            /\ IF n[self] = 0
                  THEN /\ x' = 1
                       /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                       /\ r' = [r EXCEPT ![self] = Head(stack[self]).r]
                       /\ n' = [n EXCEPT ![self] = Head(stack[self]).n]
                       /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                  ELSE /\ pc' = [pc EXCEPT ![self] = "f2"]
                       /\ UNCHANGED << x, stack, n, r >>

f2(self) == /\ pc[self] = "f2"
            /\ /\ n' = [n EXCEPT ![self] = n[self] - 1]
               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                        pc        |->  "f3",
                                                        r         |->  r[self],
                                                        n         |->  n[self] ] >>
                                                    \o stack[self]]
            /\ r' = [r EXCEPT ![self] = 0]
            /\ pc' = [pc EXCEPT ![self] = "f1"]
            /\ x' = x

f3(self) == /\ pc[self] = "f3"
            /\ x' = x * n[self]
            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
            /\ r' = [r EXCEPT ![self] = Head(stack[self]).r]
            /\ n' = [n EXCEPT ![self] = Head(stack[self]).n]
            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]

f(self) == f1(self) \/ f2(self) \/ f3(self)

s(self) == /\ pc[self] = "s"
           /\ /\ n' = [n EXCEPT ![self] = 3]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                       pc        |->  "t",
                                                       r         |->  r[self],
                                                       n         |->  n[self] ] >>
                                                   \o stack[self]]
           /\ r' = [r EXCEPT ![self] = 0]
           /\ pc' = [pc EXCEPT ![self] = "f1"]
           /\ x' = x

t(self) == /\ pc[self] = "t"
           /\ TRUE
           /\ pc' = [pc EXCEPT ![self] = "u"]
           /\ UNCHANGED << x, stack, n, r >>

u(self) == /\ pc[self] = "u"
           /\ PrintT(x)
           /\ pc' = [pc EXCEPT ![self] = "Done"]
           /\ UNCHANGED << x, stack, n, r >>

p(self) == s(self) \/ t(self) \/ u(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: f(self))
           \/ (\E self \in {1,2}: p(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in {1,2} : /\ WF_vars((pc[self] # "u") /\ p(self))
                               /\ SF_vars(s(self))
                               /\ WF_vars((pc[self] # "f3") /\ f(self))
                               /\ SF_vars(f1(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
