---- MODULE ProceduresAlone ----
EXTENDS Integers, Sequences, TLC
(* --algorithm ProceduresAlone { variables x = 0; 
 procedure f(a, b = 2) variables c = a, d; { f1: c := a + b; d := c; f1b: if (a > 0) { f2: call f(a - 1, b); f3: skip } else { call g(a); return }; f4: x := x + c; return }
 procedure g(e) { g1: x := e; g2: call h(); return }
 procedure h() variable hh = 1; { h1: hh := hh + 1; call f(hh, 1); goto h1 ; }
 { m: call f(3, x); n: x := 2; o: call g(x + 1); goto m } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "f0a5b831" /\ chksum(tla) = "adc02190")
CONSTANT defaultInitValue
VARIABLES pc, x, stack, a, b, c, d, e, hh

vars == << pc, x, stack, a, b, c, d, e, hh >>

Init == (* Global variables *)
        /\ x = 0
        (* Procedure f *)
        /\ a = defaultInitValue
        /\ b = 2
        /\ c = a
        /\ d = defaultInitValue
        (* Procedure g *)
        /\ e = defaultInitValue
        (* Procedure h *)
        /\ hh = 1
        /\ stack = << >>
        /\ pc = "m"

f1 == /\ pc = "f1"
      /\ c' = a + b
      /\ d' = c'
      /\ pc' = "f1b"
      /\ UNCHANGED << x, stack, a, b, e, hh >>

f1b == /\ pc = "f1b"
       /\ IF a > 0
             THEN /\ pc' = "f2"
                  /\ UNCHANGED << stack, c, d, e >>
             ELSE /\ /\ c' = Head(stack).c
                     /\ d' = Head(stack).d
                     /\ e' = a
                     /\ stack' = << [ procedure |->  "g",
                                      pc        |->  Head(stack).pc,
                                      e         |->  e ] >>
                                  \o Tail(stack)
                  /\ pc' = "g1"
       /\ UNCHANGED << x, a, b, hh >>

f2 == /\ pc = "f2"
      /\ /\ a' = a - 1
         /\ b' = b
         /\ stack' = << [ procedure |->  "f",
                          pc        |->  "f3",
                          c         |->  c,
                          d         |->  d,
                          a         |->  a,
                          b         |->  b ] >>
                      \o stack
      /\ c' = a'
      /\ d' = defaultInitValue
      /\ pc' = "f1"
      /\ UNCHANGED << x, e, hh >>

f3 == /\ pc = "f3"
      /\ TRUE
      /\ pc' = "f4"
      /\ UNCHANGED << x, stack, a, b, c, d, e, hh >>

f4 == /\ pc = "f4"
      /\ x' = x + c
      /\ pc' = Head(stack).pc
      /\ c' = Head(stack).c
      /\ d' = Head(stack).d
      /\ a' = Head(stack).a
      /\ b' = Head(stack).b
      /\ stack' = Tail(stack)
      /\ UNCHANGED << e, hh >>

f == f1 \/ f1b \/ f2 \/ f3 \/ f4

g1 == /\ pc = "g1"
      /\ x' = e
      /\ pc' = "g2"
      /\ UNCHANGED << stack, a, b, c, d, e, hh >>

g2 == /\ pc = "g2"
      /\ stack' = << [ procedure |->  "h",
                       pc        |->  Head(stack).pc,
                       hh        |->  hh ] >>
                   \o Tail(stack)
      /\ hh' = 1
      /\ pc' = "h1"
      /\ UNCHANGED << x, a, b, c, d, e >>

g == g1 \/ g2

h1 == /\ pc = "h1"
      /\ hh' = hh + 1
      /\ /\ a' = hh'
         /\ b' = 1
         /\ stack' = << [ procedure |->  "f",
                          pc        |->  "h1",
                          c         |->  c,
                          d         |->  d,
                          a         |->  a,
                          b         |->  b ] >>
                      \o stack
      /\ c' = a'
      /\ d' = defaultInitValue
      /\ pc' = "f1"
      /\ UNCHANGED << x, e >>

h == h1

m == /\ pc = "m"
     /\ /\ a' = 3
        /\ b' = x
        /\ stack' = << [ procedure |->  "f",
                         pc        |->  "n",
                         c         |->  c,
                         d         |->  d,
                         a         |->  a,
                         b         |->  b ] >>
                     \o stack
     /\ c' = a'
     /\ d' = defaultInitValue
     /\ pc' = "f1"
     /\ UNCHANGED << x, e, hh >>

n == /\ pc = "n"
     /\ x' = 2
     /\ pc' = "o"
     /\ UNCHANGED << stack, a, b, c, d, e, hh >>

o == /\ pc = "o"
     /\ /\ e' = x + 1
        /\ stack' = << [ procedure |->  "g",
                         pc        |->  "m",
                         e         |->  e ] >>
                     \o stack
     /\ pc' = "g1"
     /\ UNCHANGED << x, a, b, c, d, hh >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == f \/ g \/ h \/ m \/ n \/ o
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
