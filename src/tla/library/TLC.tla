---------------------------------- MODULE TLC ---------------------------------
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

\* Printing and checking: the value is that of the last argument, or TRUE.
Print(out, val) == NATIVE
PrintT(out) == NATIVE
Assert(val, out) == NATIVE
JavaTime == NATIVE
TLCGet(i) == NATIVE
TLCSet(i, v) == NATIVE

\* Functions written out: d :> e maps d to e; of f @@ g, f wins.
d :> e == [x \in {d} |-> e]
f @@ g == [x \in (DOMAIN f) \cup (DOMAIN g) |-> IF x \in DOMAIN f THEN f[x] ELSE g[x]]

Permutations(S) == {f \in [S -> S] : \A w \in S : \E v \in S : f[v] = w}
SortSeq(s, Op(_, _)) == NATIVE
RandomElement(s) == NATIVE
Any == NATIVE
ToString(v) == NATIVE
TLCEval(v) == v
===============================================================================
