--------------------------------- MODULE Bags ---------------------------------
\* A bag is a function from its elements to how often each occurs, at least once.
LOCAL INSTANCE Naturals

LOCAL Sum(f) ==
  LET RECURSIVE total(_, _)
      total(rest, sum) ==
        IF rest = {} THEN sum
        ELSE LET x == CHOOSE x \in rest : TRUE IN total(rest \ {x}, sum + f[x])
  IN total(DOMAIN f, 0)

IsABag(B) == \A e \in DOMAIN B : B[e] \in Nat \ {0}
BagToSet(B) == DOMAIN B
SetToBag(S) == [e \in S |-> 1]
BagIn(e, B) == e \in DOMAIN B
EmptyBag == SetToBag({})
CopiesIn(e, B) == IF e \in DOMAIN B THEN B[e] ELSE 0

B1 (+) B2 == [e \in DOMAIN B1 \cup DOMAIN B2 |-> CopiesIn(e, B1) + CopiesIn(e, B2)]
B1 (-) B2 ==
  [e \in {d \in DOMAIN B1 : B1[d] > CopiesIn(d, B2)} |-> B1[e] - CopiesIn(e, B2)]
B1 \sqsubseteq B2 == \A e \in DOMAIN B1 : B1[e] <= CopiesIn(e, B2)

\* The bag union of a set of bags.
BagUnion(S) ==
  LET RECURSIVE join(_, _)
      join(rest, sum) ==
        IF rest = {} THEN sum
        ELSE LET B == CHOOSE B \in rest : TRUE IN join(rest \ {B}, sum (+) B)
  IN join(S, EmptyBag)

\* All bags that are contained in B.
SubBag(B) ==
  LET most == {B[e] : e \in DOMAIN B}
      counts == UNION {1 .. n : n \in most}
      over(D) == {f \in [D -> counts] : \A e \in D : f[e] <= B[e]}
  IN UNION {over(D) : D \in SUBSET DOMAIN B}

BagOfAll(F(_), B) ==
  [e \in {F(d) : d \in DOMAIN B} |-> Sum([d \in {c \in DOMAIN B : F(c) = e} |-> B[d]])]
BagCardinality(B) == Sum(B)
===============================================================================
