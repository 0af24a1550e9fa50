/** The wrong programs of a sample, as its system file declares them: in each, some processes run another class. */
import type { AnyHandlerClass, Variant } from "lockstep";

export type DescribedVariant = Required<Pick<Variant, "summary" | "expected">> & { readonly name: string };

/** One variant for each description, with the class of its name; `isReplaced` says which processes run it. */
export function variantsOf<Description extends DescribedVariant>(
  descriptions: readonly Description[],
  classes: Readonly<Record<string, AnyHandlerClass>>,
  isReplaced: (process: string, description: Description) => boolean,
): Record<string, Variant> {
  return Object.fromEntries(
    descriptions.map((description) => {
      const { name, summary, expected } = description;
      const wrong = classes[name];
      if (wrong === undefined) throw new Error(`no class for the variant ${name}`);
      const processes: Variant["processes"] = (right) =>
        Object.fromEntries(
          Object.entries(right).map(([id, process]) => [
            id,
            isReplaced(id, description) ? { ...process, handler: wrong } : process,
          ]),
        );
      return [name, { summary, expected, processes }];
    }),
  );
}
