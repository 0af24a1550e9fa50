/**
 * `ReplaceFirstSubSeq` and `ReplaceAllSubSeqs` of SequencesExt, for sequences and, as TLC has them, for strings. Matches
 * are taken from left to right and do not overlap; an empty pattern stands before every element.
 */
import { Kind, type Store, type Value } from "../../values/types.ts";
import { itemsOf } from "./collections.ts";
import { valueAt, type Native, type NativeArgument } from "./native.ts";

/** Where `pattern` first occurs in `items` from `start` on; -1 when it does not. */
function indexOf(pattern: readonly Value[], items: readonly Value[], start: number): number {
  for (let i = start; i + pattern.length <= items.length; i++)
    if (pattern.every((item, j) => items[i + j] === item)) return i;
  return -1;
}

/** Replaces up to `most` matches. */
function replaced(
  replacement: readonly Value[],
  pattern: readonly Value[],
  items: readonly Value[],
  most: number,
): Value[] {
  const result: Value[] = [];
  let from = 0;
  for (let n = 0; n < most; n++) {
    const found = indexOf(pattern, items, from);
    if (found < 0 || (found === items.length && n > 0)) break;
    result.push(...items.slice(from, found), ...replacement);
    from = found + pattern.length;
    if (pattern.length === 0 && from < items.length) result.push(items[from++]!);
  }
  return [...result, ...items.slice(from)];
}

function replacing(most: number): Native["apply"] {
  return ({ store }, args, site) => {
    const texts = textsOf(store, args);
    if (texts !== undefined) {
      const [r, s, t] = texts.map((text) => [...text].map((character) => store.string(character)));
      return store.string(
        replaced(r!, s!, t!, most)
          .map((character) => store.text(character))
          .join(""),
      );
    }
    const [r, s, t] = [0, 1, 2].map((i) => itemsOf(store, valueAt(args, i), site));
    return store.tuple(replaced(r!, s!, t!, most));
  };
}

function textsOf(store: Store, args: readonly NativeArgument[]): string[] | undefined {
  const values = [0, 1, 2].map((i) => valueAt(args, i));
  return values.every((value) => store.kind(value) === Kind.String)
    ? values.map((value) => store.text(value))
    : undefined;
}

export const replacements: readonly (readonly [string, Native])[] = [
  ["SequencesExt!ReplaceFirstSubSeq", { arity: 3, apply: replacing(1) }],
  ["SequencesExt!ReplaceAllSubSeqs", { arity: 3, apply: replacing(Infinity) }],
];
