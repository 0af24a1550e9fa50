---- MODULE ProcessesAndFairness ----
EXTENDS Integers, Sequences, TLC
(* --algorithm ProcessesAndFairness {
 variables x = 0, chan = [i \in 1..3 |-> << >>];
 fair process (p \in 1..3) variables v = self, w \in {1,2}; u = 0 = 1, t \in {v};
 { L: v := v + 1; M:+ x := x + v; w := v; N:- either { await chan[self] # << >>; chan[self] := Tail(chan[self]) } or { skip };
   O: while (x < 3) { x := x + 1; chan[self][1] := 3 } }
 fair+ process (q = 0) variables k = 1, l \in {1};
 { L: k := k + 1; Q: goto L }
 process (r = "a") { X: x := 1; L: skip } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "77aa0a81" /\ chksum(tla) = "99320e38")
\* Label L of process p at line 6 col 7 changed to L_
\* Label L of process q at line 9 col 7 changed to L_q
VARIABLES pc, x, chan, v, w, u, t, k, l

vars == << pc, x, chan, v, w, u, t, k, l >>

ProcSet == (1..3) \cup {0} \cup {"a"}

Init == (* Global variables *)
        /\ x = 0
        /\ chan = [i \in 1..3 |-> << >>]
        (* Process p *)
        /\ v = [self \in 1..3 |-> self]
        /\ w \in [1..3 -> {1,2}]
        /\ u = [self \in 1..3 |-> 0 = 1]
        /\ t \in [1..3 -> {v[CHOOSE self \in  1..3 : TRUE]}]
        (* Process q *)
        /\ k = 1
        /\ l \in {1}
        /\ pc = [self \in ProcSet |-> CASE self \in 1..3 -> "L_"
                                        [] self = 0 -> "L_q"
                                        [] self = "a" -> "X"]

L_(self) == /\ pc[self] = "L_"
            /\ v' = [v EXCEPT ![self] = v[self] + 1]
            /\ pc' = [pc EXCEPT ![self] = "M"]
            /\ UNCHANGED << x, chan, w, u, t, k, l >>

M(self) == /\ pc[self] = "M"
           /\ x' = x + v[self]
           /\ w' = [w EXCEPT ![self] = v[self]]
           /\ pc' = [pc EXCEPT ![self] = "N"]
           /\ UNCHANGED << chan, v, u, t, k, l >>

N(self) == /\ pc[self] = "N"
           /\ \/ /\ chan[self] # << >>
                 /\ chan' = [chan EXCEPT ![self] = Tail(chan[self])]
              \/ /\ TRUE
                 /\ chan' = chan
           /\ pc' = [pc EXCEPT ![self] = "O"]
           /\ UNCHANGED << x, v, w, u, t, k, l >>

O(self) == /\ pc[self] = "O"
           /\ IF x < 3
                 THEN /\ x' = x + 1
                      /\ chan' = [chan EXCEPT ![self][1] = 3]
                      /\ pc' = [pc EXCEPT ![self] = "O"]
                 ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                      /\ UNCHANGED << x, chan >>
           /\ UNCHANGED << v, w, u, t, k, l >>

p(self) == L_(self) \/ M(self) \/ N(self) \/ O(self)

L_q == /\ pc[0] = "L_q"
       /\ k' = k + 1
       /\ pc' = [pc EXCEPT ![0] = "Q"]
       /\ UNCHANGED << x, chan, v, w, u, t, l >>

Q == /\ pc[0] = "Q"
     /\ pc' = [pc EXCEPT ![0] = "L_q"]
     /\ UNCHANGED << x, chan, v, w, u, t, k, l >>

q == L_q \/ Q

X == /\ pc["a"] = "X"
     /\ x' = 1
     /\ pc' = [pc EXCEPT !["a"] = "L"]
     /\ UNCHANGED << chan, v, w, u, t, k, l >>

L == /\ pc["a"] = "L"
     /\ TRUE
     /\ pc' = [pc EXCEPT !["a"] = "Done"]
     /\ UNCHANGED << x, chan, v, w, u, t, k, l >>

r == X \/ L

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == q \/ r
           \/ (\E self \in 1..3: p(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..3 : WF_vars((pc[self] # "N") /\ p(self)) /\ SF_vars(M(self))
        /\ SF_vars(q)

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
