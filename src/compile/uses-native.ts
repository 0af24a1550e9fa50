/** Whether the modules of a specification use an operator that has a native meaning; those of the library do not count. */
import type { Argument, Declaration, Definition, ResolvedSpec } from "../tla/modules/core.ts";
import { childrenOf } from "../tla/modules/walk.ts";

/** `native` is the operator's full name, as `TLCExt!Trace`. Conservative: any mention counts, evaluated or not. */
export function usesNative(spec: ResolvedSpec, native: string): boolean {
  const [module] = native.split("!");
  if (!spec.modules.has(module!)) return false;
  const seen = new Set<Definition>();
  const mentions = (node: Argument): boolean => {
    if (node.kind === "builtinRef") return false;
    if (node.kind === "operatorRef") return isIt(node.target);
    if (node.kind === "lambda") return mentions(node.body);
    return (node.kind === "ref" && isIt(node.target)) || childrenOf(node).some(mentions);
  };
  const isIt = (target: Declaration): boolean => {
    if (target.kind !== "definition") return false;
    if (target.native === native) return true;
    if (seen.has(target)) return false;
    seen.add(target);
    return mentions(target.body);
  };
  for (const each of spec.modules.values())
    for (const [, { target }] of each.names)
      if (target.kind === "definition" && target.native === undefined && isIt(target)) return true;
  return spec.assumptions.some(({ expression }) => mentions(expression));
}
