/**
 * Replacements of a config that use themselves: with `Nat <- Small` and `Small == {n \in Nat : n < 3}`, Small has no
 * value, since the Nat in it means Small again.
 */
import type { Argument, ConstantDeclaration, ConstantMeaning, Definition, InstanceUse } from "./core.ts";
import { childrenOf } from "./walk.ts";

type Key = Definition | ConstantDeclaration;

/** What the config says about a name when a definition of module `module` refers to it. */
export type MeaningOf = (key: Key, module: string) => ConstantMeaning | undefined;

/** The definitions on the way from a replacement back to the name that it replaces; undefined when there is no way. */
export function circleOf(replaced: Key, replacement: Definition, meaningOf: MeaningOf): Definition[] | undefined {
  const waiting: { readonly definition: Definition; readonly way: readonly Definition[] }[] = [
    { definition: replacement, way: [replacement] },
  ];
  const seen = new Set<Definition>([replacement]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const key of referencesOf(next.definition)) {
      const meaning = meaningOf(key, next.definition.module);
      const isBack = key === replaced && meaning?.kind === "definition" && meaning.target === replacement;
      if (isBack) return [...next.way];
      const target = meaning === undefined ? key : meaning.kind === "definition" ? meaning.target : undefined;
      if (target?.kind !== "definition" || seen.has(target)) continue;
      seen.add(target);
      waiting.push({ definition: target, way: [...next.way, target] });
    }
  }
  return undefined;
}

/** What a definition refers to, where a config's replacements hold. The body of a native one is not evaluated. */
function referencesOf(definition: Definition): Set<Key> {
  const found = new Set<Key>();
  if (definition.native !== undefined) return found;
  const waiting: Argument[] = [definition.body];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "builtinRef") continue;
    if (node.kind === "lambda") {
      waiting.push(node.body);
      continue;
    }
    if (node.kind === "ref" || node.kind === "operatorRef") {
      const { target } = node;
      const isKey = target.kind === "definition" || target.kind === "constant";
      if (isKey && isReplaceable(node.instance)) found.add(target);
    }
    if (node.kind !== "operatorRef") waiting.push(...childrenOf(node));
  }
  return found;
}

/** `I!Op` is a definition of its own, which no replacement of `Op` touches. */
function isReplaceable(use: InstanceUse | undefined): boolean {
  return use === undefined || (use.instance.name === "" && isReplaceable(use.parent));
}
