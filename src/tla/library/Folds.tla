-------------------------------- MODULE Folds ---------------------------------
\* op(f(x1), op(f(x2), ... base)), where choose says which element comes first.
MapThenFoldSet(op(_, _), base, f(_), choose(_), S) ==
  LET RECURSIVE fold(_)
      fold(rest) ==
        IF rest = {} THEN base
        ELSE LET x == choose(rest) IN op(f(x), fold(rest \ {x}))
  IN fold(S)
===============================================================================
