---- MODULE QuorumTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS Quorum, Integers, FiniteSets
====
