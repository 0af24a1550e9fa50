------------------------- MODULE DifferentialEquations ------------------------
\* The solution of a differential equation at b. It speaks of real functions: there is nothing a checker can compute.
Integrate(D, a, b, InitVals) == NATIVE
===============================================================================
