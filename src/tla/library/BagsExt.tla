------------------------------- MODULE BagsExt --------------------------------
LOCAL INSTANCE Bags
LOCAL INSTANCE Integers
LOCAL INSTANCE Folds

BagAdd(B, x) == [e \in DOMAIN B \cup {x} |-> CopiesIn(e, B) + (IF e = x THEN 1 ELSE 0)]
BagRemove(B, x) ==
  IF x \in DOMAIN B
  THEN [e \in {d \in DOMAIN B : d # x \/ B[d] > 1} |-> IF e = x THEN B[e] - 1 ELSE B[e]]
  ELSE B
BagRemoveAll(B, x) == [e \in DOMAIN B \ {x} |-> B[e]]

\* Each element counts as often as it occurs; op should not depend on the order.
MapThenFoldBag(op(_, _), base, f(_), choose(_), B) ==
  LET RECURSIVE power(_, _)
      power(x, n) == op(IF n = 1 THEN base ELSE power(x, n - 1), f(x))
  IN MapThenFoldSet(op, base, LAMBDA x : power(x, B[x]), choose, DOMAIN B)
FoldBag(op(_, _), base, B) ==
  LET RECURSIVE times(_, _, _)
      times(x, n, acc) == IF n = 0 THEN acc ELSE times(x, n - 1, op(acc, x))
      RECURSIVE over(_, _)
      over(rest, acc) ==
        IF rest = {} THEN acc
        ELSE LET x == CHOOSE x \in rest : TRUE IN over(rest \ {x}, times(x, B[x], acc))
  IN over(DOMAIN B, base)
SumBag(B) == FoldBag(LAMBDA x, y : x + y, 0, B)
ProductBag(B) == FoldBag(LAMBDA x, y : x * y, 1, B)
===============================================================================
