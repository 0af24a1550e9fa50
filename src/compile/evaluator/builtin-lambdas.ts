/** `F(\cup, 1)`: a built-in operator given as an argument, as the LAMBDA that it abbreviates. */
import type { Builtin, Expr, ParameterDeclaration } from "../../tla/modules/core.ts";
import type { Location } from "../../tla/syntax/source.ts";
import type { ModuleEnvironment, Operator } from "./environment.ts";

const unary: ReadonlySet<Builtin> = new Set([
  "not",
  "powerset",
  "bigUnion",
  "domain",
  "prime",
  "unchanged",
  "enabled",
  "always",
  "eventually",
]);

export function lambdaOfBuiltin(operator: Builtin, at: Location, environment: ModuleEnvironment): Operator {
  const names = unary.has(operator) ? ["a"] : ["a", "b"];
  const parameters: ParameterDeclaration[] = names.map((name) => ({ kind: "parameter", name, arity: 0, at }));
  const references: Expr[] = parameters.map((target) => ({ kind: "ref", target, arguments: [], at }));
  return { kind: "lambda", parameters, body: { kind: "builtin", operator, arguments: references, at }, environment };
}
