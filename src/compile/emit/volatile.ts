/**
 * Which expressions may give another result for the same state: a native in them asks where the exploration stands,
 * draws at random, or does something besides. What they give is not kept by the state.
 */
import type { Declaration, Expr } from "../../tla/modules/core.ts";
import { forEachChild, forEachReference } from "./analysis.ts";
import type { Compiler } from "./compiler.ts";

const known = new WeakMap<Compiler, Map<Expr, boolean>>();

export function isVolatile(compiler: Compiler, expression: Expr): boolean {
  let answers = known.get(compiler);
  if (answers === undefined) known.set(compiler, (answers = new Map<Expr, boolean>()));
  const answer = answers.get(expression);
  if (answer !== undefined) return answer;
  // While it is looked into, a recursive definition adds nothing of its own.
  answers.set(expression, false);
  let result = false;
  forEachReference(expression, (target) => {
    if (!result) result = targetIsVolatile(compiler, target);
  });
  forEachChild(expression, (child) => {
    if (!result) result = isVolatile(compiler, child);
  });
  answers.set(expression, result);
  return result;
}

function targetIsVolatile(compiler: Compiler, target: Declaration): boolean {
  if (target.kind !== "constant" && target.kind !== "definition") return false;
  const meaning = compiler.meaningOf(target, target.module);
  if (meaning !== undefined) return meaning.kind === "definition" && targetIsVolatile(compiler, meaning.target);
  if (target.kind !== "definition") return false;
  if (target.native !== undefined && compiler.library.has(target.native))
    return !compiler.library.isPure(target.native);
  return isVolatile(compiler, target.body);
}
