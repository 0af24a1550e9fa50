------------------------------ MODULE Sequences -------------------------------
LOCAL INSTANCE Naturals

Seq(S) == NATIVE
Len(s) == NATIVE
s \o t == NATIVE
Append(s, e) == NATIVE
Head(s) == NATIVE
Tail(s) == NATIVE
SubSeq(s, m, n) == NATIVE
SelectSeq(s, Test(_)) ==
  LET kept[i \in 0 .. Len(s)] ==
        IF i = 0 THEN << >>
        ELSE IF Test(s[i]) THEN Append(kept[i - 1], s[i]) ELSE kept[i - 1]
  IN kept[Len(s)]
===============================================================================
