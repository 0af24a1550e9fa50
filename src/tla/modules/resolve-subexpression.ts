/**
 * Subexpression names: `Op(a)!2!<<`, `Op!:`, `Op!label(x)`.
 *
 * A path into a definition becomes a definition of its own: its parameters are those of the definition and every name
 * that is bound on the way, its body is the selected part. The arguments in the path stand for them in order.
 */
import type { Argument, Definition, InstanceUse } from "./core.ts";
import type { Location } from "../syntax/source.ts";
import type { Context } from "./resolve-context.ts";
import type { Reference } from "./resolve-name.ts";

export interface Selection {
  readonly target: Definition;
  readonly instance: InstanceUse | undefined;
  readonly arguments: readonly Argument[];
}

export function selectSubexpression(reference: Reference, at: Location, context: Context): Selection | undefined {
  context.state.problems.error(
    "LS2021",
    `subexpression names such as ${reference.target.name}!1 are not supported`,
    at,
  );
  return undefined;
}
