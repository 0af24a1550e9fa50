-------------------------------- MODULE TLCExt --------------------------------
LOCAL INSTANCE TLC
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

\* exp fails with the message err.
AssertError(err, exp) == NATIVE
AssertEq(a, b) == a = b \/ (PrintT("Assertion failed") /\ PrintT(a) /\ PrintT(b) /\ FALSE)
TLCDefer(expr) == NATIVE
PickSuccessor(exp) == NATIVE
TLCNoOp(val) == val
TLCModelValue(str) == NATIVE
TLCCache(exp, closure) == exp
TLCEvalDefinition(name) == NATIVE
TLCGetOrDefault(key, defaultValue) == NATIVE
TLCGetAndSet(key, Op(_, _), val, defaultValue) == NATIVE
TLCFP(val) == NATIVE
Trace == NATIVE
CounterExample == NATIVE
ToTrace(CE) == NATIVE
===============================================================================
