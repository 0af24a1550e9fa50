/** What a mapping gives and no report tells, as text and as JSON, with the place of the word where that is known. */
import type { NeverObserved } from "../../src/observe/given-counts.ts";
import type { Location } from "../../src/tla/syntax/source.ts";
import { placeText } from "./diagnostics.ts";
import { count } from "./values.ts";

/** Where the mapping has a word of its `steps`, `faultSteps` or `messageSteps`. */
export type PlaceOfWord = (word: string) => Location | undefined;

/** `never observed: n of Grant is undefined in all 132 reports of granted (system.ts:20:5)` */
export function neverObservedText({ word, action, kind, name, reports }: NeverObserved, placeOf: PlaceOfWord): string {
  const at = placeOf(word);
  const what = kind === "argument" ? `${name} of ${action}` : `the value of ${name} after ${action}`;
  const where = reports === 1 ? `the only report of ${word}` : `all ${count(reports)} reports of ${word}`;
  return `never observed: ${what} is undefined in ${where}${at === undefined ? "" : ` (${placeText(at)})`}`;
}

export function neverObservedJson(one: NeverObserved, placeOf: PlaceOfWord): Record<string, unknown> {
  const at = placeOf(one.word);
  return { ...one, place: at === undefined ? null : placeText(at) };
}
