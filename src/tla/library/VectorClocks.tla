----------------------------- MODULE VectorClocks -----------------------------
EXTENDS Naturals, Sequences, Functions

\* A clock says for each node how many of its events are known; nodes that it does not mention count 0.
LOCAL Time(c, d) == IF d \in DOMAIN c THEN c[d] ELSE 0
LOCAL Nodes(c1, c2) == DOMAIN c1 \cup DOMAIN c2
LOCAL Exceeds(c1, c2) == \E d \in Nodes(c1, c2) : Time(c1, d) > Time(c2, d)

\* No entry comes after one that it happened before, or that has the same clock.
IsCausalOrder(log, clock(_)) ==
  \A i \in 1 .. Len(log) : \A j \in 1 .. (i - 1) : Exceeds(clock(log[i]), clock(log[j]))

\* The entries in an order that IsCausalOrder accepts: those of one node in the order of its own time, nodes in turn.
CausalOrder(log, clock(_), node(_), domain(_)) == NATIVE
===============================================================================
