----------------------------- MODULE SequencesExt -----------------------------
EXTENDS Sequences, Naturals, FiniteSets, FiniteSetsExt, Folds, Functions, Bags, TLC

ToSet(s) == {s[i] : i \in DOMAIN s}
ToBag(s) == [x \in ToSet(s) |-> Cardinality({i \in DOMAIN s : s[i] = x})]

\* The elements in their canonical order.
SetToSeq(S) ==
  LET RECURSIVE list(_)
      list(rest) ==
        IF rest = {} THEN << >>
        ELSE LET x == CHOOSE x \in rest : TRUE IN <<x>> \o list(rest \ {x})
  IN list(S)
SetToSeqs(S) ==
  LET RECURSIVE orders(_)
      orders(rest) ==
        IF rest = {} THEN {<< >>}
        ELSE UNION {{<<x>> \o s : s \in orders(rest \ {x})} : x \in rest}
  IN orders(S)
SetToSortSeq(S, op(_, _)) == SortSeq(SetToSeq(S), op)
SetToAllKPermutations(S) == UNION {SetToSeqs(T) : T \in SUBSET S}
TupleOf(set, n) == [1 .. n -> set]
SeqOf(set, n) == UNION {[1 .. m -> set] : m \in 0 .. n}
BoundedSeq(S, n) == SeqOf(S, n)

Contains(s, e) == \E i \in 1 .. Len(s) : s[i] = e
IsSorted(s, op(_, _)) == \A i, j \in 1 .. Len(s) : i < j => op(s[i], s[j])
Reverse(s) == [i \in 1 .. Len(s) |-> s[Len(s) - i + 1]]
Remove(s, e) == SelectSeq(s, LAMBDA x : x # e)
ReplaceAll(s, old, new) == [i \in 1 .. Len(s) |-> IF s[i] = old THEN new ELSE s[i]]

\* The first or last index whose element passes the test, or 0; also within a stretch of the sequence.
SelectInSubSeq(seq, from, to, Test(_)) ==
  LET found == {i \in from .. to : Test(seq[i])} IN IF found = {} THEN 0 ELSE Min(found)
SelectLastInSubSeq(seq, from, to, Test(_)) ==
  LET found == {i \in from .. to : Test(seq[i])} IN IF found = {} THEN 0 ELSE Max(found)
SelectInSeq(seq, Test(_)) == SelectInSubSeq(seq, 1, Len(seq), Test)
SelectLastInSeq(seq, Test(_)) == SelectLastInSubSeq(seq, 1, Len(seq), Test)

InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
RemoveFirstMatch(s, Test(_)) ==
  LET i == SelectInSeq(s, Test) IN IF i = 0 THEN s ELSE RemoveAt(s, i)
RemoveFirst(s, e) == RemoveFirstMatch(s, LAMBDA x : x = e)

Cons(elt, seq) == <<elt>> \o seq
Snoc(elt, seq) == Append(seq, elt)
Front(s) == SubSeq(s, 1, Len(s) - 1)
Last(s) == s[Len(s)]

IsPrefix(s, t) == Len(s) <= Len(t) /\ s = SubSeq(t, 1, Len(s))
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ s # t
IsSuffix(s, t) == Len(s) <= Len(t) /\ s = SubSeq(t, Len(t) - Len(s) + 1, Len(t))
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ s # t
Prefixes(s) == {SubSeq(s, 1, n) : n \in 0 .. Len(s)}
Suffixes(s) == {SubSeq(s, n, Len(s)) : n \in 1 .. Len(s) + 1}
CommonPrefixes(S) == {p \in UNION {Prefixes(s) : s \in S} : \A t \in S : IsPrefix(p, t)}
LongestCommonPrefix(S) ==
  LET common == CommonPrefixes(S) IN CHOOSE p \in common : \A q \in common : Len(q) <= Len(p)

SeqMod(a, b) == IF a % b = 0 THEN b ELSE a % b

FoldSeq(op(_, _), base, seq) == FoldFunction(op, base, seq)
FoldLeft(op(_, _), base, seq) ==
  LET RECURSIVE fold(_, _)
      fold(i, acc) == IF i > Len(seq) THEN acc ELSE fold(i + 1, op(acc, seq[i]))
  IN fold(1, base)
FoldRight(op(_, _), seq, base) ==
  LET RECURSIVE fold(_, _)
      fold(i, acc) == IF i = 0 THEN acc ELSE fold(i - 1, op(seq[i], acc))
  IN fold(Len(seq), base)
FoldLeftDomain(op(_, _), base, seq) == FoldLeft(op, base, [i \in 1 .. Len(seq) |-> i])
FoldRightDomain(op(_, _), seq, base) == FoldRight(op, [i \in 1 .. Len(seq) |-> i], base)

FlattenSeq(seqs) == IF Len(seqs) = 0 THEN seqs ELSE FoldLeft(LAMBDA s, t : s \o t, seqs[1], Tail(seqs))
Zip(s, t) == [i \in 1 .. (IF Len(s) <= Len(t) THEN Len(s) ELSE Len(t)) |-> <<s[i], t[i]>>]
Interleave(s, t) ==
  CASE Len(s) = Len(t) /\ Len(s) > 0 ->
         [i \in 1 .. 2 * Len(s) |-> IF i % 2 = 1 THEN <<s[(i + 1) \div 2]>> ELSE <<t[i \div 2]>>]
    [] Len(s) = 0 /\ Len(t) = 0 -> << << >>, << >> >>

\* Contiguous stretches; and what is left when elements are dropped.
SubSeqs(s) == {SubSeq(s, i + 1, j) : i, j \in 0 .. Len(s)}
AllSubSeqs(s) ==
  LET RECURSIVE kept(_)
      kept(i) ==
        IF i = 0 THEN {<< >>}
        ELSE LET before == kept(i - 1) IN before \cup {Append(t, s[i]) : t \in before}
  IN kept(Len(s))

\* Where s first occurs in t.
IndexFirstSubSeq(s, t) ==
  LET occurs(i) == SubSeq(t, i, i + Len(s) - 1) = s
      places == {i \in 1 .. Len(t) - Len(s) + 1 : occurs(i)}
  IN IF Len(s) = 0 THEN 1 ELSE CHOOSE i \in places : \A j \in places : i <= j
ReplaceSubSeqAt(i, r, s, t) == SubSeq(t, 1, i - 1) \o r \o SubSeq(t, i + Len(s), Len(t))
ReplaceFirstSubSeq(r, s, t) ==
  IF s \in SubSeqs(t) THEN ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t) ELSE t

\* Replaces from left to right what does not overlap; an empty s stands before every element.
ReplaceAllSubSeqs(r, s, t) ==
  LET n == Len(s)
      RECURSIVE from(_)
      from(i) ==
        IF i > Len(t) THEN << >>
        ELSE IF i + n - 1 <= Len(t) /\ SubSeq(t, i, i + n - 1) = s THEN r \o from(i + n)
        ELSE <<t[i]>> \o from(i + 1)
  IN CASE s = t -> r
       [] s # t /\ r = s -> t
       [] s # t /\ r # s /\ n = 0 -> FlattenSeq([i \in 1 .. Len(t) |-> r \o <<t[i]>>])
       [] OTHER -> from(1)
===============================================================================
