---- MODULE LongFairness ----
EXTENDS Integers, Sequences, TLC
(* --algorithm LongFairness { variables xx = 0;
 procedure ffffffffffffffffffff(a) { f: return } procedure gggggggggggggggggggggggggg() { g: return } procedure hhhhhhhhhhhhhhhhhh() { h: call ffffffffffffffffffff(1); return }
 fair process (p \in 1..2) { aa:+ call hhhhhhhhhhhhhhhhhh(); bb: call gggggggggggggggggggggggggg(); cc:- skip } 
 fair process (q = <<1, 2>>) { aa:+ call hhhhhhhhhhhhhhhhhh(); bb: call gggggggggggggggggggggggggg(); cc:- skip; dd:- skip } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "ece17ea5" /\ chksum(tla) = "c45eb00")
\* Label aa of process p at line 5 col 35 changed to aa_
\* Label bb of process p at line 5 col 66 changed to bb_
\* Label cc of process p at line 5 col 106 changed to cc_
CONSTANT defaultInitValue
VARIABLES pc, xx, stack, a

vars == << pc, xx, stack, a >>

ProcSet == (1..2) \cup {<<1, 2>>}

Init == (* Global variables *)
        /\ xx = 0
        (* Procedure ffffffffffffffffffff *)
        /\ a = [ self \in ProcSet |-> defaultInitValue]
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in 1..2 -> "aa_"
                                        [] self = <<1, 2>> -> "aa"]

f(self) == /\ pc[self] = "f"
           /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
           /\ a' = [a EXCEPT ![self] = Head(stack[self]).a]
           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
           /\ xx' = xx

ffffffffffffffffffff(self) == f(self)

g(self) == /\ pc[self] = "g"
           /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
           /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
           /\ UNCHANGED << xx, a >>

gggggggggggggggggggggggggg(self) == g(self)

h(self) == /\ pc[self] = "h"
           /\ /\ a' = [a EXCEPT ![self] = 1]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "ffffffffffffffffffff",
                                                       pc        |->  Head(stack[self]).pc,
                                                       a         |->  a[self] ] >>
                                                   \o Tail(stack[self])]
           /\ pc' = [pc EXCEPT ![self] = "f"]
           /\ xx' = xx

hhhhhhhhhhhhhhhhhh(self) == h(self)

aa_(self) == /\ pc[self] = "aa_"
             /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "hhhhhhhhhhhhhhhhhh",
                                                      pc        |->  "bb_" ] >>
                                                  \o stack[self]]
             /\ pc' = [pc EXCEPT ![self] = "h"]
             /\ UNCHANGED << xx, a >>

bb_(self) == /\ pc[self] = "bb_"
             /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "gggggggggggggggggggggggggg",
                                                      pc        |->  "cc_" ] >>
                                                  \o stack[self]]
             /\ pc' = [pc EXCEPT ![self] = "g"]
             /\ UNCHANGED << xx, a >>

cc_(self) == /\ pc[self] = "cc_"
             /\ TRUE
             /\ pc' = [pc EXCEPT ![self] = "Done"]
             /\ UNCHANGED << xx, stack, a >>

p(self) == aa_(self) \/ bb_(self) \/ cc_(self)

aa == /\ pc[<<1, 2>>] = "aa"
      /\ stack' = [stack EXCEPT ![<<1, 2>>] = << [ procedure |->  "hhhhhhhhhhhhhhhhhh",
                                                   pc        |->  "bb" ] >>
                                               \o stack[<<1, 2>>]]
      /\ pc' = [pc EXCEPT ![<<1, 2>>] = "h"]
      /\ UNCHANGED << xx, a >>

bb == /\ pc[<<1, 2>>] = "bb"
      /\ stack' = [stack EXCEPT ![<<1, 2>>] = << [ procedure |->  "gggggggggggggggggggggggggg",
                                                   pc        |->  "cc" ] >>
                                               \o stack[<<1, 2>>]]
      /\ pc' = [pc EXCEPT ![<<1, 2>>] = "g"]
      /\ UNCHANGED << xx, a >>

cc == /\ pc[<<1, 2>>] = "cc"
      /\ TRUE
      /\ pc' = [pc EXCEPT ![<<1, 2>>] = "dd"]
      /\ UNCHANGED << xx, stack, a >>

dd == /\ pc[<<1, 2>>] = "dd"
      /\ TRUE
      /\ pc' = [pc EXCEPT ![<<1, 2>>] = "Done"]
      /\ UNCHANGED << xx, stack, a >>

q == aa \/ bb \/ cc \/ dd

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == q
           \/ (\E self \in ProcSet:  \/ ffffffffffffffffffff(self)
                                     \/ gggggggggggggggggggggggggg(self)
                                     \/ hhhhhhhhhhhhhhhhhh(self))
           \/ (\E self \in 1..2: p(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in 1..2 : /\ WF_vars((pc[self] # "cc_") /\ p(self))
                              /\ SF_vars(aa_(self))
                              /\ WF_vars(hhhhhhhhhhhhhhhhhh(self))
                              /\ WF_vars(gggggggggggggggggggggggggg(self))
                              /\ WF_vars(ffffffffffffffffffff(self))
        /\ /\ WF_vars((pc[<<1, 2>>] \notin {"cc", "dd"}) /\ q) /\ SF_vars(aa)
           /\ WF_vars(hhhhhhhhhhhhhhhhhh(<<1, 2>>))
           /\ WF_vars(gggggggggggggggggggggggggg(<<1, 2>>))
           /\ WF_vars(ffffffffffffffffffff(<<1, 2>>))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
