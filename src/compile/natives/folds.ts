/**
 * Folds, orders and counts of the community modules. Each agrees with the TLA+ body in the library; natively they
 * neither recurse nor choose.
 */
import { EvaluationError, type Site, type Store, type Value } from "../../values/types.ts";
import { elementsOf, itemsOf, valuesOf } from "./collections.ts";
import { operatorAt, valueAt, type Native, type NativeOperator } from "./native.ts";

/** `op(x, acc)` over the elements in canonical order. */
function fold(op: NativeOperator, base: Value, elements: readonly Value[]): Value {
  return elements.reduce((acc, element) => op(element, acc), base);
}

function mapThenFold(store: Store, args: Parameters<Native["apply"]>[1], site: Site): Value {
  const [op, map, choose] = [operatorAt(args, 0), operatorAt(args, 2), operatorAt(args, 3)];
  const order: Value[] = [];
  let rest = store.normalize(valueAt(args, 4), site);
  while (rest !== store.EMPTY_SET) {
    const chosen = choose(rest);
    order.push(chosen);
    const left = store.setRemove(rest, chosen, site);
    if (left === rest)
      throw new EvaluationError("LS4203", "MapThenFoldSet: what was chosen is not an element of the set.", site);
    rest = left;
  }
  return order.reduceRight((acc, element) => op(map(element), acc), valueAt(args, 1));
}

function extreme(store: Store, set: Value, site: Site, isBetter: (a: Value, b: Value) => boolean): Value {
  const elements = elementsOf(store, set, site);
  const [first] = elements;
  if (first === undefined) throw new EvaluationError("LS4203", "Max or Min of the empty set.", site);
  // The first is compared with itself, as by the definition: the only element has to be an integer too.
  return elements.reduce((best, element) => (isBetter(element, best) ? element : best), first);
}

/** The subsets with k elements, each once. */
function subsetsOfSize(store: Store, size: Value, set: Value, site: Site): Value {
  const elements = elementsOf(store, set, site);
  const wanted = Number(store.integerOf(size, site));
  const made: Value[] = [];
  const extend = (from: number, chosen: readonly Value[]): void => {
    if (chosen.length === wanted) made.push(store.set(chosen));
    else for (let i = from; i < elements.length; i++) extend(i + 1, [...chosen, elements[i]!]);
  };
  if (wanted >= 0 && wanted <= elements.length) extend(0, []);
  return store.set(made);
}

/** Warshall's algorithm on a function from pairs to booleans. */
function transitiveClosure(store: Store, relation: Value, set: Value, site: Site): Value {
  const elements = elementsOf(store, set, site);
  const pair = (a: Value, b: Value): Value => store.tuple([a, b]);
  const holds = elements.map((a) =>
    elements.map((b) => store.truth(store.apply(relation, pair(a, b), site), "a pair of the relation", site)),
  );
  for (let k = 0; k < elements.length; k++)
    for (let i = 0; i < elements.length; i++)
      for (let j = 0; j < elements.length; j++) if (holds[i]![k]! && holds[k]![j]!) holds[i]![j] = true;
  return store.functionOf(
    elements.flatMap((a, i) => elements.map((b, j) => [pair(a, b), store.boolean(holds[i]![j]!)] as const)),
  );
}

export const folds: readonly (readonly [string, Native])[] = [
  ["Folds!MapThenFoldSet", { arity: 5, apply: ({ store }, args, site) => mapThenFold(store, args, site) }],
  [
    "FiniteSetsExt!FoldSet",
    {
      arity: 3,
      apply: ({ store }, args, site) =>
        fold(operatorAt(args, 0), valueAt(args, 1), elementsOf(store, valueAt(args, 2), site)),
    },
  ],
  [
    "Functions!FoldFunctionOnSet",
    {
      arity: 4,
      apply: ({ store }, args, site) => {
        const values = elementsOf(store, valueAt(args, 3), site).map((x) => store.apply(valueAt(args, 2), x, site));
        return fold(operatorAt(args, 0), valueAt(args, 1), values);
      },
    },
  ],
  [
    "Functions!FoldFunction",
    {
      arity: 3,
      apply: ({ store }, args, site) =>
        fold(operatorAt(args, 0), valueAt(args, 1), valuesOf(store, valueAt(args, 2), site)),
    },
  ],
  [
    "SequencesExt!FoldLeft",
    {
      arity: 3,
      apply: ({ store }, args, site) => {
        const op = operatorAt(args, 0);
        return itemsOf(store, valueAt(args, 2), site).reduce((acc, item) => op(acc, item), valueAt(args, 1));
      },
    },
  ],
  [
    "SequencesExt!FoldRight",
    {
      arity: 3,
      apply: ({ store }, args, site) => {
        const op = operatorAt(args, 0);
        return itemsOf(store, valueAt(args, 1), site).reduceRight((acc, item) => op(item, acc), valueAt(args, 2));
      },
    },
  ],
  [
    "SequencesExt!SetToSeq",
    { arity: 1, apply: ({ store }, args, site) => store.tuple(elementsOf(store, valueAt(args, 0), site)) },
  ],
  [
    "FiniteSetsExt!kSubset",
    { arity: 2, apply: ({ store }, args, site) => subsetsOfSize(store, valueAt(args, 0), valueAt(args, 1), site) },
  ],
  [
    "FiniteSetsExt!Max",
    {
      arity: 1,
      apply: ({ store }, args, site) => extreme(store, valueAt(args, 0), site, (a, b) => store.less(b, a, site)),
    },
  ],
  [
    "FiniteSetsExt!Min",
    {
      arity: 1,
      apply: ({ store }, args, site) => extreme(store, valueAt(args, 0), site, (a, b) => store.less(a, b, site)),
    },
  ],
  [
    "Relation!TransitiveClosure",
    { arity: 2, apply: ({ store }, args, site) => transitiveClosure(store, valueAt(args, 0), valueAt(args, 1), site) },
  ],
];
