/**
 * What the library's definitions mean: each line is an assumption that the evaluator has to find true. The values are
 * those that TLC gives.
 */
import { describe, expect, it } from "vitest";
import { machineOf } from "../../../support/specs.ts";

const meanings: Readonly<Record<string, readonly string[]>> = {
  "Sequences, Integers": [
    "SelectSeq(<<1, 2, 3, 4>>, LAMBDA x : x % 2 = 0) = <<2, 4>>",
    'Len("abc") = 3 /\\ "ab" \\o "cd" = "abcd"',
    "-7 \\div 2 = -3 /\\ (0 - 7) \\div 2 = -4 /\\ (0 - 7) % 2 = 1",
  ],
  "TLC, Integers": [
    "(1 :> 2 @@ 1 :> 3) = (1 :> 2)",
    "Permutations({1, 2}) = {(1 :> 1 @@ 2 :> 2), (1 :> 2 @@ 2 :> 1)}",
    "SortSeq(<<3, 1, 2>>, LAMBDA a, b : a < b) = <<1, 2, 3>>",
    'ToString({1, 2}) = "{1, 2}"',
  ],
  Functions: [
    "Restrict([x \\in {1, 2} |-> x], {1}) = <<1>>",
    "RestrictDomain([x \\in {1, 2} |-> 0], LAMBDA x : x < 2) = <<0>>",
    "RestrictValues([x \\in {1, 2} |-> x], LAMBDA y : y < 2) = <<1>>",
    "IsRestriction(<<1>>, <<1, 2>>) /\\ ~IsRestriction(<<2>>, <<1, 2>>)",
    "Range(<<5, 6, 5>>) = {5, 6}",
    "Pointwise(<<1, 2>>, <<3, 4>>, +) = <<4, 6>>",
    "AntiFunction([x \\in {1, 2} |-> x + 2]) = [y \\in {3, 4} |-> y - 2]",
    "Bijection({1, 2}, {1, 2}) = {<<1, 2>>, <<2, 1>>}",
    "ExistsSurjection({1, 2}, {3}) /\\ ~ExistsInjection({1, 2}, {3})",
    "FoldFunction(LAMBDA x, acc : acc - x, 0, <<1, 2, 3>>) = -6",
    "FoldFunctionOnSet(+, 10, <<1, 2, 3>>, {1, 3}) = 14",
    "SumFunction(<<1, 2, 3>>) = 6",
    "MapThenFoldSet(-, 0, LAMBDA x : x, LAMBDA S : CHOOSE x \\in S : \\A y \\in S : x >= y, {1, 2, 4}) = 3",
  ],
  FiniteSetsExt: [
    "FoldSet(+, 0, 1 .. 10) = 55 /\\ SumSet({2, 3}) = 5 /\\ ProductSet({2, 3, 4}) = 24",
    "MapThenSumSet(LAMBDA x : x * x, {1, 2, 3}) = 14",
    "ReduceSet(+, {1, 2}, 10) = 13",
    "SymDiff({1, 2}, {2, 3}) = {1, 3} /\\ FlattenSet({{1}, {2}}) = {1, 2}",
    "Quantify(1 .. 5, LAMBDA x : x > 3) = 2",
    "kSubset(2, {1, 2, 3}) = {{1, 2}, {1, 3}, {2, 3}} /\\ kSubset(0, {}) = {{}} /\\ kSubset(3, {1}) = {}",
    "Max({1, 3, 2}) = 3 /\\ Min({1, 3, 2}) = 1",
    "Choices({{1, 2}, {3}}) = {{1, 3}, {2, 3}}",
    "ChooseUnique({1, 2, 3}, LAMBDA x : x > 2) = 3",
  ],
  SequencesExt: [
    "ToSet(<<1, 2, 1>>) = {1, 2} /\\ ToBag(<<1, 2, 1>>) = (1 :> 2 @@ 2 :> 1)",
    "SetToSeq({3, 1, 2}) = <<1, 2, 3>>",
    "SetToSeqs({1, 2}) = {<<1, 2>>, <<2, 1>>} /\\ SetToSeqs({}) = {<< >>}",
    "SetToSortSeq({1, 2, 3}, >) = <<3, 2, 1>>",
    "SetToAllKPermutations({1, 2}) = {<< >>, <<1>>, <<2>>, <<1, 2>>, <<2, 1>>}",
    "Cardinality(BoundedSeq({1, 2}, 2)) = 7 /\\ TupleOf({1}, 2) = {<<1, 1>>}",
    "Contains(<<1, 2>>, 2) /\\ ~Contains(<< >>, 1)",
    "Reverse(<<1, 2, 3>>) = <<3, 2, 1>> /\\ Remove(<<1, 2, 1>>, 1) = <<2>>",
    "ReplaceAll(<<1, 2, 1>>, 1, 3) = <<3, 2, 3>>",
    "SelectInSeq(<<1, 2, 2>>, LAMBDA x : x = 2) = 2 /\\ SelectLastInSeq(<<1, 2, 2>>, LAMBDA x : x = 2) = 3",
    "SelectInSubSeq(<<1, 2, 2>>, 3, 3, LAMBDA x : x = 2) = 3 /\\ SelectInSeq(<<1>>, LAMBDA x : x = 2) = 0",
    "InsertAt(<<1, 3>>, 2, 2) = <<1, 2, 3>> /\\ RemoveAt(<<1, 2, 3>>, 2) = <<1, 3>> /\\ ReplaceAt(<<1>>, 1, 2) = <<2>>",
    "RemoveFirst(<<1, 2, 1>>, 1) = <<2, 1>> /\\ RemoveFirstMatch(<<1, 2, 3>>, LAMBDA x : x > 1) = <<1, 3>>",
    "Cons(1, <<2>>) = <<1, 2>> /\\ Snoc(2, <<1>>) = <<1, 2>> /\\ Front(<<1, 2>>) = <<1>> /\\ Last(<<1, 2>>) = 2",
    "IsPrefix(<<1>>, <<1, 2>>) /\\ IsSuffix(<<2>>, <<1, 2>>) /\\ ~IsStrictPrefix(<<1>>, <<1>>) /\\ ~IsSuffix(<<1>>, <<1, 2>>)",
    "Prefixes(<<1, 2>>) = {<< >>, <<1>>, <<1, 2>>} /\\ Suffixes(<<1, 2>>) = {<< >>, <<2>>, <<1, 2>>}",
    "LongestCommonPrefix({<<1, 2, 3>>, <<1, 2, 4>>}) = <<1, 2>>",
    "SeqMod(3, 3) = 3 /\\ SeqMod(4, 3) = 1",
    "FoldLeft(LAMBDA acc, x : acc - x, 10, <<1, 2>>) = 7 /\\ FoldRight(LAMBDA x, acc : x - acc, <<1, 2>>, 10) = 9",
    "FoldSeq(LAMBDA x, acc : <<x, acc>>, 0, <<1, 2>>) = <<2, <<1, 0>>>>",
    "FoldLeftDomain(+, 0, <<7, 7>>) = 3 /\\ FoldRightDomain(LAMBDA i, acc : Append(acc, i), <<7, 7>>, << >>) = <<2, 1>>",
    "FlattenSeq(<<<<1>>, << >>, <<2, 3>>>>) = <<1, 2, 3>> /\\ FlattenSeq(<< >>) = << >>",
    'FlattenSeq(<<"a", "b">>) = "ab"',
    "Zip(<<1, 2>>, <<3, 4, 5>>) = <<<<1, 3>>, <<2, 4>>>>",
    "Interleave(<<1, 2>>, <<3, 4>>) = <<<<1>>, <<3>>, <<2>>, <<4>>>>",
    "SubSeqs(<<1, 2>>) = {<< >>, <<1>>, <<2>>, <<1, 2>>}",
    "AllSubSeqs(<<1, 2>>) = {<< >>, <<1>>, <<2>>, <<1, 2>>} /\\ <<1, 3>> \\in AllSubSeqs(<<1, 2, 3>>)",
    "IndexFirstSubSeq(<<2, 3>>, <<1, 2, 3, 2, 3>>) = 2 /\\ IndexFirstSubSeq(<<1>>, <<1>>) = 1",
    "ReplaceFirstSubSeq(<<9>>, <<2, 3>>, <<1, 2, 3, 2, 3>>) = <<1, 9, 2, 3>>",
    "ReplaceAllSubSeqs(<<9>>, <<2, 3>>, <<1, 2, 3, 2, 3>>) = <<1, 9, 9>>",
    "ReplaceAllSubSeqs(<<9>>, << >>, <<1, 2>>) = <<9, 1, 9, 2>>",
  ],
  "Bags, Integers, FiniteSets": [
    'SetToBag({"a"}) (+) SetToBag({"a", "b"}) = ("a" :> 2 @@ "b" :> 1)',
    '("a" :> 2 @@ "b" :> 1) (-) SetToBag({"a", "b"}) = ("a" :> 1)',
    "BagIn(1, 1 :> 2) /\\ CopiesIn(2, 1 :> 2) = 0 /\\ CopiesIn(1, 1 :> 2) = 2",
    "EmptyBag \\sqsubseteq (1 :> 1) /\\ ~((1 :> 2) \\sqsubseteq (1 :> 1))",
    "BagUnion({1 :> 1, 1 :> 2}) = (1 :> 3) /\\ BagCardinality(1 :> 2 @@ 3 :> 4) = 6",
    "SubBag(1 :> 2) = {EmptyBag, 1 :> 1, 1 :> 2}",
    "BagOfAll(LAMBDA x : x % 2, 1 :> 1 @@ 2 :> 2 @@ 3 :> 3) = (0 :> 2 @@ 1 :> 4)",
    "IsABag(1 :> 1) /\\ ~IsABag(1 :> 0) /\\ BagToSet(1 :> 2) = {1}",
  ],
  "BagsExt, TLC, Integers": [
    "BagAdd(1 :> 1, 2) = (1 :> 1 @@ 2 :> 1) /\\ BagAdd(1 :> 1, 1) = (1 :> 2)",
    "BagRemove(1 :> 2, 1) = (1 :> 1) /\\ BagRemove(1 :> 1, 1) = << >> /\\ BagRemove(1 :> 1, 2) = (1 :> 1)",
    "BagRemoveAll(1 :> 2, 1) = << >> /\\ SumBag(2 :> 3) = 6 /\\ ProductBag(2 :> 3) = 8",
  ],
  "Relation, Integers": [
    "IsReflexiveUnder(=, {1, 2}) /\\ IsIrreflexiveUnder(<, {1, 2}) /\\ IsSymmetricUnder(#, {1, 2})",
    "IsPartiallyOrderedUnder(<=, 1 .. 3) /\\ IsTotallyOrderedUnder(<=, 1 .. 3) /\\ IsStrictlyTotallyOrderedUnder(<, 1 .. 3)",
    "LET R == [x, y \\in 1 .. 4 |-> y = x + 1] IN TransitiveClosure(R, 1 .. 4) = [x, y \\in 1 .. 4 |-> x < y]",
    "LET R == [x, y \\in 1 .. 3 |-> y = x + 1] IN ReflexiveTransitiveClosure(R, 1 .. 3)[2, 2] /\\ ~IsConnected(R, 1 .. 3)",
  ],
  Graphs: [
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN /\\ IsDirectedGraph(G) /\\ IsDag(G) /\\ AreConnectedIn(1, 3, G) /\\ ~AreConnectedIn(3, 1, G)",
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN SimplePath(G) = {<<1>>, <<2>>, <<3>>, <<1, 2>>, <<2, 3>>, <<1, 2, 3>>}",
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN Descendants(G, 1) = {2, 3} /\\ Ancestors(G, 3) = {1, 2} /\\ Roots(G) = {1} /\\ Leaves(G) = {3}",
    "LET G == [node |-> 1 .. 2, edge |-> {<<1, 2>>, <<2, 1>>}] IN IsStronglyConnected(G) /\\ HasCycle(G) /\\ ConnectionsIn(G)[1, 1] /\\ <<1, 2>> \\in Path(G)",
    "IsTreeWithRoot([node |-> 1 .. 3, edge |-> {<<2, 1>>, <<3, 1>>}], 1)",
    "Cardinality(Graphs({1})) = 2 /\\ Cardinality(DirectedSubgraph([node |-> {1}, edge |-> {<<1, 1>>}])) = 3",
  ],
  "UndirectedGraphs, Integers": [
    "ConnectedComponents([node |-> 1 .. 3, edge |-> {{1, 2}}]) = {{1, 2}, {3}}",
    "IsStronglyConnected([node |-> 1 .. 2, edge |-> {{1, 2}}]) /\\ IsUndirectedGraph([node |-> {1}, edge |-> {{1}}])",
    "AreConnectedIn(1, 3, [node |-> 1 .. 3, edge |-> {{1, 2}, {2, 3}}])",
  ],
  "Bitwise, Integers": [
    "(12 & 10) = 8 /\\ (12 | 10) = 14 /\\ (12 ^^ 10) = 6 /\\ (0 | 5) = 5",
    "Not(10) = 5 /\\ Not(1) = 0 /\\ shiftR(13, 2) = 3",
    "\\A x, y \\in 0 .. 17 : (x | y) = (x & y) + (x ^^ y)",
  ],
  Combinatorics: ["factorial[5] = 120 /\\ choose(5, 2) = 10 /\\ choose(4, 0) = 1"],
  DyadicRationals: [
    "Add(Half(One), Half(One)) = One /\\ IsDyadicRational(Half(One)) /\\ Add(Zero, One) = One",
    'PrettyPrint(Half(Half(One))) = "1/4" /\\ PrettyPrint(One) = "1"',
  ],
  VectorClocks: [
    "LET e(n, c) == [n |-> n, c |-> c] log == <<e(2, <<1, 1>>), e(1, <<1, 0>>), e(1, <<2, 1>>)>> order == CausalOrder(log, LAMBDA x : x.c, LAMBDA x : x.n, LAMBDA c : DOMAIN c) IN /\\ order = <<e(1, <<1, 0>>), e(2, <<1, 1>>), e(1, <<2, 1>>)>> /\\ IsCausalOrder(order, LAMBDA x : x.c) /\\ ~IsCausalOrder(log, LAMBDA x : x.c)",
  ],
  "TLCExt, Integers": ["AssertEq(1 + 1, 2) /\\ TLCNoOp(3) = 3 /\\ TLCCache(4, <<1>>) = 4"],
  "Apalache, Integers": [
    "1 := 1 /\\ MkSeq(3, LAMBDA i : i * i) = <<1, 4, 9>> /\\ ApaFoldSet(+, 0, {1, 2}) = 3 /\\ ApaFoldSeqLeft(-, 10, <<1, 2>>) = 7",
    "SetAsFun({<<1, 2>>}) = <<2>> /\\ FunAsSeq(<<5, 6>>, 1, 2) = <<5>> /\\ Repeat(+, 3, 0) = 6",
  ],
  Quorum: ["{{1}, {1, 2}} \\in QuorumSystem({1, 2}) /\\ {{1}, {2}} \\notin QuorumSystem({1, 2})"],
  "SVG, Integers": [
    'Text(1, 2, "t", << >>).attrs = [x |-> "1", y |-> "2"]',
    "PointOnLine([x |-> 0, y |-> 0], [x |-> 10, y |-> 0 - 10], 3) = [x |-> 3, y |-> -3]",
  ],
};

describe.each(Object.keys(meanings))("EXTENDS %s", (modules) => {
  it.each(meanings[modules]!)("%s", (assumption) => {
    const machine = machineOf(`---- MODULE Meaning ----\nEXTENDS ${modules}\nASSUME ${assumption}\n====\n`, "");
    expect(machine.assumptions.map((each) => each.test())).toEqual([true]);
  });
});
