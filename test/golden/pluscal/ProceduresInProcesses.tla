---- MODULE ProceduresInProcesses ----
EXTENDS Integers, Sequences, TLC
(* --algorithm ProceduresInProcesses { variables x = 0; 
 procedure f(a, b = 2) variables c = a, d; { f1: c := a + b; d := c; f1b: if (a > 0) { f2: call f(a - 1, b); f3: skip } else { call g(a); return }; f4: x := x + c; return }
 procedure g(e) { g1: x := e; g2: call h(); return }
 procedure h() variable hh = 1; { h1: hh := hh + 1; call f(hh, 1); goto h1 ; }
 fair process (p \in 1..2) variable loc = 0; { m: call f(3, loc); n: loc := 2; o: call g(x + loc); goto m } fair+ process (q = 9) { m: call h(); n: skip } process (s = "str") variable y = 1; { z: call f(y, y); } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "182187ef" /\ chksum(tla) = "adcc7b60")
\* Label m of process p at line 7 col 51 changed to m_
\* Label n of process p at line 7 col 70 changed to n_
CONSTANT defaultInitValue
VARIABLES pc, x, stack, a, b, c, d, e, hh, loc, y

vars == << pc, x, stack, a, b, c, d, e, hh, loc, y >>

ProcSet == (1..2) \cup {9} \cup {"str"}

Init == (* Global variables *)
        /\ x = 0
        (* Procedure f *)
        /\ a = [ self \in ProcSet |-> defaultInitValue]
        /\ b = [ self \in ProcSet |-> 2]
        /\ c = [ self \in ProcSet |-> a[self]]
        /\ d = [ self \in ProcSet |-> defaultInitValue]
        (* Procedure g *)
        /\ e = [ self \in ProcSet |-> defaultInitValue]
        (* Procedure h *)
        /\ hh = [ self \in ProcSet |-> 1]
        (* Process p *)
        /\ loc = [self \in 1..2 |-> 0]
        (* Process s *)
        /\ y = 1
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in 1..2 -> "m_"
                                        [] self = 9 -> "m"
                                        [] self = "str" -> "z"]

f1(self) == /\ pc[self] = "f1"
            /\ c' = [c EXCEPT ![self] = a[self] + b[self]]
            /\ d' = [d EXCEPT ![self] = c'[self]]
            /\ pc' = [pc EXCEPT ![self] = "f1b"]
            /\ UNCHANGED << x, stack, a, b, e, hh, loc, y >>

f1b(self) == /\ pc[self] = "f1b"
             /\ IF a[self] > 0
                   THEN /\ pc' = [pc EXCEPT ![self] = "f2"]
                        /\ UNCHANGED << stack, c, d, e >>
                   ELSE /\ /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
                           /\ d' = [d EXCEPT ![self] = Head(stack[self]).d]
                           /\ e' = [e EXCEPT ![self] = a[self]]
                           /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "g",
                                                                    pc        |->  Head(stack[self]).pc,
                                                                    e         |->  e[self] ] >>
                                                                \o Tail(stack[self])]
                        /\ pc' = [pc EXCEPT ![self] = "g1"]
             /\ UNCHANGED << x, a, b, hh, loc, y >>

f2(self) == /\ pc[self] = "f2"
            /\ /\ a' = [a EXCEPT ![self] = a[self] - 1]
               /\ b' = [b EXCEPT ![self] = b[self]]
               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                        pc        |->  "f3",
                                                        c         |->  c[self],
                                                        d         |->  d[self],
                                                        a         |->  a[self],
                                                        b         |->  b[self] ] >>
                                                    \o stack[self]]
            /\ c' = [c EXCEPT ![self] = a'[self]]
            /\ d' = [d EXCEPT ![self] = defaultInitValue]
            /\ pc' = [pc EXCEPT ![self] = "f1"]
            /\ UNCHANGED << x, e, hh, loc, y >>

f3(self) == /\ pc[self] = "f3"
            /\ TRUE
            /\ pc' = [pc EXCEPT ![self] = "f4"]
            /\ UNCHANGED << x, stack, a, b, c, d, e, hh, loc, y >>

f4(self) == /\ pc[self] = "f4"
            /\ x' = x + c[self]
            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
            /\ c' = [c EXCEPT ![self] = Head(stack[self]).c]
            /\ d' = [d EXCEPT ![self] = Head(stack[self]).d]
            /\ a' = [a EXCEPT ![self] = Head(stack[self]).a]
            /\ b' = [b EXCEPT ![self] = Head(stack[self]).b]
            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
            /\ UNCHANGED << e, hh, loc, y >>

f(self) == f1(self) \/ f1b(self) \/ f2(self) \/ f3(self) \/ f4(self)

g1(self) == /\ pc[self] = "g1"
            /\ x' = e[self]
            /\ pc' = [pc EXCEPT ![self] = "g2"]
            /\ UNCHANGED << stack, a, b, c, d, e, hh, loc, y >>

g2(self) == /\ pc[self] = "g2"
            /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "h",
                                                     pc        |->  Head(stack[self]).pc,
                                                     hh        |->  hh[self] ] >>
                                                 \o Tail(stack[self])]
            /\ hh' = [hh EXCEPT ![self] = 1]
            /\ pc' = [pc EXCEPT ![self] = "h1"]
            /\ UNCHANGED << x, a, b, c, d, e, loc, y >>

g(self) == g1(self) \/ g2(self)

h1(self) == /\ pc[self] = "h1"
            /\ hh' = [hh EXCEPT ![self] = hh[self] + 1]
            /\ /\ a' = [a EXCEPT ![self] = hh'[self]]
               /\ b' = [b EXCEPT ![self] = 1]
               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                        pc        |->  "h1",
                                                        c         |->  c[self],
                                                        d         |->  d[self],
                                                        a         |->  a[self],
                                                        b         |->  b[self] ] >>
                                                    \o stack[self]]
            /\ c' = [c EXCEPT ![self] = a'[self]]
            /\ d' = [d EXCEPT ![self] = defaultInitValue]
            /\ pc' = [pc EXCEPT ![self] = "f1"]
            /\ UNCHANGED << x, e, loc, y >>

h(self) == h1(self)

m_(self) == /\ pc[self] = "m_"
            /\ /\ a' = [a EXCEPT ![self] = 3]
               /\ b' = [b EXCEPT ![self] = loc[self]]
               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "f",
                                                        pc        |->  "n_",
                                                        c         |->  c[self],
                                                        d         |->  d[self],
                                                        a         |->  a[self],
                                                        b         |->  b[self] ] >>
                                                    \o stack[self]]
            /\ c' = [c EXCEPT ![self] = a'[self]]
            /\ d' = [d EXCEPT ![self] = defaultInitValue]
            /\ pc' = [pc EXCEPT ![self] = "f1"]
            /\ UNCHANGED << x, e, hh, loc, y >>

n_(self) == /\ pc[self] = "n_"
            /\ loc' = [loc EXCEPT ![self] = 2]
            /\ pc' = [pc EXCEPT ![self] = "o"]
            /\ UNCHANGED << x, stack, a, b, c, d, e, hh, y >>

o(self) == /\ pc[self] = "o"
           /\ /\ e' = [e EXCEPT ![self] = x + loc[self]]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "g",
                                                       pc        |->  "m",
                                                       e         |->  e[self] ] >>
                                                   \o stack[self]]
           /\ pc' = [pc EXCEPT ![self] = "g1"]
           /\ UNCHANGED << x, a, b, c, d, hh, loc, y >>

p(self) == m_(self) \/ n_(self) \/ o(self)

m == /\ pc[9] = "m"
     /\ stack' = [stack EXCEPT ![9] = << [ procedure |->  "h",
                                           pc        |->  "n",
                                           hh        |->  hh[9] ] >>
                                       \o stack[9]]
     /\ hh' = [hh EXCEPT ![9] = 1]
     /\ pc' = [pc EXCEPT ![9] = "h1"]
     /\ UNCHANGED << x, a, b, c, d, e, loc, y >>

n == /\ pc[9] = "n"
     /\ TRUE
     /\ pc' = [pc EXCEPT ![9] = "Done"]
     /\ UNCHANGED << x, stack, a, b, c, d, e, hh, loc, y >>

q == m \/ n

z == /\ pc["str"] = "z"
     /\ /\ a' = [a EXCEPT !["str"] = y]
        /\ b' = [b EXCEPT !["str"] = y]
        /\ stack' = [stack EXCEPT !["str"] = << [ procedure |->  "f",
                                                  pc        |->  "Done",
                                                  c         |->  c["str"],
                                                  d         |->  d["str"],
                                                  a         |->  a["str"],
                                                  b         |->  b["str"] ] >>
                                              \o stack["str"]]
     /\ c' = [c EXCEPT !["str"] = a'["str"]]
     /\ d' = [d EXCEPT !["str"] = defaultInitValue]
     /\ pc' = [pc EXCEPT !["str"] = "f1"]
     /\ UNCHANGED << x, e, hh, loc, y >>

s == z

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == q \/ s
           \/ (\E self \in ProcSet: f(self) \/ g(self) \/ h(self))
           \/ (\E self \in 1..2: p(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..2 : WF_vars(p(self)) /\ WF_vars(f(self)) /\ WF_vars(g(self)) /\ WF_vars(h(self))
        /\ SF_vars(q) /\ SF_vars(h(9)) /\ SF_vars(f(9)) /\ SF_vars(g(9))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
