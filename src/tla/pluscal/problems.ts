/** How the passes over an algorithm report a mistake: one diagnostic, thrown. Passes that find several throw them together. */
import { DiagnosticError, type Diagnostic } from "../diagnostics.ts";
import type { SourceFile } from "../syntax/source.ts";
import type { Range } from "./ast.ts";

export interface Mistake {
  readonly code: string;
  readonly message: string;
  readonly at: Range;
  readonly hint: string;
  readonly notes?: readonly { readonly message: string; readonly at: Range }[];
}

export function diagnosticOf(file: SourceFile, { code, message, at, hint, notes }: Mistake): Diagnostic {
  return {
    code,
    severity: "error",
    message,
    at: { file, ...at },
    hint,
    ...(notes === undefined
      ? {}
      : { notes: notes.map((note) => ({ message: note.message, at: { file, ...note.at } })) }),
  };
}

export function fail(file: SourceFile, mistake: Mistake): never {
  throw new DiagnosticError([diagnosticOf(file, mistake)]);
}
