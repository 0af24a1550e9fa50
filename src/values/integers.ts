/**
 * Integer arithmetic: 31-bit integers in handles, everything else through bigint, with the same results.
 *
 * TLC stops at 32 bits with an overflow error; here integers have no bound but `INTEGER_BITS_MAX`. Division floors, the
 * divisor of % is positive, exponents are natural and 0^0 is undefined, all as in TLC.
 */
import {
  bigintValue,
  integerFromBigint,
  integerValue,
  isInteger,
  SMALL_INTEGER_MAX,
  SMALL_INTEGER_MIN,
} from "./atoms.ts";
import { INTEGER_BITS_MAX } from "./bounds.ts";
import { fail, failNotInteger } from "./errors.ts";
import type { Heap } from "./heap.ts";
import { showShort } from "./show.ts";
import type { Site, Value } from "./types.ts";

function requireIntegers(heap: Heap, a: Value, b: Value, operator: string, site: Site): void {
  if (!isInteger(heap, a)) failNotInteger(heap, a, `the left side of ${operator}`, site);
  if (!isInteger(heap, b)) failNotInteger(heap, b, `the right side of ${operator}`, site);
}

export function add(heap: Heap, a: Value, b: Value, site: Site): Value {
  if ((a & b & 1) === 1) {
    // (2m + 1) + (2n + 1) - 1 = 2(m + n) + 1
    const sum = a + (b - 1);
    if (sum === (sum | 0)) return sum;
  }
  requireIntegers(heap, a, b, "+", site);
  return integerFromBigint(heap, bigintValue(heap, a) + bigintValue(heap, b));
}

export function subtract(heap: Heap, a: Value, b: Value, site: Site): Value {
  if ((a & b & 1) === 1) {
    const difference = a - (b - 1);
    if (difference === (difference | 0)) return difference;
  }
  requireIntegers(heap, a, b, "-", site);
  return integerFromBigint(heap, bigintValue(heap, a) - bigintValue(heap, b));
}

export function multiply(heap: Heap, a: Value, b: Value, site: Site): Value {
  if ((a & b & 1) === 1) {
    const result = (a >> 1) * (b >> 1);
    if (result >= SMALL_INTEGER_MIN && result <= SMALL_INTEGER_MAX) return (result << 1) | 1;
  }
  requireIntegers(heap, a, b, "*", site);
  const x = bigintValue(heap, a);
  const y = bigintValue(heap, b);
  if (bitLength(x) + bitLength(y) > INTEGER_BITS_MAX) failTooLong(heap, a, b, "*", site);
  return integerFromBigint(heap, x * y);
}

function bitLength(n: bigint): number {
  return (n < 0n ? -n : n).toString(16).length * 4;
}

function failTooLong(heap: Heap, a: Value, b: Value, operator: string, site: Site): never {
  const text = `${showShort(heap, a, 40)} ${operator} ${showShort(heap, b, 40)}`;
  fail("LS4019", `${text} has more than ${INTEGER_BITS_MAX} bits (INTEGER_BITS_MAX).`, site);
}

export function divide(heap: Heap, a: Value, b: Value, site: Site): Value {
  requireIntegers(heap, a, b, "\\div", site);
  if (b === 1) fail("LS4011", `The second argument of \\div is 0, in ${showShort(heap, a, 40)} \\div 0.`, site);
  if ((a & b & 1) === 1) {
    // Quotients of 31-bit integers are far enough from the next integer for a double to floor them right.
    const quotient = Math.floor((a >> 1) / (b >> 1));
    if (quotient <= SMALL_INTEGER_MAX) return (quotient << 1) | 1;
  }
  const x = bigintValue(heap, a);
  const y = bigintValue(heap, b);
  const truncated = x / y;
  const floors = x % y !== 0n && x < 0n !== y < 0n ? truncated - 1n : truncated;
  return integerFromBigint(heap, floors);
}

export function modulo(heap: Heap, a: Value, b: Value, site: Site): Value {
  requireIntegers(heap, a, b, "%", site);
  if (integerValue(heap, b) <= 0) {
    fail("LS4011", `The second argument of % should be positive, but it is ${showShort(heap, b, 40)}.`, site);
  }
  if ((a & b & 1) === 1) {
    const divisor = b >> 1;
    const rest = (a >> 1) % divisor;
    return ((rest < 0 ? rest + divisor : rest) << 1) | 1;
  }
  const divisor = bigintValue(heap, b);
  const rest = bigintValue(heap, a) % divisor;
  return integerFromBigint(heap, rest < 0n ? rest + divisor : rest);
}

export function power(heap: Heap, a: Value, b: Value, site: Site): Value {
  requireIntegers(heap, a, b, "^", site);
  if (integerValue(heap, b) < 0) {
    fail("LS4011", `The second argument of ^ should be a natural number, but it is ${showShort(heap, b, 40)}.`, site);
  }
  if (a === 1 && b === 1) fail("LS4011", "0^0 is undefined.", site);
  const base = bigintValue(heap, a);
  const exponent = bigintValue(heap, b);
  const trivial = base >= -1n && base <= 1n;
  if (!trivial && exponent * BigInt(bitLength(base)) > BigInt(INTEGER_BITS_MAX) * 4n)
    failTooLong(heap, a, b, "^", site);
  const result = trivial ? base ** (exponent === 0n ? 0n : 2n - (exponent % 2n)) : base ** exponent;
  if (bitLength(result) > INTEGER_BITS_MAX) failTooLong(heap, a, b, "^", site);
  return integerFromBigint(heap, result);
}

export function negate(heap: Heap, a: Value, site: Site): Value {
  if (!isInteger(heap, a)) failNotInteger(heap, a, "the operand of unary -", site);
  if ((a & 1) === 1 && a >> 1 !== SMALL_INTEGER_MIN) return (-(a >> 1) << 1) | 1;
  return integerFromBigint(heap, -bigintValue(heap, a));
}

export function less(heap: Heap, a: Value, b: Value, site: Site): boolean {
  if ((a & b & 1) === 1) return a < b;
  requireIntegers(heap, a, b, "<", site);
  return integerValue(heap, a) < integerValue(heap, b);
}

export function lessOrEqual(heap: Heap, a: Value, b: Value, site: Site): boolean {
  if ((a & b & 1) === 1) return a <= b;
  requireIntegers(heap, a, b, "<=", site);
  return integerValue(heap, a) <= integerValue(heap, b);
}
