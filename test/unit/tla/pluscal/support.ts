/** Algorithms given as text, and their translations. */
import { DiagnosticError } from "../../../../src/tla/diagnostics.ts";
import { defaultOptions, type TranslationOptions } from "../../../../src/tla/pluscal/options.ts";
import { translateFile } from "../../../../src/tla/pluscal/translate-file.ts";
import { positionAt } from "../../../../src/tla/syntax/source.ts";

/** A module M with an algorithm in a comment; the algorithm begins in column 4 of line 3. */
export function moduleWith(algorithm: string, more = ""): string {
  return `---- MODULE M ----\nEXTENDS Integers, Sequences, TLC\n(* ${algorithm} *)\n${more}====\n`;
}

/** The translated lines of a module's text. */
export function translated(text: string, options: Partial<TranslationOptions> = {}): string[] {
  const result = translateFile({ path: "M.tla", text }, { ...defaultOptions, ...options }).text;
  const lines = result.split("\n");
  const begin = lines.findIndex((line) => line.startsWith("\\* BEGIN TRANSLATION"));
  const end = lines.findIndex((line) => line.startsWith("\\* END TRANSLATION"));
  return lines.slice(begin + 1, end);
}

/** One definition of the translation, with its lines moved to the left. */
export function definition(lines: readonly string[], name: string): string {
  const start = lines.findIndex((line) => line.startsWith(`${name} ==`));
  if (start < 0) return `no definition ${name}`;
  const end = lines.indexOf("", start);
  return lines.slice(start, end < 0 ? undefined : end).join("\n");
}

/** The action of a label in an algorithm with one process of steps, in C syntax: `A: statements; B: skip`. */
export function action(statements: string, name = "A"): string {
  const algorithm = `--algorithm M { variables x = 0, y = 0, f = [i \\in 1..3 |-> 0]; { A: ${statements} B: skip } }`;
  return definition(translated(moduleWith(algorithm)), name);
}

/** The definition of a fair or unfair algorithm's Spec. */
export function specOfAlgorithm(algorithm: string, options: Partial<TranslationOptions> = {}): string {
  return definition(translated(moduleWith(algorithm), options), "Spec");
}

/** What is wrong with an algorithm: place, code, sentence, hint. */
export function mistakesIn(text: string, options: Partial<TranslationOptions> = {}): string {
  const file = { path: "M.tla", text };
  try {
    translateFile(file, { ...defaultOptions, ...options });
    return "no mistake";
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics
      .map(({ code, message, at, hint, notes = [] }) => {
        const place = (start: number): string => {
          const { line, column } = positionAt(file, start);
          return `${line}:${column}`;
        };
        const more = notes.map(
          (note) => `\n  note: ${note.message}${note.at === undefined ? "" : ` at ${place(note.at.start)}`}`,
        );
        return `${at === undefined ? "" : `${place(at.start)} `}${code} ${message}${more.join("")}\n  hint: ${hint ?? "none"}`;
      })
      .join("\n");
  }
}
