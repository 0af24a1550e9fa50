---- MODULE BagsTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS Bags, FiniteSets, Integers
====
