/** The module TLC, but for TLCGet and TLCSet. Output and time go through the ports; without a clock time stands still. */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";
import { elementsOf, itemsOf } from "./collections.ts";
import { operatorAt, valueAt, type Native, type NativeContext } from "./native.ts";

/** Width at which printed values are broken over lines, as TLC does. */
const PRINT_WIDTH = 80;

/** Permutations of a set of n elements are n!: beyond this many elements they are refused. */
export const PERMUTED_ELEMENTS_MAX = 9;

function print(context: NativeContext, ...values: Value[]): void {
  if (context.status.isReplaying) return;
  context.ports.output?.(values.map((value) => context.store.print(value, PRINT_WIDTH)).join("  "));
}

/** Milliseconds without the bits beyond 31, as TLC gives them. */
function javaTime(millis: number): number {
  return millis % 2 ** 31;
}

function permutations(store: Store, set: Value, site: Site): Value {
  const domain = elementsOf(store, set, site);
  const size = domain.length;
  if (size > PERMUTED_ELEMENTS_MAX)
    throw new EvaluationError(
      "LS4253",
      `Permutations of ${size} elements are too many: PERMUTED_ELEMENTS_MAX is ${PERMUTED_ELEMENTS_MAX}.`,
      site,
    );
  const made: Value[] = [];
  const extend = (chosen: readonly Value[]): void => {
    if (chosen.length === size) made.push(store.functionOf(domain.map((element, i) => [element, chosen[i]!])));
    else for (const element of domain) if (!chosen.includes(element)) extend([...chosen, element]);
  };
  extend([]);
  return store.set(made);
}

/** Stable, as TLC's. */
function sortSequence(context: NativeContext, sequence: Value, less: (a: Value, b: Value) => Value, site: Site): Value {
  const { store } = context;
  const elements = itemsOf(store, sequence, site);
  const isLess = (a: Value, b: Value): boolean => store.truth(less(a, b), "the order of SortSeq", site);
  elements.sort((a, b) => (a === b ? 0 : isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0));
  return store.tuple(elements);
}

/** The value in normal form; `Nat` and its like are as evaluated as they can be. */
function evaluated(store: Store, value: Value, site: Site): Value {
  return store.kind(value) === Kind.InfiniteSet ? value : store.normalize(value, site);
}

/** The code of a failed Assert: checkers report it as an outcome of its own. */
export const ASSERT_FAILED = "LS4213";

function assert(context: NativeContext, condition: Value, message: Value, site: Site): Value {
  const { store } = context;
  if (store.truth(condition, "the first argument of Assert", site)) return store.TRUE;
  throw new EvaluationError(ASSERT_FAILED, `Assert failed: ${store.print(message)}`, site);
}

function randomElement(context: NativeContext, set: Value, site: Site): Value {
  const { store } = context;
  const drawn = store.draw(set, (n) => context.random(n, site), site);
  if (drawn !== undefined) return drawn;
  throw new EvaluationError("LS4216", "RandomElement of the empty set.", site);
}

export const tlc: readonly (readonly [string, Native])[] = [
  [
    "TLC!PrintT",
    {
      arity: 1,
      isVolatile: true,
      apply: (context, args) => {
        print(context, valueAt(args, 0));
        return context.store.TRUE;
      },
    },
  ],
  [
    "TLC!Print",
    {
      arity: 2,
      isVolatile: true,
      apply: (context, args) => {
        print(context, valueAt(args, 0), valueAt(args, 1));
        return valueAt(args, 1);
      },
    },
  ],
  [
    "TLC!Assert",
    { arity: 2, apply: (context, args, site) => assert(context, valueAt(args, 0), valueAt(args, 1), site) },
  ],
  [
    "TLC!JavaTime",
    { arity: 0, isVolatile: true, apply: ({ store, ports }) => store.integer(javaTime(ports.clock?.now() ?? 0)) },
  ],
  [
    "TLC!:>",
    {
      arity: 2,
      apply: ({ store }, args, site) => store.singletonFunction(valueAt(args, 0), valueAt(args, 1), site),
    },
  ],
  ["TLC!@@", { arity: 2, apply: ({ store }, args, site) => store.merge(valueAt(args, 0), valueAt(args, 1), site) }],
  ["TLC!Permutations", { arity: 1, apply: ({ store }, args, site) => permutations(store, valueAt(args, 0), site) }],
  [
    "TLC!SortSeq",
    { arity: 2, apply: (context, args, site) => sortSequence(context, valueAt(args, 0), operatorAt(args, 1), site) },
  ],
  [
    "TLC!RandomElement",
    { arity: 1, isVolatile: true, apply: (context, args, site) => randomElement(context, valueAt(args, 0), site) },
  ],
  ["TLC!ToString", { arity: 1, apply: ({ store }, args) => store.string(store.print(valueAt(args, 0))) }],
  [
    "TLC!TLCEval",
    {
      arity: 1,
      apply: ({ store }, args, site) => evaluated(store, valueAt(args, 0), site),
    },
  ],
  ["TLC!Any", { arity: 0, apply: ({ store }) => store.infiniteSet("Any") }],
];
