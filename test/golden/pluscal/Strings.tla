---- MODULE Strings ----
EXTENDS Integers, Sequences, TLC
(* --algorithm Strings { variables s = "a\"b", t = "x = y"; { L: s := "q" \o t; M: print <<"s", s>>; N: t := "(" ; O: s := "a" = t } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "bce827a3" /\ chksum(tla) = "85b2268f")
VARIABLES pc, s, t

vars == << pc, s, t >>

Init == (* Global variables *)
        /\ s = "a\"b"
        /\ t = "x = y"
        /\ pc = "L"

L == /\ pc = "L"
     /\ s' = "q" \o t
     /\ pc' = "M"
     /\ t' = t

M == /\ pc = "M"
     /\ PrintT(<<"s", s>>)
     /\ pc' = "N"
     /\ UNCHANGED << s, t >>

N == /\ pc = "N"
     /\ t' = "("
     /\ pc' = "O"
     /\ s' = s

O == /\ pc = "O"
     /\ s' = ("a" = t)
     /\ pc' = "Done"
     /\ t' = t

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M \/ N \/ O
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
