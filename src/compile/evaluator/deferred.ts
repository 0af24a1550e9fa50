/**
 * Values that are evaluated later: lazy functions and predicate sets keep the environment and world they were made in.
 *
 * What they will read is not seen while they are made, so they count as reading both states, and are not remembered
 * beyond them, unless their text can be seen to be constant.
 */
import type { Argument, Declaration, Definition, Expr, InstanceUse } from "../../tla/modules/core.ts";
import { childrenOf, declaredBy, isExpression } from "../../tla/modules/walk.ts";
import { lookUp, lookUpLet, type Environment, type ModuleEnvironment } from "./environment.ts";
import type { Evaluator } from "./evaluator.ts";
import type { World } from "./world.ts";

/** Notes that an expression will be evaluated later, with these names bound, in this environment and world. */
export function noteDeferred(
  evaluator: Evaluator,
  expression: Expr,
  names: readonly Declaration[],
  environment: Environment,
  world: World,
): void {
  if (world.current === undefined && world.next === undefined) return;
  if (walk({ environment, bound: new Set(names), visited: new Set() }, expression)) return;
  evaluator.noteVolatile();
}

interface Look {
  readonly environment: Environment;
  /** Names bound inside the text itself. */
  readonly bound: Set<Declaration>;
  readonly visited: Set<Definition>;
}

function walk(look: Look, argument: Argument): boolean {
  if (argument.kind === "builtinRef") return true;
  if (argument.kind === "lambda") {
    for (const parameter of argument.parameters) look.bound.add(parameter);
    return walk(look, argument.body);
  }
  if (argument.kind === "operatorRef")
    return isConstantUse(look, argument.instance) && isConstantName(look, argument.target);
  for (const declaration of declaredBy(argument)) look.bound.add(declaration);
  if (argument.kind === "exceptAt") return true;
  if (argument.kind === "ref" && !(isConstantUse(look, argument.instance) && isConstantName(look, argument.target)))
    return false;
  return childrenOf(argument).every((child) => walk(look, child));
}

function isConstantName(look: Look, target: Declaration): boolean {
  if (target.kind === "variable") return false;
  if (look.bound.has(target)) return true;
  if (target.kind === "constant") return isRootLike(look.environment.module);
  if (target.kind === "definition") {
    if (look.visited.has(target)) return true;
    look.visited.add(target);
    const scope = target.isLet ? lookUpLet(look.environment, target) : undefined;
    if (target.isLet && scope === undefined) return false;
    for (const parameter of target.parameters) look.bound.add(parameter);
    return target.native !== undefined || walk(look, target.body);
  }
  const meaning = lookUp(look.environment, target);
  if (meaning?.kind === "value") return true;
  return (
    meaning?.kind === "thunk" &&
    walk({ ...look, environment: meaning.environment, bound: new Set() }, meaning.expression)
  );
}

/** Whether an instance puts only constants in the place of constants; its variables are refused anyway. */
function isConstantUse(look: Look, use: InstanceUse | undefined): boolean {
  if (use === undefined) return true;
  for (const [declaration, argument] of use.instance.substitutions)
    if (declaration.kind === "constant" && !walk(look, argument)) return false;
  return isConstantUse(look, use.parent);
}

/** Constants of an instanced module may stand for anything that reads a state. */
function isRootLike(module: ModuleEnvironment): boolean {
  if (module.instance === undefined) return true;
  for (const [declaration, argument] of module.instance.declaration.substitutions) {
    if (declaration.kind !== "constant") continue;
    const isConstantRef = isExpression(argument) && argument.kind === "ref" && argument.target.kind === "constant";
    if (!isConstantRef) return false;
  }
  return isRootLike(module.instance.outer.module);
}
