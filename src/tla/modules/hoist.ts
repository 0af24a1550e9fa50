/**
 * Names an expression that lives in another context, so that it can be referred to from here.
 *
 * The core tree has no node for "this expression, seen through that instance". A definition made for the purpose does:
 * its body is the expression, and a reference to it carries the instance and the arguments.
 */
import type { Argument, Definition, Expr, InstanceUse, Level, ParameterDeclaration } from "./core.ts";
import { levelOf } from "./levels.ts";
import { instanceOption } from "./scope.ts";

export interface HoistOptions {
  readonly name: string;
  readonly module: string;
  readonly parameters?: readonly ParameterDeclaration[];
  readonly arguments?: readonly Argument[];
  readonly instance?: InstanceUse | undefined;
  /** Found from the body when absent; given where levels are not checked yet. */
  readonly level?: Level;
}

/** A reference to a new definition with this body. */
export function hoist(body: Expr, options: HoistOptions): Expr {
  const definition: Definition = {
    kind: "definition",
    name: options.name,
    parameters: options.parameters ?? [],
    body,
    level: options.level ?? levelOf(body),
    isRecursive: false,
    isLocal: true,
    isLet: false,
    module: options.module,
    at: body.at,
    nameAt: body.at,
  };
  return {
    kind: "ref",
    target: definition,
    arguments: options.arguments ?? [],
    ...instanceOption(options.instance),
    at: body.at,
  };
}
