/** Naturals and Integers. */
import type { Site, Store, Value } from "../../values/types.ts";
import { valueAt, type Native } from "./native.ts";

type Binary = (store: Store, a: Value, b: Value, site: Site) => Value;

function binary(operation: Binary): Native {
  return {
    arity: 2,
    apply: ({ store }, args, site) => operation(store, valueAt(args, 0), valueAt(args, 1), site),
  };
}

function constantSet(which: "Nat" | "Int" | "Real"): Native {
  return { arity: 0, apply: ({ store }) => store.infiniteSet(which) };
}

/** Operators on bits; of negative numbers those of the two's complement, as in TLC. */
function bitwise(operation: (a: bigint, b: bigint) => bigint): Native {
  return binary((store, a, b, site) =>
    store.integer(operation(BigInt(store.integerOf(a, site)), BigInt(store.integerOf(b, site)))),
  );
}

/** Turns round the bits up to the highest that is set. */
function flippedBits(n: bigint): bigint {
  return n <= 0n ? 0n : ((1n << BigInt(n.toString(2).length)) - 1n) ^ n;
}

export const bits: readonly (readonly [string, Native])[] = [
  ["Bitwise!&", bitwise((a, b) => a & b)],
  ["Bitwise!|", bitwise((a, b) => a | b)],
  ["Bitwise!^^", bitwise((a, b) => a ^ b)],
  ["Bitwise!shiftR", bitwise((a, b) => (b < 0n ? a : a >> b))],
  [
    "Bitwise!Not",
    {
      arity: 1,
      apply: ({ store }, args, site) => store.integer(flippedBits(BigInt(store.integerOf(valueAt(args, 0), site)))),
    },
  ],
];

export const numbers: readonly (readonly [string, Native])[] = [
  ["Naturals!+", binary((store, a, b, site) => store.add(a, b, site))],
  ["Naturals!-", binary((store, a, b, site) => store.subtract(a, b, site))],
  ["Naturals!*", binary((store, a, b, site) => store.multiply(a, b, site))],
  ["Naturals!^", binary((store, a, b, site) => store.power(a, b, site))],
  ["Naturals!%", binary((store, a, b, site) => store.modulo(a, b, site))],
  ["Naturals!\\div", binary((store, a, b, site) => store.divide(a, b, site))],
  ["Naturals!..", binary((store, a, b, site) => store.interval(a, b, site))],
  ["Naturals!<", binary((store, a, b, site) => store.boolean(store.less(a, b, site)))],
  ["Naturals!>", binary((store, a, b, site) => store.boolean(store.less(b, a, site)))],
  ["Naturals!=<", binary((store, a, b, site) => store.boolean(store.lessOrEqual(a, b, site)))],
  ["Naturals!>=", binary((store, a, b, site) => store.boolean(store.lessOrEqual(b, a, site)))],
  ["Naturals!Nat", constantSet("Nat")],
  ["Integers!Int", constantSet("Int")],
  ["Integers!-.", { arity: 1, apply: ({ store }, args, site) => store.negate(valueAt(args, 0), site) }],
  ["Reals!Real", constantSet("Real")],
];
