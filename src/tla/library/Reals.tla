-------------------------------- MODULE Reals ---------------------------------
\* Only what the checker can do with reals: membership of integers in Real. Division and infinity are refused when
\* they are evaluated.
EXTENDS Integers
Real == NATIVE
a / b == NATIVE
Infinity == NATIVE
===============================================================================
