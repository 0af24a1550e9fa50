---- MODULE FiniteSetsExtTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS FiniteSetsExt, FiniteSets, Integers
====
