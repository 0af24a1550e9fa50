/**
 * `[f EXCEPT ![a][b].c = v, ...]`: clauses left to right, each on the result of the ones before. A path that leaves the
 * domain changes nothing, and its value is not evaluated (TLC warns).
 */
import type { ExceptUpdate, Expr } from "../../tla/modules/core.ts";
import type { Context } from "./context.ts";
import { EXCEPT_AT } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { computed, Kinds, local } from "./operand.ts";
import type { Operand } from "./operand.ts";
import { value } from "./values.ts";

export function emitExcept(
  expression: Extract<Expr, { kind: "except" }>,
  environment: Environment,
  cx: Context,
): Operand {
  let current = value(expression.function, environment, cx);
  for (const update of expression.updates) current = emitUpdate(current, update, environment, cx);
  return current;
}

function emitUpdate(f: Operand, update: ExceptUpdate, environment: Environment, cx: Context): Operand {
  const target = cx.atom(f);
  const keys = update.path.map((step) =>
    step.kind === "field"
      ? cx.constant(cx.compiler.store.string(step.name))
      : cx.atom(cx.normal(value(step.argument, environment, cx), step.argument.at)),
  );
  return atPath(target, keys, 0, update, environment, cx);
}

/** `f` with the value at keys[depth...] replaced. */
function atPath(
  f: Operand,
  keys: readonly Operand[],
  depth: number,
  update: ExceptUpdate,
  environment: Environment,
  cx: Context,
): Operand {
  const key = keys[depth];
  const site = cx.site(update.at);
  if (key === undefined) {
    return value(update.value, environment.with(EXCEPT_AT, { kind: "operand", operand: f }), cx);
  }
  const isLast = depth === keys.length - 1;
  if (isLast && (update.value.kind === "string" || update.value.kind === "number" || update.value.kind === "boolean")) {
    // Nothing to skip: `update` itself leaves f alone when the key is not in the domain.
    const constant = value(update.value, environment, cx);
    return computed(`S.update(${f.text}, ${key.text}, ${constant.text}, ${site})`, Kinds.function, f.normal);
  }
  const result = cx.fresh("t");
  cx.add(`let ${result} = ${f.text};`);
  const inner = cx.child();
  const old = local(cx.fresh("t"), Kinds.any, f.normal);
  inner.add(`const ${old.text} = S.apply(${f.text}, ${key.text}, ${site});`);
  const replaced = atPath(old, keys, depth + 1, update, environment, inner);
  inner.add(`${result} = S.update(${f.text}, ${key.text}, ${replaced.text}, ${site});`);
  cx.block.nest(`if (S.inDomain(${f.text}, ${key.text}, ${site})) {`, inner.block);
  return { text: result, atom: true, kinds: Kinds.function, normal: f.normal };
}
