---- MODULE FunctionTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS Functions, Integers, FiniteSets
====
