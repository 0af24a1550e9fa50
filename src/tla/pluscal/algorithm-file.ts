/**
 * A file with an algorithm: where the algorithm is, where its translation is or belongs, and the file with another one.
 *
 * Everything outside the translation and its first marker stays as it is, character for character.
 */
import type { SourceFile } from "../syntax/source.ts";
import type { Range } from "./ast.ts";
import { fail } from "./problems.ts";
import { TokenReader } from "./token-reader.ts";

/** One line without its break. */
interface TextLine extends Range {
  /** The break behind it; empty at the end of the file. */
  readonly lineBreak: string;
}

/** The lines between the two markers. */
export interface FoundTranslation {
  /** The line of `\* BEGIN TRANSLATION`, without its break. */
  readonly marker: Range;
  /** From behind the first marker's line to the beginning of the second's. */
  readonly body: Range;
  /** Its lines without their breaks. */
  readonly lines: readonly string[];
}

export interface AlgorithmFile {
  readonly file: SourceFile;
  readonly isFair: boolean;
  /** From behind `--algorithm` or `--fair algorithm` to the end of the comment, or of the file. */
  readonly algorithm: Range;
  readonly translation: FoundTranslation | undefined;
  /** Where new markers belong: behind the line on which the algorithm's comment ends. */
  readonly insertAt: number | undefined;
  readonly lineBreak: string;
}

const beginMarker = ["BEGIN", "TRANSLATION"] as const;
const endMarker = ["END", "TRANSLATION"] as const;

/** Finds the first algorithm of a file; undefined when there is none. Throws DiagnosticError for broken markers. */
export function findAlgorithm(file: SourceFile): AlgorithmFile | undefined {
  const lines = linesOf(file.text);
  const translation = findTranslation(file, lines);
  const start = findStart(file.text, lines, translation);
  if (start === undefined) return undefined;
  const end = endOfComment(file.text, start.at);
  return {
    file,
    isFair: start.isFair,
    algorithm: { start: start.at, end: end ?? file.text.length },
    translation,
    insertAt: end === undefined ? undefined : endOfLine(file, lines, end),
    lineBreak: lines[0]?.lineBreak === "\r\n" ? "\r\n" : "\n",
  };
}

/** A reader of the algorithm's tokens. Places in assertions do not count the lines of the old translation. */
export function readerOf({ file, algorithm, translation }: AlgorithmFile): TokenReader {
  const removed = translation?.lines.length ?? 0;
  const removedFrom = translation?.body.end ?? Infinity;
  return new TokenReader(file, algorithm.start, algorithm.end, (offset) => (offset >= removedFrom ? removed : 0));
}

function linesOf(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ start, end: match.index, lineBreak: match[0] });
    start = match.index + match[0].length;
  }
  lines.push({ start, end: text.length, lineBreak: "" });
  return lines;
}

function findTranslation(file: SourceFile, lines: readonly TextLine[]): FoundTranslation | undefined {
  const isMarker = ([first, second]: readonly [string, string]) => {
    return (line: TextLine): boolean => {
      const text = file.text.slice(line.start, line.end);
      const at = text.indexOf(first);
      if (at < 0) return false;
      const blanks = /^[ \t]*/.exec(text.slice(at + first.length))![0].length;
      return at + first.length + blanks === text.indexOf(second);
    };
  };
  const begin = lines.findIndex(isMarker(beginMarker));
  if (begin < 0) return undefined;
  const marker = lines[begin]!;
  const end = lines.findIndex((line, index) => index > begin && isMarker(endMarker)(line));
  if (end < 0) {
    fail(file, {
      code: "LS1103",
      message: "the translation has no end: there is no line with END TRANSLATION after this one",
      at: { start: marker.start, end: marker.end },
      hint: "add the line \\* END TRANSLATION, or remove this one",
    });
  }
  const inner = lines.slice(begin + 1, end);
  return {
    marker: { start: marker.start, end: marker.end },
    body: { start: marker.end + marker.lineBreak.length, end: lines[end]!.start },
    lines: inner.map((line) => file.text.slice(line.start, line.end)),
  };
}

function findStart(
  text: string,
  lines: readonly TextLine[],
  translation: FoundTranslation | undefined,
): { at: number; isFair: boolean } | undefined {
  for (const line of lines) {
    if (translation !== undefined && line.start >= translation.body.start && line.start < translation.body.end)
      continue;
    const match = /--algorithm|--fair/.exec(text.slice(line.start, line.end));
    if (match === null) continue;
    const at = line.start + match.index + match[0].length;
    if (match[0] === "--algorithm") return { at, isFair: false };
    const word = /^[ \t\r\n]*algorithm(?![A-Za-z0-9_])/.exec(text.slice(at));
    // Prose with "--fair" in it is no algorithm.
    if (word !== null) return { at: at + word[0].length, isFair: true };
  }
  return undefined;
}

/** The offset of the `*)` that closes the comment around `start`; undefined when there is none. */
function endOfComment(text: string, start: number): number | undefined {
  const sign = /\(\*|\*\)|\\\*[^\r\n]*|"(?:\\.|[^"\\\r\n])*"?/g;
  sign.lastIndex = start;
  let depth = 0;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    if (match[0] === "(*") {
      depth++;
      sign.lastIndex = endOfNested(text, match.index + 2);
      depth--;
    } else if (match[0] === "*)" && depth === 0) return match.index;
  }
  return undefined;
}

/** Behind the comment whose inside begins at `start`; comments nest, and nothing else counts in them. */
function endOfNested(text: string, start: number): number {
  const sign = /\(\*|\*\)/g;
  sign.lastIndex = start;
  let depth = 1;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    depth += match[0] === "(*" ? 1 : -1;
    if (depth === 0) return sign.lastIndex;
  }
  return text.length;
}

/** The offset behind the line break after `at`, where only a comment may follow the `*)`. */
function endOfLine(file: SourceFile, lines: readonly TextLine[], at: number): number {
  const line = lines.find((candidate) => candidate.end >= at)!;
  return line.end + line.lineBreak.length;
}

// ------------------------------------------------------------------------------------------ writing

export interface MarkedText {
  /** The first marker's line. */
  readonly marker: string;
  readonly lines: readonly string[];
}

export interface Rewritten {
  readonly text: string;
  /** Where the translation's lines begin in it. */
  readonly bodyStart: number;
  /** The stretch of the old text that the new stretch replaces. */
  readonly replaced: Range;
  readonly replacement: Range;
}

/** The file with another translation; markers are made when it has none. */
export function withTranslation(found: AlgorithmFile, { marker, lines }: MarkedText): Rewritten {
  const { file, translation, lineBreak } = found;
  const body = lines.map((line) => line + lineBreak).join("");
  if (translation !== undefined) {
    const replaced = { start: translation.marker.start, end: translation.body.end };
    return rewrite(file.text, replaced, marker + lineBreak, body, "");
  }
  const at = insertionPoint(found);
  const before = at > 0 && !/[\r\n]/.test(file.text[at - 1]!) ? lineBreak : "";
  const after = `\\* END TRANSLATION ${lineBreak}`;
  return rewrite(file.text, { start: at, end: at }, before + marker + lineBreak, body, after);
}

function rewrite(text: string, replaced: Range, head: string, body: string, tail: string): Rewritten {
  const inserted = head + body + tail;
  return {
    text: text.slice(0, replaced.start) + inserted + text.slice(replaced.end),
    bodyStart: replaced.start + head.length,
    replaced,
    replacement: { start: replaced.start, end: replaced.start + inserted.length },
  };
}

function insertionPoint({ file, algorithm, insertAt }: AlgorithmFile): number {
  if (insertAt === undefined) {
    fail(file, {
      code: "LS1102",
      message: "the algorithm stands in no comment that is closed",
      at: { start: algorithm.start, end: algorithm.start },
      hint: "put it between (* and *): to TLA+ an algorithm is a comment",
    });
  }
  const rest = file.text.slice(algorithm.end + 2, insertAt).trim();
  if (rest !== "" && !rest.startsWith("\\*")) {
    fail(file, {
      code: "LS1102",
      message: "something follows the algorithm's comment on its last line, where the translation belongs",
      at: { start: algorithm.end, end: algorithm.end + 2 },
      hint: "begin a new line after *)",
    });
  }
  return insertAt;
}
