------------------------------- MODULE Bitwise --------------------------------
\* The bits of natural numbers.
LOCAL INSTANCE Integers

x & y ==
  LET RECURSIVE and(_, _)
      and(a, b) ==
        IF a = 0 \/ b = 0 THEN 0 ELSE (2 * and(a \div 2, b \div 2)) + ((a % 2) * (b % 2))
  IN and(x, y)
x | y ==
  LET RECURSIVE or(_, _)
      or(a, b) ==
        IF a = 0 THEN b ELSE IF b = 0 THEN a
        ELSE (2 * or(a \div 2, b \div 2)) + (IF a % 2 = 1 \/ b % 2 = 1 THEN 1 ELSE 0)
  IN or(x, y)
x ^^ y ==
  LET RECURSIVE xor(_, _)
      xor(a, b) ==
        IF a = 0 THEN b ELSE IF b = 0 THEN a
        ELSE (2 * xor(a \div 2, b \div 2)) + ((a + b) % 2)
  IN xor(x, y)

\* Turns round the bits up to the highest that is set.
RECURSIVE Not(_)
Not(a) == IF a = 0 THEN 0 ELSE (2 * Not(a \div 2)) + (1 - (a % 2))
shiftR(n, pos) == n \div 2 ^ pos
===============================================================================
