---- MODULE LongNames ----
EXTENDS Integers, Sequences, TLC
(* --algorithm LongNames { variables aaaaaaaaaaaaaaaaaaaa = 0, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 1, cccccccccccccccccccccccccc = 2, dddddddddddddddd = 4, eeeeeeeeeeeeeeeeeeeeeee = 5;
 process (pppppppppppppppppppppp \in {1,
    2,
    3}) variables loc = /\ 1 = 1
                       /\ 2 = 2; { lllllllllllllllllllllllllllllllll: aaaaaaaaaaaaaaaaaaaa := 1; kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: if (loc) { bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb := 1 } else { loc := /\ loc
   /\ \E i \in {1} : \/ i = 1
                      \/ loc }; jjjjjjjjjjjjjjjjjjjjjjjjj: skip } 
 process (zzzzzzzzzzzzzzz = 3) { zz: loc := 1; zzz: assert aaaaaaaaaaaaaaaaaaaa = 1 /\ bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 2 } } *)
\* BEGIN TRANSLATION (chksum(pcal) = "2ef9d69" /\ chksum(tla) = "5464fdcf")
VARIABLES pc, aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, 
          cccccccccccccccccccccccccc, dddddddddddddddd, 
          eeeeeeeeeeeeeeeeeeeeeee, loc

vars == << pc, aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, 
           cccccccccccccccccccccccccc, dddddddddddddddd, 
           eeeeeeeeeeeeeeeeeeeeeee, loc >>

ProcSet == (                                 {1,
            2,
            3}) \cup {3}

Init == (* Global variables *)
        /\ aaaaaaaaaaaaaaaaaaaa = 0
        /\ bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 1
        /\ cccccccccccccccccccccccccc = 2
        /\ dddddddddddddddd = 4
        /\ eeeeeeeeeeeeeeeeeeeeeee = 5
        (* Process pppppppppppppppppppppp *)
        /\ loc = [self \in                                  {1,
                           2,
                           3} |->  /\ 1 = 1
                                  /\ 2 = 2]
        /\ pc = [self \in ProcSet |-> CASE self \in                                  {1,
                                                    2,
                                                    3} -> "lllllllllllllllllllllllllllllllll"
                                        [] self = 3 -> "zz"]

lllllllllllllllllllllllllllllllll(self) == /\ pc[self] = "lllllllllllllllllllllllllllllllll"
                                           /\ aaaaaaaaaaaaaaaaaaaa' = 1
                                           /\ pc' = [pc EXCEPT ![self] = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"]
                                           /\ UNCHANGED << bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, 
                                                           cccccccccccccccccccccccccc, 
                                                           dddddddddddddddd, 
                                                           eeeeeeeeeeeeeeeeeeeeeee, 
                                                           loc >>

kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk(self) == /\ pc[self] = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
                                         /\ IF loc[self]
                                               THEN /\ bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' = 1
                                                    /\ loc' = loc
                                               ELSE /\ loc' = [loc EXCEPT ![self] =                                                                                                                                                                                                /\ loc[self]
                                                                                    /\ \E i \in {1} : \/ i = 1
                                                                                                       \/ loc[self]]
                                                    /\ UNCHANGED bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                                         /\ pc' = [pc EXCEPT ![self] = "jjjjjjjjjjjjjjjjjjjjjjjjj"]
                                         /\ UNCHANGED << aaaaaaaaaaaaaaaaaaaa, 
                                                         cccccccccccccccccccccccccc, 
                                                         dddddddddddddddd, 
                                                         eeeeeeeeeeeeeeeeeeeeeee >>

jjjjjjjjjjjjjjjjjjjjjjjjj(self) == /\ pc[self] = "jjjjjjjjjjjjjjjjjjjjjjjjj"
                                   /\ TRUE
                                   /\ pc' = [pc EXCEPT ![self] = "Done"]
                                   /\ UNCHANGED << aaaaaaaaaaaaaaaaaaaa, 
                                                   bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, 
                                                   cccccccccccccccccccccccccc, 
                                                   dddddddddddddddd, 
                                                   eeeeeeeeeeeeeeeeeeeeeee, 
                                                   loc >>

pppppppppppppppppppppp(self) == lllllllllllllllllllllllllllllllll(self)
                                   \/ kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk(self)
                                   \/ jjjjjjjjjjjjjjjjjjjjjjjjj(self)

zz == /\ pc[3] = "zz"
      /\ loc' = [loc EXCEPT ![3] = 1]
      /\ pc' = [pc EXCEPT ![3] = "zzz"]
      /\ UNCHANGED << aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, 
                      cccccccccccccccccccccccccc, dddddddddddddddd, 
                      eeeeeeeeeeeeeeeeeeeeeee >>

zzz == /\ pc[3] = "zzz"
       /\ Assert(aaaaaaaaaaaaaaaaaaaa = 1 /\ bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 2, 
                 "Failure of assertion at line 10, column 53.")
       /\ pc' = [pc EXCEPT ![3] = "Done"]
       /\ UNCHANGED << aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, 
                       cccccccccccccccccccccccccc, dddddddddddddddd, 
                       eeeeeeeeeeeeeeeeeeeeeee, loc >>

zzzzzzzzzzzzzzz == zz \/ zzz

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == zzzzzzzzzzzzzzz
           \/ (\E self \in                                  {1,
                           2,
                           3}: pppppppppppppppppppppp(self))
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
====
