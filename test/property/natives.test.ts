/**
 * Each operator that is both native and TLA+ text means the same twice: on random arguments the native and the body in
 * the library give the same value, or both fail.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEvaluatorMachine, type EvaluatorMachine } from "../../src/compile/evaluator/machine.ts";
import { natives } from "../../src/compile/natives/table.ts";
import type { Definition, Expr, ResolvedSpec } from "../../src/tla/modules/core.ts";
import { createStore } from "../../src/values/store.ts";
import { EvaluationError } from "../../src/values/types.ts";
import { specOf } from "../support/specs.ts";

/** A value as plain data: a number, a text, a sequence, or a set. */
type Plain = number | string | readonly Plain[] | { readonly set: readonly Plain[] };

/** How to ask for an operator, with its arguments as `a`, `b` and `c`. */
interface Question {
  readonly native: string;
  readonly formula: string;
  readonly arguments: readonly fc.Arbitrary<Plain>[];
}

const number = fc.integer({ min: -3, max: 12 });
const natural = fc.nat(300);
const element = fc.integer({ min: 0, max: 4 });
const setOf = (item: fc.Arbitrary<Plain>, maxLength = 5): fc.Arbitrary<Plain> =>
  fc.array(item, { maxLength }).map((set) => ({ set }));
const sequenceOf = (item: fc.Arbitrary<Plain>, maxLength = 6): fc.Arbitrary<Plain> => fc.array(item, { maxLength });
const pairs = setOf(fc.tuple(element, number));
const letters = fc.array(fc.constantFrom("a", "b"), { maxLength: 6 });

const asFunction = "[x \\in {p[1] : p \\in P} |-> (CHOOSE p \\in P : p[1] = x)[2]]";
const mixed = "LAMBDA x, y : (2 * x) - y";
const questions: readonly Question[] = [
  { native: "Sequences!SelectSeq", formula: "SelectSeq(a, LAMBDA x : x % 2 = 0)", arguments: [sequenceOf(number)] },
  { native: "TLC!:>", formula: "a :> b", arguments: [fc.oneof(number, letters), setOf(number)] },
  { native: "TLC!@@", formula: "AsFunction(a) @@ AsFunction(b)", arguments: [pairs, pairs] },
  { native: "TLC!Permutations", formula: "Permutations(a)", arguments: [setOf(element, 4)] },
  { native: "TLC!TLCEval", formula: "TLCEval(SUBSET a)", arguments: [setOf(element)] },
  {
    native: "Folds!MapThenFoldSet",
    formula: `MapThenFoldSet(${mixed}, b, LAMBDA x : x * x, LAMBDA S : CHOOSE x \\in S : \\A y \\in S : y <= x, a)`,
    arguments: [setOf(number), number],
  },
  { native: "FiniteSetsExt!FoldSet", formula: `FoldSet(${mixed}, b, a)`, arguments: [setOf(number), number] },
  { native: "FiniteSetsExt!kSubset", formula: "kSubset(a, b)", arguments: [number, setOf(element)] },
  { native: "FiniteSetsExt!Max", formula: "Max(a)", arguments: [setOf(number)] },
  { native: "FiniteSetsExt!Min", formula: "Min(a)", arguments: [setOf(number)] },
  {
    native: "Functions!FoldFunctionOnSet",
    formula: `FoldFunctionOnSet(${mixed}, 1, AsFunction(a), b)`,
    arguments: [pairs, setOf(element, 2)],
  },
  { native: "Functions!FoldFunction", formula: `FoldFunction(${mixed}, 1, AsFunction(a))`, arguments: [pairs] },
  { native: "SequencesExt!SetToSeq", formula: "SetToSeq(a)", arguments: [setOf(number)] },
  { native: "SequencesExt!FoldLeft", formula: `FoldLeft(${mixed}, b, a)`, arguments: [sequenceOf(number), number] },
  { native: "SequencesExt!FoldRight", formula: `FoldRight(${mixed}, a, b)`, arguments: [sequenceOf(number), number] },
  {
    native: "SequencesExt!ReplaceFirstSubSeq",
    formula: "ReplaceFirstSubSeq(a, b, c)",
    arguments: [letters, sequenceOf(fc.constantFrom("a", "b"), 2), letters],
  },
  {
    native: "SequencesExt!ReplaceAllSubSeqs",
    formula: "ReplaceAllSubSeqs(a, b, c)",
    arguments: [letters, sequenceOf(fc.constantFrom("a", "b"), 2), letters],
  },
  {
    native: "Relation!TransitiveClosure",
    formula: "TransitiveClosure([x, y \\in b |-> <<x, y>> \\in a], b)",
    arguments: [setOf(fc.tuple(element, element), 7), setOf(element)],
  },
  { native: "Bitwise!&", formula: "a & b", arguments: [natural, natural] },
  { native: "Bitwise!|", formula: "a | b", arguments: [natural, natural] },
  { native: "Bitwise!^^", formula: "a ^^ b", arguments: [natural, natural] },
  { native: "Bitwise!Not", formula: "Not(a)", arguments: [natural] },
  { native: "Bitwise!shiftR", formula: "shiftR(a, b)", arguments: [natural, fc.nat(10)] },
];

const parameters = ["a", "b", "c"];

const NODES = 3;

/** A log of <<node, clock>> entries of a run in which nodes act on their own or learn what another one knows, shuffled. */
const log: fc.Arbitrary<Plain> = fc
  .array(fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1)), { maxLength: 10 })
  .map((steps) => {
    const clocks = Array.from({ length: NODES }, () => Array.from({ length: NODES }, () => 0));
    return steps.map(([node, from]): Plain => {
      const clock = clocks[node]!.map((time, i) => Math.max(time, clocks[from]![i]!) + (i === node ? 1 : 0));
      clocks[node] = clock;
      return [node + 1, clock];
    });
  })
  .chain((entries) => fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }));

const spec: ResolvedSpec = specOf(
  `---- MODULE Asked ----
EXTENDS Integers, SequencesExt, Relation, Bitwise, VectorClocks
IsOrdered(a) ==
  LET clock(x) == x[2]
      order == CausalOrder(a, clock, LAMBDA x : x[1], LAMBDA c : DOMAIN c)
  IN IsCausalOrder(order, clock) /\\ Len(order) = Len(a) /\\ ToSet(order) = ToSet(a)
AsFunction(P) == ${asFunction}
${questions.map(({ formula, arguments: { length } }, i) => `Ask${i}(${parameters.slice(0, length).join(", ")}) == ${formula}`).join("\n")}
====`,
  "",
);

function definition(name: string): Definition {
  const target = spec.root.names.get(name)?.target;
  if (target?.kind !== "definition") throw new Error(`${name} is not defined`);
  return target;
}

/** The value as an expression. */
function literal(value: Plain, at: Definition["at"]): Expr {
  if (typeof value === "string") return { kind: "string", value, at };
  if (typeof value === "number" && value >= 0) return { kind: "number", value: BigInt(value), at };
  if (typeof value === "number") {
    return { kind: "ref", target: definition("-."), arguments: [literal(-value, at)], at };
  }
  if ("set" in value) return { kind: "setEnumeration", elements: value.set.map((each) => literal(each, at)), at };
  return { kind: "tuple", elements: value.map((each) => literal(each, at)), at };
}

function answer(machine: EvaluatorMachine, name: string, values: readonly Plain[]): string {
  const target = definition(name);
  const { at } = target;
  const question: Expr = { kind: "ref", target, arguments: values.map((value) => literal(value, at)), at };
  try {
    return machine.store.print(machine.evaluate(question));
  } catch (error) {
    if (error instanceof EvaluationError) return "fails";
    throw error;
  }
}

function machineWithout(native?: string): EvaluatorMachine {
  const table = new Map([...natives].filter(([name]) => name !== native));
  return createEvaluatorMachine(spec, { store: createStore({ stringOrder: spec.stringOrder }), natives: table });
}

const all = machineWithout();

describe("natives that have a TLA+ body as well", () => {
  it.each(questions.map((question, i) => [question.native, question, i] as const))("%s", (native, question, i) => {
    const byBody = machineWithout(native);
    const ask = (machine: EvaluatorMachine, values: readonly Plain[]): string => answer(machine, `Ask${i}`, values);
    const answers = new Set<string>();
    const isSame = fc.property(fc.tuple(...question.arguments), (values) => {
      const given = ask(all, values);
      expect(given).toBe(ask(byBody, values));
      answers.add(given);
    });
    fc.assert(isSame, { numRuns: 60 });
    expect(answers.size).toBeGreaterThan(3);
  });

  it("and CausalOrder, whose text says only what is asked of it", () => {
    const isOrdered = fc.property(log, (entries) => {
      expect(answer(all, "IsOrdered", [entries])).toBe("TRUE");
    });
    fc.assert(isOrdered, { numRuns: 100 });
  });

  it("are all asked about", () => {
    const asked = new Set(questions.map(({ native }) => native));
    const withBody = [...spec.modules.values()].flatMap((module) =>
      [...module.names.values()].flatMap(({ target }) =>
        target.kind === "definition" && target.native !== undefined && target.body.kind !== "native"
          ? [target.native]
          : [],
      ),
    );
    expect([...new Set(withBody)].filter((name) => natives.has(name) && !asked.has(name))).toEqual([]);
  });
});
