/** Config overrides (`Nat <- MyNat`, `Op = v`), looked up where a name is referred to. */
import type {
  ConstantDeclaration,
  ConstantMeaning,
  Definition,
  InstanceUse,
  ResolvedSpec,
} from "../tla/modules/core.ts";

/** What the config says a name means when module `module` refers to it; undefined when it says nothing. */
export function overriddenMeaning(
  spec: ResolvedSpec,
  target: Definition | ConstantDeclaration,
  module: string | undefined,
): ConstantMeaning | undefined {
  const entries = spec.overrides.get(target);
  if (entries === undefined) return undefined;
  const here = module ?? spec.root.name;
  let everywhere: ConstantMeaning | undefined;
  for (const entry of entries) {
    if (entry.module === here) return entry.meaning;
    if (entry.module === undefined) everywhere = entry.meaning;
  }
  return everywhere;
}

/** `I!Op` is a definition of its own: replacing `Op` does not replace it, as in TLC. */
export function isOverridable(instance: InstanceUse | undefined): boolean {
  return instance === undefined || (instance.instance.name === "" && isOverridable(instance.parent));
}
