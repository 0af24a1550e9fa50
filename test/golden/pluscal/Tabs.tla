---- MODULE Tabs ----
EXTENDS Integers, Sequences, TLC
(* --algorithm Tabs { variables x = 0;
	{ L:	x := /\ x
		     /\ x; assert	x = 1 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "dff501e0" /\ chksum(tla) = "5f53f9b1")
VARIABLES pc, x

vars == << pc, x >>

Init == (* Global variables *)
        /\ x = 0
        /\ pc = "L"

L == /\ pc = "L"
     /\ x' = (/\ x
              /\ x)
     /\ Assert(x' = 1, "Failure of assertion at line 5, column 28.")
     /\ pc' = "Done"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
