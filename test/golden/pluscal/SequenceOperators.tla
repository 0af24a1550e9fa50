---- MODULE SequenceOperators ----
EXTENDS Integers, Sequences, TLC
(* --algorithm SequenceOperators { variables q = << >>; { L: q := Append(q, 1) \o << 2, 3 >>; M: q := SubSeq(q, 1, Len(q) - 1); N: q := Tail(q) ; O: await (Len(q) > 0 /\ Head(q) = 1) \/ q = << >>; P: q := q = q } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "43b68bf3" /\ chksum(tla) = "c2a8614")
VARIABLES pc, q

vars == << pc, q >>

Init == (* Global variables *)
        /\ q = << >>
        /\ pc = "L"

L == /\ pc = "L"
     /\ q' = Append(q, 1) \o << 2, 3 >>
     /\ pc' = "M"

M == /\ pc = "M"
     /\ q' = SubSeq(q, 1, Len(q) - 1)
     /\ pc' = "N"

N == /\ pc = "N"
     /\ q' = Tail(q)
     /\ pc' = "O"

O == /\ pc = "O"
     /\ (Len(q) > 0 /\ Head(q) = 1) \/ q = << >>
     /\ pc' = "P"
     /\ q' = q

P == /\ pc = "P"
     /\ q' = (q = q)
     /\ pc' = "Done"

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == pc = "Done" /\ UNCHANGED vars

Next == L \/ M \/ N \/ O \/ P
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(pc = "Done")

\* END TRANSLATION 
====
