-------------------------------- MODULE Graphs --------------------------------
\* A directed graph is a record of a set of nodes and a set of edges, which are pairs of nodes.
EXTENDS Naturals, Sequences, FiniteSets, SequencesExt, Relation

IsDirectedGraph(G) == G = [node |-> G.node, edge |-> G.edge] /\ G.edge \subseteq (G.node \X G.node)
DirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : H.edge \subseteq (H.node \X H.node)}
Transpose(G) == [node |-> G.node, edge |-> {<<e[2], e[1]>> : e \in G.edge}]
IsUndirectedGraph(G) == IsDirectedGraph(G) /\ \A e \in G.edge : <<e[2], e[1]>> \in G.edge
UndirectedSubgraph(G) == {H \in DirectedSubgraph(G) : IsUndirectedGraph(H)}

Successors(G, n) == {m \in G.node : <<n, m>> \in G.edge}
AllSuccessors(G, S) == UNION {Successors(G, n) : n \in S}
Predecessors(G, n) == {m \in G.node : <<m, n>> \in G.edge}
AllPredecessors(G, S) == UNION {Predecessors(G, n) : n \in S}

\* Everything that can be reached from S in any number of steps, S included.
LOCAL Reachable(G, S) ==
  LET RECURSIVE reach(_, _)
      reach(seen, frontier) ==
        LET next == AllSuccessors(G, frontier) \ seen
        IN IF next = {} THEN seen ELSE reach(seen \cup next, next)
  IN reach(S, S)

Path(G) ==
  {p \in Seq(G.node) : p # << >> /\ \A i \in 1 .. Len(p) - 1 : <<p[i], p[i + 1]>> \in G.edge}
SimplePath(G) ==
  LET onward(p) == {n \in Successors(G, p[Len(p)]) : \A i \in 1 .. Len(p) : p[i] # n}
      RECURSIVE grow(_)
      grow(paths) ==
        IF paths = {} THEN {}
        ELSE paths \cup grow(UNION {{Append(p, n) : n \in onward(p)} : p \in paths})
  IN grow({<<n>> : n \in G.node})
AreConnectedIn(m, n, G) == m \in G.node /\ n \in Reachable(G, {m})
IsStronglyConnected(G) == \A m \in G.node : G.node \subseteq Reachable(G, {m})
ConnectionsIn(G) ==
  LET from == [m \in G.node |-> Reachable(G, {m})] IN [m, n \in G.node |-> n \in from[m]]

IsTreeWithRoot(G, r) ==
  /\ IsDirectedGraph(G)
  /\ r \in G.node
  /\ \A e \in G.edge : e[1] # r /\ \A f \in G.edge : e[1] = f[1] => e = f
  /\ \A n \in G.node : AreConnectedIn(n, r, G)
GraphUnion(G, H) == [node |-> G.node \cup H.node, edge |-> G.edge \cup H.edge]
IsBipartiteWithPartitions(G, U, V) ==
  /\ U \cap V = {}
  /\ G.node \subseteq (U \cup V)
  /\ \A e \in G.edge : (e[1] \in U /\ e[2] \in V) \/ (e[2] \in U /\ e[1] \in V)
HasCycle(G) == \E n \in G.node : n \in Reachable(G, Successors(G, n))
IsDag(G) == IsDirectedGraph(G) /\ ~HasCycle(G)
Ancestors(G, n) == {m \in G.node : n \in Reachable(G, Successors(G, m))}
Descendants(G, n) == Reachable(G, Successors(G, n))
InDegree(G, n) == Cardinality(Predecessors(G, n))
OutDegree(G, n) == Cardinality(Successors(G, n))
Roots(G) == {n \in G.node : Predecessors(G, n) = {}}
Leaves(G) == {n \in G.node : Successors(G, n) = {}}
EmptyGraph == [node |-> {}, edge |-> {}]
Graphs(S) == [node : {S}, edge : SUBSET (S \X S)]
===============================================================================
