---- MODULE FoldsTheorems ----
\* Theorems only: nothing of it is evaluated.
EXTENDS Folds, FiniteSets
====
