/**
 * Witness counts: how often TLC would derive a successor through a guard. A conjunction multiplies, a disjunction adds,
 * a quantifier does the same over its elements; everything else is true once or not at all.
 */
import type { Expr } from "../../tla/modules/core.ts";
import { callCount, expandCall, expandInPlace } from "./calls.ts";
import { negated, test, unchangedTest } from "./conditions.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { emitLoops, unroll } from "./loops.ts";
import { letEnvironment, meaningOf } from "./names.ts";
import type { Condition, Count } from "./operand.ts";
import { Expected } from "./runtime.ts";
import { branches } from "./structure.ts";

const ZERO: Count = { text: "0", constant: 0 };
const ONE: Count = { text: "1", constant: 1 };

type Part = (cx: Context) => Count;

export function count(expression: Expr, environment: Environment, cx: Context): Count {
  if (!branches(cx.compiler, expression, environment)) {
    return ofCondition(test(expression, environment, cx, Expected.action));
  }
  const recur =
    (e: Expr, inner = environment): Part =>
    (context) =>
      count(e, inner, context);
  switch (expression.kind) {
    case "builtin":
      switch (expression.operator) {
        case "or":
          return sum(
            expression.arguments.map((a) => recur(a)),
            cx,
          );
        case "and":
          return product(
            expression.arguments.map((a) => recur(a)),
            cx,
          );
        case "implies":
          return countChoice(
            test(expression.arguments[0]!, environment, cx, Expected.implication),
            recur(expression.arguments[1]!),
            () => ONE,
            cx,
          );
        default:
          break;
      }
      break;
    case "quantifier":
      return quantifierCount(expression, environment, cx);
    case "if":
      return countChoice(
        test(expression.condition, environment, cx, Expected.ifCondition),
        recur(expression.then),
        recur(expression.else),
        cx,
      );
    case "case": {
      const from = (index: number, inner: Context): Count => {
        const arm = expression.arms[index];
        if (arm === undefined) {
          if (expression.other !== undefined) return count(expression.other, environment, inner);
          return { text: `noArm(${inner.site(expression.at)})` };
        }
        const guard = test(arm.guard, environment, inner, Expected.caseGuard);
        return countChoice(guard, recur(arm.value), (rest) => from(index + 1, rest), inner);
      };
      return from(0, cx);
    }
    case "let":
      return count(expression.body, letEnvironment(expression, environment, cx.block), cx);
    case "label":
      return count(expression.body, environment, cx);
    case "boxAction":
      return sum(
        [recur(expression.action), (inner) => ofCondition(unchangedTest(expression.subscript, environment, inner))],
        cx,
      );
    case "angleAction":
      return product(
        [
          recur(expression.action),
          (inner) => ofCondition(negated(unchangedTest(expression.subscript, environment, inner))),
        ],
        cx,
      );
    case "ref": {
      const meaning = meaningOf(cx.compiler, expression, environment);
      switch (meaning.kind) {
        case "call":
          if (meaning.definition.isRecursive) return callCount(meaning, expression, cx);
          return count(meaning.definition.body, expandCall(meaning, cx), cx);
        case "lambda":
          return count(meaning.body, expandInPlace(meaning, cx), cx);
        case "builtin":
          return count(meaning.expression, meaning.environment, cx);
        case "binding":
          if (meaning.binding.kind === "thunk") {
            return count(meaning.binding.expression, meaning.binding.environment, cx);
          }
          break;
        case "constant":
        case "native":
          break;
      }
      break;
    }
    default:
      break;
  }
  throw new Error(`a formula of kind ${expression.kind} was taken to have several witnesses`);
}

function ofCondition(condition: Condition): Count {
  if (condition.constant !== undefined) return condition.constant ? ONE : ZERO;
  return { text: `(${condition.text} ? 1 : 0)` };
}

function quantifierCount(
  expression: Extract<Expr, { kind: "quantifier" }>,
  environment: Environment,
  cx: Context,
): Count {
  const isForall = expression.quantifier === "forall";
  const instances = unroll(expression.bounds, expression.body, environment, cx);
  if (instances !== undefined) {
    const parts = instances.map(
      (instance): Part =>
        (inner) =>
          count(expression.body, instance, inner),
    );
    return isForall ? product(parts, cx) : sum(parts, cx);
  }
  const result = cx.fresh("t");
  const label = cx.fresh("b");
  cx.add(`let ${result} = ${isForall ? "1" : "0"};`);
  emitLoops(expression.bounds, environment, cx, "firstFastest", label, (inner, innerEnvironment) => {
    const witnesses = count(expression.body, innerEnvironment, inner);
    if (isForall) {
      inner.add(`${result} *= ${witnesses.text};`);
      inner.add(`if (${result} === 0) break ${label};`);
    } else {
      inner.add(`${result} += ${witnesses.text};`);
    }
  });
  return { text: result };
}

function sum(parts: readonly Part[], cx: Context): Count {
  let constant = 0;
  const texts: string[] = [];
  let variable: string | undefined;
  for (const part of parts) {
    const inner = cx.child();
    const added = part(inner);
    if (added.constant !== undefined) {
      constant += added.constant;
      continue;
    }
    if (!inner.block.isEmpty) {
      // Earlier summands are evaluated first.
      if (variable === undefined) {
        variable = cx.fresh("t");
        cx.add(`let ${variable} = ${texts.length === 0 ? "0" : texts.join(" + ")};`);
      } else if (texts.length > 0) {
        cx.add(`${variable} += ${texts.join(" + ")};`);
      }
      texts.length = 0;
    }
    cx.block.splice(inner.block);
    texts.push(added.text);
  }
  if (variable !== undefined) texts.unshift(variable);
  if (texts.length === 0) return { text: String(constant), constant };
  if (constant !== 0) texts.push(String(constant));
  return { text: texts.length === 1 ? texts[0]! : `(${texts.join(" + ")})` };
}

function product(parts: readonly Part[], cx: Context): Count {
  let factor = 1;
  let variable: string | undefined;
  for (const part of parts) {
    const inner = cx.child();
    const witnesses = part(inner);
    if (witnesses.constant !== undefined) {
      factor *= witnesses.constant;
      if (factor === 0) break;
      continue;
    }
    if (variable === undefined) {
      variable = cx.fresh("t");
      cx.block.splice(inner.block);
      cx.add(`let ${variable} = ${witnesses.text};`);
    } else {
      // Later factors are not evaluated when an earlier one is zero.
      inner.add(`${variable} *= ${witnesses.text};`);
      cx.block.nest(`if (${variable} !== 0) {`, inner.block);
    }
  }
  if (variable === undefined) return { text: String(factor), constant: factor };
  return { text: factor === 1 ? variable : `(${variable} * ${String(factor)})` };
}

function countChoice(chosen: Condition, then: Part, otherwise: Part, cx: Context): Count {
  if (chosen.constant !== undefined) return chosen.constant ? then(cx) : otherwise(cx);
  const yes = cx.child();
  const no = cx.child();
  const a = then(yes);
  const b = otherwise(no);
  if (yes.block.isEmpty && no.block.isEmpty) return { text: `(${chosen.text} ? ${a.text} : ${b.text})` };
  const name = cx.fresh("t");
  cx.add(`let ${name} = 0;`);
  yes.add(`${name} = ${a.text};`);
  no.add(`${name} = ${b.text};`);
  cx.block.nest(`if (${chosen.text}) {`, yes.block);
  cx.block.nest("else {", no.block);
  return { text: name };
}
