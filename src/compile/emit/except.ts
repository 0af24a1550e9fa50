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

/** One clause with its keys evaluated: `![k1][k2] = value`. */
interface Clause {
  readonly keys: readonly Operand[];
  readonly update: ExceptUpdate;
}

export function emitExcept(
  expression: Extract<Expr, { kind: "except" }>,
  environment: Environment,
  cx: Context,
): Operand {
  const f = cx.atom(value(expression.function, environment, cx));
  const clauses = emitClauses(expression.updates, environment, cx);
  return updated(f, clauses, 0, environment, cx);
}

/** Keys that are written alike are evaluated once, so that clauses about one place can be told to be. */
function emitClauses(updates: readonly ExceptUpdate[], environment: Environment, cx: Context): Clause[] {
  const known: { readonly expression: Expr; readonly key: Operand }[] = [];
  const keyOf = (expression: Expr): Operand => {
    const found = known.find((other) => sameText(other.expression, expression));
    if (found !== undefined) return found.key;
    const key = cx.atom(cx.normal(value(expression, environment, cx), expression.at));
    known.push({ expression, key });
    return key;
  };
  return updates.map((update) => ({
    update,
    keys: update.path.map((step) =>
      step.kind === "field" ? cx.constant(cx.compiler.store.string(step.name)) : keyOf(step.argument),
    ),
  }));
}

/** True when two expressions of one environment are the same for sure. */
function sameText(a: Expr, b: Expr): boolean {
  switch (a.kind) {
    case "ref":
      return (
        b.kind === "ref" &&
        a.target === b.target &&
        a.instance === undefined &&
        b.instance === undefined &&
        a.arguments.length === 0 &&
        b.arguments.length === 0
      );
    case "field":
      return b.kind === "field" && a.name === b.name && sameText(a.record, b.record);
    case "apply":
      return b.kind === "apply" && sameText(a.function, b.function) && sameText(a.argument, b.argument);
    case "number":
      return b.kind === "number" && a.value === b.value;
    case "string":
      return b.kind === "string" && a.value === b.value;
    default:
      return false;
  }
}

/**
 * `f` with the clauses applied whose keys agree up to `depth`. Neighbours that agree on the next key as well are
 * applied to one inner value, which is put back once: the same result, and no values in between.
 */
function updated(
  f: Operand,
  clauses: readonly Clause[],
  depth: number,
  environment: Environment,
  cx: Context,
): Operand {
  const groups = neighbours(clauses, depth);
  if (f.normal && groups.length > 1 && clauses.every((clause) => clause.keys.length > depth)) {
    return updatedTogether(cx.atom(f), groups, depth, environment, cx);
  }
  let result = f;
  for (const group of groups) {
    const target = cx.atom(result);
    const { keys, update } = group[0]!;
    const key = keys[depth];
    result =
      key === undefined
        ? value(update.value, environment.with(EXCEPT_AT, { kind: "operand", operand: target }), cx)
        : atKey(target, key, group, depth, environment, cx);
  }
  return result;
}

/** Runs of clauses that agree on the key at `depth`; a clause without one stands alone. */
function neighbours(clauses: readonly Clause[], depth: number): Clause[][] {
  const groups: Clause[][] = [];
  for (const clause of clauses) {
    const last = groups.at(-1);
    const key = last?.[0]?.keys[depth];
    if (last !== undefined && key !== undefined && key.text === clause.keys[depth]?.text) last.push(clause);
    else groups.push([clause]);
  }
  return groups;
}

/** Updates at several keys of one function: its values are changed on the building stack, and it is built once. */
function updatedTogether(
  f: Operand,
  groups: readonly (readonly Clause[])[],
  depth: number,
  environment: Environment,
  cx: Context,
): Operand {
  const base = cx.fresh("t");
  cx.add(`const ${base} = S.unpack(${f.text}, ${cx.site(groups[0]![0]!.update.at)});`);
  for (const group of groups) {
    const { keys, update } = group[0]!;
    const site = cx.site(update.at);
    const position = cx.fresh("t");
    cx.add(`const ${position} = S.positionOf(${f.text}, ${keys[depth]!.text}, ${site});`);
    const inner = cx.child();
    const old = local(inner.fresh("t"));
    inner.add(`const ${old.text} = S.unpacked(${base} + ${position});`);
    const replaced = updated(old, group, depth + 1, environment, inner);
    inner.add(`S.amend(${base} + ${position}, ${replaced.text}, ${site});`);
    cx.block.nest(`if (${position} >= 0) {`, inner.block);
  }
  const result = cx.fresh("t");
  cx.add(`const ${result} = S.pack(${f.text}, ${base});`);
  return local(result, Kinds.function);
}

/** `f` with its value at `key` updated by the clauses. */
function atKey(
  f: Operand,
  key: Operand,
  clauses: readonly Clause[],
  depth: number,
  environment: Environment,
  cx: Context,
): Operand {
  const [{ update, keys }] = clauses as [Clause];
  const site = cx.site(update.at);
  const { kind } = update.value;
  const isConstant = kind === "string" || kind === "number" || kind === "boolean";
  if (clauses.length === 1 && depth === keys.length - 1 && isConstant) {
    // Nothing to skip: `update` itself leaves f alone when the key is not in the domain.
    const constant = value(update.value, environment, cx);
    return computed(`S.update(${f.text}, ${key.text}, ${constant.text}, ${site})`, Kinds.function, f.normal);
  }
  const result = cx.fresh("t");
  cx.add(`let ${result} = ${f.text};`);
  const inner = cx.child();
  const old = local(cx.fresh("t"), Kinds.any, f.normal);
  if (f.normal) {
    const position = cx.fresh("t");
    cx.add(`const ${position} = S.positionOf(${f.text}, ${key.text}, ${site});`);
    inner.add(`const ${old.text} = S.at(${f.text}, ${position});`);
    const replaced = updated(old, clauses, depth + 1, environment, inner);
    inner.add(`${result} = S.replaceAt(${f.text}, ${position}, ${replaced.text}, ${site});`);
    cx.block.nest(`if (${position} >= 0) {`, inner.block);
  } else {
    inner.add(`const ${old.text} = S.apply(${f.text}, ${key.text}, ${site});`);
    const replaced = updated(old, clauses, depth + 1, environment, inner);
    inner.add(`${result} = S.update(${f.text}, ${key.text}, ${replaced.text}, ${site});`);
    cx.block.nest(`if (S.inDomain(${f.text}, ${key.text}, ${site})) {`, inner.block);
  }
  return { text: result, atom: true, kinds: Kinds.function, normal: f.normal };
}
