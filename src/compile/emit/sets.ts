/** Set comprehensions and CHOOSE. */
import type { Expr } from "../../tla/modules/core.ts";
import type { Location } from "../../tla/syntax/source.ts";
import { Kind } from "../../values/types.ts";
import { test } from "./conditions.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { bindElement, emitEnumerated, emitLoops } from "./loops.ts";
import { computed, Kinds, local } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { Expected } from "./runtime.ts";
import { failing, value, values } from "./values.ts";

export function emitSetFilter(
  expression: Extract<Expr, { kind: "setFilter" }>,
  environment: Environment,
  cx: Context,
): Operand {
  const unlisted = unlistedConstant(expression.bound.set, environment, cx);
  if (unlisted !== undefined) {
    const element = cx.fresh("t");
    const name = cx.fresh("t");
    const inner = cx.loop();
    const scope = bindElement(expression.bound, local(element, Kinds.any, false), environment, inner);
    inner.add(`return ${test(expression.predicate, scope, inner, Expected.filter).text};`);
    cx.block.nest(`const ${name} = S.predicateSet(${unlisted.text}, (${element}) => {`, inner.block, "});");
    return { text: name, atom: true, kinds: Kinds.set, normal: false };
  }
  const mark = cx.fresh("t");
  const result = cx.fresh("t");
  const loops = cx.child();
  emitLoops([expression.bound], environment, loops, "firstFastest", undefined, (inner, scope, [element]) => {
    const holds = test(expression.predicate, scope, inner, Expected.filter);
    if (holds.constant === true) inner.add(`S.push(${element!.text});`);
    else if (holds.constant !== false) inner.add(`if (${holds.text}) S.push(${element!.text});`);
  });
  cx.add(`const ${mark} = S.mark();`);
  cx.block.splice(loops.block);
  cx.add(`const ${result} = S.finishSubset(${mark});`);
  return { text: result, atom: true, kinds: Kinds.set, normal: true };
}

/** A constant set that cannot be listed: its filters and functions are tested and applied, not built. */
export function unlistedConstant(set: Expr, environment: Environment, cx: Context): Operand | undefined {
  const { compiler } = cx;
  const { store } = compiler;
  const folded = compiler.fold(set, environment);
  if (folded === undefined) return undefined;
  const kind = store.kind(folded);
  if (kind <= Kind.Interval || kind > Kind.PredicateSet) return undefined;
  const listed = compiler.tryFold(() => store.enumerate(folded, -1));
  return listed === undefined || store.isLazy(listed) ? cx.constant(folded) : undefined;
}

export function emitSetMap(
  expression: Extract<Expr, { kind: "setMap" }>,
  environment: Environment,
  cx: Context,
): Operand {
  const mark = cx.fresh("t");
  const result = cx.fresh("t");
  cx.add(`const ${mark} = S.mark();`);
  emitLoops(expression.bounds, environment, cx, "firstFastest", undefined, (inner, scope) => {
    inner.add(`S.push(${value(expression.element, scope, inner).text});`);
  });
  cx.add(`const ${result} = S.finishSet(${mark});`);
  return { text: result, atom: true, kinds: Kinds.set, normal: true };
}

/**
 * An array of the elements that `{a, b}` or `{e : x \\in S}` writes out, for UNION: they may be infinite sets, which are
 * elements of nothing. Undefined for a set that is written in another way.
 */
export function emitWrittenOut(set: Expr, environment: Environment, cx: Context): string | undefined {
  if (set.kind === "setEnumeration")
    return `[${values(set.elements, environment, cx)
      .map((element) => element.text)
      .join(", ")}]`;
  if (set.kind !== "setMap") return undefined;
  const parts = cx.fresh("t");
  cx.add(`const ${parts} = [];`);
  emitLoops(set.bounds, environment, cx, "firstFastest", undefined, (inner, scope) => {
    inner.add(`${parts}.push(${value(set.element, scope, inner).text});`);
  });
  return parts;
}

export function emitChoose(
  expression: Extract<Expr, { kind: "choose" }>,
  environment: Environment,
  cx: Context,
): Operand {
  if (expression.set === undefined) {
    const message = "A CHOOSE without a set cannot be evaluated: write CHOOSE x \\in S : P(x).";
    return failing(cx, "LS4204", message, expression);
  }
  if (isTrue(expression.body) && !expression.isTuple)
    return firstElement(expression.set, expression.at, environment, cx);
  const result = cx.fresh("t");
  const label = cx.fresh("b");
  cx.add(`let ${result} = 0;`);
  const bound = { names: expression.names, isTuple: expression.isTuple, set: expression.set };
  emitLoops([bound], environment, cx, "firstFastest", label, (inner, scope, [element]) => {
    const holds = test(expression.body, scope, inner, Expected.choose);
    if (holds.constant === false) return;
    inner.add(`if (${holds.text}) { ${result} = ${element!.text}; break ${label}; }`);
  });
  cx.add(`if (${result} === 0) noWitness(${cx.site(expression.at)});`);
  return { text: result, atom: true, kinds: Kinds.any, normal: true };
}

function isTrue(expression: Expr): boolean {
  return expression.kind === "label" ? isTrue(expression.body) : expression.kind === "boolean" && expression.value;
}

/** `CHOOSE x \in S : TRUE`: how recursive operators take a set apart. */
function firstElement(set: Expr, at: Location, environment: Environment, cx: Context): Operand {
  const elements = emitEnumerated(set, environment, cx);
  cx.add(`if (S.size(${elements.text}) === 0) noWitness(${cx.site(at)});`);
  return cx.atom(computed(`S.at(${elements.text}, 0)`, Kinds.any, true));
}
