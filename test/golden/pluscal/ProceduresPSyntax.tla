---- MODULE ProceduresPSyntax ----
EXTENDS Integers, Sequences, TLC
(* --algorithm ProceduresPSyntax
variables x = 0; y = 0;
procedure foo(a, bb = {1,2}) variables loc1 = a; loc2 begin
 L1: loc1 := a; L1b: either return or L2: loc2 := a; goto L1; or skip end either; L3: call foo(loc1, bb);
 L4: return;
end procedure
procedure bar() begin B1: call foo(1, 2); return; end procedure;
process P \in {1,2,3} begin a: call bar(); b: x := 1; call foo(x, y); c: y := x end process;
process Q = 4 variable zz = 3 begin a: call bar(); end process
end algorithm *)
\* BEGIN TRANSLATION (chksum(pcal) = "f381953b" /\ chksum(tla) = "891430af")
\* Label a of process P at line 10 col 32 changed to a_
\* Label a of process Q at line 11 col 40 changed to a_Q
CONSTANT defaultInitValue
VARIABLES pc, x, y, stack, a, bb, loc1, loc2, zz

vars == << pc, x, y, stack, a, bb, loc1, loc2, zz >>

ProcSet == ({1,2,3}) \cup {4}

Init == (* Global variables *)
        /\ x = 0
        /\ y = 0
        (* Procedure foo *)
        /\ a = [ self \in ProcSet |-> defaultInitValue]
        /\ bb = [ self \in ProcSet |-> {1,2}]
        /\ loc1 = [ self \in ProcSet |-> a[self]]
        /\ loc2 = [ self \in ProcSet |-> defaultInitValue]
        (* Process Q *)
        /\ zz = 3
        /\ stack = [self \in ProcSet |-> << >>]
        /\ pc = [self \in ProcSet |-> CASE self \in {1,2,3} -> "a_"
                                        [] self = 4 -> "a_Q"]

L1(self) == /\ pc[self] = "L1"
            /\ loc1' = [loc1 EXCEPT ![self] = a[self]]
            /\ pc' = [pc EXCEPT ![self] = "L1b"]
            /\ UNCHANGED << x, y, stack, a, bb, loc2, zz >>

L1b(self) == /\ pc[self] = "L1b"
             /\ \/ /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
                   /\ loc1' = [loc1 EXCEPT ![self] = Head(stack[self]).loc1]
                   /\ loc2' = [loc2 EXCEPT ![self] = Head(stack[self]).loc2]
                   /\ a' = [a EXCEPT ![self] = Head(stack[self]).a]
                   /\ bb' = [bb EXCEPT ![self] = Head(stack[self]).bb]
                   /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
                \/ /\ pc' = [pc EXCEPT ![self] = "L2"]
                   /\ UNCHANGED <<stack, a, bb, loc1, loc2>>
                \/ /\ TRUE
                   /\ pc' = [pc EXCEPT ![self] = "L3"]
                   /\ UNCHANGED <<stack, a, bb, loc1, loc2>>
             /\ UNCHANGED << x, y, zz >>

L2(self) == /\ pc[self] = "L2"
            /\ loc2' = [loc2 EXCEPT ![self] = a[self]]
            /\ pc' = [pc EXCEPT ![self] = "L1"]
            /\ UNCHANGED << x, y, stack, a, bb, loc1, zz >>

L3(self) == /\ pc[self] = "L3"
            /\ /\ a' = [a EXCEPT ![self] = loc1[self]]
               /\ bb' = [bb EXCEPT ![self] = bb[self]]
               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "foo",
                                                        pc        |->  "L4",
                                                        loc1      |->  loc1[self],
                                                        loc2      |->  loc2[self],
                                                        a         |->  a[self],
                                                        bb        |->  bb[self] ] >>
                                                    \o stack[self]]
            /\ loc1' = [loc1 EXCEPT ![self] = a'[self]]
            /\ loc2' = [loc2 EXCEPT ![self] = defaultInitValue]
            /\ pc' = [pc EXCEPT ![self] = "L1"]
            /\ UNCHANGED << x, y, zz >>

L4(self) == /\ pc[self] = "L4"
            /\ pc' = [pc EXCEPT ![self] = Head(stack[self]).pc]
            /\ loc1' = [loc1 EXCEPT ![self] = Head(stack[self]).loc1]
            /\ loc2' = [loc2 EXCEPT ![self] = Head(stack[self]).loc2]
            /\ a' = [a EXCEPT ![self] = Head(stack[self]).a]
            /\ bb' = [bb EXCEPT ![self] = Head(stack[self]).bb]
            /\ stack' = [stack EXCEPT ![self] = Tail(stack[self])]
            /\ UNCHANGED << x, y, zz >>

foo(self) == L1(self) \/ L1b(self) \/ L2(self) \/ L3(self) \/ L4(self)

B1(self) == /\ pc[self] = "B1"
            /\ /\ a' = [a EXCEPT ![self] = 1]
               /\ bb' = [bb EXCEPT ![self] = 2]
               /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "foo",
                                                        pc        |->  Head(stack[self]).pc,
                                                        loc1      |->  loc1[self],
                                                        loc2      |->  loc2[self],
                                                        a         |->  a[self],
                                                        bb        |->  bb[self] ] >>
                                                    \o Tail(stack[self])]
            /\ loc1' = [loc1 EXCEPT ![self] = a'[self]]
            /\ loc2' = [loc2 EXCEPT ![self] = defaultInitValue]
            /\ pc' = [pc EXCEPT ![self] = "L1"]
            /\ UNCHANGED << x, y, zz >>

bar(self) == B1(self)

a_(self) == /\ pc[self] = "a_"
            /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "bar",
                                                     pc        |->  "b" ] >>
                                                 \o stack[self]]
            /\ pc' = [pc EXCEPT ![self] = "B1"]
            /\ UNCHANGED << x, y, a, bb, loc1, loc2, zz >>

b(self) == /\ pc[self] = "b"
           /\ x' = 1
           /\ /\ a' = [a EXCEPT ![self] = x']
              /\ bb' = [bb EXCEPT ![self] = y]
              /\ stack' = [stack EXCEPT ![self] = << [ procedure |->  "foo",
                                                       pc        |->  "c",
                                                       loc1      |->  loc1[self],
                                                       loc2      |->  loc2[self],
                                                       a         |->  a[self],
                                                       bb        |->  bb[self] ] >>
                                                   \o stack[self]]
           /\ loc1' = [loc1 EXCEPT ![self] = a'[self]]
           /\ loc2' = [loc2 EXCEPT ![self] = defaultInitValue]
           /\ pc' = [pc EXCEPT ![self] = "L1"]
           /\ UNCHANGED << y, zz >>

c(self) == /\ pc[self] = "c"
           /\ y' = x
           /\ pc' = [pc EXCEPT ![self] = "Done"]
           /\ UNCHANGED << x, stack, a, bb, loc1, loc2, zz >>

P(self) == a_(self) \/ b(self) \/ c(self)

a_Q == /\ pc[4] = "a_Q"
       /\ stack' = [stack EXCEPT ![4] = << [ procedure |->  "bar",
                                             pc        |->  "Done" ] >>
                                         \o stack[4]]
       /\ pc' = [pc EXCEPT ![4] = "B1"]
       /\ UNCHANGED << x, y, a, bb, loc1, loc2, zz >>

Q == a_Q

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == Q
           \/ (\E self \in ProcSet: foo(self) \/ bar(self))
           \/ (\E self \in {1,2,3}: P(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
