-------------------------- MODULE RaftSetMistakes --------------------------
(***************************************************************************)
(* Famous ways to get Raft wrong.  A config puts one of the definitions     *)
(* below in the place of the right one; the model checker tells the story.  *)
(***************************************************************************)
EXTENDS RaftSet

\* RaftSetVotesTwice.cfg: whoever asks gets the vote, also the second in a term.
GiveAnyVote(i, m) ==
  /\ m.type = "RequestVote"
  /\ m.term = currentTerm[i]
  /\ IsUpToDate(m, log[i])
  /\ votedFor' = [votedFor EXCEPT ![i] = m.from]
  /\ UNCHANGED <<currentTerm, log, memory, network, clients, committed>>

\* RaftSetOldTerm.cfg: what a majority has is committed, whoever put it there.
CommitByCounting(i, n) ==
  /\ role[i] = "leader"
  /\ n > commitIndex[i]
  /\ n <= Len(log[i])
  /\ Cardinality(Holders(i, n)) >= QuorumSize
  /\ commitIndex' = [commitIndex EXCEPT ![i] = @ + 1]
  /\ committed' = IF commitIndex[i] < Len(committed) THEN committed
                  ELSE Append(committed, log[i][commitIndex[i] + 1])
  /\ UNCHANGED <<disk, role, votes, match, machine, network, clients>>

-----------------------------------------------------------------------------
(* Where the story of figure 8 in the paper begins to go wrong: the first   *)
(* server led term 1 and the second one term 2, each for as long as it took *)
(* to write down one request; now the first one leads again, in term 3.     *)

CONSTANTS first, second, third, r1, r2, x

FigureEight ==
  /\ currentTerm = (first :> 3 @@ second :> 2 @@ third :> 3)
  /\ votedFor = (first :> first @@ second :> second @@ third :> first)
  /\ log = (first :> <<[term |-> 1, request |-> r1]>> @@ second :> <<[term |-> 2, request |-> r2]>> @@ third :> <<>>)
  /\ role = (first :> "leader" @@ second :> "follower" @@ third :> "follower")
  /\ votes = [i \in Server |-> IF i = first THEN {first, third} ELSE {}]
  /\ match = [i \in Server |-> [j \in Server |-> 0]]
  /\ commitIndex = [i \in Server |-> 0]
  /\ machine = [i \in Server |-> NewMachine]
  /\ network = EmptyBag
  /\ asked = (r1 :> [type |-> "add", element |-> x] @@ r2 :> [type |-> "add", element |-> x])
  /\ answer = [r \in Request |-> None]
  /\ committed = <<>>
=============================================================================
