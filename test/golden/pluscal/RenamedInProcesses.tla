---- MODULE RenamedInProcesses ----
EXTENDS Integers, Sequences, TLC
(* --algorithm RenamedInProcesses { variables x = 0, x_ = 1;
 process (p \in 1..2) variables i = 1, j = 2; { L: i := 1; x: j := i; M: goto L }
 process (qq \in 3..4) variables i = 1, x1 = 3; { L: i := i + 1; qq: with (z \in {i}) { x1 := z }; N: goto L }
 process (r = 5) variables i = 0; { L: i := 2; Z: x := i } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "85e50d2b" /\ chksum(tla) = "7f5de832")
\* Label L of process p at line 4 col 52 changed to L_
\* Label x of process p at line 4 col 63 changed to x_p
\* Label L of process qq at line 5 col 54 changed to L_q
\* Label qq of process qq at line 5 col 75 changed to qq_
\* Process variable i of process p at line 4 col 33 changed to i_
\* Process variable i of process qq at line 5 col 34 changed to i_q
VARIABLES pc, x, x_, i_, j, i_q, x1, i

vars == << pc, x, x_, i_, j, i_q, x1, i >>

ProcSet == (1..2) \cup (3..4) \cup {5}

Init == (* Global variables *)
        /\ x = 0
        /\ x_ = 1
        (* Process p *)
        /\ i_ = [self \in 1..2 |-> 1]
        /\ j = [self \in 1..2 |-> 2]
        (* Process qq *)
        /\ i_q = [self \in 3..4 |-> 1]
        /\ x1 = [self \in 3..4 |-> 3]
        (* Process r *)
        /\ i = 0
        /\ pc = [self \in ProcSet |-> CASE self \in 1..2 -> "L_"
                                        [] self \in 3..4 -> "L_q"
                                        [] self = 5 -> "L"]

L_(self) == /\ pc[self] = "L_"
            /\ i_' = [i_ EXCEPT ![self] = 1]
            /\ pc' = [pc EXCEPT ![self] = "x_p"]
            /\ UNCHANGED << x, x_, j, i_q, x1, i >>

x_p(self) == /\ pc[self] = "x_p"
             /\ j' = [j EXCEPT ![self] = i_[self]]
             /\ pc' = [pc EXCEPT ![self] = "M"]
             /\ UNCHANGED << x, x_, i_, i_q, x1, i >>

M(self) == /\ pc[self] = "M"
           /\ pc' = [pc EXCEPT ![self] = "L_"]
           /\ UNCHANGED << x, x_, i_, j, i_q, x1, i >>

p(self) == L_(self) \/ x_p(self) \/ M(self)

L_q(self) == /\ pc[self] = "L_q"
             /\ i_q' = [i_q EXCEPT ![self] = i_q[self] + 1]
             /\ pc' = [pc EXCEPT ![self] = "qq_"]
             /\ UNCHANGED << x, x_, i_, j, x1, i >>

qq_(self) == /\ pc[self] = "qq_"
             /\ \E z \in {i_q[self]}:
                  x1' = [x1 EXCEPT ![self] = z]
             /\ pc' = [pc EXCEPT ![self] = "N"]
             /\ UNCHANGED << x, x_, i_, j, i_q, i >>

N(self) == /\ pc[self] = "N"
           /\ pc' = [pc EXCEPT ![self] = "L_q"]
           /\ UNCHANGED << x, x_, i_, j, i_q, x1, i >>

qq(self) == L_q(self) \/ qq_(self) \/ N(self)

L == /\ pc[5] = "L"
     /\ i' = 2
     /\ pc' = [pc EXCEPT ![5] = "Z"]
     /\ UNCHANGED << x, x_, i_, j, i_q, x1 >>

Z == /\ pc[5] = "Z"
     /\ x' = i
     /\ pc' = [pc EXCEPT ![5] = "Done"]
     /\ UNCHANGED << x_, i_, j, i_q, x1, i >>

r == L \/ Z

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == r
           \/ (\E self \in 1..2: p(self))
           \/ (\E self \in 3..4: qq(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
