/**
 * Diagnostics as a person reads them: place, code, message, the lines in question with a marker, notes, one hint.
 * Never a stack trace: a diagnostic is about the user's text, not about ours.
 *
 * The frame is @babel/code-frame's without its highlighting, which knows JavaScript and would colour TLA+ wrongly; the
 * marker is coloured here.
 */
import { codeFrameColumns } from "@babel/code-frame";
import type { Diagnostic } from "../../src/tla/diagnostics.ts";
import { positionAt, type Location } from "../../src/tla/syntax/source.ts";
import type { Colors } from "../cli/terminal.ts";

/** A range over more lines than this is shown by its first line. */
const frameLinesMax = 6;
/** A line longer than this is a generated file or the like; a frame would fill the screen. */
const frameColumnsMax = 400;

/** The "file" of mistakes on the command line: shown without line numbers. */
export const commandLinePath = "command line";

function commandLineFrame({ file, start, end }: Location, colors: Colors): string[] {
  return [
    `  ${colors.dim("$")} ${file.text}`,
    `    ${" ".repeat(start)}${colors.red(colors.bold("^".repeat(end - start)))}`,
  ];
}

/** `file:line:column` of the beginning. */
export function placeText(at: Location): string {
  const { line, column } = positionAt(at.file, at.start);
  return `${at.file.path}:${line}:${column}`;
}

/** The lines of a location with a marker below or beside it. */
export function frame(at: Location, colors: Colors): string {
  const start = positionAt(at.file, at.start);
  const end = positionAt(at.file, Math.max(at.start, at.end - 1));
  const isLong = end.line - start.line >= frameLinesMax;
  const lineEnd = at.file.text.indexOf("\n", at.start);
  const firstLineEnd = positionAt(at.file, Math.max(at.start, (lineEnd < 0 ? at.file.text.length : lineEnd) - 1));
  const last = isLong ? firstLineEnd : end;
  if (
    at.file.text
      .split("\n")
      .slice(start.line - 1, last.line)
      .some((line) => line.length > frameColumnsMax)
  )
    return "";
  const range = { start, end: { line: last.line, column: last.column + 1 } };
  const text = codeFrameColumns(at.file.text, range, { linesAbove: 2, linesBelow: 1, highlightCode: false });
  return text
    .split("\n")
    .map((line) => colorLine(line, colors))
    .join("\n");
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
    lines.push(`  note: ${note.message}${note.at === undefined ? "" : ` at ${colors.cyan(placeText(note.at))}`}`);
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
}

export function placeJson(at: Location): PlaceJson {
  const start = positionAt(at.file, at.start);
  const end = positionAt(at.file, at.end);
  return { file: at.file.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
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
