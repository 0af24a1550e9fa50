------------------------------- MODULE Apalache -------------------------------
\* The operators of the Apalache model checker, as what they mean; Gen(n) has no meaning that can be enumerated.
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

x := e == x = e
Gen(size) == NATIVE
Guess(S) == CHOOSE x \in S : TRUE
Skolem(e) == e
Expand(S) == S
ConstCardinality(cardExpr) == cardExpr
MkSeq(N, F(_)) == [i \in 1 .. N |-> F(i)]
Repeat(F(_, _), N, x) ==
  LET RECURSIVE repeat(_)
      repeat(n) == IF n = 0 THEN x ELSE F(repeat(n - 1), n)
  IN repeat(N)
SetAsFun(S) ==
  LET dom == {p[1] : p \in S} IN [d \in dom |-> (CHOOSE p \in S : p[1] = d)[2]]
FunAsSeq(fn, len, capacity) == SubSeq([i \in 1 .. capacity |-> IF i <= len THEN fn[i] ELSE fn[1]], 1, len)
ApaFoldSet(Op(_, _), v, S) ==
  LET RECURSIVE fold(_, _)
      fold(rest, acc) ==
        IF rest = {} THEN acc
        ELSE LET x == CHOOSE x \in rest : TRUE IN fold(rest \ {x}, Op(acc, x))
  IN fold(S, v)
ApaFoldSeqLeft(Op(_, _), v, seq) ==
  LET RECURSIVE fold(_, _)
      fold(i, acc) == IF i > Len(seq) THEN acc ELSE fold(i + 1, Op(acc, seq[i]))
  IN fold(1, v)
===============================================================================
