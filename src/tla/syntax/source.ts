/**
 * Source text and places in it.
 *
 * Offsets are UTF-16 indices into `text`; lines and columns are 1-based, as editors show them. A tab counts as one
 * character here; the parser keeps its own tab-expanded columns for junction lists.
 */

/** One file of source text. `path` is what messages print: as the user gave it, or relative to the root module. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** For generated text, such as a translation: where a stretch of it was written. Undefined: right there. */
  readonly origin?: (start: number, end: number) => Location | undefined;
}

/**
 * A file whose text was written elsewhere. The origin is not enumerable: it is a function, and a resolved
 * specification, which refers to its files, must remain data that can be sent to another thread.
 */
export function withOrigin(file: SourceFile, origin: NonNullable<SourceFile["origin"]>): SourceFile {
  return Object.defineProperty({ ...file }, "origin", { value: origin });
}

/** A stretch of a source file: offsets `start` (inclusive) to `end` (exclusive). */
export interface Location {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A 1-based line and column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which the lines of `file` begin, computed once. */
export function lineStarts(file: SourceFile): readonly number[] {
  let starts = lineStartsOf.get(file);
  if (starts === undefined) {
    const found = [0];
    for (let at = file.text.indexOf("\n"); at >= 0; at = file.text.indexOf("\n", at + 1)) found.push(at + 1);
    starts = found;
    lineStartsOf.set(file, starts);
  }
  return starts;
}

/** The line and column of an offset. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** The text of a location. */
export function textOf(location: Location): string {
  return location.file.text.slice(location.start, location.end);
}

/** Where the user wrote what stands at a location: for the translation of an algorithm, in the algorithm. */
export function writtenAt(at: Location): Location {
  return at.file.origin?.(at.start, at.end) ?? at;
}
