/** The module TLC. Output, registers and named values go through the ports; time stands still. */
import { EvaluationError, Kind, type Site, type Store, type Value } from "../../values/types.ts";
import { operatorAt, valueAt, type Native, type NativeContext } from "./native.ts";

/** Width at which printed values are broken over lines, as TLC does. */
const PRINT_WIDTH = 80;

/** Permutations of a set of n elements are n!: beyond this many elements they are refused. */
export const PERMUTED_ELEMENTS_MAX = 9;

function print(context: NativeContext, ...values: Value[]): void {
  context.ports.output?.(values.map((value) => context.store.print(value, PRINT_WIDTH)).join("  "));
}

function merge(store: Store, f: Value, g: Value, site: Site): Value {
  const pairs = new Map<Value, Value>();
  for (const source of [g, f]) {
    const table = store.normalize(source, site);
    const domain = store.enumerate(store.domain(table, site), site);
    for (let i = 0; i < store.size(domain); i++) pairs.set(store.at(domain, i), store.at(table, i));
  }
  return store.functionOf([...pairs]);
}

function permutations(store: Store, set: Value, site: Site): Value {
  const elements = store.enumerate(set, site);
  const size = store.size(elements);
  if (size > PERMUTED_ELEMENTS_MAX)
    throw new EvaluationError(
      "LS4253",
      `Permutations of ${size} elements are too many: PERMUTED_ELEMENTS_MAX is ${PERMUTED_ELEMENTS_MAX}.`,
      site,
    );
  const domain = Array.from({ length: size }, (_, i) => store.at(elements, i));
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
  const table = store.normalize(sequence, site);
  const length = Number(store.integerOf(store.length(table, site), site));
  const elements = Array.from({ length }, (_, i) => store.at(table, i));
  const isLess = (a: Value, b: Value): boolean => store.truth(less(a, b), "the order of SortSeq", site);
  elements.sort((a, b) => (a === b ? 0 : isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0));
  return store.tuple(elements);
}

/** Properties that switch something on in TLC which is always on here: action composition. */
const SWITCHED_ON: ReadonlySet<string> = new Set(["-Dtlc2.tool.impl.Tool.cdot"]);

function lookUp(context: NativeContext, key: Value): Value | undefined {
  const { store } = context;
  if (store.kind(key) !== Kind.String) return context.registers.get(Number(store.integerOf(key, -1)));
  const name = store.text(key);
  return context.ports.named?.(name) ?? (SWITCHED_ON.has(name) ? store.string("true") : undefined);
}

function get(context: NativeContext, key: Value, site: Site): Value {
  const { store } = context;
  const value = lookUp(context, key);
  if (value !== undefined) return value;
  throw new EvaluationError("LS4214", `TLCGet(${store.show(key)}) has no value.`, site);
}

function set(context: NativeContext, key: Value, value: Value, site: Site): Value {
  const { store } = context;
  if (store.kind(key) === Kind.String)
    throw new EvaluationError("LS4215", `TLCSet(${store.show(key)}, …) is not supported.`, site);
  context.registers.set(Number(store.integerOf(key, site)), store.normalize(value, site));
  return store.TRUE;
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
  const elements = store.enumerate(set, site);
  const size = store.size(elements);
  if (size === 0) throw new EvaluationError("LS4216", "RandomElement of the empty set.", site);
  return store.at(elements, context.random(size));
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
  ["TLC!JavaTime", { arity: 0, apply: ({ store }) => store.integer(0) }],
  [
    "TLC!TLCGet",
    {
      arity: 1,
      isVolatile: true,
      readsExploration: true,
      apply: (context, args, site) => get(context, valueAt(args, 0), site),
    },
  ],
  [
    "TLC!TLCSet",
    {
      arity: 2,
      isVolatile: true,
      readsExploration: true,
      apply: (context, args, site) => set(context, valueAt(args, 0), valueAt(args, 1), site),
    },
  ],
  [
    "TLC!:>",
    {
      arity: 2,
      apply: ({ store }, args, site) =>
        store.functionOf([[store.normalize(valueAt(args, 0), site), store.normalize(valueAt(args, 1), site)]]),
    },
  ],
  ["TLC!@@", { arity: 2, apply: ({ store }, args, site) => merge(store, valueAt(args, 0), valueAt(args, 1), site) }],
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
      apply: ({ store }, args, site) => store.normalize(valueAt(args, 0), site),
    },
  ],
  ["TLCExt!TLCModelValue", { arity: 1, apply: ({ store }, args) => store.modelValue(store.text(valueAt(args, 0))) }],
  [
    "TLCExt!TLCGetOrDefault",
    {
      arity: 2,
      isVolatile: true,
      readsExploration: true,
      apply: (context, args) => lookUp(context, valueAt(args, 0)) ?? valueAt(args, 1),
    },
  ],
  [
    "TLCExt!TLCGetAndSet",
    {
      arity: 4,
      isVolatile: true,
      readsExploration: true,
      apply: (context, args, site) => {
        const before = lookUp(context, valueAt(args, 0)) ?? valueAt(args, 3);
        set(context, valueAt(args, 0), operatorAt(args, 1)(before, valueAt(args, 2)), site);
        return before;
      },
    },
  ],
];
