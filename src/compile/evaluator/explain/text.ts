/** Source text for messages: white space folded, comments left out. */
import { textOf, type Location } from "../../../tla/syntax/source.ts";

export function foldedText(at: Location): string {
  return textOf(at)
    .replace(/\\\*[^\n]*/g, " ")
    .replace(/\(\*[\s\S]*?\*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
