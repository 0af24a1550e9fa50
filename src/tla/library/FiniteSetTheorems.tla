---- MODULE FiniteSetTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS FiniteSets, Functions, WellFoundedInduction
====
