------------------------------ MODULE RaftSet ------------------------------
(***************************************************************************)
(* A set that several servers keep a copy of.  They agree on a log of       *)
(* requests by Raft, and each applies what is committed to its own copy.    *)
(*                                                                          *)
(* The network is a bag of the messages on their way: each may overtake     *)
(* others, be lost (Drop) and be delivered twice (Duplicate).  A server may *)
(* crash at any time and comes back with what is on its disk; a server that *)
(* is down is one that does nothing.                                        *)
(*                                                                          *)
(* A server writes something to its disk or says something, and never does  *)
(* both in one step, since a crash may come between the two.                *)
(*                                                                          *)
(* Left open on purpose: when somebody loses patience, and which part of    *)
(* its log a leader sends.  What is safe does not depend on either, so      *)
(* there are no clocks and no nextIndex here.                               *)
(*                                                                          *)
(* Left out: changes of membership, and snapshots of the log.               *)
(*                                                                          *)
(* After D. Ongaro and J. Ousterhout, "In Search of an Understandable       *)
(* Consensus Algorithm", 2014, figure 2.                                    *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, Bags, TLC

CONSTANTS
  Server,           \* The servers.
  QuorumSize,       \* How many servers are a quorum: a majority.
  Element,          \* What may be in the set.
  Request,          \* The requests there may be.
  None,             \* Nobody, or nothing.
  MaxTerm,          \* Terms,
  MaxLog,           \* entries in a log,
  MaxMessages       \* and messages on their way: bounds for model checking.

VARIABLES
  \* On the disk of each server.
  currentTerm,      \* currentTerm[i]: the latest term that i has heard of.
  votedFor,         \* votedFor[i]: to whom i gave its vote in that term, or None.
  log,              \* log[i]: entries [term, request], oldest first.
  \* In its memory.
  role,             \* role[i]: "follower", "candidate" or "leader".
  votes,            \* votes[i]: who has voted for candidate i.
  match,            \* match[i][j]: how far j's log is known to leader i to agree with its own.
  commitIndex,      \* commitIndex[i]: how many entries are known to i to be committed.
  machine,          \* machine[i]: i's copy of the set, and what it did for whom.
  \* Elsewhere.
  network,          \* The messages on their way.
  asked,            \* asked[r]: the operation that request r asks for, or None.
  answer,           \* answer[r]: what the client was told, or None.
  committed         \* History: every entry that a leader ever committed.

disk == <<currentTerm, votedFor, log>>
memory == <<role, votes, match, commitIndex, machine>>
clients == <<asked, answer>>
vars == <<disk, memory, network, clients, committed>>

Operation == [type : {"add", "remove", "contains"}, element : Element]

NewMachine == [applied |-> 0, contents |-> {}, found |-> [r \in Request |-> None]]

Init ==
  /\ currentTerm = [i \in Server |-> 0]
  /\ votedFor = [i \in Server |-> None]
  /\ log = [i \in Server |-> <<>>]
  /\ role = [i \in Server |-> "follower"]
  /\ votes = [i \in Server |-> {}]
  /\ match = [i \in Server |-> [j \in Server |-> 0]]
  /\ commitIndex = [i \in Server |-> 0]
  /\ machine = [i \in Server |-> NewMachine]
  /\ network = EmptyBag
  /\ asked = [r \in Request |-> None]
  /\ answer = [r \in Request |-> None]
  /\ committed = <<>>

-----------------------------------------------------------------------------
(* The network.                                                             *)

\* What is on its way to i.
Inbox(i) == {m \in BagToSet(network) : m.to = i}

Send(m) == network' = network (+) SetToBag({m})
Consume(m) == network' = network (-) SetToBag({m})
Reply(m, reply) == network' = (network (-) SetToBag({m})) (+) SetToBag({reply})

\* Lost on the way, or arrived where nobody cares for it any more.
Drop(m) ==
  /\ BagIn(m, network)
  /\ Consume(m)
  /\ UNCHANGED <<disk, memory, clients, committed>>

Duplicate(m) ==
  /\ BagIn(m, network)
  /\ Send(m)
  /\ UNCHANGED <<disk, memory, clients, committed>>

-----------------------------------------------------------------------------
(* Terms and elections.                                                     *)

LastTerm(l) == IF l = <<>> THEN 0 ELSE l[Len(l)].term

\* Whoever hears of a later term follows it.
UpdateTerm(i, m) ==
  /\ m.term > currentTerm[i]
  /\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]
  /\ votedFor' = [votedFor EXCEPT ![i] = None]
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ votes' = [votes EXCEPT ![i] = {}]
  /\ match' = [match EXCEPT ![i] = [j \in Server |-> 0]]
  /\ UNCHANGED <<log, commitIndex, machine, network, clients, committed>>

RequestVote(i, j) ==
  [type |-> "RequestVote", from |-> i, to |-> j, term |-> currentTerm[i] + 1,
   lastTerm |-> LastTerm(log[i]), lastIndex |-> Len(log[i])]

\* i has waited long enough for a leader, and stands for the next term.
Timeout(i) ==
  /\ role[i] # "leader"
  /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
  /\ votedFor' = [votedFor EXCEPT ![i] = i]
  /\ role' = [role EXCEPT ![i] = "candidate"]
  /\ votes' = [votes EXCEPT ![i] = {i}]
  /\ network' = network (+) SetToBag({RequestVote(i, j) : j \in Server \ {i}})
  /\ UNCHANGED <<log, match, commitIndex, machine, clients, committed>>

IsUpToDate(m, l) ==
  \/ m.lastTerm > LastTerm(l)
  \/ m.lastTerm = LastTerm(l) /\ m.lastIndex >= Len(l)

GiveVote(i, m) ==
  /\ m.type = "RequestVote"
  /\ m.term = currentTerm[i]
  /\ votedFor[i] = None
  /\ IsUpToDate(m, log[i])
  /\ votedFor' = [votedFor EXCEPT ![i] = m.from]
  /\ UNCHANGED <<currentTerm, log, memory, network, clients, committed>>

\* i tells the candidate whether it has its vote.
AnswerVote(i, m) ==
  /\ m.type = "RequestVote"
  /\ m.term <= currentTerm[i]
  /\ Reply(m, [type |-> "Vote", from |-> i, to |-> m.from, term |-> currentTerm[i],
               granted |-> m.term = currentTerm[i] /\ votedFor[i] = m.from])
  /\ UNCHANGED <<disk, memory, clients, committed>>

CountVote(i, m) ==
  /\ m.type = "Vote"
  /\ m.granted
  /\ m.term = currentTerm[i]
  /\ role[i] = "candidate"
  /\ votes' = [votes EXCEPT ![i] = @ \cup {m.from}]
  /\ Consume(m)
  /\ UNCHANGED <<disk, role, match, commitIndex, machine, clients, committed>>

BecomeLeader(i) ==
  /\ role[i] = "candidate"
  /\ Cardinality(votes[i]) >= QuorumSize
  /\ role' = [role EXCEPT ![i] = "leader"]
  /\ UNCHANGED <<disk, votes, match, commitIndex, machine, network, clients, committed>>

-----------------------------------------------------------------------------
(* Replication.                                                             *)

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b

\* The leader takes a request into its log.  If it is there already, it will be applied once.
TakeRequest(i, r) ==
  /\ role[i] = "leader"
  /\ asked[r] # None
  /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], request |-> r])]
  /\ UNCHANGED <<currentTerm, votedFor, memory, network, clients, committed>>

TermAt(l, n) == IF n = 0 THEN 0 ELSE l[n].term

\* The leader sends j its entries behind `prev' up to `last': none are a sign of life.
Replicate(i, j, prev, last) ==
  /\ role[i] = "leader"
  /\ j # i
  /\ prev <= last
  /\ last <= Len(log[i])
  /\ Send([type |-> "Append", from |-> i, to |-> j, term |-> currentTerm[i],
           prev |-> prev, prevTerm |-> TermAt(log[i], prev),
           entries |-> SubSeq(log[i], prev + 1, last), commit |-> commitIndex[i]])
  /\ UNCHANGED <<disk, memory, clients, committed>>

Fits(m, l) == m.prev <= Len(l) /\ TermAt(l, m.prev) = m.prevTerm

LastOf(m) == m.prev + Len(m.entries)

\* What agrees with the message stays, and what lies behind it too; from the first difference on the leader is right.
Merged(l, m) ==
  IF LastOf(m) <= Len(l) /\ SubSeq(l, m.prev + 1, LastOf(m)) = m.entries THEN l
  ELSE SubSeq(l, 1, m.prev) \o m.entries

TakeEntries(i, m) ==
  /\ m.type = "Append"
  /\ m.term = currentTerm[i]
  /\ Fits(m, log[i])
  /\ log[i] # Merged(log[i], m)
  /\ log' = [log EXCEPT ![i] = Merged(@, m)]
  /\ UNCHANGED <<currentTerm, votedFor, memory, network, clients, committed>>

\* i tells the leader that it has the entries.
Accept(i, m) ==
  /\ m.type = "Append"
  /\ m.term = currentTerm[i]
  /\ Fits(m, log[i])
  /\ log[i] = Merged(log[i], m)
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = Max(@, Min(m.commit, LastOf(m)))]
  /\ Reply(m, [type |-> "Appended", from |-> i, to |-> m.from, term |-> currentTerm[i],
               success |-> TRUE, match |-> LastOf(m)])
  /\ UNCHANGED <<disk, votes, match, machine, clients, committed>>

\* The message is too old, or a gap lies between what i has and what the leader sends.
Reject(i, m) ==
  /\ m.type = "Append"
  /\ \/ m.term < currentTerm[i] /\ UNCHANGED role
     \/ m.term = currentTerm[i] /\ ~Fits(m, log[i]) /\ role' = [role EXCEPT ![i] = "follower"]
  /\ Reply(m, [type |-> "Appended", from |-> i, to |-> m.from, term |-> currentTerm[i],
               success |-> FALSE, match |-> 0])
  /\ UNCHANGED <<disk, votes, match, commitIndex, machine, clients, committed>>

CountMatch(i, m) ==
  /\ m.type = "Appended"
  /\ m.success
  /\ m.term = currentTerm[i]
  /\ role[i] = "leader"
  /\ match' = [match EXCEPT ![i][m.from] = Max(@, m.match)]
  /\ Consume(m)
  /\ UNCHANGED <<disk, role, votes, commitIndex, machine, clients, committed>>

\* Those of whom leader i knows that they have its first n entries.
Holders(i, n) == {j \in Server : j = i \/ match[i][j] >= n}

\* The next entry is committed, since entry n, the same or a later one, is held by a quorum.
Commit(i, n) ==
  /\ role[i] = "leader"
  /\ n > commitIndex[i]
  /\ n <= Len(log[i])
  /\ log[i][n].term = currentTerm[i]
  /\ Cardinality(Holders(i, n)) >= QuorumSize
  /\ commitIndex' = [commitIndex EXCEPT ![i] = @ + 1]
  /\ committed' = IF commitIndex[i] < Len(committed) THEN committed
                  ELSE Append(committed, log[i][commitIndex[i] + 1])
  /\ UNCHANGED <<disk, role, votes, match, machine, network, clients>>

-----------------------------------------------------------------------------
(* The set.                                                                 *)

\* The set after request r.  A request that is in the log twice takes effect once.
AfterRequest(copy, r) ==
  IF copy.found[r] # None THEN [copy EXCEPT !.applied = @ + 1]
  ELSE [applied |-> copy.applied + 1,
        contents |-> CASE asked[r].type = "add"    -> copy.contents \cup {asked[r].element}
                       [] asked[r].type = "remove" -> copy.contents \ {asked[r].element}
                       [] OTHER                    -> copy.contents,
        found |-> [copy.found EXCEPT ![r] = asked[r].element \in copy.contents]]

Ask(r, op) ==
  /\ asked[r] = None
  /\ asked' = [asked EXCEPT ![r] = op]
  /\ UNCHANGED <<disk, memory, network, answer, committed>>

Apply(i) ==
  /\ machine[i].applied < commitIndex[i]
  /\ machine' = [machine EXCEPT ![i] = AfterRequest(@, log[i][@.applied + 1].request)]
  /\ UNCHANGED <<disk, role, votes, match, commitIndex, network, clients, committed>>

Answer(i, r) ==
  /\ machine[i].found[r] # None
  /\ answer' = [answer EXCEPT ![r] = machine[i].found[r]]
  /\ UNCHANGED <<disk, memory, network, asked, committed>>

-----------------------------------------------------------------------------
\* What is on the disk stays; what is in memory is as on the first day.
Crash(i) ==
  /\ role' = [role EXCEPT ![i] = "follower"]
  /\ votes' = [votes EXCEPT ![i] = {}]
  /\ match' = [match EXCEPT ![i] = [j \in Server |-> 0]]
  /\ commitIndex' = [commitIndex EXCEPT ![i] = 0]
  /\ machine' = [machine EXCEPT ![i] = NewMachine]
  /\ UNCHANGED <<disk, network, clients, committed>>

Next ==
  \/ \E r \in Request, op \in Operation : Ask(r, op)
  \/ \E i \in Server :
       \/ Timeout(i)
       \/ BecomeLeader(i)
       \/ \E r \in Request : TakeRequest(i, r) \/ Answer(i, r)
       \/ \E j \in Server, prev, last \in 0..Len(log[i]) : Replicate(i, j, prev, last)
       \/ \E n \in 1..Len(log[i]) : Commit(i, n)
       \/ Apply(i)
       \/ Crash(i)
       \/ \E m \in Inbox(i) :
            \/ UpdateTerm(i, m)
            \/ GiveVote(i, m)
            \/ AnswerVote(i, m)
            \/ CountVote(i, m)
            \/ TakeEntries(i, m)
            \/ Accept(i, m)
            \/ Reject(i, m)
            \/ CountMatch(i, m)
  \/ \E m \in BagToSet(network) : Drop(m) \/ Duplicate(m)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What has to hold.                                                        *)

IsPrefix(s, t) == Len(s) <= Len(t) /\ s = SubSeq(t, 1, Len(s))

\* At most one leader in a term.
ElectionSafety ==
  \A i, j \in Server :
    role[i] = "leader" /\ role[j] = "leader" /\ currentTerm[i] = currentTerm[j] => i = j

\* Two logs that have an entry of the same place and term agree up to there.
LogMatching ==
  \A i, j \in Server : \A n \in 1..Min(Len(log[i]), Len(log[j])) :
    log[i][n].term = log[j][n].term => SubSeq(log[i], 1, n) = SubSeq(log[j], 1, n)

\* A leader that is behind no other server's term has all that was ever committed.
LeaderCompleteness ==
  \A i \in Server :
    role[i] = "leader" /\ (\A j \in Server : currentTerm[j] <= currentTerm[i]) => IsPrefix(committed, log[i])

\* What a server takes for committed is what was committed, and its copy is what comes of that.
StateMachineSafety ==
  \A i \in Server :
    /\ IsPrefix(SubSeq(log[i], 1, commitIndex[i]), committed)
    /\ machine[i].applied <= commitIndex[i]

\* The set as it is after all that was committed.
RECURSIVE After(_)
After(n) == IF n = 0 THEN NewMachine ELSE AfterRequest(After(n - 1), committed[n].request)

Set == INSTANCE ReplicatedSet WITH
  contents <- After(Len(committed)).contents,
  found    <- After(Len(committed)).found

ImplementsReplicatedSet == Set!Spec

\* For model checking: bounds, no duplicate beside the original, and messages of at most one entry.
Bounded ==
  /\ \A i \in Server : currentTerm[i] <= MaxTerm /\ Len(log[i]) <= MaxLog
  /\ BagCardinality(network) <= MaxMessages
  /\ \A m \in BagToSet(network) :
       CopiesIn(m, network) = 1 /\ (m.type = "Append" => Len(m.entries) <= 1)

Symmetry == Permutations(Server)

THEOREM Spec => [](ElectionSafety /\ LogMatching /\ LeaderCompleteness /\ StateMachineSafety)
THEOREM Spec => ImplementsReplicatedSet
=============================================================================
