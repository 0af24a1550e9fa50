---------------------------- MODULE Randomization -----------------------------
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets

RandomSubset(k, S) == NATIVE
RandomSetOfSubsets(k, n, S) == NATIVE
RandomSubsetSet(k, probability, S) == NATIVE
TestRandomSetOfSubsets(k, n, S) == [i \in 1 .. 5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]
===============================================================================
