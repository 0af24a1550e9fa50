---- MODULE PSyntax ----
EXTENDS Integers, Sequences, TLC
(* --algorithm PSyntax
 variables x = 0; y \in 1..3,
 z = 1;
 define
   Inv == x \in 0..3
   Foo(a) == /\ a = 1
             /\ x = 2  \* comment
   (* another
      comment *)
   Bar == \A q \in 1..3 : q > 0
 end define;
 macro m(a) begin if a = 1 then x := a; elsif a = 2 then x := 2 else skip end if; end macro;
 begin
 L: while TRUE do
   m(y + 1);
   M: either x := 1; or y := 2; or if x = 1 then goto L end if; end either;
 N: with i \in 1..3; j = 2 do x := i; y := j end with;
 end while;
end algorithm *)
\* BEGIN TRANSLATION (chksum(pcal) = "50a5fded" /\ chksum(tla) = "95a01833")
VARIABLES pc, x, y, z

(* define statement *)
Inv == x \in 0..3
Foo(a) == /\ a = 1
          /\ x = 2


Bar == \A q \in 1..3 : q > 0


vars == << pc, x, y, z >>

Init == (* Global variables *)
        /\ x = 0
        /\ y \in 1..3
        /\ z = 1
        /\ pc = "L"

L == /\ pc = "L"
     /\ IF (y + 1) = 1
           THEN /\ x' = y + 1
           ELSE /\ IF (y + 1) = 2
                      THEN /\ x' = 2
                      ELSE /\ TRUE
                           /\ x' = x
     /\ pc' = "M"
     /\ UNCHANGED << y, z >>

M == /\ pc = "M"
     /\ \/ /\ x' = 1
           /\ pc' = "N"
           /\ y' = y
        \/ /\ y' = 2
           /\ pc' = "N"
           /\ x' = x
        \/ /\ IF x = 1
                 THEN /\ pc' = "L"
                 ELSE /\ pc' = "N"
           /\ UNCHANGED <<x, y>>
     /\ z' = z

N == /\ pc = "N"
     /\ \E i \in 1..3:
          LET j == 2 IN
            /\ x' = i
            /\ y' = j
     /\ pc' = "L"
     /\ z' = z

Next == L \/ M \/ N

Spec == Init /\ [][Next]_vars

\* END TRANSLATION 
====
