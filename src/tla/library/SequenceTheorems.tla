---- MODULE SequenceTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS Sequences, Integers, WellFoundedInduction, Functions
====
