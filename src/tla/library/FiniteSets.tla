------------------------------ MODULE FiniteSets ------------------------------
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

IsFiniteSet(S) == NATIVE
Cardinality(S) == NATIVE
===============================================================================
