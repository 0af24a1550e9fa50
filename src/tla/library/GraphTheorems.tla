---- MODULE GraphTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS Graphs, Sequences
====
