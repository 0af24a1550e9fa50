/**
 * The library modules, and which of their definitions are provided natively by `compile/`.
 *
 * A definition of a library module whose name is in `natives` gets `native: "Module!Name"`. Its TLA+ body is either
 * the reserved word NATIVE (there is no other meaning) or a definition that the native agrees with.
 */

/** Modules that come with Lockstep, in the order of their usefulness for hints. */
export const libraryModules: readonly string[] = ["Naturals", "Integers", "Sequences", "FiniteSets", "TLC"];

const nativeNames: readonly (readonly [module: string, names: string])[] = [
  ["Naturals", "+ - * ^ < > =< >= % \\div .. Nat"],
  ["Integers", "Int -."],
  ["Sequences", "Seq Len \\o Append Head Tail SubSeq SelectSeq"],
  ["FiniteSets", "IsFiniteSet Cardinality"],
  ["TLC", "Print PrintT Assert JavaTime TLCGet TLCSet :> @@ Permutations SortSeq RandomElement Any ToString TLCEval"],
];

export const natives: ReadonlySet<string> = new Set(
  nativeNames.flatMap(([module, names]) => names.split(" ").map((name) => `${module}!${name}`)),
);
