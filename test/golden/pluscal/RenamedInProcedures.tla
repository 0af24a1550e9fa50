---- MODULE RenamedInProcedures ----
EXTENDS Integers, Sequences, TLC
(* --algorithm RenamedInProcedures { variables x = 0;
 procedure f(i) variable j; { L: j := i; M: x := j; return }
 procedure g(i) variable j = i; { L: call f(j); M: return }
 process (p \in 1..2) variables i = 1, j = 2; { L: call g(i); M: call f(j); N: j := 4 }
 } *)
\* BEGIN TRANSLATION (chksum(pcal) = "12b78a6" /\ chksum(tla) = "4ddb23e1")
\* Label L of procedure f at line 4 col 34 changed to L_
\* Label M of procedure f at line 4 col 45 changed to M_
\* Label L of procedure g at line 5 col 38 changed to L_g
\* Label M of procedure g at line 5 col 52 changed to M_g
\* Process variable i of process p at line 6 col 33 changed to i_
\* Process variable j of process p at line 6 col 40 changed to j_
\* Procedure variable j of procedure f at line 4 col 26 changed to j_f
\* Parameter i of procedure f at line 4 col 14 changed to i_f
CONSTANT defaultInitValue
VARIABLES pc, x, stack, i_f, j_f, i, j, i_, j_

vars == << pc, x, stack, i_f, j_f, i, j, i_, j_ >>

ProcSet == (1..2)

Init == (* Global variables *)
        /\ x = 0
        (* Procedure f *)
        /\ i_f = [ self \in ProcSet |-> defaultInitValue]
        /\ j_f = [ self \in ProcSet |-> defaultInitValue]
        (* Procedure g *)
        /\ i = [ self \in ProcSet |-> defaultInitValue]
        /\ j = [ self \in ProcSet |-> i[self]]
        (* Process p *)
        /\ i_ = [self \in 1..2 |-> 1]
        /\ j_ = [self \in 1..2 |-> 2]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> "L"]

L_(self) == /\ pc[self] = "L_"
            /\ j_f' = [j_f EXCEPT ![self] = i_f[self]]
            /\ pc' = [pc EXCEPT ![self] = "M_"]
            /\ UNCHANGED << x, stack, i_f, i, j, i_, j_ >>

M_(self) == /\ pc[self] = "M_"
            /\ x' = j_f[self]
            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
            /\ j_f' = [j_f EXCEPT ![self] = Head(stack[self]).j_f]
            /\ i_f' = [i_f EXCEPT ![self] = Head(stack[self]).i_f]
            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
            /\ UNCHANGED << i, j, i_, j_ >>

f(self) == L_(self) \/ M_(self)

L_g(self) == /\ pc[self] = "L_g"
             /\ /\ i_f' = [i_f EXCEPT ![self] = j[self]]
                /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                         pc        |->  "M_g",
                                                         j_f       |->  j_f[self],
                                                         i_f       |->  i_f[self] ] >>
                                                     \o stack[self]]
             /\ j_f' = [j_f EXCEPT ![self] = defaultInitValue]
             /\ pc' = [pc EXCEPT ![self] = "L_"]
             /\ UNCHANGED << x, i, j, i_, j_ >>

M_g(self) == /\ pc[self] = "M_g"
             /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
             /\ j' = [j EXCEPT ![self] = Head(stack[self]).j]
             /\ i' = [i EXCEPT ![self] = Head(stack[self]).i]
             /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
             /\ UNCHANGED << x, i_f, j_f, i_, j_ >>

g(self) == L_g(self) \/ M_g(self)

L(self) == /\ pc[self] = "L"
           /\ /\ i' = [i EXCEPT ![self] = i_[self]]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "g",
                                                       pc        |->  "M",
                                                       j         |->  j[self],
                                                       i         |->  i[self] ] >>
                                                   \o stack[self]]
           /\ j' = [j EXCEPT ![self] = i'[self]]
           /\ pc' = [pc EXCEPT ![self] = "L_g"]
           /\ UNCHANGED << x, i_f, j_f, i_, j_ >>

M(self) == /\ pc[self] = "M"
           /\ /\ i_f' = [i_f EXCEPT ![self] = j_[self]]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                       pc        |->  "N",
                                                       j_f       |->  j_f[self],
                                                       i_f       |->  i_f[self] ] >>
                                                   \o stack[self]]
           /\ j_f' = [j_f EXCEPT ![self] = defaultInitValue]
           /\ pc' = [pc EXCEPT ![self] = "L_"]
           /\ UNCHANGED << x, i, j, i_, j_ >>

N(self) == /\ pc[self] = "N"
           /\ j_' = [j_ EXCEPT ![self] = 4]
           /\ pc' = [pc EXCEPT ![self] = "Done"]
           /\ UNCHANGED << x, stack, i_f, j_f, i, j, i_ >>

p(self) == L(self) \/ M(self) \/ N(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in ProcSet: f(self) \/ g(self))
           \/ (\E self \in 1..2: p(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
