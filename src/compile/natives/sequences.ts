/** Sequences and FiniteSets. */
import type { Value } from "../../values/types.ts";
import { itemsOf } from "./collections.ts";
import { operatorAt, valueAt, type Native } from "./native.ts";

export const sequences: readonly (readonly [string, Native])[] = [
  ["Sequences!Seq", { arity: 1, apply: ({ store }, args, site) => store.sequenceSet(valueAt(args, 0), site) }],
  ["Sequences!Len", { arity: 1, apply: ({ store }, args, site) => store.length(valueAt(args, 0), site) }],
  ["Sequences!Head", { arity: 1, apply: ({ store }, args, site) => store.head(valueAt(args, 0), site) }],
  ["Sequences!Tail", { arity: 1, apply: ({ store }, args, site) => store.tail(valueAt(args, 0), site) }],
  [
    "Sequences!Append",
    { arity: 2, apply: ({ store }, args, site) => store.append(valueAt(args, 0), valueAt(args, 1), site) },
  ],
  [
    "Sequences!\\o",
    { arity: 2, apply: ({ store }, args, site) => store.concat(valueAt(args, 0), valueAt(args, 1), site) },
  ],
  [
    "Sequences!SubSeq",
    {
      arity: 3,
      apply: ({ store }, args, site) => store.subSequence(valueAt(args, 0), valueAt(args, 1), valueAt(args, 2), site),
    },
  ],
  [
    "Sequences!SelectSeq",
    {
      arity: 2,
      apply: ({ store }, args, site) => {
        const test = operatorAt(args, 1);
        const isKept = (element: Value): boolean => store.truth(test(element), "the test of SelectSeq", site);
        return store.tuple(itemsOf(store, valueAt(args, 0), site).filter(isKept));
      },
    },
  ],
];

export const finiteSets: readonly (readonly [string, Native])[] = [
  [
    "FiniteSets!IsFiniteSet",
    { arity: 1, apply: ({ store }, args, site) => store.boolean(store.isFinite(valueAt(args, 0), site)) },
  ],
  ["FiniteSets!Cardinality", { arity: 1, apply: ({ store }, args, site) => store.cardinality(valueAt(args, 0), site) }],
];
