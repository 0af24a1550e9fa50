/** The module Statistics: the chi-square test of goodness of fit. */
import { EvaluationError, type Site, type Store, type Value } from "../../values/types.ts";
import { pairsOf, stringOf } from "./collections.ts";
import { valueAt, type Native } from "./native.ts";

/** Terms of a series before it is taken to have converged. */
const TERMS_MAX = 1_000;
const PRECISION = 1e-14;

/** Coefficients of the Lanczos approximation (g = 7, n = 9). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln of the gamma function, for x >= 0.5. */
function logGamma(x: number): number {
  const shifted = x - 1;
  const t = shifted + 7.5;
  const sum = LANCZOS.slice(1).reduce((total, c, i) => total + c / (shifted + i + 1), LANCZOS[0]!);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised upper incomplete gamma function Q(a, x): a series below a + 1, a continued fraction above it. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < TERMS_MAX && Math.abs(term) > Math.abs(sum) * PRECISION; n++) sum += term *= x / (a + n);
    return 1 - sum * scale;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return scale * fraction;
}

function countsOf(store: Store, fun: Value, site: Site): number[] {
  return pairsOf(store, fun, site).map(([, value]) => Number(store.integerOf(value, site)));
}

/**
 * TRUE unless the observed counts refute the expected distribution at significance `alpha`, the text of a number in
 * (0, 0.5]. Expected counts are scaled to the same total. The counts stand in the order of the functions' domains.
 */
function chiSquare(store: Store, args: Parameters<Native["apply"]>[1], site: Site): Value {
  const expected = countsOf(store, valueAt(args, 0), site);
  const observed = countsOf(store, valueAt(args, 1), site);
  const alpha = Number(stringOf(store, valueAt(args, 2)) ?? NaN);
  const wrong =
    expected.length !== observed.length || expected.length < 2
      ? "expected and actual counts are as many, and at least two"
      : expected.some((n) => n <= 0) || observed.some((n) => n < 0)
        ? "expected counts are positive, actual ones not negative"
        : !(alpha > 0 && alpha <= 0.5)
          ? "alpha is the text of a number above 0 and up to 0.5"
          : undefined;
  if (wrong !== undefined) throw new EvaluationError("LS4216", `ChiSquare: ${wrong}.`, site);
  const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
  const ratio = sum(observed) / sum(expected);
  const statistic = sum(expected.map((e, i) => (observed[i]! - e * ratio) ** 2 / (e * ratio)));
  return store.boolean(!(upperGamma((expected.length - 1) / 2, statistic / 2) < alpha));
}

export const statistics: readonly (readonly [string, Native])[] = [
  ["Statistics!ChiSquare", { arity: 3, apply: ({ store }, args, site) => chiSquare(store, args, site) }],
];
