/**
 * Diagnostics as a person reads them: place, code, message, the lines in question with a marker, notes, one hint.
 * Never a stack trace: a diagnostic is about the user's text, not about ours.
 *
 * The frame is @babel/code-frame's without its highlighting, which knows JavaScript and would colour TLA+ wrongly; the
 * marker is coloured here.
 */
import { createRequire } from "node:module";
import type { Diagnostic } from "../../src/tla/diagnostics.ts";
import { positionAt, writtenAt, type Location, type Position } from "../../src/tla/syntax/source.ts";
import type { Colors } from "../cli/terminal.ts";

/** Longer lines are cut. */
const frameColumnsMax = 200;

/** The "file" of mistakes on the command line: shown without line numbers. */
export const commandLinePath = "command line";

function commandLineFrame({ file, start, end }: Location, colors: Colors): string[] {
  return [
    `  ${colors.dim("$")} ${file.text}`,
    `    ${" ".repeat(start)}${colors.red(colors.bold("^".repeat(end - start)))}`,
  ];
}

/**
 * `file:line:column` of the beginning. What a translation says stands in the algorithm; the place in the translation
 * follows when the file has one.
 */
export function placeText(at: Location): string {
  const written = writtenAt(at);
  const { line, column } = positionAt(written.file, written.start);
  const translated = translatedAt(at);
  const also = translated === undefined ? "" : ` (translated at ${translated.line}:${translated.column})`;
  return `${written.file.path}:${line}:${column}${also}`;
}

/** Where a part of an algorithm stands in the translation that its file has; undefined for everything else. */
function translatedAt(at: Location): Position | undefined {
  const written = writtenAt(at);
  const isInFile = written !== at && written.file.text === at.file.text;
  return isInFile ? positionAt(at.file, at.start) : undefined;
}

/** The line of a location with a marker below it, and what stands around it. A longer range is marked on its first line. */
export function frame(place: Location, colors: Colors): string {
  const at = writtenAt(place);
  const { line, column } = positionAt(at.file, at.start);
  const lines = at.file.text.split(/\r?\n/);
  const shown = lines[line - 1] ?? "";
  const length = Math.max(1, Math.min(at.end - at.start, shown.trimEnd().length - column + 1));
  // Of a line that would fill the screen (a generated file, mostly) only the part around the marker is shown.
  const skipped = shown.length > frameColumnsMax ? Math.max(0, column - 1 - frameColumnsMax / 2) : 0;
  const text = lines.map((one) => one.slice(skipped, skipped + frameColumnsMax)).join("\n");
  const start = { line, column: column - skipped };
  const end = { line, column: Math.min(start.column + length, frameColumnsMax + 1) };
  return codeFrame()(text, { start, end }, { linesAbove: 2, linesBelow: 1, highlightCode: false })
    .split("\n")
    .map((one) => colorLine(one.trimEnd(), colors))
    .join("\n");
}

/** Loaded when there is something to show: most runs have no mistake to report. */
function codeFrame(): typeof import("@babel/code-frame").codeFrameColumns {
  const load = createRequire(import.meta.url) as (name: string) => typeof import("@babel/code-frame");
  return load("@babel/code-frame").codeFrameColumns;
}

function colorLine(line: string, colors: Colors): string {
  const parts = /^(>?)( *\d* \|)(.*)$/.exec(line);
  if (parts === null) return line;
  const [, mark = "", gutter = "", rest = ""] = parts;
  const isMarker = /^[ \t]*\^+$/.test(rest) && !/\d/.test(gutter);
  return (
    (mark === "" ? "" : colors.red(colors.bold(mark))) +
    colors.dim(gutter) +
    (isMarker ? colors.red(colors.bold(rest)) : rest)
  );
}

/** One diagnostic, ending with a line break. */
export function diagnosticText(diagnostic: Diagnostic, colors: Colors): string {
  const isError = diagnostic.severity === "error";
  const label = isError ? colors.red(colors.bold("error")) : colors.yellow(colors.bold("warning"));
  const lines = [`${label} ${colors.dim(diagnostic.code)}: ${colors.bold(diagnostic.message)}`];
  if (diagnostic.at !== undefined && diagnostic.at.file.path === commandLinePath)
    lines.push(...commandLineFrame(diagnostic.at, colors));
  else if (diagnostic.at !== undefined)
    lines.push(`  at ${colors.cyan(placeText(diagnostic.at))}`, ...indented(frame(diagnostic.at, colors)));
  for (const note of diagnostic.notes ?? []) {
    lines.push(`  note${note.at === undefined ? "" : ` at ${colors.cyan(placeText(note.at))}`}: ${note.message}`);
  }
  if (diagnostic.hint !== undefined) lines.push(`  ${colors.green("hint")}: ${diagnostic.hint}`);
  return `${lines.join("\n")}\n`;
}

function indented(text: string): string[] {
  return text === "" ? [] : text.split("\n").map((line) => `  ${line}`);
}

/** All diagnostics, errors before warnings, an empty line between them. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], colors: Colors): string {
  const errors = diagnostics.filter((one) => one.severity === "error");
  const warnings = diagnostics.filter((one) => one.severity === "warning");
  return [...errors, ...warnings].map((one) => diagnosticText(one, colors)).join("\n");
}

/** A place as JSON has it; lines and columns are 1-based, the end is exclusive. */
export interface PlaceJson {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** For a part of an algorithm: where it begins in the translation that the file has. */
  readonly translated?: Position;
}

export function placeJson(at: Location): PlaceJson {
  const written = writtenAt(at);
  const start = positionAt(written.file, written.start);
  const end = positionAt(written.file, written.end);
  const translated = translatedAt(at);
  return {
    file: written.file.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(translated === undefined ? {} : { translated }),
  };
}

/** A diagnostic as JSON has it. */
export function diagnosticJson(diagnostic: Diagnostic): Record<string, unknown> {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...(diagnostic.at === undefined ? {} : placeJson(diagnostic.at)),
    ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
    ...(diagnostic.notes === undefined
      ? {}
      : {
          notes: diagnostic.notes.map((note) => ({
            message: note.message,
            ...(note.at === undefined ? {} : placeJson(note.at)),
          })),
        }),
  };
}
