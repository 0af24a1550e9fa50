------------------------------- MODULE Naturals -------------------------------
\* The natural numbers and their operators, which are those of the integers: a - b may be negative.
a + b == NATIVE
a - b == NATIVE
a * b == NATIVE
a ^ b == NATIVE
a < b == NATIVE
a > b == NATIVE
a =< b == NATIVE
a >= b == NATIVE
a % b == NATIVE
a \div b == NATIVE
a .. b == NATIVE
Nat == NATIVE
===============================================================================
