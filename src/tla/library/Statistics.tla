------------------------------ MODULE Statistics ------------------------------
EXTENDS Naturals

ChiSquare(expected, actual, alpha) == NATIVE
===============================================================================
