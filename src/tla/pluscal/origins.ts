/**
 * From a translation back to the algorithm: for any stretch of the translated text, the part of the algorithm that it
 * says.
 *
 * The innermost translated range around a stretch decides: a token, the expression or statement that it stands in, the
 * step, the process. What belongs to no part of the algorithm (`Next`, `vars`) leads to its name.
 */
import type { Location, SourceFile } from "../syntax/source.ts";
import type { Rewritten } from "./algorithm-file.ts";
import type { Range } from "./ast.ts";
import { definitionsIn, type FoundDefinition } from "./definitions.ts";
import type { TranslatedRange } from "./writer.ts";

/** The algorithm's part for a stretch of the translation made of it; offsets in that translation's text. */
export type SourceOf = (start: number, end: number) => Range;

export function sourceIn(ranges: readonly TranslatedRange[], fallback: Range): SourceOf {
  return (start, end) => {
    let best: TranslatedRange | undefined;
    for (const range of ranges) {
      if (range.start > start || range.end < end) continue;
      // Of equal ranges the inner one was finished, and so is listed, first.
      if (best === undefined || range.end - range.start < best.end - best.start) best = range;
    }
    return best?.source ?? fallback;
  };
}

/** A file with a new translation: everything else is where it was, the translation leads to the algorithm. */
export function originOfRewritten(
  original: SourceFile,
  rewritten: Rewritten,
  source: SourceOf,
): NonNullable<SourceFile["origin"]> {
  const { replaced, replacement, bodyStart } = rewritten;
  const shift = replaced.end - replacement.end;
  return (start, end): Location => {
    if (end <= replacement.start) return { file: original, start, end };
    if (start >= replacement.end) return { file: original, start: start + shift, end: end + shift };
    if (start < bodyStart) return { file: original, start: replaced.start, end: replaced.end };
    return { file: original, ...source(start - bodyStart, Math.min(end, replacement.end) - bodyStart) };
  };
}

/**
 * A file with a translation of its own, which says the same as `fresh` and may be laid out otherwise: definitions are
 * found by name, and where their tokens are the same, each leads to its own place.
 */
export function originOfCarried(
  file: SourceFile,
  body: Range,
  fresh: SourceFile,
  source: SourceOf,
): NonNullable<SourceFile["origin"]> {
  const carried = definitionsIn(file, body);
  const made = new Map(
    definitionsIn(fresh, { start: 0, end: fresh.text.length }).map((definition) => [definition.name, definition]),
  );
  return (start, end) => {
    if (start < body.start || end > body.end) return undefined;
    const definition = carried.find((one) => one.start <= start && end <= one.end);
    const namesake = definition === undefined ? undefined : made.get(definition.name);
    const range = namesake === undefined ? undefined : aligned(definition!, namesake, start, end);
    return { file, ...(range === undefined ? source(-1, Infinity) : source(range.start, range.end)) };
  };
}

/** The stretch of `made` whose tokens are those of `carried` from `start` to `end`. */
function aligned(carried: FoundDefinition, made: FoundDefinition, start: number, end: number): Range {
  const isSame =
    carried.tokens.length === made.tokens.length &&
    carried.tokens.every((token, index) => token.text === made.tokens[index]!.text);
  if (!isSame) return made;
  const first = carried.tokens.findIndex((token) => token.end > start);
  const last = carried.tokens.findLastIndex((token) => token.start < end);
  if (first < 0 || last < first) return made;
  return { start: made.tokens[first]!.start, end: made.tokens[last]!.end };
}
