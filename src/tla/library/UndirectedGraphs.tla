--------------------------- MODULE UndirectedGraphs ---------------------------
\* Edges are sets of one or two nodes.
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

IsUndirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ \A e \in G.edge : \E a, b \in G.node : e = {a, b}
IsLoopFreeUndirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ \A e \in G.edge : \E a, b \in G.node : a # b /\ e = {a, b}
UndirectedSubgraph(G) == {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : IsUndirectedGraph(H)}

LOCAL Neighbours(G, n) == {m \in G.node : {n, m} \in G.edge}
LOCAL Reachable(G, S) ==
  LET RECURSIVE reach(_, _)
      reach(seen, frontier) ==
        LET next == (UNION {Neighbours(G, n) : n \in frontier}) \ seen
        IN IF next = {} THEN seen ELSE reach(seen \cup next, next)
  IN reach(S, S)

Path(G) == {p \in Seq(G.node) : p # << >> /\ \A i \in 1 .. Len(p) - 1 : {p[i], p[i + 1]} \in G.edge}
SimplePath(G) ==
  LET onward(p) == {n \in Neighbours(G, p[Len(p)]) : \A i \in 1 .. Len(p) : p[i] # n}
      RECURSIVE grow(_)
      grow(paths) ==
        IF paths = {} THEN {}
        ELSE paths \cup grow(UNION {{Append(p, n) : n \in onward(p)} : p \in paths})
  IN grow({<<n>> : n \in G.node})
AreConnectedIn(m, n, G) == m \in G.node /\ n \in Reachable(G, {m})
ConnectedComponents(G) == {Reachable(G, {n}) : n \in G.node}
IsStronglyConnected(G) == ConnectedComponents(G) = {G.node}
UndirectedGraphs(S) == [node : {S}, edge : SUBSET {{s, t} : s \in S, t \in S}]
===============================================================================
