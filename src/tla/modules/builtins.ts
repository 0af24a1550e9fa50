/**
 * Which operators belong to the language, and where the others live: the tables behind lowering and its hints.
 */
import type { Builtin } from "./core.ts";

/** Canonical symbols of the language's own infix operators; `\X` is a node of its own in the syntax tree. */
export const infixBuiltins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["/\\", "and"],
  ["\\/", "or"],
  ["=>", "implies"],
  ["<=>", "equivalent"],
  ["=", "equals"],
  ["#", "notEquals"],
  ["\\in", "in"],
  ["\\notin", "notIn"],
  ["\\subseteq", "subsetEq"],
  ["\\cup", "union"],
  ["\\cap", "intersect"],
  ["\\", "minus"],
  ["\\cdot", "compose"],
  ["~>", "leadsTo"],
  ["-+->", "guarantees"],
  ["\\X", "product"],
]);

export const prefixBuiltins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["~", "not"],
  ["SUBSET", "powerset"],
  ["UNION", "bigUnion"],
  ["DOMAIN", "domain"],
  ["ENABLED", "enabled"],
  ["UNCHANGED", "unchanged"],
  ["[]", "always"],
  ["<>", "eventually"],
]);

export const postfixBuiltins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([["'", "prime"]]);

/** Number of arguments of a built-in that stands for itself, as in `F(\cup, 1)`. */
export function builtinArity(symbol: string): { readonly operator: Builtin; readonly arity: number } | undefined {
  const infix = infixBuiltins.get(symbol);
  if (infix !== undefined) return { operator: infix, arity: 2 };
  const unary = prefixBuiltins.get(symbol) ?? postfixBuiltins.get(symbol);
  return unary === undefined ? undefined : { operator: unary, arity: 1 };
}

/** The usual module for names and symbols that are often used without their EXTENDS. */
const homes: readonly (readonly [module: string, names: string])[] = [
  ["Integers", "+ - * ^ \\div % < > =< >= .. -. Nat Int"],
  ["Reals", "/ Real Infinity"],
  ["Sequences", "Seq Len Head Tail Append \\o SubSeq SelectSeq"],
  ["FiniteSets", "Cardinality IsFiniteSet"],
  [
    "Bags",
    "\\oplus \\ominus \\sqsubseteq BagToSet SetToBag EmptyBag CopiesIn BagIn BagUnion SubBag BagOfAll BagCardinality",
  ],
  ["TLC", ":> @@ Print PrintT Assert ToString JavaTime TLCGet TLCSet SortSeq Permutations RandomElement Any TLCEval"],
  [
    "TLCExt",
    "AssertEq AssertError Trace TLCModelValue TLCCache PickSuccessor TLCDefer TLCGetOrDefault TLCFP ToTrace CounterExample",
  ],
  ["Json", "ToJson ToJsonArray ToJsonObject JsonSerialize JsonDeserialize ndJsonSerialize ndJsonDeserialize"],
  ["Randomization", "RandomSubset RandomSetOfSubsets RandomSubsetSet"],
  ["FiniteSetsExt", "FoldSet SumSet ProductSet ReduceSet Quantify kSubset Max Min MapThenSumSet"],
  [
    "SequencesExt",
    "SetToSeq SetToSeqs SetToSortSeq ToSet FoldLeft FoldRight FoldSeq Contains IsPrefix IsSuffix Reverse Last Front Remove",
  ],
  ["Functions", "Restrict FoldFunction FoldFunctionOnSet IsInjective Injection Surjection Bijection AntiFunction"],
  ["IOUtils", "IOEnv IOExec IOEnvExec IOSerialize IODeserialize atoi"],
  ["CSV", "CSVWrite CSVRead CSVRecords CSVWriteRecord"],
];

const homeOf = new Map<string, string>();
for (const [module, names] of homes) {
  for (const name of names.split(" ")) if (!homeOf.has(name)) homeOf.set(name, module);
}

/** The library module to extend for a name or symbol; undefined when it is nobody's. */
export function usualModuleOf(name: string): string | undefined {
  return homeOf.get(name);
}
