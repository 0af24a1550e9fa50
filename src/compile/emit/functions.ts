/**
 * Function constructors: tabulated over sets that can be run through, applied on demand otherwise, or when one of its
 * values fails and may not be needed (deferred.ts).
 */
import type { Expr } from "../../tla/modules/core.ts";
import type { Context } from "./context.ts";
import type { Environment } from "./environment.ts";
import { isDeferred } from "./deferred.ts";
import { bindElement, emitLoops, unroll } from "./loops.ts";
import { Kinds, local } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { unlistedConstant } from "./sets.ts";
import { sequence, value, values } from "./values.ts";

/** How far functions are unrolled: each copy is code that V8 compiles, and saves a round of a loop. */
const TABULATED = { count: 8, size: 250 } as const;

type FunctionExpr = Extract<Expr, { kind: "function" }>;

export function emitFunction(expression: FunctionExpr, environment: Environment, cx: Context): Operand {
  const isUnlisted = expression.bounds.some((bound) => unlistedConstant(bound.set, environment, cx) !== undefined);
  if (isUnlisted || expression.recursiveName !== undefined) return emitLazyFunction(expression, environment, cx);
  return isDeferred(expression)
    ? emitDeferredFunction(expression, environment, cx)
    : emitTabulated(expression, environment, cx);
}

/** Tabulated, unless a value or the domain fails: then applied on demand, and the failure is met where it matters. */
function emitDeferredFunction(expression: FunctionExpr, environment: Environment, cx: Context): Operand {
  const result = cx.fresh("t");
  const mark = cx.fresh("t");
  cx.add(`let ${result} = 0;`);
  cx.add(`const ${mark} = tryMark();`);
  const all = cx.loop();
  all.add(`${result} = ${emitTabulated(expression, environment, all).text};`);
  const some = cx.loop();
  some.add(`recover(error, ${mark});`);
  some.add(`${result} = ${emitLazyFunction(expression, environment, some).text};`);
  cx.block.nest("try {", all.block);
  cx.block.nest("catch (error) {", some.block);
  return { text: result, atom: true, kinds: Kinds.function, normal: false };
}

function emitTabulated(expression: FunctionExpr, environment: Environment, cx: Context): Operand {
  return emitUnrolled(expression, environment, cx) ?? emitLooped(expression, environment, cx);
}

/** A function on a small constant set: `[q \in Proc |-> IF q = p THEN ... ELSE ...]` without a loop and without the question. */
function emitUnrolled(expression: FunctionExpr, environment: Environment, cx: Context): Operand | undefined {
  const { bounds, body } = expression;
  if (bounds.length !== 1) return undefined;
  const scopes = unroll(bounds, body, environment, cx, "lastFastest", TABULATED);
  if (scopes === undefined) return undefined;
  const set = value(bounds[0]!.set, environment, cx);
  const mark = cx.fresh("t");
  cx.add(`const ${mark} = S.mark();`);
  let normal = true;
  for (const scope of scopes) {
    const part = value(body, scope, cx);
    normal &&= part.normal;
    cx.add(`S.push(${part.text});`);
  }
  const result = cx.fresh("t");
  cx.add(`const ${result} = S.finishFunction(${cx.normal(set, expression.at).text}, ${mark});`);
  return { text: result, atom: true, kinds: Kinds.function, normal };
}

function emitLooped(expression: FunctionExpr, environment: Environment, cx: Context): Operand {
  const site = cx.site(expression.at);
  const domain = cx.fresh("t");
  const mark = cx.fresh("t");
  let normal = true;
  const result = cx.fresh("t");

  if (expression.bounds.length === 1) {
    const bound = expression.bounds[0]!;
    const set = value(bound.set, environment, cx);
    cx.add(`const ${domain} = S.enumerate(${set.text}, ${site});`);
    cx.add(`const ${mark} = S.mark();`);
    const inner = cx.loop();
    const index = cx.fresh("i");
    const element = { ...local(cx.fresh("t")), isElement: true };
    inner.add(`const ${element.text} = S.at(${domain}, ${index});`);
    const scope = bindElement(bound, element, environment, inner);
    const part = value(expression.body, scope, inner);
    normal = part.normal;
    inner.add(`S.push(${part.text});`);
    const size = `n${index.slice(1)}`;
    cx.block.nest(`for (let ${index} = 0, ${size} = S.size(${domain}); ${index} < ${size}; ${index}++) {`, inner.block);
  } else {
    // The canonical order of a product of sets is that of nested loops, the last set innermost.
    const sets = values(
      expression.bounds.map((bound) => bound.set),
      environment,
      cx,
    ).map((set) => cx.atom(set));
    cx.add(`const ${domain} = S.enumerate(S.product([${sets.map((set) => set.text).join(", ")}], ${site}), ${site});`);
    cx.add(`const ${mark} = S.mark();`);
    emitLoops(expression.bounds, environment, cx, "lastFastest", undefined, (inner, scope) => {
      const part = value(expression.body, scope, inner);
      normal = part.normal;
      inner.add(`S.push(${part.text});`);
    });
  }
  cx.add(`const ${result} = S.finishFunction(${domain}, ${mark});`);
  return { text: result, atom: true, kinds: Kinds.function, normal };
}

/** `f[x \in S] == ...` sees itself as a function whose results are computed on demand and kept. */
function emitLazyFunction(expression: FunctionExpr, environment: Environment, cx: Context): Operand {
  const site = cx.site(expression.at);
  const sets = sequence(
    expression.bounds.map((bound) => (inner: Context) => value(bound.set, environment, inner)),
    cx,
  );
  const domain = sets.length === 1 ? sets[0]!.text : `S.product([${sets.map((set) => set.text).join(", ")}], ${site})`;
  const argument = local(cx.fresh("t"));
  const self = local(cx.fresh("t"), Kinds.function, false);
  const result = cx.fresh("t");
  const inner = cx.loop();
  let scope = environment.extend();
  if (expression.recursiveName !== undefined) {
    scope.bind(expression.recursiveName, { kind: "operand", operand: self });
  }
  if (expression.bounds.length === 1) {
    scope = bindElement(expression.bounds[0]!, argument, scope, inner);
  } else {
    expression.bounds.forEach((bound, i) => {
      const part = local(cx.fresh("t"));
      inner.add(`const ${part.text} = S.at(${argument.text}, ${String(i)});`);
      scope = bindElement(bound, part, scope, inner);
    });
  }
  inner.add(`return ${value(expression.body, scope, inner).text};`);
  cx.block.nest(
    `const ${result} = lazyFunction(${domain}, ${site}, (${argument.text}, ${self.text}) => {`,
    inner.block,
    "});",
  );
  return { text: result, atom: true, kinds: Kinds.function, normal: false };
}
