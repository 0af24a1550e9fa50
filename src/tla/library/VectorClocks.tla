----------------------------- MODULE VectorClocks -----------------------------
EXTENDS Naturals, Sequences, Functions

\* A clock says for each node how many of its events are known; nodes that it does not mention count 0.
LOCAL Time(c, d) == IF d \in DOMAIN c THEN c[d] ELSE 0
LOCAL Nodes(c1, c2) == DOMAIN c1 \cup DOMAIN c2
LOCAL Exceeds(c1, c2) == \E d \in Nodes(c1, c2) : Time(c1, d) > Time(c2, d)

\* No entry comes after one that it happened before, or that has the same clock.
IsCausalOrder(log, clock(_)) ==
  \A i \in 1 .. Len(log) : \A j \in 1 .. (i - 1) : Exceeds(clock(log[i]), clock(log[j]))

\* Entries of one node in the order of its own time; an entry comes when those that it knows of have come.
CausalOrder(log, clock(_), node(_), domain(_)) ==
  LET own(i) == Time(clock(log[i]), node(log[i]))
      known == [i \in 1 .. Len(log) |-> clock(log[i])]
      isReady(i, rest) ==
        \A j \in rest : j = i \/ ~(own(j) <= Time(known[i], node(log[j])))
      RECURSIVE order(_)
      order(rest) ==
        IF rest = {} THEN << >>
        ELSE LET first == CHOOSE i \in rest : isReady(i, rest)
             IN <<log[first]>> \o order(rest \ {first})
  IN order(1 .. Len(log))
===============================================================================
