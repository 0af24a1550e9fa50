/**
 * One formula that is not taken apart further: its truth, what it read, and both sides when it compares.
 */
import { EvaluationError, type Value } from "../../../values/types.ts";
import type { Read } from "../../types.ts";
import type { Builtin, Expr } from "../../../tla/modules/core.ts";
import type { Environment } from "../environment.ts";
import type { Evaluator } from "../evaluator.ts";
import { recording } from "../reads.ts";
import type { World } from "../world.ts";

export interface Leaf {
  readonly outcome: "true" | "false" | "error";
  readonly operator?: string;
  readonly left?: Value;
  readonly right?: Value;
  readonly reads: readonly Read[];
  readonly error?: string;
}

const comparisons: Partial<Record<Builtin, string>> = {
  equals: "=",
  notEquals: "#",
  in: "\\in",
  notIn: "\\notin",
  subsetEq: "\\subseteq",
};

const nativeComparisons: ReadonlyMap<string, string> = new Map([
  ["Naturals!<", "<"],
  ["Naturals!>", ">"],
  ["Naturals!=<", "=<"],
  ["Naturals!>=", ">="],
]);

export interface Comparison {
  readonly operator: string;
  readonly left: Expr;
  readonly right: Expr;
}

/** The two sides of a comparison or membership. */
export function comparisonOf(formula: Expr): Comparison | undefined {
  if (formula.kind === "builtin") {
    const operator = comparisons[formula.operator];
    if (operator === undefined) return undefined;
    return { operator, left: formula.arguments[0]!, right: formula.arguments[1]! };
  }
  if (formula.kind !== "ref" || formula.target.kind !== "definition") return undefined;
  const operator = nativeComparisons.get(formula.target.native ?? "");
  const [left, right] = formula.arguments as readonly [Expr?, Expr?];
  return operator === undefined || left === undefined || right === undefined ? undefined : { operator, left, right };
}

export function evaluateLeaf(evaluator: Evaluator, formula: Expr, environment: Environment, world: World): Leaf {
  const reads: Read[] = [];
  const attempt = <T>(run: () => T): T | string => {
    const noted: { reads: readonly Read[] } = { reads: [] };
    try {
      const recorded = recording(evaluator, world, () => {
        noted.reads = evaluator.recorder!.reads;
        return run();
      });
      return recorded.result;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return error.message;
    } finally {
      reads.push(...noted.reads);
    }
  };
  const truth = attempt(() => evaluator.test(formula, environment, world));
  const sides = sidesOf(evaluator, formula, environment, world);
  if (typeof truth === "string") return { outcome: "error", error: truth, reads, ...sides };
  return { outcome: truth ? "true" : "false", reads, ...sides };
}

/** Both sides of a comparison, as far as they can be evaluated. */
function sidesOf(
  evaluator: Evaluator,
  formula: Expr,
  environment: Environment,
  world: World,
): { readonly operator?: string; readonly left?: Value; readonly right?: Value } {
  const comparison = comparisonOf(formula);
  if (comparison === undefined) return {};
  const left = valueOrNothing(evaluator, comparison.left, environment, world);
  const right = valueOrNothing(evaluator, comparison.right, environment, world);
  return {
    operator: comparison.operator,
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
  };
}

/** The value, in normal form when it has one; nothing when it fails. */
export function valueOrNothing(
  evaluator: Evaluator,
  expression: Expr,
  environment: Environment,
  world: World,
): Value | undefined {
  try {
    return evaluator.evaluate(expression, environment, world);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
