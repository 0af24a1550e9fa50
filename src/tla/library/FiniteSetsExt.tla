---------------------------- MODULE FiniteSetsExt -----------------------------
EXTENDS Integers, FiniteSets, Folds, Functions

\* As TLC evaluates it: in the order of the set, op(x, what was folded so far).
FoldSet(op(_, _), base, set) ==
  LET RECURSIVE fold(_, _)
      fold(rest, acc) ==
        IF rest = {} THEN acc
        ELSE LET x == CHOOSE x \in rest : TRUE IN fold(rest \ {x}, op(x, acc))
  IN fold(set, base)
SumSet(set) == FoldSet(+, 0, set)
ProductSet(set) == FoldSet(LAMBDA x, y : x * y, 1, set)
ReduceSet(op(_, _), set, acc) == FoldSet(op, acc, set)
MapThenSumSet(op(_), set) == FoldSet(LAMBDA x, sum : op(x) + sum, 0, set)
FlattenSet(S) == UNION S
SymDiff(A, B) == (A \ B) \cup (B \ A)
Quantify(S, P(_)) == Cardinality({s \in S : P(s)})

\* The subsets of S with k elements.
kSubset(k, S) ==
  LET RECURSIVE grow(_)
      grow(n) == IF n = 0 THEN {{}} ELSE {T \cup {x} : T \in grow(n - 1), x \in S}
  IN IF k < 0 \/ k > Cardinality(S) THEN {} ELSE {T \in grow(k) : Cardinality(T) = k}

Max(S) == CHOOSE x \in S : \A y \in S : x >= y
Min(S) == CHOOSE x \in S : \A y \in S : x <= y

\* The sets that consist of one element of each set in Sets.
Choices(Sets) == {Range(f) : f \in {g \in [Sets -> UNION Sets] : \A T \in Sets : g[T] \in T}}
ChooseUnique(S, P(_)) == CHOOSE x \in S : P(x) /\ \A y \in S : P(y) => y = x
===============================================================================
