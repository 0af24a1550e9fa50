/**
 * What the library's definitions mean: each line is an assumption that the evaluator has to find true. The values are
 * those that TLC gives. Every operator of every module is asked for, here or in a test that is named at the end.
 */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machineOf } from "../../../support/specs.ts";
import { resolve } from "./support.ts";

const meanings: Readonly<Record<string, readonly string[]>> = {
  "Sequences, Integers": [
    "SelectSeq(<<1, 2, 3, 4>>, LAMBDA x : x % 2 = 0) = <<2, 4>>",
    'Len("abc") = 3 /\\ "ab" \\o "cd" = "abcd"',
    "-7 \\div 2 = -3 /\\ (0 - 7) \\div 2 = -4 /\\ (0 - 7) % 2 = 1",
    "{7, 0} \\subseteq Nat /\\ -1 \\notin Nat /\\ -1 \\in Int /\\ {0 - 5, 5} \\subseteq Int",
    "7 + 5 = 12 /\\ 5 - 7 = -2 /\\ 3 * 4 = 12 /\\ 2 ^ 10 = 1024 /\\ 2 ^ 0 = 1 /\\ 7 % 3 = 1 /\\ 7 \\div 2 = 3 /\\ 3 .. 1 = {} /\\ 2 .. 4 = {2, 3, 4}",
    "1 < 2 /\\ 2 > 1 /\\ 1 <= 1 /\\ 2 >= 2 /\\ ~(2 < 1) /\\ ~(1 > 2)",
    "2 ^ 62 + 2 ^ 62 = 2 ^ 63 /\\ 2147483647 + 1 = 2147483648 /\\ (2 ^ 64) % 10 = 6 /\\ (2 ^ 100) \\div (2 ^ 98) = 4 /\\ -(2 ^ 40) < 0",
    "Head(<<1, 2>>) = 1 /\\ Tail(<<1, 2>>) = <<2>> /\\ Tail(<<1>>) = << >> /\\ Append(<< >>, 1) = <<1>> /\\ << >> \\o <<1>> = <<1>>",
    'SubSeq(<<1, 2, 3>>, 2, 3) = <<2, 3>> /\\ SubSeq(<<1, 2, 3>>, 3, 2) = << >> /\\ SubSeq(<< >>, 1, 0) = << >> /\\ SubSeq("abcd", 2, 3) = "bc"',
    "<<1, 2>> \\in Seq(Nat) /\\ << >> \\in Seq({}) /\\ <<-1>> \\notin Seq(Nat) /\\ Len(<< >>) = 0 /\\ SelectSeq(<< >>, LAMBDA x : TRUE) = << >>",
  ],
  "TLC, Integers": [
    "(1 :> 2 @@ 1 :> 3) = (1 :> 2)",
    "Permutations({1, 2}) = {(1 :> 1 @@ 2 :> 2), (1 :> 2 @@ 2 :> 1)}",
    "SortSeq(<<3, 1, 2>>, LAMBDA a, b : a < b) = <<1, 2, 3>>",
    'ToString({1, 2}) = "{1, 2}"',
    "<<1, 2>> @@ (3 :> 4) = <<1, 2, 4>> /\\ (<< >> @@ << >>) = << >> /\\ Permutations({}) = {<< >>}",
    'ToString("a") = "\\"a\\"" /\\ ToString(<<1, "x">>) = "<<1, \\"x\\">>" /\\ ToString([a |-> TRUE]) = "[a |-> TRUE]" /\\ ToString(-3) = "-3" /\\ ToString({}) = "{}"',
    'TLCEval({x \\in 1 .. 3 : x > 1}) = {2, 3} /\\ 5 \\in Any /\\ {"a"} \\in Any /\\ << >> \\in Any',
    "RandomElement({7}) = 7 /\\ RandomElement(1 .. 10) \\in 1 .. 10 /\\ RandomElement(SUBSET (1 .. 100)) \\subseteq 1 .. 100 /\\ RandomElement([1 .. 50 -> {0, 1}]) \\in [1 .. 50 -> {0, 1}]",
    'Assert(TRUE, "no") /\\ TLCSet(7, <<1>>) /\\ TLCGet(7) = <<1>> /\\ TLCGet("level") = 0 /\\ DOMAIN TLCGet("all") = {7}',
    "SortSeq(<< >>, <) = << >> /\\ SortSeq(<<<<1, 2>>, <<1, 1>>, <<0, 3>>>>, LAMBDA a, b : a[1] < b[1]) = <<<<0, 3>>, <<1, 2>>, <<1, 1>>>>",
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
    "Inverse([x \\in {1, 2} |-> x + 4], {1, 2}, {5, 6}) = [y \\in {5, 6} |-> y - 4]",
    "IsInjective(<<1, 2>>) /\\ ~IsInjective(<<1, 1>>) /\\ IsInjective(<< >>)",
    "Injection({1, 2}, {1}) = {} /\\ Surjection({1, 2}, {7}) = {<<7, 7>>} /\\ ExistsBijection({1}, {2}) /\\ ~ExistsBijection({1}, {2, 3}) /\\ ExistsInjection({}, {})",
    "SumFunctionOnSet(<<1, 2, 3>>, {1, 3}) = 4 /\\ SumFunction(<< >>) = 0 /\\ SumFunctionOnSet(<<1>>, {}) = 0",
    "Restrict(<<1, 2>>, {}) = << >> /\\ Range(<< >>) = {}",
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
    "SumSet({}) = 0 /\\ ProductSet({}) = 1 /\\ MapThenSumSet(LAMBDA x : x, {}) = 0 /\\ FlattenSet({}) = {} /\\ Choices({}) = {{}} /\\ Choices({{1}, {}}) = {}",
    "kSubset(-1, {1}) = {} /\\ kSubset(1, {}) = {} /\\ FoldSet(LAMBDA x, acc : <<x, acc>>, 0, {1, 2}) = <<2, <<1, 0>>>>",
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
    "IsSorted(<<1, 2, 2>>, <=) /\\ ~IsSorted(<<1, 2, 2>>, <) /\\ IsSorted(<< >>, <) /\\ SeqOf({1}, 2) = {<< >>, <<1>>, <<1, 1>>}",
    "IsStrictSuffix(<<2>>, <<1, 2>>) /\\ ~IsStrictSuffix(<<2>>, <<2>>) /\\ IsStrictPrefix(<< >>, <<1>>) /\\ IsSuffix(<< >>, << >>)",
    "CommonPrefixes({<<1, 2>>, <<1, 3>>}) = {<< >>, <<1>>} /\\ LongestCommonPrefix({<<1>>, <<2>>}) = << >>",
    "SelectLastInSubSeq(<<1, 2, 2>>, 1, 2, LAMBDA x : x = 2) = 2 /\\ SelectInSubSeq(<<1, 2>>, 2, 1, LAMBDA x : TRUE) = 0",
    "ReplaceSubSeqAt(2, <<9>>, <<2, 3>>, <<1, 2, 3, 4>>) = <<1, 9, 4>>",
    'ReplaceFirstSubSeq("$&x", "b", "abcb") = "a$&xcb" /\\ ReplaceAllSubSeqs("-", "b", "abcb") = "a-c-" /\\ ReplaceAllSubSeqs("", "ab", "aabab") = "a" /\\ ReplaceFirstSubSeq("x", "q", "abc") = "abc"',
    "ReplaceAllSubSeqs(<<9>>, <<1, 1>>, <<1, 1, 1>>) = <<9, 1>> /\\ ReplaceAllSubSeqs(<<9>>, << >>, << >>) = <<9>> /\\ ReplaceFirstSubSeq(<<9>>, << >>, <<1>>) = <<9, 1>> /\\ ReplaceAllSubSeqs(<<1>>, <<1>>, <<1, 1>>) = <<1, 1>>",
    "Reverse(<< >>) = << >> /\\ Front(<< >>) = << >> /\\ Front(<<1>>) = << >> /\\ ToSet(<< >>) = {} /\\ SetToSeq({}) = << >> /\\ Zip(<< >>, <<1>>) = << >> /\\ Interleave(<< >>, << >>) = << << >>, << >> >>",
    "RemoveFirst(<<1>>, 2) = <<1>> /\\ Remove(<< >>, 1) = << >> /\\ InsertAt(<< >>, 1, 5) = <<5>> /\\ FoldLeft(+, 0, << >>) = 0 /\\ FoldRight(+, << >>, 0) = 0 /\\ SubSeqs(<< >>) = {<< >>} /\\ AllSubSeqs(<< >>) = {<< >>}",
  ],
  "Bags, TLC, Integers, FiniteSets": [
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
    "FoldBag(LAMBDA acc, x : acc * 10 + x, 0, 1 :> 2 @@ 3 :> 1) = 113 /\\ MapThenFoldBag(+, 0, LAMBDA x : x * x, LAMBDA S : CHOOSE x \\in S : TRUE, 2 :> 2) = 8",
    "SumBag(<< >>) = 0 /\\ ProductBag(<< >>) = 1",
  ],
  "Relation, Integers": [
    "IsReflexiveUnder(=, {1, 2}) /\\ IsIrreflexiveUnder(<, {1, 2}) /\\ IsSymmetricUnder(#, {1, 2})",
    "IsPartiallyOrderedUnder(<=, 1 .. 3) /\\ IsTotallyOrderedUnder(<=, 1 .. 3) /\\ IsStrictlyTotallyOrderedUnder(<, 1 .. 3)",
    "LET R == [x, y \\in 1 .. 4 |-> y = x + 1] IN TransitiveClosure(R, 1 .. 4) = [x, y \\in 1 .. 4 |-> x < y]",
    "LET R == [x, y \\in 1 .. 3 |-> y = x + 1] IN ReflexiveTransitiveClosure(R, 1 .. 3)[2, 2] /\\ ~IsConnected(R, 1 .. 3)",
    "LET LE == [x, y \\in 1 .. 3 |-> x <= y] LT == [x, y \\in 1 .. 3 |-> x < y] IN /\\ IsReflexive(LE, 1 .. 3) /\\ ~IsReflexive(LT, 1 .. 3) /\\ IsIrreflexive(LT, 1 .. 3) /\\ IsAntiSymmetric(LE, 1 .. 3) /\\ IsAsymmetric(LT, 1 .. 3) /\\ ~IsAsymmetric(LE, 1 .. 3) /\\ IsTransitive(LE, 1 .. 3) /\\ ~IsSymmetric(LT, 1 .. 3)",
    "LET LE == [x, y \\in 1 .. 3 |-> x <= y] LT == [x, y \\in 1 .. 3 |-> x < y] IN /\\ IsPartiallyOrdered(LE, 1 .. 3) /\\ IsStrictlyPartiallyOrdered(LT, 1 .. 3) /\\ IsTotallyOrdered(LE, 1 .. 3) /\\ IsStrictlyTotallyOrdered(LT, 1 .. 3) /\\ ~IsTotallyOrdered(LT, 1 .. 3)",
    "IsAntiSymmetricUnder(<=, 1 .. 3) /\\ IsAsymmetricUnder(<, 1 .. 3) /\\ IsTransitiveUnder(<, 1 .. 3) /\\ IsStrictlyPartiallyOrderedUnder(<, 1 .. 3) /\\ ~IsTransitiveUnder(#, 1 .. 3) /\\ IsReflexiveUnder(=, {})",
  ],
  Graphs: [
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN /\\ IsDirectedGraph(G) /\\ IsDag(G) /\\ AreConnectedIn(1, 3, G) /\\ ~AreConnectedIn(3, 1, G)",
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN SimplePath(G) = {<<1>>, <<2>>, <<3>>, <<1, 2>>, <<2, 3>>, <<1, 2, 3>>}",
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN Descendants(G, 1) = {2, 3} /\\ Ancestors(G, 3) = {1, 2} /\\ Roots(G) = {1} /\\ Leaves(G) = {3}",
    "LET G == [node |-> 1 .. 2, edge |-> {<<1, 2>>, <<2, 1>>}] IN IsStronglyConnected(G) /\\ HasCycle(G) /\\ ConnectionsIn(G)[1, 1] /\\ <<1, 2>> \\in Path(G)",
    "IsTreeWithRoot([node |-> 1 .. 3, edge |-> {<<2, 1>>, <<3, 1>>}], 1)",
    "Cardinality(Graphs({1})) = 2 /\\ Cardinality(DirectedSubgraph([node |-> {1}, edge |-> {<<1, 1>>}])) = 3",
    "LET G == [node |-> 1 .. 3, edge |-> {<<1, 2>>, <<2, 3>>}] IN Transpose(G) = [node |-> 1 .. 3, edge |-> {<<2, 1>>, <<3, 2>>}] /\\ Successors(G, 1) = {2} /\\ AllSuccessors(G, {1, 2}) = {2, 3} /\\ Predecessors(G, 1) = {} /\\ AllPredecessors(G, {2, 3}) = {1, 2} /\\ InDegree(G, 2) = 1 /\\ OutDegree(G, 3) = 0",
    "GraphUnion(EmptyGraph, [node |-> {1}, edge |-> {}]) = [node |-> {1}, edge |-> {}] /\\ IsDirectedGraph(EmptyGraph) /\\ IsDag(EmptyGraph) /\\ IsStronglyConnected(EmptyGraph) /\\ SimplePath(EmptyGraph) = {}",
    "IsBipartiteWithPartitions([node |-> 1 .. 2, edge |-> {<<1, 2>>}], {1}, {2}) /\\ ~IsBipartiteWithPartitions([node |-> 1 .. 2, edge |-> {<<1, 1>>}], {1}, {2})",
    "IsUndirectedGraph([node |-> {1, 2}, edge |-> {<<1, 2>>, <<2, 1>>}]) /\\ Cardinality(UndirectedSubgraph([node |-> {1}, edge |-> {<<1, 1>>}])) = 3 /\\ HasCycle([node |-> {1}, edge |-> {<<1, 1>>}])",
    "<<1>> \\in Path([node |-> {1}, edge |-> {}]) /\\ << >> \\notin Path([node |-> {1}, edge |-> {}]) /\\ <<1, 1>> \\notin Path([node |-> {1}, edge |-> {}])",
  ],
  "UndirectedGraphs, Integers": [
    "ConnectedComponents([node |-> 1 .. 3, edge |-> {{1, 2}}]) = {{1, 2}, {3}}",
    "IsStronglyConnected([node |-> 1 .. 2, edge |-> {{1, 2}}]) /\\ IsUndirectedGraph([node |-> {1}, edge |-> {{1}}])",
    "AreConnectedIn(1, 3, [node |-> 1 .. 3, edge |-> {{1, 2}, {2, 3}}])",
    "IsLoopFreeUndirectedGraph([node |-> {1, 2}, edge |-> {{1, 2}}]) /\\ ~IsLoopFreeUndirectedGraph([node |-> {1}, edge |-> {{1}}])",
    "UndirectedSubgraph([node |-> {1}, edge |-> {}]) = {[node |-> {}, edge |-> {}], [node |-> {1}, edge |-> {}]} /\\ <<2, 1>> \\in Path([node |-> {1, 2}, edge |-> {{1, 2}}])",
    "SimplePath([node |-> {1, 2}, edge |-> {{1, 2}}]) = {<<1>>, <<2>>, <<1, 2>>, <<2, 1>>} /\\ UndirectedGraphs({1}) = {[node |-> {1}, edge |-> {}], [node |-> {1}, edge |-> {{1}}]}",
  ],
  "Bitwise, Integers": [
    "(12 & 10) = 8 /\\ (12 | 10) = 14 /\\ (12 ^^ 10) = 6 /\\ (0 | 5) = 5",
    "Not(10) = 5 /\\ Not(1) = 0 /\\ shiftR(13, 2) = 3",
    "\\A x, y \\in 0 .. 17 : (x | y) = (x & y) + (x ^^ y)",
    "Not(0) = 0 /\\ shiftR(1, 5) = 0 /\\ shiftR(5, 0) = 5 /\\ (0 & 7) = 0 /\\ (0 ^^ 7) = 7 /\\ (2 ^ 70 | 1) = 2 ^ 70 + 1 /\\ ((0 - 1) & 6) = 6",
  ],
  Combinatorics: [
    "choose(5, 6) = 0 /\\ choose(0, 1) = 0",
    "factorial[5] = 120 /\\ choose(5, 2) = 10 /\\ choose(4, 0) = 1",
    "factorial[0] = 1 /\\ factorial[25] = 15511210043330985984000000 /\\ choose(0, 0) = 1 /\\ choose(40, 20) = 137846528820",
  ],
  DyadicRationals: [
    "Add(Half(One), Half(One)) = One /\\ IsDyadicRational(Half(One)) /\\ Add(Zero, One) = One",
    'PrettyPrint(Half(Half(One))) = "1/4" /\\ PrettyPrint(One) = "1"',
    'Half(Zero) = Zero /\\ PrettyPrint(Zero) = "0" /\\ PrettyPrint(Add(Half(One), Half(Half(One)))) = "3/4"',
  ],
  VectorClocks: [
    "LET e(n, c) == [n |-> n, c |-> c] log == <<e(2, <<1, 1>>), e(1, <<1, 0>>), e(1, <<2, 1>>)>> order == CausalOrder(log, LAMBDA x : x.c, LAMBDA x : x.n, LAMBDA c : DOMAIN c) IN /\\ order = <<e(1, <<1, 0>>), e(2, <<1, 1>>), e(1, <<2, 1>>)>> /\\ IsCausalOrder(order, LAMBDA x : x.c) /\\ ~IsCausalOrder(log, LAMBDA x : x.c)",
    "CausalOrder(<< >>, LAMBDA x : x, LAMBDA x : 1, LAMBDA c : DOMAIN c) = << >> /\\ IsCausalOrder(<< >>, LAMBDA x : x) /\\ IsCausalOrder(<<<<1, 0>>, <<0, 1>>>>, LAMBDA x : x) /\\ ~IsCausalOrder(<<<<1, 0>>, <<1, 0>>>>, LAMBDA x : x)",
  ],
  "TLCExt, Integers": [
    "AssertEq(1 + 1, 2) /\\ TLCNoOp(3) = 3 /\\ TLCCache(4, <<1>>) = 4",
    'TLCModelValue("A_1") = TLCModelValue("A_1") /\\ TLCModelValue("A_1") # TLCModelValue("A_2") /\\ TLCGetOrDefault(99, 5) = 5 /\\ TLCGetAndSet(98, +, 2, 10) = 10 /\\ TLCGetOrDefault(98, 0) = 12',
    'AssertError("any", 1 + "a" = 2) /\\ ~AssertError("any", 1 = 1) /\\ TLCDefer(1 = 2) /\\ PickSuccessor(FALSE) /\\ TLCFP(<<1>>) = TLCFP(<<1>>) /\\ TLCFP(1) # TLCFP(2)',
  ],
  "Apalache, Integers": [
    "1 := 1 /\\ MkSeq(3, LAMBDA i : i * i) = <<1, 4, 9>> /\\ ApaFoldSet(+, 0, {1, 2}) = 3 /\\ ApaFoldSeqLeft(-, 10, <<1, 2>>) = 7",
    "SetAsFun({<<1, 2>>}) = <<2>> /\\ FunAsSeq(<<5, 6>>, 1, 2) = <<5>> /\\ Repeat(+, 3, 0) = 6",
    "Guess({3}) = 3 /\\ Skolem(\\E x \\in {1} : x = 1) /\\ Expand(SUBSET {1}) = {{}, {1}} /\\ ConstCardinality(2 > 1) /\\ MkSeq(0, LAMBDA i : i) = << >> /\\ ApaFoldSet(+, 7, {}) = 7",
  ],
  Quorum: ["{{1}, {1, 2}} \\in QuorumSystem({1, 2}) /\\ {{1}, {2}} \\notin QuorumSystem({1, 2})"],
  "SVG, Integers": [
    'Text(1, 2, "t", << >>).attrs = [x |-> "1", y |-> "2"]',
    "PointOnLine([x |-> 0, y |-> 0], [x |-> 10, y |-> 0 - 10], 3) = [x |-> 3, y |-> -3]",
    "SVGElemToString(Group(<<Circle(1, 2, 3, [fill |-> \"red\"]), Text(4, 5, \"<<hi>>\", [stroke_width |-> \"2\"])>>, << >>)) = \"<g><circle fill='red' cx='1' cy='2' r='3'></circle><text stroke-width='2' x='4' y='5'>&lt;&lt;hi&gt;&gt;</text></g>\"",
    'Line(1, 2, 3, 4, << >>).attrs = [x1 |-> "1", y1 |-> "2", x2 |-> "3", y2 |-> "4"] /\\ Rect(1, 2, 3, 4, << >>).attrs.width = "3" /\\ Image(1, 2, 3, 4, "u", << >>).attrs["xlink:href"] = "u" /\\ SVGElem("a", << >>, << >>, "t").innerText = "t"',
    'Svg(<< >>, << >>).name = "svg" /\\ SVGDoc(<< >>, 0, 0, 10, 20, << >>).attrs.viewBox = "0 0 10 20" /\\ NodeOfRingNetwork(10, 10, 5, 0, 4) = [x |-> 15, y |-> 10] /\\ NodeOfRingNetwork(10, 10, 5, 1, 4) = [x |-> 10, y |-> 15]',
    'LET places == NodesOfDirectedMultiGraph({"a", "b"}, {<<"a", "b">>}, [view_width |-> 100, view_height |-> 50]) IN DOMAIN places = {"a", "b"} /\\ places["a"] # places["b"]',
    "PointOnLine([x |-> 10, y |-> 0], [x |-> 0, y |-> 0], 3) = [x |-> 6, y |-> 0]",
  ],
  "FiniteSets, Integers, Sequences": [
    "IsFiniteSet({1, 2}) /\\ IsFiniteSet(SUBSET (1 .. 40)) /\\ ~IsFiniteSet(Nat) /\\ ~IsFiniteSet(Seq({1})) /\\ IsFiniteSet([1 .. 3 -> {0, 1}])",
    "Cardinality({}) = 0 /\\ Cardinality({1, 1, 2}) = 2 /\\ Cardinality(SUBSET (1 .. 40)) = 2 ^ 40 /\\ Cardinality([1 .. 30 -> {0, 1, 2}]) = 3 ^ 30 /\\ Cardinality((1 .. 1000000) \\X (1 .. 1000000)) = 10 ^ 12",
  ],
  "Variants, Integers": [
    'VariantTag(Variant("A", 1)) = "A" /\\ VariantGetUnsafe("A", Variant("A", 1)) = 1 /\\ VariantGetOrElse("B", Variant("A", 1), 7) = 7 /\\ VariantGetOrElse("A", Variant("A", UNIT), 7) = UNIT',
    'VariantFilter("A", {Variant("A", 1), Variant("B", 2), Variant("A", 3)}) = {1, 3} /\\ VariantMatch("A", Variant("A", 1), LAMBDA x : x + 1, LAMBDA v : 0) = 2 /\\ VariantMatch("A", Variant("B", 1), LAMBDA x : x, LAMBDA v : v.tag) = "B"',
  ],
  "Randomization, FiniteSets, Integers": [
    "Cardinality(RandomSubset(3, 1 .. 10)) = 3 /\\ RandomSubset(2, {1, 2}) = {1, 2} /\\ RandomSubset(0, {}) = {} /\\ Cardinality(RandomSubset(5, [1 .. 60 -> 1 .. 9])) = 5 /\\ RandomSubset(4, SUBSET (1 .. 100)) \\subseteq SUBSET (1 .. 100)",
    "RandomSetOfSubsets(5, 2, 1 .. 4) \\subseteq SUBSET (1 .. 4) /\\ Cardinality(RandomSetOfSubsets(5, 2, 1 .. 4)) <= 5 /\\ RandomSetOfSubsets(3, 4, 1 .. 4) = {1 .. 4} /\\ RandomSetOfSubsets(3, 0, {}) = {{}}",
    'RandomSubsetSet(3, "1.0", 1 .. 4) = {1 .. 4} /\\ RandomSubsetSet(3, "0", 1 .. 4) = {{}} /\\ DOMAIN TestRandomSetOfSubsets(3, 1, 1 .. 4) = 1 .. 5',
  ],
  Statistics: [
    'ChiSquare(<<10, 10, 10>>, <<9, 11, 10>>, "0.05") /\\ ~ChiSquare(<<10, 10, 10>>, <<30, 0, 0>>, "0.05")',
    'ChiSquare(<<50, 50>>, <<59, 41>>, "0.05") /\\ ~ChiSquare(<<50, 50>>, <<60, 40>>, "0.05") /\\ ChiSquare(<<1, 1>>, <<59, 41>>, "0.05") /\\ ChiSquare(<<50, 50>>, <<60, 40>>, "0.04")',
  ],
  "Json, Integers, Sequences": [
    'ToJson(<<1, TRUE, "a\\"b\\n">>) = "[1,true,\\"a\\\\\\"b\\\\n\\"]" /\\ ToJson({3, 1}) = "[1,3]" /\\ ToJson([b |-> 1, a |-> << >>]) = "{\\"b\\":1,\\"a\\":[]}" /\\ ToJson({}) = "[]" /\\ ToJson("__proto__") = "\\"__proto__\\""',
    'ToJson([x \\in {2, 3} |-> x]) = "{\\"2\\":2,\\"3\\":3}" /\\ ToJson(<<<<1>>, << >>>>) = "[[1],[]]" /\\ ToJson(1 .. 3) = "[1,2,3]" /\\ ToJson(2 ^ 70) = "1180591620717411303424"',
    'ToJsonArray({2, 1}) = "[1,2]" /\\ ToJsonArray(<<1>>) = "[1]" /\\ ToJsonArray(<< >>) = "[]" /\\ ToJsonObject(<<5, 6>>) = "{\\"0\\":5,\\"1\\":6}" /\\ ToJsonObject([a |-> 1]) = "{\\"a\\":1}" /\\ ToJsonObject(<< >>) = "{}"',
  ],
  "IOUtils, Integers": [
    'atoi("12") = 12 /\\ atoi("-7") = -7 /\\ atoi("0") = 0 /\\ atoi("99999999999999999999") > 0 /\\ zeroPadN(42, 5) = "00042" /\\ zeroPadN(123, 2) = "123" /\\ zeroPadN(0, 1) = "0"',
  ],
  "GraphViz, TLC": [
    'DotDiGraph([node |-> {}, edge |-> {}], LAMBDA n : "x", LAMBDA e : "y") = "digraph MyGraph {}" /\\ DotDiGraph([node |-> {"a"}, edge |-> {<<"a", "a">>}], LAMBDA n : n, LAMBDA e : 1) # ""',
  ],
  "HTML, Sequences": [
    'HTMLFill("%a% and %b%, %a%", <<<<"%a%", "x">>, <<"%b%", "y">>>>) = "x and y, %a%" /\\ HTMLAttribute("a", "b") = "a: b;" /\\ HTMLSize("1px", "2px") = "width: 1px; height: 2px;" /\\ HTMLNewLine = "<br>"',
    'HTMLClass(".c", <<"a: b;", "c: d;">>) = ".c {\\na: b;\\nc: d;\\n}" /\\ HTMLScriptFile("x.js") = "<script src=\\"x.js\\"></script>" /\\ HTMLLink("n", "t") = "<link href=\\"n\\" rel=\\"t\\"/>" /\\ HTMLText("i", "t") = "<span id=\\"i\\">\\nt\\n</span>"',
    'HTMLBody("b") = "<body>\\nb\\n</body>" /\\ HTMLFrame("f", <<"x", "y">>) = "<div id=\\"f\\">\\nx\\ny\\n</div>" /\\ HTMLScript(<<"s">>) = "<script>\\ns\\n</script>"',
    'HTMLBox("i", <<"c", "d">>, "s", <<"x">>) = "<div id=\\"i\\" class=\\"default_box c d\\" style=\\"s\\">\\nx\\n</div>" /\\ HTMLCircle("i", << >>, "s", <<"x">>) = HTMLBox("i", <<"default_circle">>, "s", <<"x">>)',
    'HTMLGridContainer("g", <<"c">>, <<"x">>) = "<div id=\\"g\\" class=\\"default_grid c\\">\\nx\\n</div>" /\\ HTMLSVG("i", "v", "s", "x") = "<svg id=\\"i\\" viewBox=\\"v\\" style=\\"s\\">\\nx\\n</svg>"',
    'HTMLFlexCenterAttributes = "display: flex;\\nalign-items: center;\\njustify-content: center;" /\\ HTMLDefaultStyle # "" /\\ SubSeq(HTMLStyleSheet(<< >>), 1, 23) = "<style type=\\"text/css\\">" /\\ SubSeq(HTMLHeader("t", <<"l">>, << >>), 1, 6) = "<head>"',
    'HTMLDocument("h", "b", <<"s">>) = "<!DOCTYPE html>\\n<html>\\nh\\nb\\ns\\n</html>" /\\ HTMLJSLineElems("a", "b") = "document.getElementById(\\"a\\"), document.getElementById(\\"b\\")"',
    'HTMLJSLine("a", "b", "red", "2") = "new LeaderLine(" \\o HTMLJSLineElems("a", "b") \\o ", {color: \'red\', size: 2})" /\\ HTMLJSLineDash("a", "b", "red", "2") = "new LeaderLine(" \\o HTMLJSLineElems("a", "b") \\o ",  {color: \'red\', size: 2, dash: true})"',
    'HTMLJSKeyListener(<<"e">>) = "window.onkeyup = function(event) {\\nlet key = event.key.toUpperCase();\\ne\\n}" /\\ HTMLJSNavigationKey("K", "f") = "if(key == \'K\'){\\nwindow.location.replace(\\"f\\");\\n}"',
  ],
  Reals: ["3 \\in Real /\\ -3 \\in Real"],
  WellFoundedInduction: [
    "SetLessThan(2, {<<1, 2>>}, 1 .. 3) = {1} /\\ IsTransitivelyClosedOn({<<1, 2>>, <<2, 3>>, <<1, 3>>}, 1 .. 3) /\\ ~IsTransitivelyClosedOn({<<1, 2>>, <<2, 3>>}, 1 .. 3)",
    "OpToRel(<, 1 .. 2) = {<<1, 2>>} /\\ PreImage(LAMBDA x : x % 2, 1 .. 2, {<<0, 1>>}) = {<<2, 1>>} /\\ TransitiveClosureOn({<<1, 2>>, <<2, 1>>}, 1 .. 2) = (1 .. 2) \\X (1 .. 2)",
    "LexPairOrdering({<<1, 2>>}, {<<1, 2>>}, 1 .. 2, 1 .. 2) = {ss \\in ((1 .. 2) \\X (1 .. 2)) \\X ((1 .. 2) \\X (1 .. 2)) : ss[1][1] < ss[2][1] \\/ (ss[1][1] = ss[2][1] /\\ ss[1][2] < ss[2][2])}",
    "LexProductOrdering({<<1, 2>>}, 1 .. 2, 1) = {<<<<1>>, <<2>>>>} /\\ StrictSubsetOrdering({1}) = {<<{}, {1}>>}",
  ],
  TLAPS: [
    "SMT /\\ SMTT(1) /\\ CVC3 /\\ CVC3T(1) /\\ CVC4 /\\ CVC4T(1) /\\ CVC5 /\\ CVC5T(1) /\\ Yices /\\ YicesT(1) /\\ veriT /\\ veriTT(1) /\\ Z3 /\\ Z3T(1) /\\ Spass /\\ SpassT(1) /\\ Zipper /\\ ZipperT(1) /\\ Zenon /\\ ZenonT(1) /\\ SlowZenon /\\ SlowerZenon /\\ VerySlowZenon /\\ SlowestZenon /\\ Isa /\\ IsaT(1) /\\ IsaM(1) /\\ IsaMT(1, 2) /\\ Auto /\\ AutoBlast /\\ Blast /\\ Force /\\ Simplification /\\ SimplifyAndSolve /\\ SimpleArithmetic /\\ AllProvers /\\ AllProversT(1) /\\ AllSMT /\\ AllSMTT(1) /\\ AllIsa /\\ AllIsaT(1) /\\ PTL /\\ LS4 /\\ PropositionalTemporalLogic /\\ ExpandENABLED /\\ ExpandCdot /\\ AutoUSE /\\ Lambdify /\\ ENABLEDaxioms /\\ ENABLEDrewrites /\\ ENABLEDrules /\\ LevelComparison /\\ Trivial",
  ],
};

describe.each(Object.keys(meanings))("EXTENDS %s", (modules) => {
  it.each(meanings[modules]!)("%s", (assumption) => {
    const machine = machineOf(`---- MODULE Meaning ----\nEXTENDS ${modules}\nASSUME ${assumption}\n====\n`, "");
    expect(machine.assumptions.map((each) => each.test())).toEqual([true]);
  });
});

/** Operators with a test of their own, since they reach beyond a formula. */
const testedElsewhere: Readonly<Record<string, string>> = {
  CSV: "CSVWrite CSVWriteRecord CSVRead CSVRecords",
  IOUtils: "IOSerialize IODeserialize Serialize Deserialize IOExec IOEnvExec IOExecTemplate IOEnvExecTemplate IOEnv",
  Json: "JsonSerialize JsonDeserialize ndJsonSerialize ndJsonDeserialize",
  TLC: "Print PrintT JavaTime",
  // Refused by name: natives.test.ts.
  TLCExt: "TLCEvalDefinition Trace CounterExample ToTrace",
  Apalache: "Gen",
  DifferentialEquations: "Integrate",
  Reals: "Infinity",
  // The trace of a run that has ended, and formulas over behaviours.
  SVG: "SVGSerialize",
  Toolbox: "_TETrace _TEPosition",
  ShiViz: "Host Clock",
  RealTime: "RTBound RTnow",
  // Hypotheses of theorems, about functions that no checker can list.
  NaturalsInduction:
    "NatInductiveDefHypothesis NatInductiveDefConclusion FiniteNatInductiveDefHypothesis FiniteNatInductiveDefConclusion",
  SequencesExtTheorems:
    "StrictPrefixesDetermineDef StrictSuffixesDetermineDef TailInductiveDefHypothesis TailInductiveDefConclusion FrontInductiveDefHypothesis FrontInductiveDefConclusion",
  WellFoundedInduction: "IsWellFoundedOn OpDefinesFcn WFInductiveDefines WFInductiveUnique WFDefOn",
};

/** Names that are written in another way than they are kept. */
const spelling: Readonly<Record<string, string>> = { "-.": " -", "=<": "<=", "\\oplus": "(+)", "\\ominus": "(-)" };

describe("the table above", () => {
  const folder = new URL("../../../../src/tla/library/", import.meta.url);
  const modules = readdirSync(folder).flatMap((file) => (file.endsWith(".tla") ? [file.slice(0, -4)] : []));

  const asked = Object.values(meanings).flat().join("\n");
  const isAsked = (name: string): boolean =>
    /^\w/.test(name) ? new RegExp(`(?<!\\w)${name}(?!\\w)`).test(asked) : asked.includes(spelling[name] ?? name);

  it.each(modules)("asks for every operator of %s", (module) => {
    const exported = resolve({ Root: `EXTENDS ${module}` }).root.names;
    const own = [...exported.values()].flatMap(({ target }) =>
      target.kind === "definition" && target.module === module ? [target.name] : [],
    );
    const elsewhere = new Set((testedElsewhere[module] ?? "").split(" "));
    expect(own.filter((name) => !isAsked(name) && !elsewhere.has(name))).toEqual([]);
    expect([...elsewhere].filter((name) => name !== "" && !own.includes(name))).toEqual([]);
  });
});
