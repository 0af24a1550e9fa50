--------------------------- MODULE DyadicRationals ----------------------------
\* Fractions whose denominator is a power of two.
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

LOCAL Rational(num, den) == [num |-> num, den |-> den]
RECURSIVE Gcd(_, _)
LOCAL Gcd(a, b) == IF b = 0 THEN a ELSE Gcd(b, a % b)
LOCAL Reduce(p) == LET d == Gcd(p.num, p.den) IN Rational(p.num \div d, p.den \div d)

IsDyadicRational(r) == \E i \in 0 .. r.den : 2 ^ i = r.den
Zero == Rational(0, 1)
One == Rational(1, 1)
Add(p, q) ==
  IF p = Zero THEN q
  ELSE LET den == IF p.den >= q.den THEN p.den ELSE q.den
       IN Reduce(Rational(p.num * (den \div p.den) + q.num * (den \div q.den), den))
Half(p) == Reduce(Rational(p.num, p.den * 2))
PrettyPrint(p) ==
  IF p = Zero THEN "0" ELSE IF p = One THEN "1" ELSE ToString(p.num) \o "/" \o ToString(p.den)
===============================================================================
