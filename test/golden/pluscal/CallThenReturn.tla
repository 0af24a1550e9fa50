---- MODULE CallThenReturn ----
EXTENDS Integers, Sequences, TLC
(* --algorithm CallThenReturn { variables x = 0;
 procedure f(n) { f1: x := n; call f(n - 1); return }
 procedure k() { k1: x := 1 }
 { m: call f(2); n: call k(); } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "152fba67" /\ chksum(tla) = "fe8068ba")
\* Label n at line 6 col 21 changed to n_
CONSTANT defaultInitValue
VARIABLES pc, x, stack, n

vars == << pc, x, stack, n >>

Init == (* Global variables *)
        /\ x = 0
        (* Procedure f *)
        /\ n = defaultInitValue
        /\ stack = << >>
        /\ pc = "m"

f1 == /\ pc = "f1"
      /\ x' = n
      /\ n' = n - 1
      /\ pc' = "f1"
      /\ stack' = stack

f == f1

k1 == /\ pc = "k1"
      /\ x' = 1
      /\ pc' = "Error"
      /\ UNCHANGED << stack, n >>

k == k1

m == /\ pc = "m"
     /\ /\ n' = 2
        /\ stack' = << [ procedure |->  "f",
                         pc        |->  "n_",
                         n         |->  n ] >>
                     \o stack
     /\ pc' = "f1"
     /\ x' = x

n_ == /\ pc = "n_"
      /\ stack' = << [ procedure |->  "k",
                       pc        |->  "Done" ] >>
                   \o stack
      /\ pc' = "k1"
      /\ UNCHANGED << x, n >>

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == f \/ k \/ m \/ n_
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
