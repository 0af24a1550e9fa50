/**
 * The library modules, and which of their definitions are provided natively by `compile/`.
 *
 * A definition of a library module whose name is in `natives` gets `native: "Module!Name"`. Its TLA+ body is either
 * the reserved word NATIVE (there is no other meaning) or a definition that the native agrees with.
 */

/** Modules that come with Lockstep, for hints. */
export const libraryModules: readonly string[] = (
  "Naturals Integers Reals Sequences FiniteSets Bags TLC TLCExt Randomization Json IOUtils CSV " +
  "SequencesExt FiniteSetsExt BagsExt Functions Folds Relation Graphs UndirectedGraphs VectorClocks Bitwise " +
  "Combinatorics DyadicRationals Statistics Quorum SVG HTML GraphViz ShiViz Toolbox Apalache Variants RealTime " +
  "DifferentialEquations"
).split(" ");

/**
 * Modules of the proof system. What they bring in is there for proofs; a specification may define a name of theirs
 * again, since which names they have differs between versions.
 */
export const proofModules: ReadonlySet<string> = new Set(
  (
    "TLAPS NaturalsInduction WellFoundedInduction FiniteSetTheorems FunctionTheorems SequenceTheorems " +
    "SequencesExtTheorems FiniteSetsExtTheorems FoldsTheorems GraphTheorems QuorumTheorems BagsTheorems"
  ).split(" "),
);

/**
 * Modules whose definitions are native wherever their text comes from: who carries a copy of a standard module beside
 * the specification means the standard module, as in TLC.
 */
export const standardModules: ReadonlySet<string> = new Set(["Naturals", "Integers", "Sequences", "FiniteSets", "TLC"]);

const nativeNames: readonly (readonly [module: string, names: string])[] = [
  ["Naturals", "+ - * ^ < > =< >= % \\div .. Nat"],
  ["Integers", "Int -."],
  ["Reals", "Real / Infinity"],
  ["Sequences", "Seq Len \\o Append Head Tail SubSeq SelectSeq"],
  ["FiniteSets", "IsFiniteSet Cardinality"],
  ["TLC", "Print PrintT Assert JavaTime TLCGet TLCSet :> @@ Permutations SortSeq RandomElement Any ToString TLCEval"],
  [
    "TLCExt",
    "AssertError TLCDefer PickSuccessor TLCModelValue TLCEvalDefinition TLCGetOrDefault TLCGetAndSet TLCFP Trace CounterExample ToTrace",
  ],
  ["Randomization", "RandomSubset RandomSetOfSubsets RandomSubsetSet"],
  ["Json", "ToJson ToJsonArray ToJsonObject JsonSerialize JsonDeserialize ndJsonSerialize ndJsonDeserialize"],
  [
    "IOUtils",
    "IOSerialize IODeserialize Serialize Deserialize IOExec IOEnvExec IOExecTemplate IOEnvExecTemplate IOEnv atoi",
  ],
  ["CSV", "CSVWrite CSVWriteRecord CSVRead CSVRecords"],
  ["Folds", "MapThenFoldSet"],
  ["FiniteSetsExt", "FoldSet kSubset Max Min"],
  ["Functions", "FoldFunctionOnSet FoldFunction"],
  ["SequencesExt", "SetToSeq FoldLeft FoldRight ReplaceFirstSubSeq ReplaceAllSubSeqs"],
  ["Relation", "TransitiveClosure"],
  ["VectorClocks", "CausalOrder"],
  ["Bitwise", "& | ^^ Not shiftR"],
  ["Statistics", "ChiSquare"],
  ["SVG", "SVGElemToString NodeOfRingNetwork NodesOfDirectedMultiGraph"],
  ["GraphViz", "DotDiGraph"],
  ["Toolbox", "_TETrace _TEPosition"],
  ["Apalache", "Gen"],
  ["DifferentialEquations", "Integrate"],
];

export const natives: ReadonlySet<string> = new Set(
  nativeNames.flatMap(([module, names]) => names.split(" ").map((name) => `${module}!${name}`)),
);
